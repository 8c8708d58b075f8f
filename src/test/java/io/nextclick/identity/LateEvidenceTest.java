package io.nextclick.identity;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.EventType;
import io.nextclick.event.IdentityEvent;
import io.nextclick.testkit.Events;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Evidence that comes late, is undone, or is forgotten: what a device must still get right. */
class LateEvidenceTest {

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long GAP = 30 * MINUTE;

    private static IdentitySettings rules(long lookBack, int maxHistory) {
        return new IdentitySettings(lookBack, maxHistory, GAP, 3, 30 * DAY, 120_000);
    }

    private static final IdentitySettings RULES = rules(30 * DAY, 200);

    private static Attribution.Identified add(DeviceIdentity d, Events e) {
        return Attribution.add(d, e.on("phone").event(), "phone", RULES);
    }

    private static Events anonymous(String item) {
        return view(item).by(null);
    }

    private static Events login(String user) {
        return of(EventType.LOGIN, null).by(user);
    }

    private static Events logout() {
        return of(EventType.LOGOUT, null).by(null);
    }

    private static Map<String, String> whose(DeviceIdentity d) {
        Map<String, String> whose = new TreeMap<>();
        d.history.forEach(each -> whose.put(String.valueOf(each.event().itemId()), each.userId()));
        return whose;
    }

    private static DeviceIdentity deviceOf(List<Events> events) {
        DeviceIdentity d = new DeviceIdentity();
        events.forEach(e -> add(d, e));
        return d;
    }

    @Test
    void a_logout_that_comes_before_its_login_still_ends_it() {
        DeviceIdentity d = new DeviceIdentity();
        add(d, logout().after(10));
        add(d, login("ann").after(0));
        assertThat(add(d, anonymous("b").after(20)).userId()).isEmpty();
    }

    @Test
    void the_same_after_an_earlier_owner_and_its_logout() {
        DeviceIdentity d = new DeviceIdentity();
        add(d, login("ann").after(0));
        add(d, logout().after(10));
        add(d, logout().after(30));
        add(d, login("bob").after(20));
        assertThat(add(d, anonymous("b").after(40)).userId()).isEmpty();
    }

    @Test
    void a_late_login_between_takes_nothing_that_is_after_the_owners_own_next_event() {
        DeviceIdentity d = new DeviceIdentity();
        add(d, login("ann").after(0));
        add(d, login("ann").after(20));
        add(d, anonymous("anns").after(21));
        add(d, login("ann").after(40));
        add(d, login("bob").after(10));
        assertThat(whose(d)).containsEntry("anns", "ann");
    }

    @Test
    void whose_an_event_is_does_not_depend_on_the_order_of_logins() {
        List<Integer> failing = new ArrayList<>();
        for (int seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            List<Events> events = new ArrayList<>();
            long after = 0;
            for (int i = 0; i < 12; i++) {
                after += 10 + random.nextInt(600_000);
                if (random.nextInt(2) == 0) {
                    events.add(login(random.nextBoolean() ? "ann" : "bob").after(after));
                } else {
                    events.add(anonymous("i" + i).after(after));
                }
            }
            var expected =
                    whose(
                            deviceOf(
                                    events.stream()
                                            .sorted(
                                                    Comparator.comparingLong(
                                                            e -> e.event().occurredAtMillis()))
                                            .toList()));
            Collections.shuffle(events, random);
            if (!whose(deviceOf(events)).equals(expected)) {
                failing.add(seed);
            }
        }
        assertThat(failing).isEmpty();
    }

    @Test
    void ownerships_are_bounded_when_late_evidence_divides_them() {
        DeviceIdentity d = new DeviceIdentity();
        long t = 0;
        for (int i = 0; i < 500; i++) {
            add(d, login("ann").after(t));
            add(d, login("ann").after(t + 20));
            add(d, login("bob").after(t + 10));
            t += 100;
        }
        assertThat(d.owners.size()).isLessThanOrEqualTo(32);
    }

    @Test
    void a_second_user_stays_not_retroactive_when_users_are_forgotten() {
        DeviceIdentity d = new DeviceIdentity();
        add(d, login("ann").after(0));
        add(d, logout().after(MINUTE));
        add(d, anonymous("x").after(DAY));
        add(d, login("bob").after(DAY + MINUTE));
        add(d, login("carl").after(12 * DAY));
        add(d, login("dora").after(22 * DAY));
        assertThat(whose(d)).containsEntry("x", "");
        add(d, login("emil").after(32 * DAY));
        assertThat(d.shared).isFalse();
        assertThat(whose(d)).doesNotContainEntry("x", "bob");
    }

    @Test
    void forget_names_the_user_of_a_voided_guess() {
        IdentitySettings few = rules(30 * DAY, 1);
        DeviceIdentity d = new DeviceIdentity();
        Attribution.apply(
                d,
                new IdentityEvent(IdentityEvent.Action.GUESS, NOON, "default", "phone", "ann", 0.9),
                few);
        for (int i = 0; i < 3; i++) {
            Attribution.add(
                    d, anonymous("i" + i).on("phone").after(1L + i * HOUR).event(), "phone", few);
        }
        Attribution.add(d, login("bob").on("phone").after(DAY).event(), "phone", few);
        assertThat(Attribution.forget(d, "phone", NOON))
                .extracting(Attribution.Change::userId)
                .contains("ann");
    }

