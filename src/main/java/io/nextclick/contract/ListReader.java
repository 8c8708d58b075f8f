package io.nextclick.contract;

import io.nextclick.avro.Reason;
import io.nextclick.avro.ReasonSource;
import io.nextclick.avro.RecommendationList;
import io.nextclick.avro.RecommendedItem;
import io.nextclick.codec.CodecSettings;
import io.nextclick.event.ListToken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the lists that the job writes. Not thread-safe. */
public final class ListReader {

    private final OwnRecords<RecommendationList> decoder;

    /** A reader of single-object encoding by the current contract and its released versions. */
    public ListReader() {
        this(CodecSettings.DEFAULT);
    }

    /** A reader of what a job writes with such settings. */
    public ListReader(CodecSettings codec) {
        this.decoder = new OwnRecords<>(RecommendationList.getClassSchema(), codec);
    }

    /**
     * Reads one list.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    public ReadList read(byte[] value) {
        RecommendationList list = decoder.decode(value);
        List<String> items = new ArrayList<>(list.getItems().size());
        List<ReadReason> reasons = new ArrayList<>(list.getItems().size());
        for (RecommendedItem item : list.getItems()) {
            items.add(item.getItemId());
            Reason reason = item.getReasons().get(0);
            String becauseOf = reason.getBecauseOf();
            reasons.add(
                    new ReadReason(reason.getSource().name(), becauseOf == null ? "" : becauseOf));
        }
        return new ReadList(
                list.getPersonId(),
                list.getTriggerEventId(),
                list.getTriggerOccurredAt().toEpochMilli(),
                list.getGeneratedAt().toEpochMilli(),
                items,
                reasons,
                list.getFallback(),
                token(list),
                List.copyOf(list.getDeviceIds()));
    }

    /** As the gateway makes it. */
    private static ListToken token(RecommendationList list) {
        Double propensity = propensity(list);
        String arm = list.getArm();
        return new ListToken(
                UUID.fromString(list.getRecommendationId()),
                list.getGeneratedAt().toEpochMilli(),
                propensity == null ? 0 : (int) Math.round(propensity * ListToken.CERTAIN),
                list.getSite(),
                list.getSurface(),
                arm == null ? "" : arm,
                list.getSegments());
    }

    /** Of the arms alone: of an item without a draw of its own, which makes it less. */
    private static @Nullable Double propensity(RecommendationList list) {
        return list.getItems().stream()
                .filter(item -> !isExplored(item) && item.getPropensity() != null)
                .map(RecommendedItem::getPropensity)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static boolean isExplored(RecommendedItem item) {
        return item.getReasons().stream()
                .anyMatch(reason -> reason.getSource() == ReasonSource.NEW_ITEM);
    }

    /**
     * A list as a page needs it.
     *
     * @param personId whom it is for
     * @param triggerEventId the event that led to it
     * @param triggerOccurredAtMillis when that happened, ms since the epoch
     * @param generatedAtMillis when it was made, ms since the epoch
     * @param items best first
     * @param reasons the strongest reason of each item
     * @param isFallback true if nothing of it comes from the person's own behaviour
     * @param token what it is known by when it is shown, not signed
     * @param deviceIds devices that it serves
     */
    public record ReadList(
            String personId,
            String triggerEventId,
            long triggerOccurredAtMillis,
            long generatedAtMillis,
            List<String> items,
            List<ReadReason> reasons,
            boolean isFallback,
            ListToken token,
            List<String> deviceIds) {}

    /**
     * Why an item is in a list.
     *
     * @param source the contract's {@code ReasonSource}
     * @param becauseOf item or category that led here; empty for the site
     */
    public record ReadReason(String source, String becauseOf) {}
}
