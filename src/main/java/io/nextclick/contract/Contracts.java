package io.nextclick.contract;

import io.nextclick.avro.BehaviorEvent;
import io.nextclick.avro.DeadLetter;
import io.nextclick.avro.FindingKind;
import io.nextclick.avro.IdentityEvidence;
import io.nextclick.avro.ReasonSource;
import io.nextclick.avro.SimilarItem;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RefusedException;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.DeviceSignals;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.QualityFinding;
import io.nextclick.event.ReasonCode;
import io.nextclick.event.SiteKey;
import io.nextclick.identity.IdentityLink;
import io.nextclick.recommend.Reason;
import io.nextclick.recommend.RecommendationList;
import io.nextclick.recommend.RecommendedItem;
import io.nextclick.segment.SegmentChange;
import io.nextclick.segment.SegmentMetrics;
import io.nextclick.session.BehaviorMetrics;
import io.nextclick.session.SessionSummary;
import io.nextclick.similarity.SimilarItems;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between the contracts' generated classes and the job's own records, field by field. */
public final class Contracts {

    /** Longest key of a refused record that its dead letter carries. */
    public static final int MAX_KEY_BYTES = 10_000;

    private static final Map<io.nextclick.avro.EventType, EventType> TYPES =
            new EnumMap<>(io.nextclick.avro.EventType.class);

    static {
        for (io.nextclick.avro.EventType type : io.nextclick.avro.EventType.values()) {
            TYPES.put(type, EventType.valueOf(type.name()));
        }
    }

    private Contracts() {}

    public static Event toEvent(BehaviorEvent event) {
        return new Event(
                event.getEventId(),
                TYPES.getOrDefault(event.getEventType(), EventType.UNKNOWN),
                event.getOccurredAt().toEpochMilli(),
                event.getSite(),
                event.getUserId(),
                event.getDeviceId(),
                event.getSourceSessionId(),
                event.getItemId(),
                toContext(event.getContext()),
                event.getSentAt() == null ? 0 : event.getSentAt().toEpochMilli(),
                toSignals(event.getSignals()));
    }

    private static @Nullable DeviceSignals toSignals(
            io.nextclick.avro.@Nullable DeviceSignals signals) {
        return signals == null
                ? null
                : new DeviceSignals(
                        signals.getNetworkHash(),
                        signals.getUserAgentFamily(),
                        signals.getTimeZone());
    }

    private static EventContext toContext(io.nextclick.avro.@Nullable EventContext context) {
        if (context == null) {
            return EventContext.NONE;
        }
        return new EventContext(
                context.getCategory(),
                context.getBrand(),
                context.getPrice(),
                context.getCurrency(),
                context.getQuantity(),
                context.getQuery(),
                context.getDwellMillis(),
                context.getScrollDepth(),
                context.getRating(),
                context.getPageType(),
                context.getCampaign(),
                context.getRecommendationId(),
                context.getRecommendationPosition(),
                context.getAttributes());
    }

    public static BehaviorEvent ofEvent(Event event) {
        EventContext context = event.context();
        return new BehaviorEvent(
                event.eventId(),
                io.nextclick.avro.EventType.valueOf(event.type().name()),
                Instant.ofEpochMilli(event.occurredAtMillis()),
                event.site(),
                event.userId(),
                event.deviceId(),
                event.sourceSessionId(),
                event.itemId(),
                context.equals(EventContext.NONE)
                        ? null
                        : new io.nextclick.avro.EventContext(
                                context.category(),
                                context.brand(),
                                context.price(),
                                context.currency(),
                                context.quantity(),
                                context.query(),
                                context.dwellMillis(),
                                context.scrollDepth(),
                                context.rating(),
                                context.pageType(),
                                context.campaign(),
                                context.recommendationId(),
                                context.recommendationPosition(),
                                context.attributes()),
                event.sentAtMillis() == 0 ? null : Instant.ofEpochMilli(event.sentAtMillis()),
                ofSignals(event.signals()));
    }

    private static io.nextclick.avro.@Nullable DeviceSignals ofSignals(
            @Nullable DeviceSignals signals) {
        return signals == null
                ? null
                : new io.nextclick.avro.DeviceSignals(
                        signals.networkHash(), signals.userAgentFamily(), signals.timeZone());
    }

