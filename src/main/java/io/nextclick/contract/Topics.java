package io.nextclick.contract;

import static io.nextclick.contract.Topic.Cleanup.COMPACT;
import static io.nextclick.contract.Topic.Cleanup.DELETE;

import io.nextclick.alarm.Alarm;
import io.nextclick.avro.BehaviorEvent;
import io.nextclick.avro.DeadLetter;
import io.nextclick.avro.ExperimentDefinition;
import io.nextclick.avro.RankingPolicy;
import io.nextclick.avro.RuleDefinition;
import io.nextclick.avro.SegmentMembership;
import io.nextclick.blend.Policy;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.contract.Topic.Cleanup;
import io.nextclick.contract.Topic.Clock;
import io.nextclick.contract.Topic.Direction;
import io.nextclick.contract.Topic.Value;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.QualityFinding;
import io.nextclick.feedback.Feedback;
import io.nextclick.feedback.FeedbackMetrics;
import io.nextclick.flow.PopularItems;
import io.nextclick.identity.IdentityLink;
import io.nextclick.recommend.RecommendationList;
import io.nextclick.segment.SegmentChange;
import io.nextclick.segment.SegmentMetrics;
import io.nextclick.session.SessionSummary;
import io.nextclick.similarity.SimilarItems;
import io.nextclick.verdict.ExperimentResult;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** Every topic of the job. */
public final class Topics {

    /** In the order of their declaration; first, since each adds itself. */
    private static final List<Topic<?>> ALL = new ArrayList<>();

