package io.nextclick.feedback;

import static io.nextclick.feedback.Lists.DAY;
import static io.nextclick.feedback.Lists.HOUR;
import static io.nextclick.feedback.Lists.MINUTE;
import static io.nextclick.feedback.Lists.RULES;
import static io.nextclick.feedback.Lists.again;
import static io.nextclick.feedback.Lists.click;
import static io.nextclick.feedback.Lists.impression;
import static io.nextclick.feedback.Lists.order;
import static io.nextclick.feedback.Lists.token;
import static io.nextclick.feedback.Lists.view;
import static io.nextclick.testkit.Events.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.ShownList;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.ListOutcome;
import io.nextclick.flow.Occasion;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.RecentEvents;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import io.nextclick.writeback.Stage;
import io.nextclick.writeback.StageOperator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class AttributeFeedbackTest {

    private static final String[] NONE = {};
    private static final int GROUPS = 8;
    private static final int PERSONS = 20;

    /** Visits of which nothing but this is known. */
    private record Visits(boolean listed, List<PastEvent> events) implements RecentEvents {

        static final Visits LISTED = new Visits(true, List.of());

        @Override
        public boolean sawLists(String personKey, long sinceMillis) {
            return listed;
        }

        @Override
        public List<PastEvent> recent(String personKey, long sinceMillis) {
            return events.stream().filter(each -> each.occurredAtMillis() >= sinceMillis).toList();
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PersonEvent, PersonEvent> harness(
            RecentEvents visits) throws Exception {
        return harness(RULES, visits);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PersonEvent, PersonEvent> harness(
            FeedbackSettings rules, RecentEvents visits) throws Exception {
        return Harness.of(
                new AttributeFeedback(rules, Harness.SMALL_CACHE, visits), PersonEvent::personKey);
    }

    private static PersonEvent at(String person, Event event, boolean learn) {
        return new PersonEvent(person, 1, event, NONE, NONE, 1, true, learn, NONE);
    }

    private static void send(
            KeyedOneInputStreamOperatorTestHarness<String, PersonEvent, PersonEvent> lists,
            String person,
            Events... events)
            throws Exception {
        for (Events each : events) {
            lists.processElement(at(person, each.event(), true), 0);
        }
    }

    private static PersonEvent moved(String person, DeviceHistory history) {
        return PersonEvent.unasked(
                        Occasion.MOVE,
                        person,
                        1,
                        "move",
                        NOON,
                        null,
                        PersonEvent.visitOf(NONE, NONE, NONE),
                        new PersonEvent.Person(NONE, NONE, null))
                .with(history);
    }

    private static DeviceHistory history(Events... events) {
        PastEvent[] all =
                Stream.of(events)
                        .map(each -> PastEvent.ofListed(each.event()))
                        .toArray(PastEvent[]::new);
        return new DeviceHistory("phone", Long.MIN_VALUE, all, "somebody");
    }

    @Test
    void where_no_lists_are_kept_there_is_no_feedback_and_events_go_on() throws Exception {
        try (var lists = harness(Lists.OFF, Visits.LISTED)) {
            lists.open();
            send(lists, "ann", impression("l", "tea", "cup"), click("l", "tea", 1).after(1));
            assertThat(Harness.take(lists)).as("events").hasSize(2);
            assertThat(Harness.take(lists, AttributeFeedback.FEEDBACK)).isEmpty();
            assertThat(Harness.take(lists, AttributeFeedback.DELTAS)).isEmpty();
            assertThat(lists.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void what_becomes_of_a_list_is_known_with_the_event_that_says_it() throws Exception {
        try (var lists = harness(Visits.LISTED)) {
            lists.open();
            send(lists, "ann", impression("l", "tea", "cup"));
            assertThat(Harness.take(lists, AttributeFeedback.FEEDBACK))
                    .singleElement()
                    .matches(each -> !each.isClicked());
            send(lists, "ann", click("l", "tea", 1).after(1));
            assertThat(Harness.take(lists, AttributeFeedback.FEEDBACK))
                    .singleElement()
                    .matches(Feedback::isClicked);
            send(lists, "ann", order("tea", 2, 1, "EUR").after(HOUR));
            Feedback ordered = Harness.take(lists, AttributeFeedback.FEEDBACK).get(0);
            assertThat(ordered.items().get(0).revenueMicros()).isEqualTo(2_000_000);
            assertThat(Harness.take(lists)).as("events go on").hasSize(3);
            FeedbackCounts sum = new FeedbackCounts();
            Harness.take(lists, AttributeFeedback.DELTAS).forEach(sum::addAll);
            FeedbackCounts alone = new FeedbackCounts();
            alone.add(ordered, 1);
            assertThat(sum).usingRecursiveComparison().isEqualTo(alone);
        }
    }

    @Test
    void what_experiments_add_up_is_taken_away_as_it_was_added() throws Exception {
        try (var lists = harness(Visits.LISTED)) {
            lists.open();
            UUID list = new UUID(1, 1);
            String token = Lists.token("default", list, "home", "layout:a", NOON);
            ShownList signed = new ShownList(null, 1, token, null, Lists.of("tea"));
            // The list is known by its id first: when it was shown and of which arm comes late.
            send(lists, "ann", click(list.toString(), "tea", 1).after(MINUTE));
            send(lists, "ann", order("tea", 2, 1, "EUR").after(2 * MINUTE));
            send(lists, "ann", Lists.with(EventType.IMPRESSION, null, signed));
            Map<String, Long> revenue = new TreeMap<>();
            for (ListOutcome each : Harness.take(lists, AttributeFeedback.OUTCOMES)) {
                revenue.merge(
                        each.arm() + '@' + (each.openedAtMillis() - NOON),
                        each.change(ListOutcome.Part.REVENUE_MICROS),
                        Long::sum);
            }
            revenue.values().removeIf(each -> each == 0);
            assertThat(revenue).containsExactly(Map.entry("layout:a@0", 2_000_000L));
        }
    }

    @Test
    void what_segments_add_up_is_taken_away_as_it_was_added() throws Exception {
        try (var lists = harness(Visits.LISTED)) {
            lists.open();
            UUID list = new UUID(1, 1);
            String token = Lists.token("default", list, "home", "", NOON, "new", "regulars");
            ShownList signed = new ShownList(null, 1, token, null, Lists.of("tea"));
            // The list is known by its id first: which segments it is of comes late.
            send(lists, "ann", click(list.toString(), "tea", 1).after(MINUTE));
            send(lists, "ann", order("tea", 2, 1, "EUR").after(2 * MINUTE));
            send(lists, "ann", Lists.with(EventType.IMPRESSION, null, signed));
            Map<String, Long> clicks = new TreeMap<>();
            for (FeedbackDelta each : Harness.take(lists, AttributeFeedback.DELTAS)) {
                long change = each.counts()[FeedbackCount.CLICKS.place()];
                clicks.merge(List.of(each.segments()).toString(), change, Long::sum);
            }
            assertThat(clicks).containsOnly(Map.entry("[]", 0L), Map.entry("[new, regulars]", 1L));
        }
    }

    @Test
    void experiments_add_up_revenue_of_one_currency() throws Exception {
        try (var lists = harness(Visits.LISTED)) {
            lists.open();
            send(lists, "ann", impression("l", "tea"), click("l", "tea", 1).after(1));
            send(lists, "ann", order("tea", 2, 1, "USD").after(2));
            List<ListOutcome> outcomes = Harness.take(lists, AttributeFeedback.OUTCOMES);
            ListOutcome last = outcomes.get(outcomes.size() - 1);
            assertThat(last.change(ListOutcome.Part.ORDERS)).isEqualTo(1);
            assertThat(last.change(ListOutcome.Part.REVENUE_MICROS)).isZero();
        }
    }

    @Test
    void what_is_said_twenty_times_changes_nothing_and_is_kept_once() throws Exception {
        try (var lists = harness(Visits.LISTED)) {
            lists.open();
            send(lists, "ann", impression("l", "tea"));
            int stored = storedBytes(lists);
            Harness.take(lists, AttributeFeedback.FEEDBACK);
            for (int i = 0; i < 20; i++) {
                Event said = again(impression("l", "tea").after(i), i);
                lists.processElement(at("ann", said, true), 0);
            }
            assertThat(Harness.take(lists, AttributeFeedback.FEEDBACK)).isEmpty();
            assertThat(Harness.take(lists, AttributeFeedback.DELTAS)).hasSize(1);
            assertThat(storedBytes(lists)).isEqualTo(stored);
        }
    }

    private static int storedBytes(AbstractStreamOperatorTestHarness<?> harness) throws Exception {
        return Math.toIntExact(Harness.checkpoint(harness).getStateSize());
    }

    @Test
    void of_who_saw_no_list_no_state_is_read_or_written() throws Exception {
        var metrics = new InterceptingOperatorMetricGroup();
        try (var lists =
                Harness.counting(
                        metrics,
                        new AttributeFeedback(
                                RULES, Harness.SMALL_CACHE, new Visits(false, List.of())),
                        PersonEvent::personKey)) {
            lists.open();
            for (EventType type : EventType.values()) {
                send(lists, "ann", Events.of(type, "tea").by(null).on("phone"));
            }
            lists.processElement(moved("ann", history(view("tea"))), 0);
            Harness.checkpoint(lists);
            assertThat(lists.numKeyedStateEntries()).isZero();
            assertThat(lists.numEventTimeTimers()).isZero();
            assertThat(count(metrics, "stateReads")).isZero();
            send(lists, "ann", impression("l", "tea"));
            Harness.checkpoint(lists);
            assertThat(lists.numKeyedStateEntries()).isEqualTo(1);
        }
    }

    @Test
    void a_list_is_emitted_as_complete_and_nothing_is_left_after_the_correction_window()
            throws Exception {
        try (var lists = harness(Visits.LISTED)) {
            lists.open();
            send(lists, "ann", impression("l", "tea"), click("l", "tea", 1).after(HOUR));
            Harness.take(lists, AttributeFeedback.FEEDBACK);
            long closes = NOON + HOUR + DAY;
            lists.processWatermark(closes - 1);
            assertThat(Harness.take(lists, AttributeFeedback.FEEDBACK)).isEmpty();
            lists.processWatermark(closes);
            assertThat(Harness.take(lists, AttributeFeedback.FEEDBACK))
                    .singleElement()
                    .matches(Feedback::complete);
            assertThat(lists.numEventTimeTimers()).isEqualTo(1);
            lists.processWatermark(NOON + RULES.correctionMillis());
            assertThat(Harness.take(lists, AttributeFeedback.FEEDBACK)).isEmpty();
            Harness.checkpoint(lists);
            assertThat(lists.numKeyedStateEntries()).isZero();
            assertThat(lists.numEventTimeTimers()).isZero();
        }
    }

    @Test
    void what_comes_after_the_correction_window_changes_nothing() throws Exception {
        var metrics = new InterceptingOperatorMetricGroup();
        try (var lists =
                Harness.counting(
                        metrics,
                        new AttributeFeedback(RULES, Harness.SMALL_CACHE, Visits.LISTED),
                        PersonEvent::personKey)) {
            lists.open();
            lists.processWatermark(NOON + RULES.correctionMillis());
            send(lists, "ann", impression("l", "tea"));
            String old = token("default", UUID.randomUUID(), "home", "", NOON);
            ShownList made = new ShownList(null, 1, old, null, List.of());
            send(lists, "ann", Lists.with(EventType.CLICK, "tea", made).after(8 * DAY));
            assertThat(Harness.take(lists, AttributeFeedback.FEEDBACK)).isEmpty();
            Harness.checkpoint(lists);
            assertThat(lists.numKeyedStateEntries()).isZero();
            assertThat(count(metrics, "lateListEvents")).isEqualTo(2);
        }
    }

    private static long count(InterceptingOperatorMetricGroup metrics, String name) {
        return ((Counter) metrics.get(name)).getCount();
    }

    @Test
    void a_list_whose_device_is_anothers_is_retracted_and_comes_back_with_it() throws Exception {
        try (var lists = harness(Visits.LISTED)) {
            lists.open();
            Events shown = impression("l", "tea");
            Events clicked = click("l", "tea", 1).after(1);
            send(lists, "phone", shown, clicked);
            Feedback before = Harness.take(lists, AttributeFeedback.FEEDBACK).get(1);
            Harness.take(lists, AttributeFeedback.DELTAS);

            lists.processElement(moved("phone", history()), 0);
            assertThat(Harness.take(lists, AttributeFeedback.FEEDBACK))
                    .singleElement()
                    .satisfies(
                            each -> {
                                assertThat(each.retracted()).isTrue();
                                assertThat(each.feedbackId()).isEqualTo(before.feedbackId());
                                assertThat(each.items()).isEmpty();
                            });
            assertThat(Harness.take(lists, AttributeFeedback.DELTAS).get(0).counts())
                    .startsWith(-1, -1, -1);
            Harness.checkpoint(lists);
            assertThat(lists.numKeyedStateEntries()).isZero();

            lists.processElement(moved("phone", history(shown, clicked)), 0);
            assertThat(Harness.take(lists, AttributeFeedback.FEEDBACK)).containsExactly(before);
        }
    }

    @Test
    void of_a_device_that_is_forgotten_nothing_is_left_but_the_users_own_lists() throws Exception {
        try (var lists = harness(Visits.LISTED)) {
            lists.open();
            send(lists, "ann", impression("l", "tea"), impression("own", "tea").by("ann").after(1));
            lists.processElement(
                    moved(
                            "ann",
                            new DeviceHistory("phone", Long.MIN_VALUE, new PastEvent[0], null)),
                    0);
            assertThat(stored(lists).events)
                    .singleElement()
                    .matches(each -> each.deviceId() == null && each.list() != null);
            assertThat(Harness.take(lists, AttributeFeedback.FEEDBACK))
                    .filteredOn(Feedback::retracted)
                    .extracting(Feedback::recommendationId)
                    .containsExactly("l");
        }
    }

    @Test
    void a_late_impression_finds_the_views_and_orders_that_followed_it() throws Exception {
        Event seen = view("tea").after(1).event();
        Event bought = order("tea", 2, 1, "EUR").after(2).event();
        Visits visits = new Visits(false, List.of(PastEvent.of(seen), PastEvent.of(bought)));
        try (var lists = harness(Lists.UNNAMED, visits)) {
            lists.open();
            lists.processElement(at("ann", seen, true), 0);
            lists.processElement(at("ann", bought, true), 0);
            assertThat(Harness.take(lists, AttributeFeedback.FEEDBACK)).isEmpty();
            send(lists, "ann", impression("l", "tea"));
            ItemFeedback tea =
                    Harness.take(lists, AttributeFeedback.FEEDBACK).get(0).items().get(0);
            assertThat(tea.isClicked()).isTrue();
            assertThat(tea.orders()).isEqualTo(1);
        }
    }

    @Test
    void a_bot_and_the_token_of_another_site_show_and_click_nothing() throws Exception {
        try (var lists = harness(Visits.LISTED)) {
            lists.open();
            lists.processElement(at("bot", impression("l", "tea").event(), false), 0);
            String foreign = token("other", UUID.randomUUID(), "home", "", NOON);
            ShownList from = new ShownList("l", 1, foreign, null, List.of());
            send(lists, "ann", Lists.with(EventType.CLICK, "tea", from));
            assertThat(Harness.take(lists, AttributeFeedback.FEEDBACK)).isEmpty();
        }
    }

    @Test
    void at_the_bound_the_oldest_list_without_a_click_is_forgotten_and_stays_as_it_was()
            throws Exception {
        try (var lists = harness(Visits.LISTED)) {
            lists.open();
            send(lists, "ann", impression("clicked", "tea"), click("clicked", "tea", 1));
            for (int i = 0; i <= RULES.maxLists(); i++) {
                send(lists, "ann", impression("l" + i, "cup").after(MINUTE + i));
            }
            assertThat(Harness.take(lists, AttributeFeedback.FEEDBACK))
                    .noneMatch(Feedback::retracted);
            lists.processElement(moved("ann", history()), 0);
            assertThat(Harness.take(lists, AttributeFeedback.FEEDBACK))
                    .hasSize(RULES.maxLists())
                    .extracting(Feedback::recommendationId)
                    .contains("clicked", "l" + RULES.maxLists())
                    .doesNotContain("l0", "l1");
        }
    }

    @Test
    void however_much_comes_no_more_than_the_bounds_is_kept() throws Exception {
        try (var lists = harness(Visits.LISTED)) {
            lists.open();
            for (int source = 0; source < 2 * FeedbackBounds.MAX_SOURCES; source++) {
                send(lists, "ann", impression("l" + source, "tea").on("d" + source).after(source));
            }
            assertThat(stored(lists).events).hasSize(FeedbackBounds.MAX_SOURCES);
            for (int i = 0; i < 2 * FeedbackBounds.MAX_EVENTS; i++) {
                send(lists, "ann", order("i" + i, 1, 1, "EUR").on("d15").after(MINUTE + i));
            }
            assertThat(stored(lists).events)
                    .hasSize(FeedbackBounds.MAX_EVENTS + FeedbackBounds.MAX_SOURCES - 1);
        }
    }

    private static PersonFeedback stored(
            KeyedOneInputStreamOperatorTestHarness<String, PersonEvent, PersonEvent> lists)
            throws Exception {
        Harness.checkpoint(lists);
        lists.getOperator().setCurrentKey("ann");
        return lists.getOperator()
                .getKeyedStateStore()
                .getState(AttributeFeedback.state(Duration.ofDays(8)).descriptor())
                .value();
    }

    @Test
    void a_restart_and_a_rescaling_emit_nothing_again_and_lose_nothing() throws Exception {
        OperatorSubtaskState snapshot;
        try (var lists = subtask(1, 0)) {
            lists.open();
            for (int person = 0; person < PERSONS; person++) {
                send(lists, "p" + person, impression("l", "tea"), click("l", "tea", 1).after(1));
            }
            lists.processWatermark(NOON + 2 * DAY);
            snapshot = Harness.checkpoint(lists);
        }
        int completed = 0;
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var lists = subtask(2, subtask)) {
                lists.initializeState(
                        AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                snapshot, GROUPS, 1, 2, subtask));
                lists.open();
                for (int person = 0; person < PERSONS; person++) {
                    int group = KeyGroupRangeAssignment.assignToKeyGroup("p" + person, GROUPS);
                    if (group * 2 / GROUPS == subtask) {
                        send(lists, "p" + person, order("tea", 2, 1, "EUR").after(HOUR));
                    }
                }
                List<Feedback> feedback = Harness.take(lists, AttributeFeedback.FEEDBACK);
                assertThat(feedback)
                        .as("late orders of complete lists")
                        .allMatch(each -> each.complete() && each.items().get(0).orders() == 1);
                completed += feedback.size();
                lists.processWatermark(NOON + RULES.correctionMillis());
                Harness.checkpoint(lists);
                assertThat(lists.numKeyedStateEntries()).isZero();
            }
        }
        assertThat(completed).isEqualTo(PERSONS);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PersonEvent, PersonEvent> subtask(
            int parallelism, int subtask) throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new StageOperator.OneInput<>(
                        Stage.of(
                                "function",
                                new AttributeFeedback(RULES, Harness.SMALL_CACHE, Visits.LISTED))),
                PersonEvent::personKey,
                Types.STRING,
                GROUPS,
                parallelism,
                subtask);
    }

    @Test
    void a_person_whose_timer_was_lost_is_completed_by_the_next_event() throws Exception {
        var state = AttributeFeedback.state(Duration.ofDays(8)).descriptor();
        try (var before = harness(Visits.LISTED);
                var after = harness(Visits.LISTED)) {
            before.open();
            after.open();
            send(before, "ann", impression("l", "tea"));
            Harness.copyWithoutTimers(before, after, state, "ann");
            after.processWatermark(NOON + 2 * DAY);
            assertThat(Harness.take(after, AttributeFeedback.FEEDBACK)).isEmpty();
            send(after, "ann", impression("next", "cup").after(2 * DAY));
            assertThat(Harness.take(after, AttributeFeedback.FEEDBACK))
                    .hasSize(2)
                    .anyMatch(each -> each.recommendationId().equals("l") && each.complete());
            assertThat(after.numEventTimeTimers()).isEqualTo(1);
        }
    }
}
