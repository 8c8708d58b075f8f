package io.nextclick;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.alarm.Alarm;
import io.nextclick.blend.Policy;
import io.nextclick.blend.SharedPolicy;
import io.nextclick.catalogue.CataloguedItem;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.DeviceSignals;
import io.nextclick.event.Event;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.QualityFinding;
import io.nextclick.event.ReasonCode;
import io.nextclick.event.Surface;
import io.nextclick.experiment.ArmSettings;
import io.nextclick.experiment.ArmWeights;
import io.nextclick.experiment.Draw;
import io.nextclick.experiment.ExperimentUpdate;
import io.nextclick.experiment.UnitMetric;
import io.nextclick.feedback.Feedback;
import io.nextclick.feedback.FeedbackCounts;
import io.nextclick.feedback.FeedbackDelta;
import io.nextclick.feedback.FeedbackMetrics;
import io.nextclick.feedback.ItemFeedback;
import io.nextclick.feedback.SegmentSums;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.ItemAction;
import io.nextclick.flow.ItemSelector;
import io.nextclick.flow.ListOutcome;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonInput;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.flow.PopularItems;
import io.nextclick.flow.PopularityChange;
import io.nextclick.identity.DeviceBlock;
import io.nextclick.identity.DeviceProfile;
import io.nextclick.identity.DeviceVisit;
import io.nextclick.identity.Evidence;
import io.nextclick.identity.IdentityLink;
import io.nextclick.popularity.PopularList;
import io.nextclick.recommend.Gather;
import io.nextclick.recommend.ItemFacts;
import io.nextclick.recommend.NewItems;
import io.nextclick.recommend.PersonGathers;
import io.nextclick.recommend.Reason;
import io.nextclick.recommend.RecommendationList;
import io.nextclick.recommend.RecommendedItem;
import io.nextclick.recommend.ShopUpdate;
import io.nextclick.recommend.Source;
import io.nextclick.segment.SegmentChange;
import io.nextclick.segment.SegmentCounts;
import io.nextclick.segment.SegmentMetrics;
import io.nextclick.segment.VersionCounts;
import io.nextclick.session.BehaviorMetrics;
import io.nextclick.session.SessionAmount;
import io.nextclick.session.SessionStatus;
import io.nextclick.session.SessionSummary;
import io.nextclick.similarity.ItemMessage;
import io.nextclick.similarity.SimilarItems;
import io.nextclick.testkit.Events;
import io.nextclick.verdict.ArmMetric;
import io.nextclick.verdict.ArmResult;
import io.nextclick.verdict.Effect;
import io.nextclick.verdict.ExperimentResult;
import io.nextclick.verdict.SegmentResult;
import io.nextclick.verdict.UnitChange;
import io.nextclick.verdict.Verdict;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that travels or is stored goes through Flink's own serializers, and whole. */
class StoredAndSentRecordsTest {

    private static final Event EVENT =
            view("milk")
                    .on("phone")
                    .during("s1")
                    .sentAt(NOON)
                    .showing(new DeviceSignals("n", "u", "z"))
                    .with(Events.FULL_CONTEXT)
                    .event();
    private static final PersonEvent PERSON_EVENT =
            new PersonEvent(
                    "ann",
                    3,
                    EVENT,
                    new String[] {"d"},
                    new String[] {"a"},
                    2,
                    true,
                    false,
                    new String[] {"o"});
    private static final ItemSelector SELECTOR =
            new ItemSelector(new String[] {"i"}, "a/b", "c", 1, 2, "EUR", null, true);
    private static final ItemAction ACTION =
            new ItemAction(
                    ItemAction.Verb.PIN,
                    "rule",
                    7,
                    SELECTOR,
                    1.5,
                    2,
                    3,
                    true,
                    new String[] {"spare"});
    private static final PersonMetrics METRICS =
            new PersonMetrics(1, 2, 3, 4, 5, 6, 7, 8, 9, List.of());
    private static final PersonEvent GUIDED =
            Events.withMetrics(PERSON_EVENT, METRICS).guided(List.of("segment"), List.of(ACTION));
    private static final Candidates CANDIDATES =
            new Candidates(
                    "ann",
                    3,
                    1,
                    "milk",
                    null,
                    2,
                    1.5f,
                    new String[] {"a"},
                    new float[] {1},
                    new float[] {0.5f},
                    new float[] {1},
                    new float[] {0.25f},
                    new float[] {3});
    private static final CatalogItem ITEM =
            new CatalogItem("default", "milk", "Milk", null, "farm", 1.0, true, false);
    private static final RawRecord RAW = new RawRecord("events", 1, 2, 3, null, new byte[] {1, 2});

    private static final Policy POLICY =
            new Policy(
                    "default/home",
                    1,
                    2,
                    3,
                    new float[] {4},
                    new double[] {5},
                    6,
                    7,
                    8,
                    true,
                    new int[] {9},
                    new long[] {10},
                    11,
                    12);

