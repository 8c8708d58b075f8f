package io.nextclick.graph;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.config.Settings;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.IdentityEvent;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PopularItems;
import io.nextclick.recommend.RecommendationList;
import io.nextclick.recommend.RecommendedItem;
import io.nextclick.rule.ConditionLanguage;
import io.nextclick.rule.RuleBook;
import io.nextclick.rule.RuleReader;
import io.nextclick.rule.StarterRules;
import io.nextclick.segment.SegmentChange;
import io.nextclick.session.SessionSummary;
import io.nextclick.testkit.Soak;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever history changes hands, all that the job keeps and all its compacted topics are as if it
 * had always been where it is now.
 */
class OneHistoryTest {

    private static final int EVENTS = 60;
    private static final long MINUTE = 60_000;
    private static final long LATENESS = 40 * MINUTE;
    private static final long END = NOON + 86_400_000;
    private static final int ITEMS = 8;

    /** Weights are floats: sums in another order differ by this part at most. */
    private static final double ROUNDING = 1e-3;

    private static final Settings SETTINGS =
            Settings.of(
                    Map.of(
                            "session.allowed-lateness", LATENESS + " ms",
                            "quality.max-age", "0 ms",
                            // What is remembered one by one; of more, the oldest are final.
                            "triggers.retained-events", "200",
                            "blend.learn", "false"));

    private static final EventType[] TYPES = {
        EventType.VIEW,
        EventType.VIEW,
        EventType.VIEW,
        EventType.CLICK,
        EventType.SEARCH,
        EventType.ADD_TO_CART,
        EventType.REMOVE_FROM_CART,
        EventType.PURCHASE
    };

    static IntStream seeds() {
        return IntStream.rangeClosed(1, Soak.runs(100, 6));
    }

    /**
     * Ann on her laptop with her user id, and nobody known on a tablet, all within the same hours,
     * so that a link makes one visit of two.
     */
    private static List<Event> stream(Random random, long disorderMillis) {
        List<Event> events = new ArrayList<>();
        long millis = NOON;
        for (int i = 0; i < EVENTS; i++) {
            millis += 1_000 + random.nextLong(4 * MINUTE);
            boolean ann = random.nextBoolean();
            int item = random.nextInt(ITEMS);
            events.add(
                    of(TYPES[random.nextInt(TYPES.length)], "item" + item)
                            .by(ann ? "ann" : null)
                            .on(ann ? "laptop" : "tablet")
                            .at(millis - random.nextLong(disorderMillis))
                            .named("e" + i)
                            .with(EventContext.ofItem("category" + item % 2, "brand", 9.5))
                            .event());
        }
        return events;
    }

    private static JobInMemory job() throws Exception {
        JobInMemory job = new JobInMemory(SETTINGS);
        RuleBook book = new RuleBook(100);
        RuleReader reader = new RuleReader(new ConditionLanguage());
        for (String name :
                List.of(
                        "cart-abandoned",
                        "category-enthusiast",
                        "comparison-shopper",
                        "viewed-not-bought")) {
            RuleReader.Reading rule = reader.read(StarterRules.texts().get(name + ".yaml"));
            job.rule(book.put(rule.rule(), rule.text(), new ArrayList<>()).orElseThrow());
        }
        return job;
    }

    private static IdentityEvent identity(IdentityEvent.Action action, long millis) {
        return new IdentityEvent(action, millis, "default", "tablet", "ann", 1);
    }

    @ParameterizedTest(name = "stream {0}")
    @MethodSource("seeds")
    void a_link_that_was_undone_has_left_no_trace_anywhere(int seed) throws Exception {
        Random random = new Random(seed);
        List<Event> events = stream(random, 1);
        int linkAt = random.nextInt(EVENTS - 12);
        int unlinkAt = linkAt + 1 + random.nextInt(10);
        try (JobInMemory linked = job();
                JobInMemory apart = job()) {
            for (int i = 0; i < EVENTS; i++) {
                long millis = events.get(i).occurredAtMillis();
                linked.send(events.get(i));
                apart.send(events.get(i));
                if (i == linkAt) {
                    linked.send(identity(IdentityEvent.Action.LINK, millis));
                } else if (i == unlinkAt) {
                    linked.send(identity(IdentityEvent.Action.UNLINK, millis));
                }
                long passed = millis - 10_000;
                linked.watermark(passed);
                apart.watermark(passed);
            }
            assertThat(apart.corrections).as("nothing is corrected where nothing moves").isZero();
            assertSame(linked, apart);
        }
    }

    @ParameterizedTest(name = "stream {0}")
    @MethodSource("seeds")
    void a_login_makes_what_was_anonymous_one_with_the_rest(int seed) throws Exception {
        Random random = new Random(seed);
        List<Event> events = stream(random, 1);
        int linkAt = 1 + random.nextInt(10);
        try (JobInMemory late = job();
                JobInMemory early = job()) {
            early.send(identity(IdentityEvent.Action.LINK, NOON));
            for (int i = 0; i < EVENTS; i++) {
                late.send(events.get(i));
                early.send(events.get(i));
                if (i == linkAt) {
                    late.send(identity(IdentityEvent.Action.LINK, NOON));
                }
            }
            assertSame(late, early);
        }
    }

