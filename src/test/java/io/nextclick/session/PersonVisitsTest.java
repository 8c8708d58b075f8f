package io.nextclick.session;

import static io.nextclick.session.SessionTests.GAP;
import static io.nextclick.session.SessionTests.RULES;
import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.purchase;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.EventType;
import io.nextclick.event.PersonEvent;
import io.nextclick.testkit.Events;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PersonVisitsTest {

    private final PersonVisits visits = new PersonVisits();

    private PersonEvent add(Events events) {
        return visits.add(events.event(), RULES, Long.MIN_VALUE, 0).event();
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
    void an_event_between_two_sessions_makes_them_one() {
        add(view("a").after(0));
        add(view("c").after(2 * GAP));
        assertThat(visits.open).hasSize(2);
        add(view("b").after(GAP));
        assertThat(visits.open)
                .singleElement()
                .satisfies(
                        session -> {
                            assertThat(session.startMillis).isEqualTo(NOON);
                            assertThat(session.endMillis).isEqualTo(NOON + 2 * GAP);
                            assertThat(session.events).isEqualTo(3);
                            assertThat(session.entryItem).isEqualTo("a");
                            assertThat(session.exitItem).isEqualTo("c");
                            assertThat(session.recentItems).containsExactly("c", "b", "a");
                        });
    }

    @Test
    void bought_items_are_remembered_newest_last_within_the_bound() {
        SessionRules two = new SessionRules(GAP, 16, 10, 200, 2, 120);
        for (String item : List.of("a", "b", "a", "c")) {
            visits.add(purchase(item).event(), two, Long.MIN_VALUE, 0);
        }
        assertThat(visits.owned).containsExactly("a", "c");
    }

    @Test
    void more_events_a_minute_than_a_person_makes_are_not_learnt() {
        SessionRules three = new SessionRules(GAP, 16, 10, 200, 200, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(visits.add(view("i" + i).after(i).event(), three, 0, 0).bot()).isFalse();
        }
        PersonVisits.Stitched fourth = visits.add(view("i4").after(4).event(), three, 0, 0);
        assertThat(fourth.bot()).isTrue();
        assertThat(fourth.event().learn()).isFalse();
        assertThat(fourth.event().askedItems()).contains("i4");
        assertThat(visits.add(view("i5").after(60_000).event(), three, 0, 0).bot()).isFalse();
        for (int i = 0; i < 10; i++) {
            assertThat(visits.add(view("belated").after(i).event(), three, 0, 0).bot()).isFalse();
        }
    }

    @Test
    void a_person_who_was_forgotten_does_not_count_from_one_again() {
        for (int i = 0; i < 100; i++) {
            visits.add(view("i" + i).event(), RULES, Long.MIN_VALUE, 5_000);
        }
        long before = visits.sequence;
        PersonVisits anew = new PersonVisits();
        anew.add(view("a").event(), RULES, Long.MIN_VALUE, 5_001);
        assertThat(anew.sequence).isGreaterThan(before);
    }

    @Test
    void whatever_comes_the_state_stays_within_its_bounds() {
        SessionRules tight = new SessionRules(GAP, 3, 4, 5, 6, 120);
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            EventType type = EventType.values()[random.nextInt(EventType.values().length)];
            visits.add(
                    of(type, "i" + random.nextInt(50))
                            .on("d" + random.nextInt(20))
                            .after(random.nextInt(100_000_000))
                            .event(),
                    tight,
                    Long.MIN_VALUE,
                    0);
            assertThat(visits.open).hasSizeLessThanOrEqualTo(3);
            assertThat(visits.owned).hasSizeLessThanOrEqualTo(6);
            for (OpenSession session : visits.open) {
                assertThat(session.recentItems).hasSizeLessThanOrEqualTo(5);
                assertThat(session.recentMillis).hasSameSizeAs(session.recentItems);
                assertThat(session.items).hasSizeLessThanOrEqualTo(5);
                assertThat(session.devices).hasSizeLessThanOrEqualTo(5);
            }
        }
    }
}
