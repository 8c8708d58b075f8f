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
import io.nextclick.event.ListToken;
import io.nextclick.event.ShownItem;
import io.nextclick.event.ShownList;
import io.nextclick.experiment.ExperimentReader;
import io.nextclick.experiment.ExperimentUpdate;
import io.nextclick.feedback.Feedback;
import io.nextclick.feedback.FeedbackDelta;
import io.nextclick.testkit.Soak;
import io.nextclick.verdict.UnitChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whoever has a device in between, and however late events come, feedback and the sums of an
 * experiment are as if it had always been so. Pairs of a person with a user id and a device without
 * one, all in the same hours, who have each an arm of their own.
 */
class FeedbackHistoryTest {

    private static final int PAIRS = Soak.runs(300, 30);
    private static final int EVENTS = 50;
    private static final long MINUTE = 60_000;
    private static final long END = NOON + 3 * 86_400_000L;
    private static final int ITEMS = 12;
    private static final int LENGTH = 4;
    private static final int KINDS = 10;

    /** Of which a list's person is in none, or in the first ones. */
    private static final List<String> SEGMENTS = List.of("new", "regulars");

    private static final Settings SETTINGS =
            Settings.of(
                    Map.of(
                            "session.allowed-lateness", "1 d",
                            "feedback.unnamed-clicks", "true",
                            "quality.max-age", "0 ms",
                            "blend.learn", "false"));

    private static final String EXPERIMENT =
            """
            experiment_id: layout
            version: 1
            site: default
            arms: [{arm: a, share: 0.5}, {arm: b, share: 0.5}]
            """;

    private static final String LEARNED =
            """
            experiment_id: learned
            version: 1
            site: default
            unit: list
            allocation: learned
            by_segment: [regulars, new]
            arms: [{arm: a, share: 0.5}, {arm: b, share: 0.5}]
            """;

    /** What a pair does, so much of it that the two meet in the same lists. */
    private static final class Pair {
        private final int number;
        private final Random random;
        private final List<Event> events = new ArrayList<>();
        private final List<List<String>> shown = List.of(new ArrayList<>(), new ArrayList<>());
        private long millis = NOON;

        Pair(int number) {
            this.number = number;
            this.random = new Random(number);
        }

        List<Event> make() {
            // Each has seen a list, so that what they order is remembered.
            show(0);
            show(1);
            while (events.size() < EVENTS) {
                millis += 1_000 + random.nextLong(3 * MINUTE);
                int who = random.nextInt(2);
                switch (random.nextInt(KINDS)) {
                    case 0, 1 -> show(who);
                    case 2, 3 -> turnTo(who, EventType.CLICK, true);
                    case 4, 5 -> turnTo(who, EventType.VIEW, false);
                    case 6, 7 -> turnTo(who, EventType.PAGE_PING, false);
                    case 8 -> turnTo(who, EventType.ADD_TO_CART, false);
                    default -> turnTo(who, EventType.PURCHASE, false);
                }
            }
            return events;
        }

        private void show(int who) {
            UUID list = new UUID(number, events.size());
            List<ShownItem> items = new ArrayList<>();
            int first = random.nextInt(ITEMS);
            for (int i = 0; i < LENGTH; i++) {
                items.add(new ShownItem("item" + (first + i) % ITEMS, i + 1));
            }
            String token = token(who, list);
            shown.get(who).add(token);
            add(who, EventType.IMPRESSION, null, new ShownList(null, null, token, 5_000L, items));
        }

        /** The arms that the two would draw, so that a link makes both a crossover. */
        private String token(int who, UUID list) {
            String surface = who == 0 ? "home" : "item";
            String arm =
                    ((number + who) % 2 == 0 ? "layout:a" : "layout:b")
                            + (random.nextBoolean() ? ",learned~a" : ",learned~b");
            ListToken token =
                    new ListToken(
                            list,
                            millis,
                            ListToken.CERTAIN / 2,
                            "default",
                            surface,
                            arm,
                            SEGMENTS.subList(0, random.nextInt(SEGMENTS.size() + 1)));
            return ListToken.text(token.content(0), new byte[ListToken.SIGNATURE]);
        }