    public static final Topic<Event> EVENTS =
            input(
                    "events",
                    BehaviorEvent.getClassSchema(),
                    "BehaviorEvent in Avro",
                    "device or user id (any key will do)",
                    DELETE,
                    Clock.OF_EVENTS,
                    "Events in Avro.");
    public static final Topic<Event> EVENTS_JSON =
            input(
                    "events-json",
                    BehaviorEvent.getClassSchema(),
                    "BehaviorEvent in JSON",
                    "the same",
                    DELETE,
                    Clock.OF_EVENTS,
                    "Events in JSON.");
    public static final Topic<CatalogItem> ITEMS =
            input(
                    "items",
                    io.nextclick.avro.CatalogItem.getClassSchema(),
                    "CatalogItem; a tombstone removes the item",
                    "item",
                    COMPACT,
                    Clock.OF_BROKER,
                    "The catalogue.");
    public static final Topic<IdentityEvent> IDENTITY_EVENTS =
            input(
                    "identity-events",
                    io.nextclick.avro.IdentityEvent.getClassSchema(),
                    "IdentityEvent in Avro or JSON: LINK, UNLINK, FORGET_DEVICE",
                    "device",
                    DELETE,
                    Clock.OF_BROKER,
                    "Links between devices and users that somebody knows of.");
    public static final Topic<String> RULES =
            input(
                    "rules",
                    RuleDefinition.getClassSchema(),
                    "RuleDefinition, or a rule in YAML or JSON; a tombstone removes it",
                    "rule",
                    COMPACT,
                    Clock.OF_BROKER,
                    "The rules in force.");
    public static final Topic<Policy> POLICY =
            add(
                    new Topic<>(
                            "policy",
                            Direction.BOTH,
                            RankingPolicy.getClassSchema(),
                            "RankingPolicy: what the ranking learnt; a tombstone resets it",
                            "site `/` surface",
                            COMPACT,
                            Clock.OF_BROKER,
                            "What the ranking learnt; written and read by the job.",
                            Topic.Key.text(Policy::policyKey),
                            Value.of(PolicyContract::of)));
    public static final Topic<String> EXPERIMENTS =
            input(
                    "experiments",
                    ExperimentDefinition.getClassSchema(),
                    "ExperimentDefinition, or one in YAML or JSON; a tombstone ends it",
                    "experiment",
                    COMPACT,
                    Clock.OF_BROKER,
                    "The experiments in force.");
    public static final Topic<ExperimentResult> EXPERIMENT_RESULTS =
            add(
                    new Topic<>(
                            "experiment-results",
                            Direction.BOTH,
                            io.nextclick.avro.ExperimentResult.getClassSchema(),
                            "ExperimentResult: an upsert, how an experiment stands",
                            "experiment",
                            COMPACT,
                            Clock.OF_BROKER,
                            "How experiments stand; written by the job, and read for learned arms.",
                            Topic.Key.text(ExperimentResult::experimentKey),
                            Value.of(ExperimentContract::of)));
    public static final Topic<RecommendationList> RECOMMENDATIONS =
            output(
                    "recommendations",
                    io.nextclick.avro.RecommendationList.getClassSchema(),
                    "RecommendationList: an upsert, the person's newest list of the surface",
                    "person; with a page type site `/` person `/` surface",
                    COMPACT,
                    "the lists.",
                    Topic.Key.text(RecommendationList::listKey),
                    ListContract::write);
    public static final Topic<SessionSummary> SESSIONS =
            output(
                    "sessions",
                    io.nextclick.avro.SessionSummary.getClassSchema(),
                    "SessionSummary: of a session; the last record of a `session_id` counts",
                    "person",
                    DELETE,
                    "changes of sessions.",
                    Topic.Key.text(SessionSummary::personKey),
                    SessionContract::write);
    public static final Topic<SimilarItems> SIMILAR_ITEMS =
            output(
                    "similar-items",
                    io.nextclick.avro.SimilarItems.getClassSchema(),
                    "SimilarItems",
                    "item",
                    COMPACT,
                    "neighbours of items.",
                    Topic.Key.text(SimilarItems::itemKey),
                    Value.of(ItemContract::of));
    public static final Topic<PopularItems> POPULAR =
            output(
                    "popular",
                    io.nextclick.avro.PopularItems.getClassSchema(),
                    "PopularItems: an upsert, what is popular on a site, in a category, a segment",
                    "site `/` kind `/` scope (its slashes encoded)",
                    COMPACT,
                    "what is popular.",
                    Topic.Key.text(PopularContract::key),
                    PopularContract::write);
    public static final Topic<IdentityLink> IDENTITY =
            output(
                    "identity",
                    io.nextclick.avro.IdentityLink.getClassSchema(),
                    "IdentityLink: the device's owner; a tombstone says that it was forgotten",
                    "device",
                    COMPACT,
                    "the owner of each device.",
                    Topic.Key.text(IdentityLink::deviceKey),
                    Value.of(IdentityContract::of));
    public static final Topic<QualityFinding> QUALITY =
            output(
                    "quality",
                    io.nextclick.avro.QualityFinding.getClassSchema(),
                    "QualityFinding: something to look at",
                    "person, else device",
                    DELETE,
                    "findings in the behaviour data.",
                    Topic.Key.text(QualityFinding::subjectKey),
                    Value.of(IdentityContract::of));
    public static final Topic<SegmentChange> SEGMENTS =
            output(
                    "segments",
                    SegmentMembership.getClassSchema(),
                    "SegmentMembership: the person is in the segment; a tombstone is an exit",
                    "person `/` segment (its slashes encoded)",
                    COMPACT,
                    "who is in which segment.",
                    Topic.Key.text(SegmentChange::membershipKey),
                    SegmentContract::write);
    public static final Topic<SegmentMetrics> SEGMENT_METRICS =
            output(
                    "segment-metrics",
                    io.nextclick.avro.SegmentMetrics.getClassSchema(),
                    "SegmentMetrics: size, entries and exits of a segment by minute and version",
                    "rule",
                    DELETE,
                    "sizes of segments by the minute.",
                    Topic.Key.text(SegmentMetrics::ruleKey),
                    Value.of(SegmentContract::of));
    public static final Topic<Feedback> FEEDBACK =
            output(
                    "feedback",
                    io.nextclick.avro.Feedback.getClassSchema(),
                    "Feedback: of a shown list; the last record of a `feedback_id` counts",
                    "person",
                    DELETE,
                    "what became of lists.",
                    Topic.Key.text(Feedback::personKey),
                    FeedbackContract::write);
    public static final Topic<FeedbackMetrics> FEEDBACK_METRICS =
            output(
                    "feedback-metrics",
                    io.nextclick.avro.FeedbackMetrics.getClassSchema(),
                    "FeedbackMetrics: lists shown, clicks, time, carts, orders by the minute",
                    "site `/` surface, `/` arm if there is one; of a segment both, and `/` segment",
                    DELETE,
                    "what became of lists by the minute.",
                    Topic.Key.text(FeedbackMetrics::key),
                    Value.of(FeedbackContract::of));
    public static final Topic<Alarm> ALARMS =
            output(
                    "alarms",
                    io.nextclick.avro.Alarm.getClassSchema(),
                    "Alarm: an upsert, the newest alarm of a series; a tombstone forgets it",
                    "site `/` series",
                    COMPACT,
                    "series that are not as expected.",
                    Topic.Key.text(Alarm::key),
                    Value.of(AlarmContract::of));
    public static final Topic<RejectedRecord> DEAD_LETTERS =
            output(
                    "dead-letters",
                    DeadLetter.getClassSchema(),
                    "DeadLetter",
                    "key of the refused record",
                    DELETE,
                    "refused records.",
                    DeadLetterContract::key,
                    Value.of(DeadLetterContract::of));

    private Topics() {}

    /** All topics; inputs first. */
    public static List<Topic<?>> all() {
        return List.copyOf(ALL);
    }

    private static <T> Topic<T> add(Topic<T> topic) {
        ALL.add(topic);
        return topic;
    }

    private static <T> Topic<T> input(
            String name,
            Schema schema,
            String content,
            String key,
            Cleanup cleanup,
            Clock clock,
            String option) {
        return add(
                new Topic<>(
                        name,
                        Direction.INPUT,
                        schema,
                        content,
                        key,
                        cleanup,
                        clock,
                        option,
                        null,
                        null));
    }

    private static <T> Topic<T> output(
            String name,
            Schema schema,
            String content,
            String keyText,
            Cleanup cleanup,
            String option,
            Topic.Key<T> key,
            Value<T> value) {
        return add(
                new Topic<>(
                        name,
                        Direction.OUTPUT,
                        schema,
                        content,
                        keyText,
                        cleanup,
                        Clock.OF_BROKER,
                        "Output: " + option,
                        key,
                        value));
    }
}