    @Test
    void forget_names_an_owner_that_the_bounds_dropped() {
        DeviceIdentity d = new DeviceIdentity();
        add(d, login("ann").after(0));
        add(d, anonymous("a").after(1));
        for (int i = 0; i < 40; i++) {
            add(d, login("u" + i).after((1L + i) * 15 * DAY));
        }
        assertThat(Attribution.forget(d, "phone", NOON))
                .extracting(Attribution.Change::userId)
                .contains("ann");
    }

    @Test
    void an_unlink_of_the_past_takes_nothing_that_newer_evidence_gave() {
        IdentitySettings few = rules(30 * DAY, 2);
        DeviceIdentity d = new DeviceIdentity();
        Attribution.add(d, login("ann").on("phone").after(DAY).event(), "phone", few);
        for (int i = 0; i < 5; i++) {
            Attribution.add(
                    d,
                    anonymous("i" + i).on("phone").after(DAY + 1L + i * HOUR).event(),
                    "phone",
                    few);
        }
        assertThat(Attribution.unlink(d, "ann", NOON, "phone", few)).isEmpty();
    }

    @Test
    void an_undone_link_leaves_the_next_user_as_the_first() {
        DeviceIdentity undone = new DeviceIdentity();
        DeviceIdentity never = new DeviceIdentity();
        Attribution.link(undone, "ann", NOON, "phone", RULES);
        for (DeviceIdentity d : List.of(undone, never)) {
            add(d, anonymous("x").after(8));
            add(d, login("bob").after(10));
            add(d, login("ann").after(20));
        }
        Attribution.unlink(undone, "ann", NOON + 5, "phone", RULES);
        assertThat(whose(undone)).isEqualTo(whose(never));
    }

    @Test
    void a_device_with_a_wrong_clock_is_found_though_its_first_events_were_kept_back() {
        DeviceIdentity d = new DeviceIdentity();
        d.skew.note(3 * HOUR, 8, RULES.skewMillis());
        boolean found = false;
        for (int i = 0; i < 1_000; i++) {
            found |= d.skew.note(10 * MINUTE, 8, RULES.skewMillis());
        }
        assertThat(found).isTrue();
    }

    @Test
    void a_guess_counts_the_same_before_and_after_a_login_that_is_undone() {
        var guess =
                new IdentityEvent(
                        IdentityEvent.Action.GUESS, NOON + 1, "default", "phone", "ann", 0.9);
        DeviceIdentity before = new DeviceIdentity();
        DeviceIdentity after = new DeviceIdentity();
        add(before, anonymous("x").after(0));
        add(after, anonymous("x").after(0));
        Attribution.apply(before, guess, RULES);
        add(before, login("bob").after(2));
        add(after, login("bob").after(2));
        Attribution.apply(after, guess, RULES);
        Attribution.unlink(before, "bob", NOON + 3, "phone", RULES);
        Attribution.unlink(after, "bob", NOON + 3, "phone", RULES);
        assertThat(whose(before)).isEqualTo(whose(after));
    }

    @Test
    void logins_alone_let_go_of_a_history_beyond_the_look_back() {
        DeviceIdentity d = new DeviceIdentity();
        add(d, anonymous("x").after(0));
        add(d, login("ann").after(100 * DAY));
        assertThat(d.history).isEmpty();
    }

    @Test
    void of_two_logins_in_one_millisecond_the_same_counts_however_they_came() {
        DeviceIdentity one = deviceOf(List.of(login("ann").after(0), login("bob").after(0)));
        DeviceIdentity two = deviceOf(List.of(login("bob").after(0), login("ann").after(0)));
        assertThat(Publication.current(one).userId()).isEqualTo(Publication.current(two).userId());
    }

    @Test
    void a_logout_ends_no_login_of_the_next_millisecond() {
        List<Events> sorted =
                List.of(login("ann").after(0), logout().after(9), login("ann").after(10));
        List<Events> other =
                List.of(login("ann").after(0), login("ann").after(10), logout().after(9));
        DeviceIdentity one = deviceOf(sorted);
        DeviceIdentity two = deviceOf(other);
        assertThat(Publication.current(two).userId()).isEqualTo(Publication.current(one).userId());
    }

    @Test
    void a_voided_logout_of_an_unlinked_user_ends_nobody_elses_ownership() {
        DeviceIdentity d = new DeviceIdentity();
        Attribution.unlink(d, "ann", NOON + DAY, "phone", RULES);
        add(d, login("bob").after(0));
        add(d, of(EventType.LOGOUT, null).by("ann").after(5));
        assertThat(add(d, anonymous("x").after(6)).userId()).isEqualTo("bob");
    }

    @Test
    void what_is_left_of_evidence_after_an_unlink_counts_from_its_own_time() {
        // evidence 0 (link), 8, 20; unlink up to 5
        DeviceIdentity d = new DeviceIdentity();
        Attribution.link(d, "ann", NOON, "phone", RULES);
        add(d, login("ann").after(8));
        add(d, login("ann").after(20));
        add(d, login("bob").after(4));
        Attribution.unlink(d, "ann", NOON + 5, "phone", RULES);
        assertThat(add(d, anonymous("x").after(9)).userId()).isEqualTo("ann");
    }
}
