package io.nextclick.session;

import static io.nextclick.session.SessionTests.GAP;
import static io.nextclick.session.SessionTests.RULES;
import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.purchase;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.flow.PassiveEvents;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonEvent;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Soak;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PersonVisitsTest {

    private final PersonVisits visits = new PersonVisits();

    private final List<SessionSummary> emitted = new ArrayList<>();

    private PersonEvent add(Events events) {
        return add(events, RULES).event();
    }

    private Stitching.Stitched add(Events events, SessionSettings rules) {
        return add(visits, events, rules, 0);
    }

    private Stitching.Stitched add(
            PersonVisits visits, Events events, SessionSettings rules, long nowMillis) {
        PersonSessions sessions = new PersonSessions(rules).of("ann", visits, Long.MIN_VALUE);
        Stitching.Stitched stitched = Stitching.add(sessions, events.event(), true, nowMillis);
        emitted.addAll(sessions.pending);
        return stitched;
    }

    private void closeAll(SessionSettings rules) {
        PersonSessions sessions = new PersonSessions(rules).of("ann", visits, Long.MAX_VALUE);
        Stitching.closeDue(sessions);
        emitted.addAll(sessions.pending);
    }

    private static SessionSettings owning(int items) {
        return SessionTests.rules(86_400_000, 1_000, 0, 2_000, 10, 200, items, 120);
    }

    private static SessionSettings perMinute(int events) {
        return SessionTests.rules(86_400_000, 1_000, 0, 2_000, 10, 200, 200, events);
    }

    /** What is shown of all sessions: start, end and events of each. */
    private List<String> sessions(SessionSettings rules) {
        closeAll(rules);
        return SessionHistory.shown(visits.history, rules).stream()
                .map(
                        session ->
                                "%d..%d #%d"
                                        .formatted(
                                                session.startMillis - NOON,
                                                session.endMillis - NOON,
                                                session.events))
                .toList();
    }

    @Test
    void the_first_event_has_no_recent_items() {
        PersonEvent event = add(view("a"));
        assertThat(event.recentItems()).isEmpty();
        assertThat(event.step()).isTrue();
        assertThat(event.steps()).isEqualTo(1);
        assertThat(event.learn()).isTrue();
    }

    @Test
    void recent_items_are_distinct_and_newest_first() {
        add(view("a").after(0));
        add(view("b").after(1));
        add(view("a").after(2));
        PersonEvent event = add(view("c").after(3));
        assertThat(event.recentItems()).containsExactly("a", "b");
        assertThat(event.askedItems()).containsExactly("c", "a", "b");
        assertThat(event.steps()).isEqualTo(4);
    }

    @Test
    void coming_back_to_an_item_is_a_step_and_putting_it_in_the_cart_is_none() {
        add(view("a").after(0));
        add(view("b").after(1));
        PersonEvent back = add(view("a").after(2));
        assertThat(back.recentItems()).containsExactly("b", "a");
        assertThat(back.askedItems()).containsExactly("a", "b");
        assertThat(back.step()).isTrue();

        assertThat(add(of(EventType.ADD_TO_CART, "a").after(3)).step()).isFalse();
        assertThat(add(of(EventType.ADD_TO_CART, "z").after(4)).step()).isTrue();
    }

    @Test
    void a_search_asks_for_the_recent_items_and_is_no_step() {
        add(view("a").after(0));
        PersonEvent search = add(of(EventType.SEARCH, null).after(1));
        assertThat(search.step()).isFalse();
        assertThat(search.askedItems()).containsExactly("a");
    }

    @Test
    void an_event_a_gap_later_still_belongs_and_a_millisecond_more_does_not() {
        add(view("a").after(0));
        assertThat(add(view("b").after(GAP)).recentItems()).containsExactly("a");
        assertThat(add(view("c").after(2 * GAP + 1)).recentItems()).isEmpty();
    }

    @Test
    void an_unordered_event_is_related_to_what_came_before_it_only() {
        add(view("a").after(0));
        add(view("c").after(20));
        assertThat(add(view("b").after(10)).recentItems()).containsExactly("a");
        assertThat(add(view("d").after(30)).recentItems()).containsExactly("c", "b", "a");
    }

    @Test
    void an_event_between_two_sessions_makes_them_one_and_the_older_keeps_its_id() {
        add(view("a").after(0));
        add(view("c").after(2 * GAP));
        assertThat(visits.published).hasSize(2);
        emitted.clear();
        add(view("b").after(GAP));
        assertThat(visits.published)
                .containsExactly(new PublishedSession(NOON, NOON + 2 * GAP, 3, false, true));
        assertThat(emitted)
                .singleElement()
                .satisfies(
                        gone -> {
                            assertThat(gone.status()).isEqualTo(SessionStatus.SUPERSEDED);
                            assertThat(gone.sessionId()).isEqualTo("ann@" + (NOON + 2 * GAP));
                            assertThat(gone.supersededBy()).isEqualTo("ann@" + NOON);
                        });
    }

    @Test
    void a_session_is_cut_where_it_becomes_too_long() {
        SessionSettings rules = SessionTests.rules(3 * GAP, 1_000, 0, 2_000, 10, 200, 200, 120);
        for (int i = 0; i < 6; i++) {
            add(view("i" + i).after(i * GAP), rules);
        }
        assertThat(add(view("z").after(6 * GAP), rules).event().recentItems())
                .containsExactly("i5", "i4");
        assertThat(visits.published)
                .extracting(PublishedSession::events)
                .as("0 to 3 gaps, 4 to 6")
                .containsExactly(4, 3);
    }

    @Test
    void a_session_is_cut_where_it_has_too_many_events() {
        SessionSettings rules = SessionTests.rules(86_400_000, 3, 0, 2_000, 10, 200, 200, 120);
        for (int i = 0; i < 7; i++) {
            add(view("i" + i).after(i), rules);
        }
        assertThat(sessions(rules)).containsExactly("0..2 #3", "3..5 #3", "6..6 #1");
    }

    @Test
    void where_a_session_is_cut_does_not_depend_on_the_order_of_its_events() {
        SessionSettings rules = SessionTests.rules(2 * GAP, 4, 0, 2_000, 10, 200, 200, 120);
        List<Integer> seconds = new ArrayList<>(IntStream.range(0, 60).boxed().toList());
        seconds.forEach(second -> add(view("i").after(second * 20_000L), rules));
        List<String> inOrder = sessions(rules);
        Collections.shuffle(seconds, new Random(5));
        PersonVisitsTest other = new PersonVisitsTest();
        seconds.forEach(second -> other.add(view("i").after(second * 20_000L), rules));
        assertThat(inOrder).hasSize(15);
        assertThat(other.sessions(rules)).isEqualTo(inOrder);
    }

    @Test
    void bought_items_are_remembered_newest_last_within_the_bound() {
        int second = 0;
        for (String item : List.of("a", "b", "a", "c")) {
            add(purchase(item).after(1_000L * second++), owning(2));
        }
        assertThat(add(view("z").after(9_000), owning(2)).event().ownedItems())
                .containsExactly("a", "c");
    }

    @Test
    void the_page_that_a_click_opens_is_the_clicks_step() {
        add(view("a").after(0), owning(2));
        assertThat(add(of(EventType.CLICK, "b").after(1_000), owning(2)).event().step()).isTrue();
        PersonEvent opened = add(view("b").after(1_200), owning(2)).event();
        assertThat(opened.step()).isFalse();
        assertThat(opened.steps()).isEqualTo(2);
        PersonEvent again = add(view("b").after(9_000), owning(2)).event();
        assertThat(again.step()).as("they looked at it again").isTrue();
        assertThat(again.steps()).isEqualTo(3);
        assertThat(add(view("c").after(10_000), owning(2)).event().path()).hasSize(3);
    }

    @Test
    void an_item_that_a_person_is_not_interested_in_is_kept_out_and_is_no_step() {
        add(view("a").after(0), owning(2));
        PersonEvent said = add(of(EventType.NOT_INTERESTED, "b").after(1_000), owning(2)).event();
        assertThat(said.ownedItems()).containsExactly("b");
        assertThat(said.step()).isFalse();
        PersonEvent next = add(view("c").after(2_000), owning(2)).event();
        assertThat(next.ownedItems()).containsExactly("b");
        assertThat(next.recentItems()).as("what was turned to").containsExactly("a");
    }

    @Test
    void more_events_a_minute_than_a_person_makes_are_not_learnt() {
        for (int i = 0; i < 3; i++) {
            assertThat(add(view("i" + i).after(i), perMinute(3)).bot()).isFalse();
        }
        Stitching.Stitched fourth = add(view("i4").after(4), perMinute(3));
        assertThat(fourth.bot()).isTrue();
        assertThat(fourth.event().learn()).isFalse();
        assertThat(fourth.event().askedItems()).contains("i4");
        assertThat(add(view("i5").after(60_000), perMinute(3)).bot()).isFalse();
    }

    @Test
    void what_a_phone_without_a_network_sends_at_once_is_not_a_bots() {
        for (int i = 0; i < 100; i++) {
            assertThat(add(view("i" + i).after(i * 30_000L), perMinute(3)).bot()).isFalse();
        }
    }

    @Test
    void a_session_adds_up_what_its_events_say() {
        add(of(EventType.SEARCH, null).on("phone").after(0));
        add(priced(EventType.VIEW, "tea", "food/tea", "leaf", 4.99, 1).on("phone").after(10));
        add(priced(EventType.ADD_TO_CART, "tea", "food/tea", "leaf", 4.99, 3).on("tv").after(20));
        add(priced(EventType.REMOVE_FROM_CART, "tea", "food/tea", null, 4.99, 1).after(30));
        add(priced(EventType.PURCHASE, "cup", "home/cups", "clay", 7.5, 2).after(40));
        closeAll(RULES);
        SessionSummary closed = emitted.get(emitted.size() - 1);
        assertThat(closed.status()).isEqualTo(SessionStatus.CLOSED);
        assertThat(closed.events()).isEqualTo(5);
        assertThat(closed.countsByType()).containsEntry("SEARCH", 1).containsEntry("PURCHASE", 1);
        assertThat(closed.distinctItems()).isEqualTo(2);
        assertThat(closed.distinctCategories()).isEqualTo(2);
        assertThat(closed.deviceIds()).containsExactly("phone", "tv");
        assertThat(closed.entryItem()).isEqualTo("tea");
        assertThat(closed.exitItem()).isEqualTo("cup");
        assertThat(closed.amounts())
                .containsExactly(
                        new SessionAmount(
                                "EUR", new BigDecimal("9.980000"), new BigDecimal("15.000000")));
        assertThat(closed.converted()).isTrue();
        assertThat(closed.bounce()).isFalse();
        assertThat(closed.outlier()).isFalse();
    }

    @Test
    void what_is_partly_taken_out_of_the_cart_is_not_dismissed() {
        add(priced(EventType.ADD_TO_CART, "tea", "food/tea", null, 4, 3).after(0));
        add(priced(EventType.ADD_TO_CART, "cup", "home/cups", null, 4, 1).after(1));
        add(priced(EventType.REMOVE_FROM_CART, "cup", "home/cups", null, 4, 1).after(2));
        PersonEvent part =
                add(priced(EventType.REMOVE_FROM_CART, "tea", "food/tea", null, 4, 1).after(3));
        assertThat(part.dismissedItems()).containsExactly("cup");
        PersonEvent rest =
                add(priced(EventType.REMOVE_FROM_CART, "tea", "food/tea", null, 4, 2).after(4));
        assertThat(rest.dismissedItems()).containsExactlyInAnyOrder("cup", "tea");
    }

    private static Events priced(
            EventType type, String item, String category, String brand, double price, int pieces) {
        return of(type, item)
                .with(
                        EventContext.builder()
                                .category(category)
                                .brand(brand)
                                .price(price)
                                .currency("EUR")
                                .quantity(pieces)
                                .build());
    }

    @Test
    void a_session_that_is_longer_than_sessions_are_is_flagged() {
        for (int i = 0; i <= 61; i++) {
            add(view("i").after(i * GAP));
        }
        closeAll(RULES);
        SessionSummary closed = emitted.get(emitted.size() - 1);
        assertThat(closed.outlier()).isTrue();
        assertThat(closed.behavior()).isNotNull();
        assertThat(closed.behavior().durationMillis()).as("winsorised").isEqualTo(3_600_000);
    }

    @Test
    void one_event_is_a_bounce() {
        add(view("a"));
        closeAll(RULES);
        assertThat(emitted.get(emitted.size() - 1).bounce()).isTrue();
    }

    @Test
    void a_person_who_was_forgotten_does_not_count_from_one_again() {
        for (int i = 0; i < 100; i++) {
            add(visits, view("i" + i), RULES, 5_000);
        }
        long before = visits.sequence;
        PersonVisits anew = new PersonVisits();
        add(anew, view("a"), RULES, 5_001);
        assertThat(anew.sequence).isGreaterThan(before);
    }

    @Test
    void whatever_comes_the_state_stays_within_its_bounds() {
        SessionSettings tight =
                SessionTests.with(
                        Map.of(
                                "session.max-events", "20",
                                "session.allowed-lateness", GAP + " ms",
                                "session.max-open-events", "40",
                                "session.recent-items", "4",
                                "session.max-distinct", "5",
                                "session.max-owned", "6",
                                "session.max-length", "1 d",
                                "session.max-passive-events", "10",
                                "quality.max-passive-events-per-minute", "10"));
        Random random = new Random(3);
        for (int i = 0; i < Soak.runs(20_000); i++) {
            EventType type = EventType.values()[random.nextInt(EventType.values().length)];
            add(
                    of(type, "i" + random.nextInt(50))
                            .by(random.nextBoolean() ? "ann" : null)
                            .on("d" + random.nextInt(3))
                            .after(random.nextInt(100_000_000)),
                    tight);
            emitted.clear();
            int passive = PassiveEvents.count(visits.log, each -> each);
            assertThat(passive).isLessThanOrEqualTo(10);
            assertThat(visits.log).hasSizeLessThanOrEqualTo(40 + passive);
            assertThat(visits.published).hasSizeLessThanOrEqualTo(50);
            assertThat(visits.purchases).as("of four sources").hasSizeLessThanOrEqualTo(24);
            assertThat(visits.history).hasSizeLessThanOrEqualTo(400);
        }
        for (SessionTotals session : visits.history) {
            assertThat(session.items).hasSizeLessThanOrEqualTo(5);
            assertThat(session.categories.size()).isLessThanOrEqualTo(5);
            assertThat(session.devices.size()).isLessThanOrEqualTo(5);
        }
    }

    private static Events seen(int tile, long after) {
        return of(EventType.IMPRESSION, "tile-" + tile).after(after);
    }

    @Test
    void pages_full_of_tiles_make_nobody_a_bot() {
        for (int i = 0; i < 144; i++) {
            assertThat(add(seen(i, i * 400L), perMinute(120)).bot()).isFalse();
        }
        for (int i = 0; i < 4; i++) {
            assertThat(add(view("i" + i).after(57_600 + i), perMinute(4)).event().learn()).isTrue();
        }
        assertThat(add(view("i5").after(57_700), perMinute(4)).bot()).isTrue();
    }

    @Test
    void more_passive_events_in_a_minute_than_pages_send_are_found_once_a_minute() {
        SessionSettings rules =
                SessionTests.with(
                        Map.of(
                                "session.max-passive-events", "8",
                                "quality.max-passive-events-per-minute", "6"));
        int floods = 0;
        for (int i = 0; i < 40; i++) {
            Stitching.Stitched stitched = add(seen(i, i), rules);
            floods += stitched.flood() ? 1 : 0;
            assertThat(stitched.bot()).isFalse();
        }
        assertThat(floods).isEqualTo(1);
        assertThat(add(seen(99, 60_000), rules).flood()).isFalse();
    }

    @Test
    void passive_events_end_no_session_by_number_and_settle_none_and_are_bounded_by_themselves() {
        SessionSettings rules =
                SessionTests.with(
                        Map.of(
                                "session.max-events", "3",
                                "session.max-open-events", "4",
                                "session.max-passive-events", "10",
                                "quality.max-passive-events-per-minute", "10"));
        add(view("a").after(0), rules);
        for (int i = 0; i < 30; i++) {
            add(
                    of(i % 2 == 0 ? EventType.IMPRESSION : EventType.PAGE_PING, "t").after(10 + i),
                    rules);
        }
        add(view("b").after(50), rules);
        assertThat(visits.history).isEmpty();
        assertThat(visits.log).hasSize(12);
        assertThat(visits.log.get(1).occurredAtMillis()).isEqualTo(NOON + 30);
        add(of(EventType.PURCHASE, "b").after(60), rules);
        add(seen(1, 70), rules);
        assertThat(visits.published).hasSize(1);
        add(view("c").after(80), rules);
        assertThat(sessions(rules)).containsExactly("0..70 #13", "80..80 #1");
    }

    @Test
    void sessions_of_nothing_but_passive_events_are_settled_at_their_bound() {
        SessionSettings rules =
                SessionTests.with(
                        Map.of(
                                "session.max-passive-events", "5",
                                "quality.max-passive-events-per-minute", "5"));
        for (int i = 0; i < 20; i++) {
            add(seen(i, 10L * i * SessionTests.GAP), rules);
            assertThat(visits.log).hasSizeLessThanOrEqualTo(5);
        }
        assertThat(sessions(rules)).hasSize(20);
    }

    @Test
    void settled_parts_of_a_session_become_one_however_many_passive_events_they_have() {
        SessionSettings rules =
                SessionTests.with(
                        Map.of("session.max-events", "3", "session.max-open-events", "4"));
        List<SessionTotals> history = new ArrayList<>();
        for (int part = 0; part < 2; part++) {
            List<PastEvent> events = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                events.add(PastEvent.of(seen(i, part * 100L + i).event()));
            }
            events.add(PastEvent.of(view("a").after(part * 100L + 9).event()));
            SessionTotals totals = SessionTotals.of(PastEvent.OWN, events, 10);
            SessionHistory.add(history, List.of(totals), rules);
        }
        assertThat(history).hasSize(1);
        assertThat(history.get(0).events).isEqualTo(12);
        assertThat(history.get(0).deeds()).isEqualTo(2);
        assertThat(history.get(0).pages).isEqualTo(2);
    }

    @Test
    void tiles_of_other_categories_are_no_interest_of_the_visit() {
        add(view("a").in("tea").after(0));
        for (int i = 0; i < 9; i++) {
            add(seen(i, 1 + i).in("category-" + i));
        }
        assertThat(add(view("b").after(20)).visit().categories()).containsExactly("tea");
    }
}
