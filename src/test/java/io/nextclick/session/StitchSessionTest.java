package io.nextclick.session;

import static io.nextclick.session.SessionTests.GAP;
import static io.nextclick.session.SessionTests.RULES;
import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.purchase;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.QualityFinding;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.Occasion;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonInput;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StitchSessionTest {

    private static final Duration TTL = Duration.ofDays(90);

    private KeyedOneInputStreamOperatorTestHarness<String, PersonInput, PersonEvent> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PersonInput, PersonEvent>
            harness() throws Exception {
        return Harness.of(
                new StitchSession(RULES, TTL, Harness.SMALL_CACHE), PersonInput::personKey);
    }

    private PersonEvent send(Events events) throws Exception {
        PersonInput input = input(events);
        harness.processElement(input, 0);
        List<PersonEvent> out = Harness.take(harness);
        return out.get(out.size() - 1);
    }

    private static PersonInput input(Events events) {
        Event event = events.event();
        return PersonInput.of(event.personKey(), event);
    }

    private List<SessionSummary> sessions() {
        return Harness.take(harness, StitchSession.SESSIONS).stream()
                .filter(session -> session.status() != SessionStatus.OPEN)
                .toList();
    }

    @Test
    void an_event_is_answered_at_once_and_its_session_closes_with_the_watermark() throws Exception {
        assertThat(send(view("a").on("phone").after(0)).askedItems()).containsExactly("a");
        assertThat(send(view("b").on("laptop").after(10)).askedItems()).containsExactly("b", "a");

        harness.processWatermark(NOON + 10 + GAP - 2);
        assertThat(sessions()).isEmpty();
        harness.processWatermark(NOON + 10 + GAP - 1);
        assertThat(sessions())
                .singleElement()
                .satisfies(
                        session -> {
                            assertThat(session.personKey()).isEqualTo("ann");
                            assertThat(session.startedAtMillis()).isEqualTo(NOON);
                            assertThat(session.endedAtMillis()).isEqualTo(NOON + 10);
                            assertThat(session.events()).isEqualTo(2);
                            assertThat(session.deviceIds()).containsExactly("laptop", "phone");
                            assertThat(session.entryItem()).isEqualTo("a");
                            assertThat(session.exitItem()).isEqualTo("b");
                            assertThat(session.converted()).isFalse();
                        });
    }

    @Test
    void a_session_is_emitted_when_it_begins_and_when_it_is_over() throws Exception {
        send(view("a").after(0));
        send(view("b").after(10));
        harness.processWatermark(NOON + 10 + GAP);
        assertThat(Harness.take(harness, StitchSession.SESSIONS))
                .extracting(SessionSummary::status, SessionSummary::events)
                .containsExactly(tuple(SessionStatus.OPEN, 1), tuple(SessionStatus.CLOSED, 2));
    }

    @Test
    void after_the_ttl_nothing_is_left_of_a_person() throws Exception {
        harness.setStateTtlProcessingTime(0);
        send(view("a").after(0));
        send(view("b").by("bob").after(0));
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
        assertThat(harness.numEventTimeTimers()).isEqualTo(2);

        harness.processWatermark(NOON + GAP);
        Harness.checkpoint(harness);
        assertThat(harness.numEventTimeTimers()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();

        harness.setStateTtlProcessingTime(TTL.toMillis() + 1);
        for (String person : List.of("ann", "bob")) {
            DeviceHistory none = new DeviceHistory("d", Long.MIN_VALUE, new PastEvent[0], null);
            harness.processElement(PersonInput.of(person, none), 0);
        }
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
        assertThat(sessions()).hasSize(2).allMatch(SessionSummary::bounce);
    }

    @Test
    void what_a_person_bought_is_remembered_until_the_ttl() throws Exception {
        harness.setStateTtlProcessingTime(0);
        send(purchase("a").after(0));
        harness.processWatermark(NOON + 10 * GAP);
        assertThat(sessions()).singleElement().matches(SessionSummary::converted);
        Harness.checkpoint(harness);
        assertThat(send(view("b").after(11 * GAP)).ownedItems()).containsExactly("a");
        harness.processWatermark(NOON + 20 * GAP);
        Harness.checkpoint(harness);
        assertThat(harness.numEventTimeTimers()).isZero();

        harness.setStateTtlProcessingTime(TTL.toMillis() + 1);
        assertThat(send(view("c").after(21 * GAP)).ownedItems()).isEmpty();
    }

    @Test
    void one_timer_serves_a_person_however_many_events_come() throws Exception {
        for (int i = 0; i < 50; i++) {
            send(view("i" + i).after(i * 100L));
        }
        assertThat(harness.numEventTimeTimers()).isEqualTo(1);
        harness.processWatermark(NOON + GAP);
        assertThat(sessions()).isEmpty();
        assertThat(harness.numEventTimeTimers()).isEqualTo(1);
        harness.processWatermark(NOON + 4_900 + GAP);
        assertThat(sessions()).singleElement().matches(session -> session.events() == 50);
    }

    @Test
    void a_timer_with_nothing_to_do_is_set_again_also_where_that_was_not_written()
            throws Exception {
        harness.close();
        harness = harness();
        harness.setStateBackend(new EmbeddedRocksDBStateBackend());
        harness.open();
        send(view("a").after(0));
        send(view("b").after(GAP / 2));
        Harness.checkpoint(harness);
        harness.processWatermark(NOON + GAP);
        assertThat(sessions()).isEmpty();
        for (int i = 0; i < 5; i++) {
            send(view("other").by("other" + i).after(10 * GAP));
        }
        send(view("c").after(GAP + 1));
        harness.processWatermark(NOON + 2 * GAP - 1);
        assertThat(sessions()).isEmpty();
        harness.processWatermark(NOON + 2 * GAP);
        assertThat(sessions()).singleElement().matches(session -> session.events() == 3);
        harness.processWatermark(Long.MAX_VALUE);
        assertThat(sessions()).hasSize(5);
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void an_earlier_event_moves_the_timer_forward_and_leaves_no_second_one() throws Exception {
        send(view("b").after(10 * GAP));
        send(view("a").after(0));
        assertThat(harness.numEventTimeTimers()).isEqualTo(1);
        harness.processWatermark(NOON + GAP);
        assertThat(sessions())
                .singleElement()
                .matches(session -> session.startedAtMillis() == NOON);
        assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    }

    @Test
    void an_event_later_than_allowed_is_answered_and_is_a_session_of_its_own() throws Exception {
        harness.processWatermark(NOON + 10 * GAP);
        PersonEvent late = send(view("a").after(0));
        assertThat(late.recentItems()).isEmpty();
        assertThat(late.askedItems()).containsExactly("a");
        assertThat(sessions())
                .singleElement()
                .matches(session -> session.status() == SessionStatus.CLOSED);
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void an_event_later_than_allowed_is_attached_to_the_session_that_it_reaches() throws Exception {
        send(view("a").after(0));
        send(view("b").after(GAP / 2));
        harness.processWatermark(NOON + 10 * GAP);
        assertThat(sessions()).singleElement().matches(session -> session.events() == 2);
        PersonEvent late = send(view("c").after(GAP));
        assertThat(late.recentItems()).isEmpty();
        assertThat(sessions())
                .singleElement()
                .satisfies(
                        session -> {
                            assertThat(session.sessionId()).isEqualTo("ann@" + NOON);
                            assertThat(session.events()).isEqualTo(3);
                            assertThat(session.endedAtMillis()).isEqualTo(NOON + GAP);
                        });
    }

    @Test
    void an_event_later_than_allowed_that_bridges_two_sessions_makes_them_one() throws Exception {
        send(view("a").after(0));
        send(view("b").after(2 * GAP));
        harness.processWatermark(NOON + 10 * GAP);
        assertThat(sessions()).hasSize(2);
        send(view("c").after(GAP));
        assertThat(sessions())
                .extracting(
                        SessionSummary::status, SessionSummary::sessionId, SessionSummary::events)
                .containsExactly(
                        tuple(SessionStatus.SUPERSEDED, "ann@" + (NOON + 2 * GAP), 0),
                        tuple(SessionStatus.CLOSED, "ann@" + NOON, 3));
    }

    @Test
    void a_checkout_without_anything_in_the_cart_is_found() throws Exception {
        send(of(EventType.CHECKOUT, null).after(0));
        send(of(EventType.REMOVE_FROM_CART, "a").after(1));
        send(of(EventType.ADD_TO_CART, "a").after(2));
        send(of(EventType.REMOVE_FROM_CART, "a").after(3));
        send(of(EventType.CHECKOUT, null).after(4));
        assertThat(Harness.take(harness, StitchSession.FINDINGS))
                .extracting(QualityFinding::kind)
                .containsExactly(
                        QualityFinding.Kind.CHECKOUT_WITHOUT_CART,
                        QualityFinding.Kind.REMOVAL_WITHOUT_CART);
    }

    @Test
    void a_cart_of_an_earlier_visit_is_remembered() throws Exception {
        send(of(EventType.ADD_TO_CART, "a").after(0));
        harness.processWatermark(NOON + 10 * GAP);
        send(of(EventType.REMOVE_FROM_CART, "a").after(11 * GAP));
        send(of(EventType.CHECKOUT, null).after(12 * GAP));
        assertThat(Harness.take(harness, StitchSession.FINDINGS)).isEmpty();
    }

    @Test
    void an_outlier_is_found() throws Exception {
        for (int i = 0; i <= 61; i++) {
            send(view("a").after(i * GAP));
        }
        harness.processWatermark(Long.MAX_VALUE);
        assertThat(Harness.take(harness, StitchSession.FINDINGS))
                .singleElement()
                .matches(finding -> finding.kind() == QualityFinding.Kind.OUTLIER_SESSION);
    }

    @Test
    void a_late_event_that_reaches_an_open_session_joins_it() throws Exception {
        send(view("b").after(GAP));
        harness.processWatermark(NOON + GAP + 100);
        assertThat(send(view("a").after(1)).sequence()).isEqualTo(4);
        harness.processWatermark(NOON + 2 * GAP);
        assertThat(sessions())
                .extracting(SessionSummary::status, SessionSummary::startedAtMillis)
                .containsExactly(
                        tuple(SessionStatus.SUPERSEDED, NOON + GAP),
                        tuple(SessionStatus.CLOSED, NOON + 1));
    }

    @Test
    void two_persons_are_apart() throws Exception {
        send(view("a").by("ann").after(0));
        PersonEvent bob = send(view("b").by("bob").after(1));
        assertThat(bob.recentItems()).isEmpty();
        PersonEvent annOfAnotherSite = send(view("c").by("ann").site("north").after(2));
        assertThat(annOfAnotherSite.recentItems()).isEmpty();
    }

    @Test
    void a_login_asks_and_a_page_ping_only_prolongs_the_visit() throws Exception {
        send(view("a").after(0));
        assertThat(send(of(EventType.PAGE_PING, null).after(GAP - 1)).askedItems()).isEmpty();
        assertThat(send(of(EventType.LOGIN, null).after(2 * GAP - 2)).askedItems())
                .containsExactly("a");
    }

    @Test
    void a_restored_operator_goes_on_with_the_visit() throws Exception {
        for (int i = 0; i < 9; i++) {
            send(view("x" + i).by("person" + i).after(0));
        }
        send(view("a").after(0));
        OperatorSubtaskState snapshot = Harness.checkpoint(harness);
        try (var restored = harness()) {
            restored.initializeState(snapshot);
            restored.open();
            restored.processElement(input(view("b").after(1)), NOON + 1);
            restored.processElement(input(view("y").by("person3").after(1)), NOON + 1);
            assertThat(restored.extractOutputValues())
                    .extracting(PersonEvent::recentItems)
                    .containsExactly(new String[] {"a"}, new String[] {"x3"});
            restored.processWatermark(NOON + 2 * GAP);
            assertThat(Harness.take(restored, StitchSession.SESSIONS))
                    .hasSize(10)
                    .allMatch(session -> session.status() == SessionStatus.CLOSED);
        }
    }

    @Test
    void the_next_event_sets_a_timer_anew_that_a_restore_lost() throws Exception {
        send(view("a").after(0));
        try (var restored = harness()) {
            restored.open();
            Harness.copyWithoutTimers(
                    harness, restored, StitchSession.state(TTL).descriptor(), "ann");
            restored.processWatermark(NOON + 100 * GAP);
            assertThat(Harness.take(restored, StitchSession.SESSIONS)).isEmpty();

            restored.processElement(input(view("b").after(100 * GAP)), 0);
            assertThat(restored.numEventTimeTimers()).isEqualTo(1);
            restored.processWatermark(NOON + 200 * GAP);
            assertThat(Harness.take(restored, StitchSession.SESSIONS))
                    .filteredOn(session -> session.status() == SessionStatus.CLOSED)
                    .extracting(SessionSummary::startedAtMillis)
                    .containsExactly(NOON, NOON + 100 * GAP);
            assertThat(restored.numEventTimeTimers()).isZero();
        }
    }

    private int answers(Events events, String person) throws Exception {
        harness.processElement(PersonInput.of(person, events.event()), 0);
        return Harness.take(harness).size();
    }

    private static Events bought(String item, String order) {
        return of(EventType.PURCHASE, item).named(order).with(EventContext.ofItem("c", "b", 20.0));
    }

    @Test
    void a_purchase_that_browser_and_server_report_under_one_id_counts_once() throws Exception {
        assertThat(answers(bought("tea", "order-7").on("phone").after(0), "ann")).isEqualTo(1);
        assertThat(answers(bought("tea", "order-7").after(2_000), "ann")).isZero();
        // The other way round, without a user id, and long after.
        assertThat(answers(bought("cup", "order-8").after(3_000), "ann")).isEqualTo(1);
        Events browser = bought("cup", "order-8").by(null).on("phone").after(4_000);
        assertThat(answers(browser, "ann")).isZero();
        // Another line of the order, another order, and another person's.
        assertThat(answers(bought("pot", "order-7").after(5_000), "ann")).isEqualTo(1);
        assertThat(answers(bought("tea", "order-9").after(6_000), "ann")).isEqualTo(1);
        assertThat(answers(bought("tea", "order-7").by("bob").after(7_000), "bob")).isEqualTo(1);
        harness.processWatermark(NOON + 10 * GAP);
        assertThat(sessions())
                .filteredOn(session -> session.personKey().equals("ann"))
                .singleElement()
                .satisfies(
                        session ->
                                assertThat(session.amounts())
                                        .singleElement()
                                        .extracting(amount -> amount.revenue().intValueExact())
                                        .isEqualTo(80));
    }

    @Test
    void what_one_source_has_under_one_id_was_judged_before_and_views_are_not_compared()
            throws Exception {
        assertThat(answers(bought("tea", "order-7").after(0), "ann")).isEqualTo(1);
        assertThat(answers(bought("tea", "order-7").after(1), "ann")).isEqualTo(1);
        assertThat(answers(view("tea").named("e").on("phone").after(2), "ann")).isEqualTo(1);
        assertThat(answers(view("tea").named("e").after(3), "ann")).isEqualTo(1);
    }

    @Test
    void the_deeds_that_sources_report_are_bounded() {
        PersonVisits visits = new PersonVisits();
        for (int i = 0; i < 1_000; i++) {
            assertThat(isNew(visits, bought("tea", "order-" + i))).isTrue();
        }
        assertThat(visits.reported).hasSize(ReportedDeeds.MOST);
        assertThat(isNew(visits, bought("tea", "order-999").on("phone"))).isFalse();
        isNew(visits, bought("cup", "order-1").by(null).on("tablet"));
        ReportedDeeds.moved(visits, new DeviceHistory("tablet", 0, new PastEvent[0], "bob"), RULES);
        assertThat(isNew(visits, bought("cup", "order-1")))
                .as("what a device took along is not known any more")
                .isTrue();
    }

    private static boolean isNew(PersonVisits visits, Events deed) {
        return ReportedDeeds.before(visits, deed.event(), RULES) == null;
    }

    @Test
    void what_comes_with_a_device_counts_once_too() throws Exception {
        PastEvent onPhone = PastEvent.of(bought("tea", "order-7").by(null).on("phone").event());
        DeviceHistory login =
                new DeviceHistory("phone", Long.MIN_VALUE, new PastEvent[] {onPhone}, null);
        // The server's report came before the login, and for another person after it.
        assertThat(answers(bought("tea", "order-7").after(2_000), "ann")).isEqualTo(1);
        harness.processElement(PersonInput.of("ann", login), 0);
        harness.processElement(PersonInput.of("bob", login), 0);
        List<PersonEvent> moved = Harness.take(harness);
        assertThat(moved).extracting(each -> each.history().events().length).containsExactly(0, 1);
        assertThat(moved).extracting(PersonEvent::occasion).containsOnly(Occasion.REVISION);
        assertThat(answers(bought("tea", "order-7").by("bob").after(2_000), "bob")).isZero();
        harness.processWatermark(NOON + 10 * GAP);
        assertThat(sessions())
                .extracting(each -> each.amounts()[0].revenue().intValueExact())
                .containsExactlyInAnyOrder(20, 20);
    }

    @Test
    void sources_that_state_other_amounts_of_one_deed_are_found() throws Exception {
        answers(bought("tea", "order-7").on("phone").after(0), "ann");
        answers(bought("tea", "order-7").after(1), "ann");
        answers(bought("tea", "order-7").with(EventContext.NONE).on("tablet").after(2), "ann");
        assertThat(Harness.take(harness, StitchSession.FINDINGS)).isEmpty();
        answers(bought("tea", "order-7").with(EventContext.ofItem("c", "b", 21.0)).after(3), "ann");
        assertThat(Harness.take(harness, StitchSession.FINDINGS))
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.kind()).isEqualTo(QualityFinding.Kind.CONFLICTING_ID);
                            assertThat(found.eventId()).isEqualTo("order-7");
                        });
    }

    @Test
    void a_user_of_more_devices_than_people_have_is_found_once() throws Exception {
        for (int i = 0; i < 60; i++) {
            send(view("a").on("phone-" + i).after(i * GAP / 2));
            send(view("b").on("phone-" + i).after(i * GAP / 2 + 1));
        }
        assertThat(Harness.take(harness, StitchSession.FINDINGS))
                .filteredOn(found -> found.kind() == QualityFinding.Kind.MANY_DEVICES)
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.personId()).isEqualTo("ann");
                            assertThat(found.detail()).startsWith("user_id");
                            assertThat(found.eventId()).contains("-ann-");
                        });
    }

    @Test
    void a_user_of_many_devices_is_found_over_settled_sessions_too() throws Exception {
        for (int i = 0; i < 21; i++) {
            send(view("a").on("phone-" + i).after(10L * i * GAP));
            harness.processWatermark(NOON + 10L * i * GAP + 9 * GAP);
        }
        assertThat(Harness.take(harness, StitchSession.FINDINGS))
                .extracting(QualityFinding::kind)
                .containsExactly(QualityFinding.Kind.MANY_DEVICES);
    }
}