        private void turnTo(int who, EventType type, boolean named) {
            List<String> lists = shown.get(who);
            String list = lists.get(random.nextInt(lists.size()));
            ShownList from =
                    named
                            ? new ShownList(null, 1 + random.nextInt(LENGTH), list, null, List.of())
                            : ShownList.NONE;
            add(who, type, "item" + random.nextInt(ITEMS), from);
        }

        private void add(int who, EventType type, @Nullable String item, ShownList list) {
            Long dwell = type == EventType.PAGE_PING ? (Long) random.nextLong(30_000) : null;
            events.add(
                    of(type, item)
                            .by(who == 0 ? "ann-" + number : null)
                            .on((who == 0 ? "laptop-" : "tablet-") + number)
                            .at(millis)
                            .named(number + "-" + events.size())
                            .with(
                                    EventContext.builder()
                                            .price(9.5)
                                            .currency("EUR")
                                            .pageType(who == 0 ? "home" : "item")
                                            .dwellMillis(dwell)
                                            .list(list)
                                            .build())
                            .event());
        }
    }

    /** What is sent when: an event, or what is said of the pair's device. */
    private record Step(long millis, @Nullable Event event, @Nullable IdentityEvent identity) {

        static Step of(Event event) {
            return new Step(event.occurredAtMillis(), event, null);
        }

        static Step of(IdentityEvent.Action action, int pair, long millis, long sentMillis) {
            String device = "tablet-" + pair;
            return new Step(
                    sentMillis,
                    null,
                    new IdentityEvent(action, millis, "default", device, "ann-" + pair, 1));
        }
    }

    private final List<Step> steps = new ArrayList<>();
    private final List<Step> others = new ArrayList<>();

    /** A moment after an event of a pair, and before its next one. */
    private static long after(List<Event> events, int place) {
        return events.get(place).occurredAtMillis() + 500;
    }

    @Test
    void a_link_that_was_undone_has_left_no_trace() throws Exception {
        for (int pair = 0; pair < PAIRS; pair++) {
            List<Event> events = new Pair(pair).make();
            Random random = new Random(-pair);
            int link = random.nextInt(EVENTS - 2);
            int unlink = link + 1 + random.nextInt(EVENTS - link - 1);
            events.forEach(each -> steps.add(Step.of(each)));
            events.forEach(each -> others.add(Step.of(each)));
            long linked = after(events, link);
            steps.add(Step.of(IdentityEvent.Action.LINK, pair, linked, linked));
            long undone = after(events, unlink);
            steps.add(Step.of(IdentityEvent.Action.UNLINK, pair, undone, undone));
        }
        assertSame();
    }

    @Test
    void a_late_link_makes_what_an_early_one_makes() throws Exception {
        for (int pair = 0; pair < PAIRS; pair++) {
            List<Event> events = new Pair(pair).make();
            events.forEach(each -> steps.add(Step.of(each)));
            events.forEach(each -> others.add(Step.of(each)));
            long late = after(events, new Random(-pair).nextInt(EVENTS));
            steps.add(Step.of(IdentityEvent.Action.LINK, pair, NOON, late));
            others.add(Step.of(IdentityEvent.Action.LINK, pair, NOON, NOON - 1));
        }
        assertSame();
    }

    @Test
    void events_out_of_order_leave_what_events_in_order_leave() throws Exception {
        for (int pair = 0; pair < PAIRS; pair++) {
            Random random = new Random(-pair);
            for (Event event : new Pair(pair).make()) {
                long arrives = event.occurredAtMillis() + random.nextLong(10 * MINUTE);
                steps.add(new Step(arrives, event, null));
                others.add(Step.of(event));
            }
        }
        assertSame();
    }