    @ParameterizedTest(name = "stream {0}")
    @MethodSource("seeds")
    void events_out_of_order_leave_what_events_in_order_leave(int seed) throws Exception {
        Random random = new Random(seed);
        List<Event> events = stream(random, 15 * MINUTE);
        List<Event> sorted = new ArrayList<>(events);
        sorted.sort(java.util.Comparator.comparingLong(Event::occurredAtMillis));
        try (JobInMemory asTheyCame = job();
                JobInMemory inOrder = job()) {
            for (int i = 0; i < EVENTS; i++) {
                asTheyCame.send(events.get(i));
                inOrder.send(sorted.get(i));
            }
            assertSame(asTheyCame, inOrder);
        }
    }

    @Test
    void the_comparison_sees_a_link_that_was_not_undone() throws Exception {
        List<Event> events = stream(new Random(1), 1);
        try (JobInMemory linked = job();
                JobInMemory apart = job()) {
            linked.send(identity(IdentityEvent.Action.LINK, NOON));
            for (Event event : events) {
                linked.send(event);
                apart.send(event);
            }
            assertThatThrownBy(() -> assertSame(linked, apart)).isInstanceOf(AssertionError.class);
        }
    }

    /** Looks at the topics, then at what everybody and every item says to one more event. */
    private static void assertSame(JobInMemory one, JobInMemory other) throws Exception {
        assertThat(memberships(one)).as("segments").isEqualTo(memberships(other));
        assertThat(one.recommendations.keySet())
                .as("who has a list")
                .isEqualTo(other.recommendations.keySet());
        for (JobInMemory each : List.of(one, other)) {
            long millis = NOON + EVENTS * 4 * MINUTE;
            for (int item = 0; item < ITEMS; item++) {
                each.send(of(EventType.VIEW, "item" + item).by("eve").at(millis + item).event());
            }
            each.send(of(EventType.SEARCH, null).by("ann").on("laptop").at(millis).event());
            each.send(of(EventType.SEARCH, null).by(null).on("tablet").at(millis).event());
        }
        assertThat(other.answers.keySet()).isEqualTo(one.answers.keySet());
        one.answers.forEach((item, answer) -> assertSame(answer, other.answers.get(item)));
        assertThat(one.popularItems.keySet()).isEqualTo(other.popularItems.keySet());
        for (Map.Entry<String, PopularItems> each : one.popularItems.entrySet()) {
            if (each.getValue().segment() == null) {
                assertSame(
                        scores(each.getValue()),
                        scores(other.popularItems.get(each.getKey())),
                        each.getKey());
            }
        }
        for (String person : List.of("ann", "tablet")) {
            assertThat(items(one.recommendations.get(person)))
                    .as("list of %s", person)
                    .isEqualTo(items(other.recommendations.get(person)));
        }
        // An open session is as long as it was when it was told; a closed one is as long as it is.
        one.watermark(END);
        other.watermark(END);
        assertThat(visits(one)).as("sessions").isEqualTo(visits(other));
        assertThat(memberships(one)).as("segments at last").isEqualTo(memberships(other));
    }

    private static Map<String, String> memberships(JobInMemory job) {
        Map<String, String> memberships = new TreeMap<>();
        for (SegmentChange each : job.segments.values()) {
            memberships.put(each.membershipKey(), "since " + each.enteredAtMillis());
        }
        return memberships;
    }

    private static Map<String, String> visits(JobInMemory job) {
        Map<String, String> visits = new TreeMap<>();
        for (SessionSummary each : job.sessions.values()) {
            visits.put(
                    each.sessionId(),
                    each.status() + " " + each.endedAtMillis() + " " + each.events());
        }
        return visits;
    }

    private static List<String> items(RecommendationList list) {
        return list == null
                ? List.of()
                : list.items().stream().map(RecommendedItem::itemId).sorted().toList();
    }

    /** All but the trends, which decay with visits and forget by themselves. */
    private static void assertSame(Candidates one, Candidates other) {
        String item = one.itemId();
        assertThat(one.visits())
                .as("visits of %s", item)
                .isCloseTo(other.visits(), part(one.visits()));
        List<Function<Candidates, float[]>> kinds =
                List.of(
                        Candidates::scores,
                        Candidates::forward,
                        Candidates::next,
                        Candidates::intent);
        for (Function<Candidates, float[]> kind : kinds) {
            assertSame(
                    weights(one.neighbours(), kind.apply(one)),
                    weights(other.neighbours(), kind.apply(other)),
                    "neighbours of " + item);
        }
    }

    /** As parts of the strongest: all count as of the newest event, also if it was taken back. */
    private static Map<String, Float> scores(PopularItems popular) {
        float[] parts = popular.scores().clone();
        for (int i = 0; i < parts.length; i++) {
            parts[i] /= popular.scores()[0];
        }
        return weights(popular.items(), parts);
    }

    private static Map<String, Float> weights(String[] items, float[] weights) {
        Map<String, Float> byItem = new TreeMap<>();
        for (int i = 0; i < Math.min(items.length, weights.length); i++) {
            byItem.put(items[i], weights[i]);
        }
        return byItem;
    }

    private static void assertSame(Map<String, Float> one, Map<String, Float> other, String what) {
        assertThat(one.keySet()).as(what).isEqualTo(other.keySet());
        one.forEach(
                (item, weight) ->
                        assertThat(weight)
                                .as("%s: %s", what, item)
                                .isCloseTo(other.get(item), part(weight)));
    }

    private static org.assertj.core.data.Offset<Float> part(float of) {
        return within((float) (Math.abs(of) * ROUNDING + 1e-6));
    }
}