    static Stream<Object> records() {
        return Stream.of(
                EVENT,
                view("bare").event(),
                PERSON_EVENT,
                GUIDED,
                ACTION,
                SELECTOR,
                new ItemSelector(new String[0], null, null, 0, 1, "EUR", false, null),
                METRICS,
                new PersonMetrics(1, 2, 3, 4, 5, 6, 7, 8, 9, List.of("tea", "jam")),
                new PopularItems("default", null, "s", 1, new String[] {"a"}, new float[] {1}),
                new PopularityChange("default", null, "s", "i", 1, 2, true),
                new ItemFacts("a/b", "c", 1.5, "EUR"),
                new ItemFacts(null, null, null, null),
                CANDIDATES,
                ITEM,
                RAW,
                new RejectedRecord(RAW, ReasonCode.MISSING_ID, "none", 2, true),
                new PopularItems("default", null, new String[] {"a"}, new float[] {1}),
                new PopularityChange("default", "c", "i", 1, 2, true),
                new ItemMessage(
                        "default",
                        "i",
                        "p",
                        1,
                        2,
                        3,
                        1,
                        null,
                        "x",
                        1,
                        true,
                        0.5f,
                        new String[] {"b"},
                        new float[] {2}),
                new SimilarItems(
                        "i",
                        1,
                        2,
                        new String[] {"n"},
                        new float[] {1},
                        new float[] {2},
                        new float[] {3}),
                ShopUpdate.of(ITEM),
                POLICY,
                ShopUpdate.of(POLICY),
                shared(),
                SESSION,
                PersonInput.of("ann", EVENT),
                PersonInput.of(
                        "ann",
                        new DeviceHistory(
                                "d", 1, new PastEvent[] {PastEvent.ofListed(EVENT)}, "bob")),
                new IdentityEvent(IdentityEvent.Action.LINK, 1, "default", "d", "ann", 1),
                new IdentityLink("default", "d", "ann", Evidence.LOGIN, 1, 1),
                new QualityFinding(
                        QualityFinding.Kind.CLOCK_SKEW, "default", null, "d", "e", 1, "slow"),
                new SegmentChange(
                        SegmentChange.Kind.REFRESH,
                        "ann",
                        "r",
                        "r/c",
                        2,
                        true,
                        3,
                        4,
                        List.of("e"),
                        "category",
                        "c",
                        1),
                FEEDBACK,
                FEEDBACK.items().get(0),
                FEEDBACK_DELTA,
                new FeedbackMetrics(1, "s", FEEDBACK_DELTA),
                feedbackCounts(),
                new Alarm(
                        "default",
                        "events",
                        Alarm.State.OPEN,
                        Alarm.Direction.DROP,
                        Alarm.Severity.CRITICAL,
                        1,
                        2,
                        3,
                        4.5,
                        5,
                        1e-9,
                        "page=item"),
                new SegmentMetrics("default", "r", 1, 2, 3, 4, 5, 6, 0.5),
                new SegmentMetrics("default", "r", 1, 2, 3, 4, 5, 6, null),
                segment(),
                block(),
                new RecommendationList(
                        "id",
                        "ann",
                        List.of("d"),
                        List.of(),
                        1,
                        "e",
                        2,
                        List.of(
                                new RecommendedItem(
                                        "i", 1, List.of(new Reason(Source.SIMILAR_ITEM, "x", 1)))),
                        List.of("segment"),
                        "p",
                        1,
                        Surface.CART,
                        new Draw(
                                List.of(new Draw.Drawn("x", "control", true)),
                                0.5,
                                new ArmSettings("popular", null, 0.5, null, false),
                                "@x:control",
                                List.of("segment")),
                        false,
                        true),
                new ExperimentUpdate("x", 1, "{}"),
                new ArmWeights(
                        "x",
                        1,
                        2,
                        new String[] {"a"},
                        new double[] {1},
                        new String[] {"s"},
                        new double[] {1}),
                new ListOutcome("ann", "x:a", List.of("s"), 1, new long[] {1}, new long[0]),
                new UnitChange("x", "a", "s", -1, new double[] {0.5}),
                result(),
                popular(),
                new NewItems(new String[] {"i"}, new long[] {1}),
                catalogued(),
                gathers());
    }

    private static ExperimentResult result() {
        Effect effect = new Effect(1, 2, Double.NEGATIVE_INFINITY, 4, 5, 6, true);
        return new ExperimentResult(
                "x",
                1,
                2,
                3,
                new Verdict(Verdict.Kind.NOT_YET, null, "not yet"),
                4.5,
                6,
                7,
                List.of(
                        new ArmResult(
                                "a",
                                1,
                                0.5,
                                0.25,
                                2,
                                List.of(new ArmMetric(UnitMetric.VALUE, effect)))),
                List.of(
                        new SegmentResult(
                                "s", List.of(new SegmentResult.SegmentArm("a", 1, 2, 0.5, 0.25)))));
    }