    @Test
    void the_comparison_sees_a_link_that_was_not_undone() {
        List<Event> events = new Pair(1).make();
        events.forEach(each -> steps.add(Step.of(each)));
        events.forEach(each -> others.add(Step.of(each)));
        steps.add(Step.of(IdentityEvent.Action.LINK, 1, NOON, NOON - 1));
        assertThatThrownBy(this::assertSame).isInstanceOf(AssertionError.class);
    }

    private static JobInMemory play(List<Step> steps) throws Exception {
        JobInMemory job = JobInMemory.ofPeople(SETTINGS);
        for (String text : List.of(EXPERIMENT, LEARNED)) {
            var read = new ExperimentReader().read(text);
            job.experiment(new ExperimentUpdate(read.experiment().key(), 1, read.text()));
        }
        steps.sort(Comparator.comparingLong(Step::millis));
        long passed = NOON;
        for (Step step : steps) {
            if (step.event() != null) {
                job.send(step.event());
            } else if (step.identity() != null) {
                job.send(step.identity());
            }
            if (step.millis() > passed + MINUTE) {
                passed = step.millis();
                job.watermark(passed - 10_000);
            }
        }
        job.watermark(END);
        return job;
    }

    private void assertSame() throws Exception {
        try (JobInMemory one = play(steps);
                JobInMemory other = play(others)) {
            assertThat(one.feedback.values())
                    .anyMatch(Feedback::isClicked)
                    .anyMatch(each -> each.orphanClicks() > 0)
                    .allMatch(Feedback::complete)
                    .containsExactlyElementsOf(other.feedback.values());
            assertThat(sums(one))
                    .as("counts")
                    .containsKey("default/home/layout:a,learned~b of regulars count 0")
                    .isEqualTo(sums(other));
            assertSameUnits(unitSums(one), unitSums(other));
        }
    }

    /** Sums of squares are added in another order. */
    private static void assertSameUnits(Map<String, double[]> one, Map<String, double[]> other) {
        assertThat(one)
                .as("arms")
                .containsKeys("learned a of regulars", "learned a of new", "learned a of ")
                .containsOnlyKeys(other.keySet());
        one.forEach(
                (arm, sums) ->
                        assertThat(sums).as(arm).containsExactly(other.get(arm), within(1e-6)));
    }

    /** Of each arm the units, then what is measured of them; crossovers are of no arm. */
    private static Map<String, double[]> unitSums(JobInMemory job) {
        Map<String, double[]> sums = new TreeMap<>();
        for (UnitChange each : job.unitChanges) {
            double[] sum =
                    sums.computeIfAbsent(
                            each.experimentKey() + ' ' + each.arm() + " of " + each.segment(),
                            arm -> new double[each.moments().length + 1]);
            sum[0] += each.units();
            for (int i = 0; i < each.moments().length; i++) {
                sum[i + 1] += each.moments()[i];
            }
        }
        sums.values().removeIf(FeedbackHistoryTest::isNothing);
        return sums;
    }

    private static boolean isNothing(double[] sums) {
        return Arrays.stream(sums).allMatch(each -> Math.abs(each) < 1e-9);
    }

    /** All changes of counts together. */
    private static Map<String, Long> sums(JobInMemory job) {
        Map<String, Long> sums = new TreeMap<>();
        for (FeedbackDelta each : job.feedbackDeltas) {
            add(sums, each.key(), each);
            for (String segment : each.segments()) {
                add(sums, each.key() + " of " + segment, each);
            }
        }
        sums.values().removeIf(each -> each == 0);
        return sums;
    }

    private static void add(Map<String, Long> sums, String key, FeedbackDelta delta) {
        add(sums, key + " count ", delta.counts());
        add(sums, key + " shown at ", delta.shownByPosition());
        add(sums, key + " clicked at ", delta.clicksByPosition());
        for (int i = 0; i < delta.currencies().length; i++) {
            sums.merge(key + delta.currencies()[i], delta.revenueMicros()[i], Long::sum);
        }
    }

    private static void add(Map<String, Long> sums, String what, long[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            sums.merge(what + i, numbers[i], Long::sum);
        }
    }
}
