package io.nextclick.session;

import static io.nextclick.session.SessionTests.GAP;
import static io.nextclick.session.SessionTests.RULES;
import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.purchase;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.PersonEvent;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StitchSessionTest {

    private static final Duration TTL = Duration.ofDays(90);

    private KeyedOneInputStreamOperatorTestHarness<String, Event, PersonEvent> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Event, PersonEvent> harness()
            throws Exception {
        return Harness.of(new StitchSession(RULES, TTL, Harness.SMALL_CACHE), Event::personKey);
    }

    private PersonEvent send(Events events) throws Exception {
        Event event = events.event();
        harness.processElement(event, event.occurredAtMillis());
        List<PersonEvent> out = Harness.take(harness);
        return out.get(out.size() - 1);
    }

    private List<SessionSummary> sessions() {
        return Harness.take(harness, StitchSession.SESSIONS);
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
                            assertThat(session.deviceIds()).containsExactly("phone", "laptop");
                            assertThat(session.entryItem()).isEqualTo("a");
                            assertThat(session.exitItem()).isEqualTo("b");
                            assertThat(session.converted()).isFalse();
                        });
    }

    @Test
    void after_its_session_nothing_is_left_of_a_person_who_bought_nothing() throws Exception {
        send(view("a").after(0));
        send(view("b").by("bob").after(0));
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
        assertThat(harness.numEventTimeTimers()).isEqualTo(2);

        harness.processWatermark(NOON + GAP);
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
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
    void a_late_event_is_answered_and_opens_no_session() throws Exception {
        harness.processWatermark(NOON + 10 * GAP);
        PersonEvent late = send(view("a").after(0));
        PersonEvent later = send(view("b").after(1));
        assertThat(late.recentItems()).isEmpty();
        assertThat(later.recentItems()).isEmpty();
        assertThat(later.sequence()).isGreaterThan(late.sequence());
        harness.processWatermark(NOON + 20 * GAP);
        assertThat(sessions()).isEmpty();
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void a_late_event_that_reaches_an_open_session_joins_it() throws Exception {
        send(view("b").after(GAP));
        harness.processWatermark(NOON + GAP + 100);
        assertThat(send(view("a").after(1)).sequence()).isEqualTo(2);
        harness.processWatermark(NOON + 2 * GAP);
        assertThat(sessions())
                .singleElement()
                .matches(session -> session.startedAtMillis() == NOON + 1);
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
            restored.processElement(view("b").after(1).event(), NOON + 1);
            restored.processElement(view("y").by("person3").after(1).event(), NOON + 1);
            assertThat(restored.extractOutputValues())
                    .extracting(PersonEvent::recentItems)
                    .containsExactly(new String[] {"a"}, new String[] {"x3"});
            restored.processWatermark(NOON + 2 * GAP);
            assertThat(restored.getSideOutput(StitchSession.SESSIONS)).hasSize(10);
        }
    }
}