    private static final SessionSummary SESSION =
            new SessionSummary(
                    "ann",
                    1,
                    2,
                    SessionStatus.CLOSED,
                    "s",
                    "bob",
                    3,
                    Map.of("VIEW", 3),
                    1,
                    2,
                    List.of("d"),
                    3,
                    "a",
                    null,
                    new SessionAmount[] {
                        new SessionAmount("EUR", new BigDecimal("1.50"), BigDecimal.ZERO)
                    },
                    true,
                    true,
                    true,
                    new BehaviorMetrics(
                            1,
                            2,
                            3,
                            4,
                            5,
                            6,
                            7,
                            8,
                            9,
                            new String[] {"c"},
                            new float[] {1},
                            new String[] {"b"},
                            new float[] {2},
                            10,
                            11,
                            "EUR"));

    private static final Feedback FEEDBACK =
            new Feedback(
                    "ann",
                    "r",
                    "home",
                    "a",
                    1,
                    2,
                    List.of("s"),
                    3,
                    4,
                    true,
                    false,
                    List.of(
                            new ItemFeedback("i", 1, true, 2, 3, 4, true, 5, 6, 7, "EUR", 8),
                            new ItemFeedback("j", 0, false, 0, 0, 0, false, 0, 0, 0, null, 0)));

    private static final FeedbackDelta FEEDBACK_DELTA =
            new FeedbackDelta(
                    "default/home",
                    new String[] {"s"},
                    new long[] {1},
                    new long[] {2},
                    new long[] {3},
                    new String[] {"EUR"},
                    new long[] {4});

    private static FeedbackCounts feedbackCounts() {
        FeedbackCounts counts = new FeedbackCounts();
        counts.endMillis = 1;
        counts.counts[0] = 2;
        counts.currencies = new String[] {"EUR"};
        counts.revenueMicros = new long[] {3};
        SegmentSums segment = new SegmentSums();
        segment.segment = "s";
        segment.counts[1] = 4;
        counts.segments = new SegmentSums[] {segment};
        return counts;
    }

    private static SegmentCounts segment() {
        VersionCounts version = new VersionCounts();
        version.version = 1;
        version.size = 2;
        version.sizeBefore = 3;
        version.entries = 4;
        version.refreshes = 5;
        version.exits = 6;
        version.changed = true;
        version.changedBefore = true;
        SegmentCounts counts = new SegmentCounts();
        counts.endMillis = 7;
        counts.versions.add(version);
        return counts;
    }

    private static CataloguedItem catalogued() {
        CataloguedItem item = new CataloguedItem();
        item.firstSeenMillis = 1;
        item.updatedAtMillis = 2;
        item.removed = true;
        return item;
    }

    private static SharedPolicy shared() {
        SharedPolicy shared = new SharedPolicy();
        shared.add(POLICY);
        shared.publish(1);
        shared.add(POLICY);
        return shared;
    }

    private static DeviceBlock block() {
        DeviceBlock block = new DeviceBlock();
        DeviceProfile device = new DeviceProfile();
        device.deviceId = "d";
        device.visits.add(new DeviceVisit());
        block.devices.add(device);
        return block;
    }

    private static PopularList popular() {
        PopularList list = new PopularList();
        list.site = "default";
        list.weights.put("a", 1f);
        list.unavailable.put("b", 2f);
        return list;
    }

    private static PersonGathers gathers() {
        Gather gather = new Gather();
        gather.sequence = 1;
        gather.request = PERSON_EVENT;
        gather.answers.add(CANDIDATES);
        Gather guided = new Gather();
        guided.sequence = 2;
        guided.request = GUIDED;
        PersonGathers gathers = new PersonGathers();
        gathers.open.add(gather);
        gathers.open.add(guided);
        return gathers;
    }

    @ParameterizedTest
    @MethodSource("records")
    void none_falls_to_kryo(Object record) {
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(record.getClass());
    }

    @ParameterizedTest
    @MethodSource("records")
    <T> void each_comes_back_whole(T record) throws Exception {
        @SuppressWarnings("unchecked")
        TypeSerializer<T> serializer =
                TypeInformation.of((Class<T>) record.getClass())
                        .createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(record, out);
        T back = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
        assertThat(back).usingRecursiveComparison().isEqualTo(record);
        assertThat(serializer.copy(record)).usingRecursiveComparison().isEqualTo(record);
    }

    /** What the guard guards against. */
    public record Holder(java.util.Optional<String> text) {}

    @Test
    void the_guard_finds_what_falls_to_kryo() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> PojoTestUtils.assertSerializedAsPojoWithoutKryo(Holder.class))
                .isInstanceOf(AssertionError.class);
    }
}