    public static CatalogItem toItem(io.nextclick.avro.CatalogItem item) {
        return new CatalogItem(
                item.getSite(),
                item.getItemId(),
                item.getTitle(),
                item.getCategory(),
                item.getBrand(),
                item.getPrice(),
                item.getInStock(),
                false);
    }

    public static io.nextclick.avro.CatalogItem ofItem(CatalogItem item) {
        return new io.nextclick.avro.CatalogItem(
                item.itemId(),
                item.site(),
                item.title(),
                item.category(),
                item.brand(),
                item.price(),
                null,
                item.inStock(),
                null,
                Instant.EPOCH,
                Map.of());
    }

    public static io.nextclick.avro.RecommendationList ofList(RecommendationList list) {
        List<io.nextclick.avro.RecommendedItem> items = new ArrayList<>(list.items().size());
        for (RecommendedItem item : list.items()) {
            List<io.nextclick.avro.Reason> reasons = new ArrayList<>(item.reasons().size());
            for (Reason reason : item.reasons()) {
                reasons.add(
                        new io.nextclick.avro.Reason(
                                ReasonSource.valueOf(reason.source().name()),
                                reason.becauseOf(),
                                reason.weight()));
            }
            items.add(
                    new io.nextclick.avro.RecommendedItem(
                            item.itemId(), items.size() + 1, item.score(), reasons));
        }
        return new io.nextclick.avro.RecommendationList(
                list.recommendationId(),
                SiteKey.id(list.personKey()),
                SiteKey.site(list.personKey()),
                list.deviceIds(),
                list.userIds(),
                Instant.ofEpochMilli(list.generatedAtMillis()),
                list.triggerEventId(),
                Instant.ofEpochMilli(list.triggerOccurredAtMillis()),
                items,
                list.segments(),
                list.policy(),
                list.policyVersion(),
                list.fallback(),
                list.complete());
    }

    public static io.nextclick.avro.SessionSummary ofSession(SessionSummary session) {
        return new io.nextclick.avro.SessionSummary(
                session.sessionId(),
                SiteKey.id(session.personKey()),
                SiteKey.site(session.personKey()),
                Instant.ofEpochMilli(session.startedAtMillis()),
                Instant.ofEpochMilli(session.endedAtMillis()),
                session.events(),
                session.countsByType(),
                session.distinctItems(),
                session.deviceIds(),
                session.entryItem(),
                session.exitItem(),
                session.converted(),
                io.nextclick.avro.SessionStatus.valueOf(session.status().name()),
                session.supersededBy(),
                session.movedTo(),
                session.distinctCategories(),
                session.dwellMillis(),
                session.cartValue(),
                session.revenue(),
                session.bounce(),
                session.outlier(),
                ofBehavior(session.behavior()));
    }

    private static io.nextclick.avro.@Nullable BehaviorMetrics ofBehavior(
            @Nullable BehaviorMetrics behavior) {
        return behavior == null
                ? null
                : new io.nextclick.avro.BehaviorMetrics(
                        behavior.sessions7(),
                        behavior.sessions30(),
                        behavior.days7(),
                        behavior.days30(),
                        behavior.durationMillis(),
                        behavior.pages(),
                        behavior.conversion(),
                        behavior.daysBetween(),
                        Instant.ofEpochMilli(behavior.lastMillis()),
                        shares(behavior.categories(), behavior.categoryShares()),
                        shares(behavior.brands(), behavior.brandShares()),
                        behavior.priceLow(),
                        behavior.priceHigh());
    }

