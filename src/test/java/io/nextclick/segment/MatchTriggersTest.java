package io.nextclick.segment;

import static io.nextclick.segment.Rules.ABANDONED;
import static io.nextclick.segment.Rules.DAY;
import static io.nextclick.segment.Rules.ENTHUSIAST;
import static io.nextclick.segment.Rules.HOUR;
import static io.nextclick.segment.Rules.MINUTE;
import static io.nextclick.segment.Rules.SECOND;
import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.purchase;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.ItemAction;
import io.nextclick.flow.Occasion;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonEvent;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MatchTriggersTest {

    private static final String REMINDER =
            """
            rule_id: remind
            version: 1
            kind: RECOMMENDATION
            partition: item
            priority: 5
            pattern:
              within: 7 d
              stages:
                - {name: viewed, when: event.type == 'VIEW'}
                - {name: bought, when: event.type == 'PURCHASE', absent: true}
            membership: 1 d
            actions:
              - {do: add, what: {category: $match}}
            """;

    private final Rules rules = new Rules();
    private KeyedTwoInputStreamOperatorTestHarness<String, PersonEvent, RuleUpdate, PersonEvent>
            harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness(new HashMapStateBackend(), null);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    static KeyedTwoInputStreamOperatorTestHarness<String, PersonEvent, RuleUpdate, PersonEvent>
            harness(StateBackend backend, OperatorSubtaskState state) throws Exception {
        var harness =
                Harness.<PersonEvent, RuleUpdate, PersonEvent>of(
                        new MatchTriggers(Rules.BOUNDS, Harness.SMALL_CACHE, Rules.REQUESTS),
                        PersonEvent::personKey,
                        null);
        harness.setStateBackend(backend);
        harness.setup();
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    private List<SegmentChange> send(Events event) throws Exception {
        harness.processElement1(Rules.at(event.event()), 0);
        return Harness.take(harness, MatchTriggers.CHANGES);
    }

    private List<SegmentChange> rule(String yaml) throws Exception {
        harness.processElement2(rules.put(yaml), 0);
        return sweep();
    }

    private List<SegmentChange> sweep() throws Exception {
        for (int i = 0; i < 5; i++) {
            harness.setProcessingTime(harness.getProcessingTime() + SECOND);
        }
        return Harness.take(harness, MatchTriggers.CHANGES);
    }

    private List<SegmentChange> pass(long millis) throws Exception {
        harness.processBothWatermarks(new Watermark(NOON + millis));
        return Harness.take(harness, MatchTriggers.CHANGES);
    }

    private void nothingLeft() throws Exception {
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    private static long persons(KeyedTwoInputStreamOperatorTestHarness<String, ?, ?, ?> harness) {
        AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) harness.getOperator();
        try (Stream<?> keys =
                operator.getKeyedStateBackend()
                        .getKeys(
                                MatchTriggers.state().descriptor().getName(),
                                VoidNamespace.INSTANCE)) {
            return keys.count();
        }
    }

    @Test
    void the_third_view_of_a_category_enters_and_a_later_one_refreshes() throws Exception {
        rule(ENTHUSIAST);
        assertThat(send(view("a").in("tea").after(0))).isEmpty();
        assertThat(send(view("x").in("pots").after(MINUTE))).isEmpty();
        assertThat(send(view("b").in("tea").after(2 * MINUTE))).isEmpty();
        Harness.take(harness);
        List<SegmentChange> changes = send(view("c").in("tea").after(3 * MINUTE).named("third"));
        assertThat(changes).hasSize(1);
        SegmentChange entry = changes.get(0);
        assertThat(entry.kind()).isEqualTo(SegmentChange.Kind.ENTER);
        assertThat(entry.segment()).isEqualTo("enthusiast/tea");
        assertThat(entry.partitionValue()).isEqualTo("tea");
        assertThat(entry.enteredAtMillis()).isEqualTo(NOON + 3 * MINUTE);
        assertThat(entry.expiresAtMillis()).isEqualTo(NOON + 3 * MINUTE + 7 * DAY);
        assertThat(entry.matchedEventIds()).hasSize(3).endsWith("third");
        assertThat(Harness.take(harness).get(0).segments()).containsExactly("enthusiast/tea");

        assertThat(send(view("d").in("tea").after(4 * MINUTE)))
                .as("a refresh by less than a tenth is not emitted")
                .isEmpty();
        assertThat(send(view("e").in("tea").after(22 * HOUR)))
                .singleElement()
                .satisfies(
                        change -> assertThat(change.kind()).isEqualTo(SegmentChange.Kind.REFRESH));
    }

    @Test
    void an_absence_is_complete_though_the_person_never_comes_back() throws Exception {
        rule(ABANDONED);
        send(of(EventType.ADD_TO_CART, "pot").after(0));
        assertThat(pass(HOUR)).as("within the bound for late events").isEmpty();
        assertThat(pass(HOUR + 11 * SECOND))
                .singleElement()
                .satisfies(
                        change -> {
                            assertThat(change.kind()).isEqualTo(SegmentChange.Kind.ENTER);
                            assertThat(change.segment()).isEqualTo("abandoned/pot");
                            assertThat(change.enteredAtMillis()).isEqualTo(NOON + HOUR);
                        });
        assertThat(pass(DAY + HOUR + 11 * SECOND))
                .singleElement()
                .satisfies(change -> assertThat(change.kind()).isEqualTo(SegmentChange.Kind.EXIT));
        pass(8 * DAY);
        nothingLeft();
    }

    @Test
    void an_absence_is_not_complete_if_it_is_broken() throws Exception {
        rule(ABANDONED);
        send(of(EventType.ADD_TO_CART, "pot").after(0));
        send(of(EventType.ADD_TO_CART, "cup").after(0));
        send(purchase("pot").after(MINUTE));
        assertThat(pass(2 * HOUR))
                .extracting(SegmentChange::segment)
                .containsExactly("abandoned/cup");
        assertThat(send(purchase("cup").after(2 * HOUR)))
                .extracting(SegmentChange::kind)
                .containsExactly(SegmentChange.Kind.EXIT);
    }

    @Test
    void an_event_counts_as_in_order_however_late_it_comes() throws Exception {
        rule(ABANDONED);
        send(of(EventType.ADD_TO_CART, "pot").after(8 * SECOND));
        send(view("x").after(12 * SECOND));
        assertThat(send(purchase("pot").after(9 * SECOND))).isEmpty();
        assertThat(pass(2 * HOUR)).as("bought in time").isEmpty();

        send(of(EventType.ADD_TO_CART, "cup").after(3 * HOUR));
        send(view("x").after(3 * HOUR + MINUTE));
        send(purchase("cup").after(3 * HOUR + 30 * SECOND));
        assertThat(pass(5 * HOUR)).as("bought, as was known a while later").isEmpty();
    }

    @Test
    void a_late_event_withdraws_an_absence_that_it_disproves() throws Exception {
        rule(ABANDONED);
        send(of(EventType.ADD_TO_CART, "pot").after(0));
        assertThat(pass(2 * HOUR))
                .extracting(SegmentChange::kind)
                .containsExactly(SegmentChange.Kind.ENTER);
        assertThat(send(purchase("pot").after(30 * MINUTE)))
                .extracting(SegmentChange::kind, SegmentChange::segment)
                .containsExactly(tuple(SegmentChange.Kind.EXIT, "abandoned/pot"));
    }

    @Test
    void an_event_ahead_of_its_time_silences_nobody() throws Exception {
        rule(ENTHUSIAST);
        send(view("x").after(5 * MINUTE));
        send(view("a").in("tea").after(0));
        send(view("b").in("tea").after(SECOND));
        assertThat(send(view("c").in("tea").after(2 * SECOND)))
                .extracting(SegmentChange::kind)
                .containsExactly(SegmentChange.Kind.ENTER);
    }

    @Test
    void what_is_older_than_what_is_remembered_is_late() throws Exception {
        rule(ENTHUSIAST);
        for (int i = 0; i <= Rules.BOUNDS.retainedEvents(); i++) {
            send(view("x" + i).after(HOUR + i * MINUTE));
        }
        send(view("a").in("tea").after(0));
        send(view("b").in("tea").after(SECOND));
        assertThat(send(view("c").in("tea").after(2 * SECOND))).isEmpty();
    }

    @Test
    void impressions_that_no_rule_asks_for_push_out_nothing() throws Exception {
        rule(ENTHUSIAST);
        send(view("a").in("tea").after(0));
        send(view("b").in("tea").after(SECOND));
        for (int i = 0; i < 3 * Rules.BOUNDS.retainedEvents(); i++) {
            send(of(EventType.IMPRESSION, "x" + i).after(2 * SECOND + i));
        }
        harness.processBothWatermarks(new Watermark(NOON));
        assertThat(send(view("c").in("tea").after(SECOND + 1)))
                .as("though it comes late")
                .extracting(SegmentChange::kind)
                .containsExactly(SegmentChange.Kind.ENTER);
    }

    @Test
    void a_history_that_changes_hands_moves_its_matches() throws Exception {
        rule(ENTHUSIAST);
        Event[] views = {
            view("a").in("tea").by(null).on("phone").named("1").after(0).event(),
            view("b").in("tea").by(null).on("phone").named("2").after(SECOND).event()
        };
        send(view("c").in("tea").named("3").after(2 * SECOND));
        assertThat(move("ann", history(null, views)))
                .singleElement()
                .satisfies(
                        change -> {
                            assertThat(change.kind()).isEqualTo(SegmentChange.Kind.ENTER);
                            assertThat(change.matchedEventIds()).containsExactly("1", "2", "3");
                        });
        assertThat(move("ann", history("phone")))
                .extracting(SegmentChange::kind)
                .containsExactly(SegmentChange.Kind.EXIT);
    }

    private static DeviceHistory history(@Nullable String movedTo, Event... events) {
        PastEvent[] past = Arrays.stream(events).map(PastEvent::of).toArray(PastEvent[]::new);
        return new DeviceHistory("phone", Long.MIN_VALUE, past, movedTo);
    }

    private List<SegmentChange> move(String person, DeviceHistory history) throws Exception {
        PersonEvent move =
                Rules.REQUESTS
                        .request(Occasion.MOVE, person, 1, "move", NOON, new String[0])
                        .with(history);
        harness.processElement1(move, 0);
        return Harness.take(harness, MatchTriggers.CHANGES);
    }

    @Test
    void a_new_rule_holds_for_who_qualifies_already_though_they_do_nothing() throws Exception {
        send(view("a").in("tea").after(0));
        send(view("b").in("tea").after(MINUTE));
        send(view("c").in("tea").after(2 * MINUTE));
        send(view("c").in("tea").by("bob").after(2 * MINUTE));
        assertThat(rule(ENTHUSIAST))
                .singleElement()
                .satisfies(
                        change -> {
                            assertThat(change.personKey()).isEqualTo("ann");
                            assertThat(change.enteredAtMillis()).isEqualTo(NOON + 2 * MINUTE);
                        });
    }

    @Test
    void a_new_version_is_a_refresh_for_who_stays_and_an_exit_for_who_does_not() throws Exception {
        rule(ENTHUSIAST);
        for (int i = 0; i < 3; i++) {
            send(view("a" + i).in("tea").after(i * MINUTE));
            send(view("a" + i).in("pots").by("bob").after(i * MINUTE));
        }
        send(view("a4").in("tea").after(4 * MINUTE));
        List<SegmentChange> changes =
                rule(
                        ENTHUSIAST
                                .replace("version: 1", "version: 2")
                                .replace("times: 3", "times: 4"));
        assertThat(changes)
                .extracting(SegmentChange::personKey, SegmentChange::kind, SegmentChange::version)
                .containsExactlyInAnyOrder(
                        tuple("ann", SegmentChange.Kind.REFRESH, 2),
                        tuple("bob", SegmentChange.Kind.EXIT, 2));
        assertThat(rule(ENTHUSIAST))
                .as("the roll-back")
                .extracting(SegmentChange::personKey, SegmentChange::kind, SegmentChange::version)
                .containsExactlyInAnyOrder(
                        tuple("ann", SegmentChange.Kind.REFRESH, 1),
                        tuple("bob", SegmentChange.Kind.ENTER, 1));
    }

    @Test
    void a_version_that_keeps_partial_matches_goes_on_from_them() throws Exception {
        rule(ENTHUSIAST);
        send(view("a").in("tea").after(0));
        send(view("b").in("tea").after(MINUTE));
        rule(
                ENTHUSIAST
                        .replace("version: 1", "version: 2\non_change: keep")
                        .replace("24 h", "12 h"));
        assertThat(send(view("c").in("tea").after(2 * MINUTE)))
                .extracting(SegmentChange::version)
                .containsExactly(2);
    }

    @Test
    void a_removed_rule_leaves_nothing_behind() throws Exception {
        rule(ENTHUSIAST);
        rule(ABANDONED);
        for (int i = 0; i < 3; i++) {
            send(view("a" + i).in("tea").after(i * MINUTE));
        }
        send(of(EventType.ADD_TO_CART, "pot").after(3 * MINUTE));
        harness.processElement2(rules.remove("enthusiast"), 0);
        assertThat(sweep())
                .extracting(SegmentChange::kind, SegmentChange::segment)
                .containsExactly(tuple(SegmentChange.Kind.EXIT, "enthusiast/tea"));
        harness.processElement2(rules.remove("abandoned"), 0);
        sweep();
        assertThat(pass(2 * HOUR)).isEmpty();
        pass(8 * DAY);
        nothingLeft();
    }

    @Test
    void a_disabled_rule_does_nothing_until_it_is_enabled() throws Exception {
        rule(ENTHUSIAST + "enabled: false\n");
        for (int i = 0; i < 3; i++) {
            assertThat(send(view("a" + i).in("tea").after(i * MINUTE))).isEmpty();
        }
        assertThat(rule(ENTHUSIAST.replace("version: 1", "version: 2"))).hasSize(1);
    }

    @Test
    void a_rule_is_valid_from_and_until_the_times_it_says() throws Exception {
        String once =
                """
                rule_id: seen
                version: 1
                kind: SEGMENT
                valid_from: 2026-01-06T12:00:00Z
                valid_until: 2026-01-06T13:00:00Z
                pattern:
                  stages:
                    - {name: viewed, when: event.type == 'VIEW'}
                """;
        long from = Instant.parse("2026-01-06T12:00:00Z").toEpochMilli();
        rule(once);
        assertThat(send(view("a").at(from - 1))).isEmpty();
        assertThat(send(view("b").at(from)))
                .extracting(SegmentChange::expiresAtMillis)
                .containsExactly(from + HOUR);
        assertThat(send(view("c").at(from + HOUR)))
                .extracting(SegmentChange::kind)
                .containsExactly(SegmentChange.Kind.EXIT);
    }

    @Test
    void a_recommendation_rule_acts_on_the_list_with_the_values_of_its_match() throws Exception {
        rule(REMINDER.replace("7 d", "1 h"));
        send(view("pot").in("pots").after(0));
        Harness.take(harness);
        harness.processBothWatermarks(new Watermark(NOON + 2 * HOUR));
        List<PersonEvent> reminders = Rules.reminders(Harness.take(harness));
        assertThat(reminders).hasSize(1);
        PersonEvent reminder = reminders.get(0);
        assertThat(reminder.occasion()).isEqualTo(Occasion.REMINDER);
        assertThat(reminder.asksForList()).isTrue();
        assertThat(reminder.learn()).isFalse();
        assertThat(reminder.recentItems()).containsExactly("pot");
        assertThat(reminder.segments()).as("it makes no segment").isEmpty();
        ItemAction action = reminder.actions()[0];
        assertThat(action.verb()).isEqualTo(ItemAction.Verb.ADD);
        assertThat(action.selector().category()).isEqualTo("pots");
        assertThat(action.ruleId()).isEqualTo("remind");
        assertThat(action.priority()).isEqualTo(5);

        harness.processElement1(Rules.at(view("cup").after(3 * HOUR).event()), 0);
        assertThat(Harness.take(harness).get(0).actions()).hasSize(1);
    }

    @Test
    void entering_one_segment_can_end_another() throws Exception {
        rule(ENTHUSIAST);
        rule(
                """
                rule_id: buyer
                version: 1
                kind: SEGMENT
                pattern:
                  stages:
                    - {name: bought, when: event.type == 'PURCHASE'}
                exit:
                  segments: [enthusiast]
                """);
        for (int i = 0; i < 3; i++) {
            send(view("a" + i).in("tea").after(i * MINUTE));
        }
        assertThat(send(purchase("pot").after(4 * MINUTE)))
                .extracting(SegmentChange::segment, SegmentChange::kind)
                .containsExactly(
                        tuple("buyer", SegmentChange.Kind.ENTER),
                        tuple("enthusiast/tea", SegmentChange.Kind.EXIT));
    }

    @Test
    void a_restart_forgets_nothing_with_rocksdb_and_on_the_heap() throws Exception {
        for (StateBackend backend :
                List.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend())) {
            Rules own = new Rules();
            OperatorSubtaskState snapshot;
            try (var before = harness(backend, null)) {
                before.processElement2(own.put(ENTHUSIAST), 0);
                before.processElement2(own.put(ABANDONED), 0);
                before.processElement1(Rules.at(view("a").in("tea").after(0).event()), 0);
                before.processElement1(Rules.at(view("b").in("tea").after(MINUTE).event()), 0);
                before.processElement1(
                        Rules.at(of(EventType.ADD_TO_CART, "pot").after(2 * MINUTE).event()), 0);
                snapshot = before.snapshot(1, 1);
            }
            try (var after = harness(backend, snapshot)) {
                after.processElement1(Rules.at(view("c").in("tea").after(3 * MINUTE).event()), 0);
                assertThat(Harness.take(after, MatchTriggers.CHANGES))
                        .extracting(SegmentChange::segment)
                        .containsExactly("enthusiast/tea");
                after.processBothWatermarks(new Watermark(NOON + 2 * HOUR));
                assertThat(Harness.take(after, MatchTriggers.CHANGES))
                        .extracting(SegmentChange::segment)
                        .containsExactly("abandoned/pot");
                after.processBothWatermarks(new Watermark(NOON + 30 * DAY));
                after.snapshot(2, 2);
                assertThat(persons(after)).isZero();
                assertThat(after.numEventTimeTimers()).isZero();
            }
        }
    }

    @Test
    void persons_do_not_meet_and_sites_have_their_own_rules() throws Exception {
        rule(ENTHUSIAST + "site: shop\n");
        for (int i = 0; i < 3; i++) {
            assertThat(send(view("a" + i).in("tea").after(i * MINUTE))).isEmpty();
            assertThat(send(view("a" + i).in("tea").by("p" + i).site("shop").after(i * MINUTE)))
                    .isEmpty();
        }
    }

    @Test
    void a_repeated_event_counts_once() throws Exception {
        rule(ENTHUSIAST);
        for (int i = 0; i < 3; i++) {
            assertThat(send(view("a").in("tea").after(0).named("same"))).isEmpty();
        }
    }

    @Test
    void bots_are_in_no_segment() throws Exception {
        rule(ENTHUSIAST);
        for (int i = 0; i < 3; i++) {
            PersonEvent event = Rules.at(view("a" + i).in("tea").after(i * MINUTE).event());
            PersonEvent bot =
                    new PersonEvent(
                            event.personKey(),
                            event.sequence(),
                            event.event(),
                            event.deviceIds(),
                            event.recentItems(),
                            1,
                            true,
                            false,
                            event.ownedItems());
            harness.processElement1(bot, 0);
        }
        assertThat(Harness.take(harness, MatchTriggers.CHANGES)).isEmpty();
        assertThat(Harness.take(harness)).hasSize(3);
        nothingLeft();
    }

    @Test
    void the_next_event_sets_a_timer_anew_that_a_restore_lost() throws Exception {
        RuleUpdate rule = rules.put(ENTHUSIAST);
        harness.processElement2(rule, 0);
        for (int i = 0; i < 3; i++) {
            send(view("a" + i).in("tea").after(i * MINUTE));
        }
        long later = 365 * 24 * HOUR;
        try (var restored = harness(new HashMapStateBackend(), null)) {
            restored.processElement2(rule, 0);
            Harness.copyWithoutTimers(harness, restored, MatchTriggers.state().descriptor(), "ann");
            restored.processBothWatermarks(new Watermark(NOON + later));
            assertThat(Harness.take(restored, MatchTriggers.CHANGES)).isEmpty();

            restored.processElement1(Rules.at(view("b").in("pots").after(later).event()), 0);
            assertThat(restored.numEventTimeTimers()).isEqualTo(1);
            restored.processBothWatermarks(new Watermark(NOON + 2 * later));
            assertThat(Harness.take(restored, MatchTriggers.CHANGES))
                    .extracting(SegmentChange::kind)
                    .containsExactly(SegmentChange.Kind.EXIT);
            Harness.checkpoint(restored);
            assertThat(restored.numKeyedStateEntries()).isZero();
            assertThat(restored.numEventTimeTimers()).isZero();
        }
    }
}
