package io.nextclick.recommend;

import io.nextclick.event.Event;
import io.nextclick.event.SiteKey;
import io.nextclick.event.Surface;
import io.nextclick.experiment.Draw;
import io.nextclick.flow.PersonEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest list of one person for one surface.
 *
 * @param recommendationId the same for the same person, trigger event, policy version, arms and
 *     items in their order: a list that is made again after a failure, of more answers or of fewer,
 *     is another
 * @param personKey person among all sites
 * @param deviceIds devices it serves
 * @param userIds users it serves
 * @param generatedAtMillis when it was made, by the job's clock, ms since the epoch
 * @param triggerEventId event that led to it
 * @param triggerOccurredAtMillis when that happened, ms since the epoch
 * @param items best first; empty if the list is withdrawn, which is a tombstone on the topic
 * @param segments segments that the person was in, those first by whose weights arms were drawn
 * @param policy name of the ranking policy
 * @param policyVersion its version
 * @param surface where it is shown
 * @param draw the arms of experiments that it was made by
 * @param fallback true if no item comes from the person's own behaviour
 * @param complete false if made at the deadline, before every answer
 */
public record RecommendationList(
        String recommendationId,
        String personKey,
        List<String> deviceIds,
        List<String> userIds,
        long generatedAtMillis,
        String triggerEventId,
        long triggerOccurredAtMillis,
        List<RecommendedItem> items,
        List<String> segments,
        String policy,
        int policyVersion,
        Surface surface,
        Draw draw,
        boolean fallback,
        boolean complete) {

    private static final String POLICY = "blend";
    private static final int POLICY_VERSION = 1;
    private static final String VERSION = String.valueOf(POLICY_VERSION);

    static RecommendationList of(
            ListIds ids,
            String person,
            PersonEvent request,
            List<RecommendedItem> items,
            Draw draw,
            boolean complete,
            long nowMillis) {
        Surface surface = request.event().surface();
        return of(ids, person, surface, request, items, draw, complete, nowMillis);
    }

    private static RecommendationList of(
            ListIds ids,
            String person,
            Surface surface,
            PersonEvent request,
            List<RecommendedItem> items,
            Draw draw,
            boolean complete,
            long nowMillis) {
        String deviceId = request.event().deviceId();
        String userId = userId(person, request.event());
        List<String> devices = List.of(request.deviceIds());
        if (deviceId != null && !devices.contains(deviceId)) {
            devices = new ArrayList<>(devices);
            devices.add(deviceId);
        }
        return new RecommendationList(
                id(ids, person, request.event().eventId(), items, draw.label()),
                person,
                devices,
                userId == null ? List.of() : List.of(userId),
                nowMillis,
                request.event().eventId(),
                request.event().occurredAtMillis(),
                items,
                draw.inOrder(request.segments()),
                POLICY,
                POLICY_VERSION,
                surface,
                draw,
                isFallback(items),
                complete);
    }

    /** What takes the place of a list that no longer holds. */
    static RecommendationList withdrawn(
            ListIds ids, String person, Surface surface, PersonEvent request, long nowMillis) {
        return of(ids, person, surface, request, List.of(), Draw.NONE, true, nowMillis);
    }

    /** Key of the list, see {@link Surface#listKey}. */
    public String listKey() {
        return surface.listKey(personKey);
    }

    /** True if the person has no list for the surface any more. */
    public boolean isWithdrawn() {
        return items.isEmpty();
    }

    /** An event without a user id on a device that is a user's is the user's. */
    private static @Nullable String userId(String person, Event event) {
        String personId = SiteKey.id(person);
        boolean ofDevice = event.deviceId() == null || event.deviceId().equals(personId);
        return event.userId() != null || ofDevice ? event.userId() : personId;
    }

    private static String id(
            ListIds ids, String person, String eventId, List<RecommendedItem> items, String arms) {
        return arms.isEmpty()
                ? ids.of(items, person, eventId, POLICY, VERSION)
                : ids.of(items, person, eventId, POLICY, VERSION, arms);
    }

    private static boolean isFallback(List<RecommendedItem> items) {
        for (RecommendedItem item : items) {
            for (Reason reason : item.reasons()) {
                if (reason.source().isOwnBehavior()) {
                    return false;
                }
            }
        }
        return true;
    }
}