    private static Map<String, Float> shares(String[] names, float[] shares) {
        Map<String, Float> byName = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            byName.put(names[i], shares[i]);
        }
        return byName;
    }

    public static IdentityEvent toIdentityEvent(io.nextclick.avro.IdentityEvent event)
            throws RefusedException {
        return new IdentityEvent(
                action(event.getAction().name()),
                event.getOccurredAt().toEpochMilli(),
                event.getSite(),
                event.getDeviceId(),
                event.getUserId(),
                1);
    }

    /** What an identity event does; a guess is the job's own and nobody else's. */
    public static IdentityEvent.Action action(@Nullable String name) throws RefusedException {
        for (IdentityEvent.Action action : IdentityEvent.Action.values()) {
            if (action.name().equals(name) && action != IdentityEvent.Action.GUESS) {
                return action;
            }
        }
        throw new RefusedException(
                ReasonCode.INVALID_IDENTITY, "action is not LINK, UNLINK or FORGET_DEVICE");
    }

    public static io.nextclick.avro.@Nullable IdentityLink ofLink(IdentityLink link) {
        return link.personId() == null
                ? null
                : new io.nextclick.avro.IdentityLink(
                        link.deviceId(),
                        link.site(),
                        link.personId(),
                        IdentityEvidence.valueOf(link.evidence().name()),
                        Instant.ofEpochMilli(link.sinceMillis()),
                        link.confidence());
    }

    public static io.nextclick.avro.QualityFinding ofFinding(QualityFinding finding) {
        return new io.nextclick.avro.QualityFinding(
                FindingKind.valueOf(finding.kind().name()),
                finding.site(),
                finding.personId(),
                finding.deviceId(),
                finding.eventId(),
                Instant.ofEpochMilli(finding.occurredAtMillis()),
                finding.detail());
    }

    /** A membership; null, which makes a tombstone, for its end. */
    public static io.nextclick.avro.@Nullable SegmentMembership ofMembership(SegmentChange change) {
        if (change.kind() == SegmentChange.Kind.EXIT) {
            return null;
        }
        String partition = change.partition();
        String value = change.partitionValue();
        return new io.nextclick.avro.SegmentMembership(
                SiteKey.id(change.personKey()),
                change.segment(),
                SiteKey.site(change.personKey()),
                change.ruleId(),
                change.version(),
                Instant.ofEpochMilli(change.enteredAtMillis()),
                Instant.ofEpochMilli(change.expiresAtMillis()),
                change.matchedEventIds(),
                partition == null || value == null ? Map.of() : Map.of(partition, value));
    }

    public static io.nextclick.avro.SegmentMetrics ofSegmentMetrics(SegmentMetrics metrics) {
        return new io.nextclick.avro.SegmentMetrics(
                metrics.site(),
                metrics.ruleId(),
                metrics.version(),
                Instant.ofEpochMilli(metrics.minuteMillis()),
                metrics.size(),
                metrics.entries(),
                metrics.refreshes(),
                metrics.exits(),
                metrics.shift());
    }

    public static io.nextclick.avro.SimilarItems ofSimilarItems(SimilarItems items) {
        List<SimilarItem> neighbours = new ArrayList<>(items.neighbours().length);
        for (int i = 0; i < items.neighbours().length; i++) {
            neighbours.add(
                    new SimilarItem(
                            items.neighbours()[i],
                            (double) items.scores()[i],
                            (double) items.forward()[i],
                            (double) items.backward()[i]));
        }
        return new io.nextclick.avro.SimilarItems(
                SiteKey.id(items.itemKey()),
                SiteKey.site(items.itemKey()),
                Instant.ofEpochMilli(items.updatedAtMillis()),
                items.weight(),
                neighbours);
    }

    /** The Kafka key of a dead letter: the record's own, unless that is absurdly long. */
    public static byte @Nullable [] keyOfRejected(RejectedRecord rejected) {
        byte[] key = rejected.record().key();
        return key == null || key.length > MAX_KEY_BYTES ? null : key;
    }

    /**
     * A dead letter.
     *
     * @param maxBytes most bytes of the value that it carries
     */
    public static DeadLetter ofRejected(RejectedRecord rejected, int maxBytes) {
        RawRecord record = rejected.record();
        byte[] value = record.value() == null ? new byte[0] : record.value();
        byte[] kept = value.length > maxBytes ? Arrays.copyOf(value, maxBytes) : value;
        byte[] key = record.key();
        byte[] keptKey =
                key != null && key.length > MAX_KEY_BYTES ? Arrays.copyOf(key, MAX_KEY_BYTES) : key;
        return new DeadLetter(
                rejected.reason().name(),
                rejected.detail(),
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestampMillis()),
                keptKey == null ? null : ByteBuffer.wrap(keptKey),
                ByteBuffer.wrap(kept),
                value.length,
                kept != value || keptKey != key);
    }
}
