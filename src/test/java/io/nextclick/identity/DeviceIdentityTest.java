package io.nextclick.identity;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.IdentityEvent;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.PastEvent;
import io.nextclick.testkit.Events;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.flink.types.PojoTestUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceIdentityTest {

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long GAP = 30 * MINUTE;
    private static final long LOOK_BACK = 7 * DAY;
    private static final long WINDOW = 30 * DAY;
    private static final IdentitySettings RULES = rules(100, 3);
    private static final String NOBODY = Ownership.NOBODY;
    private static final int MAX_OWNERSHIPS = 32;

    private final DeviceIdentity device = new DeviceIdentity();

    private static IdentitySettings rules(int maxHistory, int sharedUsers) {
        return new IdentitySettings(LOOK_BACK, maxHistory, GAP, sharedUsers, WINDOW, 120_000);
    }

    private static Attribution.Identified add(
            DeviceIdentity device, Events events, IdentitySettings rules) {
        return Attribution.add(device, events.on("phone").event(), "phone", rules);
    }

    private Attribution.Identified add(Events events) {
        return add(device, events, RULES);
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

    private List<Attribution.Change> link(String user, long after) {
        return Attribution.link(device, user, NOON + after, "phone", RULES);
    }

    private List<Attribution.Change> unlink(String user, long after) {
        return Attribution.unlink(device, user, NOON + after, "phone", RULES);
    }

    private static IdentityEvent guessOf(String user, long after) {
        return new IdentityEvent(
                IdentityEvent.Action.GUESS, NOON + after, "default", "phone", user, 0.9);
    }

    private List<Attribution.Change> guess(String user, long after) {
        return Attribution.apply(device, guessOf(user, after), RULES);
    }

    /** Whose each remembered item is. */
    private static Map<String, String> whose(DeviceIdentity device) {
        Map<String, String> whose = new TreeMap<>();
        for (AnonymousEvent each : device.history) {
            if (each.event().itemId() != null) {
                whose.put(each.event().itemId(), each.userId());
            }
        }
        return whose;
    }

    private String whose(String item) {
        return whose(device).get(item);
    }

    private boolean shown(String item) {
        return device.history.stream()
                .map(AnonymousEvent::event)
                .filter(each -> item.equals(each.itemId()))
                .findFirst()
                .orElseThrow()
                .shown();
    }

    /** What was emitted for whom: user, items, and to whom the others went. */
    private static List<String> emitted(List<Attribution.Change> changes) {
        return changes.stream()
                .map(
                        change -> {
                            DeviceHistory history = change.history();
                            List<String> items =
                                    Arrays.stream(history.events())
                                            .map(event -> String.valueOf(event.itemId()))
                                            .toList();
                            String to = history.movedTo();
                            return "%s%s%s"
                                    .formatted(
                                            change.userId(), items, to == null ? "" : " to " + to);
                        })
                .toList();
    }

    @Test
    void an_anonymous_device_is_a_person_of_its_own() {
        Attribution.Identified identified = add(anonymous("a"));
        assertThat(identified.userId()).isEqualTo(NOBODY);
        assertThat(identified.changes()).isEmpty();
        assertThat(Publication.current(device).evidence()).isEqualTo(Evidence.NONE);
        assertThat(Ownership.person(NOBODY, "phone")).isEqualTo("phone");
        assertThat(Ownership.person("ann", "phone")).isEqualTo("ann");
    }

    @Test
    void what_came_before_the_first_login_is_the_users() {
        add(anonymous("a").after(0));
        add(anonymous("b").after(HOUR));
        Attribution.Identified login = add(login("ann").after(2 * HOUR));
        assertThat(login.userId()).isEqualTo("ann");
        assertThat(emitted(login.changes())).containsExactlyInAnyOrder("[] to ann", "ann[a, b]");
        assertThat(add(anonymous("c").after(3 * HOUR)).userId()).isEqualTo("ann");
        assertThat(Publication.current(device))
                .extracting(Ownership::userId, Ownership::firstMillis, Ownership::evidence)
                .containsExactly("ann", NOON + 2 * HOUR, Evidence.LOGIN);
    }

    @Test
    void the_look_back_ends_to_the_millisecond() {
        add(anonymous("old").after(-LOOK_BACK - 1));
        add(anonymous("young").after(-LOOK_BACK));
        List<Attribution.Change> changes = add(login("ann").after(0)).changes();
        assertThat(emitted(changes)).containsExactlyInAnyOrder("[old] to ann", "ann[young]");
        assertThat(whose(device)).isEqualTo(Map.of("old", NOBODY, "young", "ann"));
    }

    @Test
    void the_same_evidence_again_changes_nothing() {
        add(anonymous("a").after(0));
        add(login("ann").after(1));
        assertThat(add(login("ann").after(1)).changes()).isEmpty();
        assertThat(add(view("x").by("ann").after(2)).changes()).isEmpty();
        assertThat(link("ann", 3)).isEmpty();
        assertThat(Publication.current(device))
                .isEqualTo(Ownership.of("ann", NOON + 1, 0, Evidence.LOGIN));
    }

    @Test
    void a_second_user_is_never_retroactive() {
        add(anonymous("a").after(0));
        add(login("ann").after(MINUTE));
        add(anonymous("b").after(2 * MINUTE));
        Attribution.Identified second = add(login("bob").after(3 * MINUTE));
        assertThat(second.changes()).isEmpty();
        add(anonymous("c").after(4 * MINUTE));
        assertThat(whose(device)).isEqualTo(Map.of("a", "ann", "b", "ann", "c", "bob"));
    }

    @Test
    void a_second_user_is_not_retroactive_after_a_logout_either() {
        add(login("ann").after(0));
        add(logout().after(MINUTE));
        add(anonymous("a").during("v").after(2 * MINUTE));
        assertThat(add(login("bob").during("v").after(3 * MINUTE)).changes()).isEmpty();
        assertThat(whose("a")).isEqualTo(NOBODY);
    }

    @Test
    void a_logout_ends_the_ownership_with_itself() {
        add(login("ann").after(0));
        Attribution.Identified logout = add(logout().after(MINUTE));
        assertThat(logout.strayLogout()).isFalse();
        assertThat(logout.userId()).isEqualTo("ann");
        assertThat(add(anonymous("a").after(MINUTE + 1)).userId()).isEqualTo(NOBODY);
        assertThat(Publication.current(device))
                .extracting(Ownership::userId, Ownership::firstMillis, Ownership::evidence)
                .containsExactly(NOBODY, NOON + MINUTE + 1, Evidence.NONE);
    }

    @Test
    void a_logout_that_names_its_user_is_evidence_of_them_too() {
        add(anonymous("a").after(0));
        Attribution.Identified logout = add(of(EventType.LOGOUT, null).by("ann").after(1));
        assertThat(logout.strayLogout()).isFalse();
        assertThat(logout.userId()).isEqualTo("ann");
        assertThat(whose("a")).isEqualTo("ann");
        assertThat(add(anonymous("b").after(2)).userId()).isEqualTo(NOBODY);
    }

    @Test
    void a_logout_of_nobody_is_stray_and_changes_nothing() {
        add(anonymous("a").after(0));
        Attribution.Identified logout = add(logout().after(1));
        assertThat(logout.strayLogout()).isTrue();
        assertThat(logout.changes()).isEmpty();
        assertThat(Publication.current(device).evidence()).isEqualTo(Evidence.NONE);
        add(login("ann").after(2));
        assertThat(add(logout().after(3)).strayLogout()).isFalse();
        assertThat(add(logout().after(5)).strayLogout()).isTrue();
        assertThat(add(logout().after(1)).strayLogout()).isTrue();
    }

    @Test
    void after_a_logout_only_the_visit_of_the_login_is_given_by_its_session_id() {
        add(login("ann").during("v1").after(0));
        add(logout().during("v1").after(MINUTE));
        add(anonymous("other").during("v2").after(2 * MINUTE));
        add(anonymous("same").during("v3").after(3 * MINUTE));
        add(anonymous("same too").during("v3").after(3 * HOUR));
        List<Attribution.Change> changes =
                add(login("ann").during("v3").after(3 * HOUR + MINUTE)).changes();
        assertThat(emitted(changes))
                .containsExactlyInAnyOrder("[other] to ann", "ann[null, same, same too]");
        assertThat(whose("other")).isEqualTo(NOBODY);
        assertThat(shown("same")).isTrue();
    }

    @Test
    void
            after_a_logout_only_the_visit_of_the_login_is_given_by_the_gap_if_no_session_id_is_known() {
        add(login("ann").after(0));
        add(logout().after(MINUTE));
        add(anonymous("before").after(10 * HOUR - GAP - 1));
        add(anonymous("within").after(10 * HOUR - GAP));
        add(anonymous("its own").during("v2").after(10 * HOUR - 1));
        add(login("ann").after(10 * HOUR));
        assertThat(whose("before")).isEqualTo(NOBODY);
        assertThat(whose("within")).isEqualTo("ann");
        assertThat(whose("its own")).isEqualTo("ann");
    }

    @Test
    void a_login_that_comes_late_moves_what_came_between() {
        add(login("ann").after(0));
        add(anonymous("a").after(1));
        add(anonymous("b").after(3));
        List<Attribution.Change> changes = add(login("bob").after(2)).changes();
        assertThat(emitted(changes)).containsExactlyInAnyOrder("ann[a] to bob", "bob[b]");
    }

    @Test
    void an_earlier_first_login_that_comes_late_takes_the_history_from_the_later_one() {
        add(anonymous("a").after(0));
        add(login("ann").after(3 * MINUTE));
        assertThat(whose("a")).isEqualTo("ann");
        List<Attribution.Change> changes = add(login("bob").after(MINUTE)).changes();
        assertThat(emitted(changes)).containsExactlyInAnyOrder("ann[] to bob", "bob[a]");
        add(anonymous("b").after(2 * MINUTE));
        assertThat(whose("b")).isEqualTo("bob");
    }

    @Test
    void a_login_between_two_of_another_user_takes_only_what_lies_between() {
        add(login("ann").after(0));
        add(login("ann").after(10));
        add(anonymous("a").after(1));
        add(anonymous("b").after(6));
        add(anonymous("c").after(11));
        add(login("bob").after(5));
        assertThat(whose(device)).isEqualTo(Map.of("a", "ann", "b", "bob", "c", "ann"));
    }

    @Test
    void a_logout_that_comes_late_moves_what_came_after_it() {
        add(login("ann").after(0));
        add(anonymous("a").after(1));
        add(anonymous("b").after(5));
        List<Attribution.Change> changes = add(logout().after(2)).changes();
        assertThat(emitted(changes)).containsExactlyInAnyOrder("ann[a] to phone", "[b]");
    }

    @Test
    void an_anonymous_event_that_comes_late_is_its_owners_of_that_time() {
        add(login("ann").after(10));
        add(logout().after(20));
        add(login("bob").after(30));
        assertThat(add(anonymous("a").after(5)).userId()).isEqualTo("ann");
        assertThat(add(anonymous("b").after(15)).userId()).isEqualTo("ann");
        assertThat(add(anonymous("c").after(25)).userId()).isEqualTo(NOBODY);
        assertThat(add(anonymous("d").after(35)).userId()).isEqualTo("bob");
        assertThat(device.history)
                .extracting(each -> each.event().occurredAtMillis() - NOON)
                .containsExactly(5L, 15L, 20L, 25L, 35L);
    }

    @Test
    void events_of_another_visit_than_the_login_are_given_but_not_shown() {
        add(anonymous("other").during("v1").after(0));
        add(anonymous("same").during("v2").after(1));
        add(anonymous("unknown").after(2));
        Attribution.Identified login = add(login("ann").during("v2").after(3));
        assertThat(emitted(login.changes())).contains("ann[other, same, unknown]");
        assertThat(login.changes().get(1).history().events())
                .extracting(PastEvent::itemId, PastEvent::shown)
                .containsExactly(
                        tuple("other", false), tuple("same", true), tuple("unknown", true));
    }

    @Test
    void without_a_session_id_of_the_login_everything_is_shown() {
        add(anonymous("a").during("v1").after(0));
        add(login("ann").after(DAY));
        assertThat(whose("a")).isEqualTo("ann");
        assertThat(shown("a")).isTrue();
    }

    @Test
    void an_earlier_login_in_their_own_visit_shows_them() {
        add(anonymous("a").during("v1").after(0));
        add(login("ann").during("v2").after(2 * HOUR));
        assertThat(shown("a")).isFalse();
        List<Attribution.Change> changes = add(login("ann").during("v1").after(MINUTE)).changes();
        assertThat(emitted(changes)).containsExactly("ann[a]");
        assertThat(shown("a")).isTrue();
    }

    @Test
    void what_is_given_back_is_shown_again() {
        add(anonymous("a").during("v1").after(0));
        add(login("ann").during("v2").after(1));
        unlink("ann", DAY);
        assertThat(whose("a")).isEqualTo(NOBODY);
        assertThat(shown("a")).isTrue();
    }

    @Test
    void a_device_of_more_users_than_allowed_is_shared_and_gives_everything_back() {
        add(anonymous("a").after(0));
        for (String user : List.of("ann", "bob", "carl")) {
            assertThat(add(login(user).after(device.owners.size() + 1)).becameShared()).isFalse();
        }
        add(anonymous("b").after(4));
        Attribution.Identified fourth = add(login("dora").after(5));
        assertThat(fourth.becameShared()).isTrue();
        assertThat(fourth.userId()).isEqualTo("dora");
        assertThat(emitted(fourth.changes()))
                .containsExactlyInAnyOrder("ann[] to phone", "carl[] to phone", "[a, b]");
        assertThat(add(anonymous("c").after(6)).userId()).isEqualTo(NOBODY);
        assertThat(add(login("emil").after(7)).becameShared()).isFalse();
        assertThat(Publication.current(device))
                .extracting(Ownership::userId, Ownership::evidence)
                .containsExactly(NOBODY, Evidence.SHARED);
    }

    @Test
    void a_device_is_shared_no_more_when_the_window_has_passed() {
        for (int i = 0; i < 4; i++) {
            add(login("u" + i).after(i));
        }
        add(anonymous("a").after(DAY));
        assertThat(whose("a")).isEqualTo(NOBODY);
        assertThat(add(anonymous("b").after(WINDOW)).userId()).isEqualTo(NOBODY);
        Attribution.Identified after = add(anonymous("c").after(WINDOW + 1));
        assertThat(after.userId()).isEqualTo("u3");
        assertThat(emitted(after.changes())).contains("u3[b]");
        assertThat(device.shared).isFalse();
        assertThat(Publication.current(device).userId()).isEqualTo("u3");
    }

    @Test
    void users_that_are_seen_far_apart_do_not_share() {
        for (int i = 0; i < 10; i++) {
            add(login("u" + i).after(i * (WINDOW / 3 + 1)));
        }
        assertThat(device.shared).isFalse();
    }

    @Test
    void to_unlink_a_user_of_a_shared_device_may_make_it_private_again() {
        for (int i = 0; i < 4; i++) {
            add(login("u" + i).after(i));
        }
        add(anonymous("a").after(4));
        assertThat(emitted(unlink("u1", DAY)))
                .containsExactly("u1[] to phone", "[] to u3", "u3[a]");
        assertThat(device.shared).isFalse();
    }

    @Test
    void a_link_gives_the_past_as_a_login_does_and_an_unlink_takes_it_back() {
        add(anonymous("a").after(0));
        assertThat(emitted(link("ann", 1))).containsExactlyInAnyOrder("[] to ann", "ann[a]");
        assertThat(Publication.current(device).evidence()).isEqualTo(Evidence.LINK);
        add(anonymous("b").after(2));

        List<Attribution.Change> undone = unlink("ann", 3);
        assertThat(emitted(undone)).containsExactlyInAnyOrder("ann[] to phone", "[a, b]");
        assertThat(undone.get(0).history().fromMillis()).isEqualTo(Long.MIN_VALUE);
        assertThat(device.owners).isEmpty();
        assertThat(device.users).isEmpty();
        assertThat(Publication.current(device).evidence()).isEqualTo(Evidence.NONE);

        assertThat(emitted(link("ann", 4))).containsExactlyInAnyOrder("[] to ann", "ann[a, b]");
        assertThat(emitted(unlink("ann", 5))).containsExactlyInAnyOrder("ann[] to phone", "[a, b]");
    }

    @Test
    void to_unlink_somebody_else_takes_nothing_from_the_owner() {
        add(anonymous("a").after(0));
        link("ann", 1);
        List<Attribution.Change> changes = unlink("bob", 2);
        assertThat(changes).isEmpty();
        assertThat(whose("a")).isEqualTo("ann");
        assertThat(Publication.current(device).userId()).isEqualTo("ann");
    }

    @Test
    void an_unlink_lets_the_next_user_have_what_the_unlinked_stood_before() {
        add(anonymous("a").after(0));
        link("ann", 1);
        add(anonymous("b").after(2));
        add(login("bob").after(3));
        assertThat(emitted(unlink("ann", 4)))
                .containsExactlyInAnyOrder("ann[] to bob", "bob[a, b]");
        assertThat(device.owners).extracting(Ownership::userId).containsExactly("bob");
    }

    @Test
    void an_unlink_joins_the_times_of_the_user_around_it() {
        add(login("ann").after(0));
        link("bob", 5);
        add(login("ann").after(10));
        add(anonymous("a").after(6));
        unlink("bob", 20);
        assertThat(whose("a")).isEqualTo("ann");
        assertThat(Publication.current(device))
                .isEqualTo(Ownership.of("ann", NOON, 0, Evidence.LOGIN));
    }

    @Test
    void evidence_after_an_unlink_counts_again() {
        add(anonymous("a").after(0));
        add(login("ann").after(1));
        unlink("ann", 10);
        assertThat(add(login("ann").after(10)).changes()).isEmpty();
        assertThat(whose("a")).isEqualTo(NOBODY);
        assertThat(emitted(add(login("ann").after(11)).changes())).contains("ann[a]");
    }

    @Test
    void evidence_after_an_unlink_that_came_before_it_stays() {
        add(login("ann").after(0));
        add(login("ann").after(10));
        add(anonymous("a").after(11));
        unlink("ann", 5);
        assertThat(whose("a")).isEqualTo("ann");
        assertThat(device.owners)
                .containsExactly(Ownership.of("ann", NOON + 10, 0, Evidence.LOGIN));
    }

    @Test
    void an_unlink_in_the_future_voids_the_evidence_up_to_it() {
        unlink("ann", HOUR);
        add(anonymous("a").after(0));
        Attribution.Identified early = add(login("ann").after(HOUR));
        assertThat(early.userId()).isEqualTo("ann");
        assertThat(early.changes()).isEmpty();
        assertThat(link("ann", HOUR)).isEmpty();
        assertThat(whose("a")).isEqualTo(NOBODY);
        assertThat(emitted(add(login("ann").after(HOUR + 1)).changes())).contains("ann[a]");
    }

    @Test
    void an_older_unlink_does_not_shorten_a_newer_one() {
        unlink("ann", HOUR);
        unlink("ann", MINUTE);
        assertThat(link("ann", 2 * MINUTE)).isEmpty();
        assertThat(device.unlinked).containsExactly(new SeenUser("ann", NOON + HOUR, NOON + HOUR));
    }

    @Test
    void an_unlinked_user_does_not_count_as_one_who_shares() {
        for (int i = 0; i < 4; i++) {
            unlink("u" + i, DAY);
            add(login("u" + i).after(i));
        }
        assertThat(device.shared).isFalse();
        assertThat(device.users).isEmpty();
    }

    @Test
    void a_guess_counts_where_there_is_no_evidence() {
        add(anonymous("old").after(-LOOK_BACK - 1));
        add(anonymous("a").after(-LOOK_BACK));
        assertThat(emitted(guess("ann", 0))).containsExactlyInAnyOrder("[old] to ann", "ann[a]");
        assertThat(add(anonymous("b").after(1)).userId()).isEqualTo("ann");
        assertThat(Publication.current(device).evidence()).isEqualTo(Evidence.PROBABILISTIC);
        assertThat(device.guessConfidence).isEqualTo(0.9);
    }

    @Test
    void any_login_voids_a_guess() {
        add(anonymous("a").after(0));
        guess("ann", 1);
        add(anonymous("b").after(2));
        List<Attribution.Change> changes = add(login("bob").after(3)).changes();
        assertThat(emitted(changes)).containsExactlyInAnyOrder("ann[] to bob", "bob[a, b]");
        assertThat(Publication.current(device).userId()).isEqualTo("bob");
        assertThat(guess("ann", 4)).isEmpty();
    }

    @Test
    void a_login_far_later_voids_a_guess_of_the_past_too() {
        add(anonymous("a").after(0));
        guess("ann", 1);
        List<Attribution.Change> changes = add(login("bob").after(LOOK_BACK + 1)).changes();
        assertThat(emitted(changes)).containsExactlyInAnyOrder("ann[] to phone", "[a]");
    }

    @Test
    void a_newer_guess_takes_the_place_of_an_older_one() {
        add(anonymous("a").after(0));
        guess("ann", 1);
        assertThat(emitted(guess("bob", 2))).containsExactlyInAnyOrder("ann[] to bob", "bob[a]");
    }

    @Test
    void a_guess_can_be_unlinked_and_is_not_made_again_for_that_time() {
        add(anonymous("a").after(0));
        guess("ann", 1);
        assertThat(unlink("bob", 2)).isEmpty();
        assertThat(whose("a")).isEqualTo("ann");
        assertThat(emitted(unlink("ann", 2))).containsExactlyInAnyOrder("ann[] to phone", "[a]");
        assertThat(device.guess).isNull();
        assertThat(guess("ann", 2)).isEmpty();
        assertThat(guess("ann", 3)).isNotEmpty();
    }

    @Test
    void nothing_is_guessed_of_a_shared_device() {
        for (int i = 0; i < 4; i++) {
            add(login("u" + i).after(i));
        }
        assertThat(guess("ann", 10)).isEmpty();
        assertThat(add(anonymous("a").after(11)).userId()).isEqualTo(NOBODY);
    }

    @Test
    void the_history_is_bound_by_count_and_forgets_whole_visits() {
        IdentitySettings few = rules(4, 3);
        for (int i = 0; i < 3; i++) {
            add(device, anonymous("first" + i).after(i * MINUTE), few);
        }
        for (int i = 0; i < 2; i++) {
            add(device, anonymous("second" + i).after(DAY + i * MINUTE), few);
        }
        assertThat(whose(device)).containsOnlyKeys("second0", "second1");
        assertThat(device.horizonMillis).isEqualTo(NOON + 2 * MINUTE + GAP + 1);

        Attribution.Identified login = add(device, login("ann").after(DAY + HOUR), few);
        assertThat(emitted(login.changes()))
                .containsExactlyInAnyOrder("[] to ann", "ann[second0, second1]");
        assertThat(login.changes())
                .extracting(change -> change.history().fromMillis())
                .containsOnly(NOON + 2 * MINUTE + GAP + 1);
    }

    @Test
    void a_visit_without_end_stays_whose_it_is_as_a_whole() {
        IdentitySettings few = rules(4, 3);
        for (int i = 0; i < 10; i++) {
            add(device, anonymous("i" + i).after(i * MINUTE), few);
        }
        assertThat(whose(device)).isEmpty();
        assertThat(device.horizonMillis).isEqualTo(NOON + 9 * MINUTE + GAP + 1);
        assertThat(add(device, login("ann").after(10 * MINUTE), few).changes()).isEmpty();

        add(device, anonymous("next").after(DAY), few);
        assertThat(whose(device)).containsOnlyKeys("next");
    }

    @Test
    void an_event_older_than_the_horizon_is_identified_and_not_remembered() {
        IdentitySettings few = rules(2, 3);
        for (int i = 0; i < 4; i++) {
            add(device, anonymous("i" + i).after(i * HOUR), few);
        }
        add(device, login("ann").after(4 * HOUR), few);
        assertThat(add(device, anonymous("late").after(30 * MINUTE), few).userId())
                .isEqualTo("ann");
        assertThat(whose(device)).containsOnlyKeys("i2", "i3");
    }

    @Test
    void an_event_more_than_a_day_older_than_the_first_is_not_remembered() {
        add(anonymous("first").after(0));
        add(anonymous("day").after(-DAY));
        add(anonymous("older").after(-2 * DAY));
        assertThat(whose(device)).containsOnlyKeys("first", "day");

        add(anonymous("of the same visit").after(-DAY - 1));
        assertThat(whose(device)).containsOnlyKeys("first");
    }

    @Test
    void the_history_is_bound_by_the_look_back_and_keeps_a_visit_that_reaches_into_it() {
        add(anonymous("over").after(0));
        add(anonymous("start").after(2 * HOUR));
        add(anonymous("end").after(2 * HOUR + GAP));
        add(anonymous("new").after(2 * HOUR + GAP + LOOK_BACK));
        assertThat(whose(device)).containsOnlyKeys("start", "end", "new");
        assertThat(device.horizonMillis).isEqualTo(NOON + GAP + 1);
        add(anonymous("newer").after(2 * HOUR + GAP + LOOK_BACK + 1));
        assertThat(whose(device)).containsOnlyKeys("new", "newer");
        assertThat(device.horizonMillis).isEqualTo(NOON + 2 * HOUR + 2 * GAP + 1);
    }

    @Test
    void ownerships_are_bound_and_what_is_older_stays_whose_it_is() {
        for (int i = 0; i < MAX_OWNERSHIPS; i++) {
            add(login(i % 2 == 0 ? "ann" : "bob").after(i * HOUR));
            add(anonymous("i" + i).after(i * HOUR + 5));
        }
        assertThat(device.owners).hasSize(MAX_OWNERSHIPS);
        assertThat(whose(device)).hasSize(MAX_OWNERSHIPS);

        add(login("ann").after(MAX_OWNERSHIPS * HOUR));
        assertThat(device.owners).hasSize(MAX_OWNERSHIPS);
        assertThat(device.owners.get(0).userId()).isEqualTo("bob");
        assertThat(device.horizonMillis).isEqualTo(NOON + HOUR);
        assertThat(whose(device)).hasSize(MAX_OWNERSHIPS - 1).doesNotContainKeys("i0");
    }

    @Test
    void a_bound_that_is_reached_leaves_no_ownership_of_nobody_in_front() {
        for (int i = 0; i < MAX_OWNERSHIPS; i++) {
            add(login("ann").after(20L * i));
            add(logout().after(20L * i + 10));
        }
        assertThat(device.owners).hasSizeBetween(MAX_OWNERSHIPS - 1, MAX_OWNERSHIPS);
        assertThat(device.owners.get(0).isNobodys()).isFalse();
    }

    @Test
    void users_are_bound_and_those_seen_last_stay() {
        for (int i = 0; i < 10; i++) {
            add(login("u" + i).after(i));
        }
        add(login("late").after(1));
        assertThat(device.users)
                .extracting(SeenUser::userId)
                .containsExactly("u6", "u7", "u8", "u9");
    }

    @Test
    void unlinked_users_are_bound() {
        for (int i = 0; i < 40; i++) {
            unlink("u" + i, i);
        }
        assertThat(device.unlinked).hasSize(16);
        assertThat(device.unlinked.get(15).userId()).isEqualTo("u39");
    }

    @Test
    void to_forget_a_device_names_everybody_who_may_have_something() {
        IdentitySettings few = rules(1, 3);
        add(device, anonymous("gone").after(0), few);
        add(device, login("ann").after(1), few);
        add(device, logout().after(2), few);
        add(device, login("bob").after(DAY), few);
        add(device, anonymous("kept").after(DAY + 1), few);
        List<Attribution.Change> changes = Attribution.forget(device, "phone", NOON);
        assertThat(emitted(changes)).containsExactlyInAnyOrder("[]", "ann[]", "bob[]");
        assertThat(changes)
                .extracting(change -> change.history().fromMillis())
                .containsOnly(Long.MIN_VALUE);
    }

    @Test
    void to_forget_a_guessed_device_names_whom_it_was_given_to() {
        add(anonymous("a").after(0));
        guess("ann", 1);
        assertThat(emitted(Attribution.forget(device, "phone", NOON)))
                .containsExactlyInAnyOrder("[]", "ann[]");
    }

    @Test
    void to_forget_an_unknown_device_tells_its_own_person_only() {
        assertThat(emitted(Attribution.forget(device, "phone", NOON))).containsExactly("[]");
    }

    @Test
    void a_clock_is_wrong_after_some_events_in_a_row_and_found_once() {
        assertThat(skews(121_000, 121_000, 121_000)).containsExactly(false, false, true);
        assertThat(skews(121_000, 121_000, 121_000)).containsExactly(false, false, false);
        assertThat(skews(0, 121_000, 121_000, 121_000)).containsExactly(false, false, false, false);
    }

    @Test
    void a_clock_that_is_ahead_is_wrong_too() {
        assertThat(skews(-121_000, -150_000, -140_000)).containsExactly(false, false, true);
        assertThat(device.skew.leastMillis).isEqualTo(-150_000);
        assertThat(device.skew.mostMillis).isEqualTo(-121_000);
    }

    @Test
    void an_event_in_time_begins_the_count_anew() {
        assertThat(skews(121_000, 121_000, 120_000, 121_000, 121_000, 121_000))
                .containsExactly(false, false, false, false, false, true);
    }

    @Test
    void events_kept_back_without_a_network_show_no_wrong_clock() {
        assertThat(skews(3 * HOUR, 2 * HOUR, HOUR, HOUR / 2)).containsOnly(false);
        assertThat(skews(0, 5 * HOUR, 5 * HOUR, 5 * HOUR))
                .containsExactly(false, false, false, true);
    }

    private List<Boolean> skews(long... millis) {
        return LongStream.of(millis)
                .mapToObj(each -> device.skew.note(each, 3, RULES.skewMillis()))
                .toList();
    }

    @Test
    void what_is_stored_does_not_fall_to_kryo() {
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(DeviceIdentity.class);
    }

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 300);
    }

    /** At most this many moments, far enough apart that a logout's end is none of them. */
    private static List<Long> moments(Random random, int count) {
        List<Long> moments = new ArrayList<>();
        long millis = 0;
        for (int i = 0; i < count; i++) {
            millis += 10 + random.nextLong(2 * GAP);
            moments.add(millis);
        }
        return moments;
    }

    private static Events anonymousEvent(Random random, long after) {
        return anonymous("i" + after).during(visit(random, after)).after(after);
    }

    /** Hourly visits, some without an id. */
    private static @Nullable String visit(Random random, long after) {
        return random.nextInt(3) == 0 ? null : "v" + after / HOUR;
    }

    private static DeviceIdentity deviceOf(List<Events> events) {
        DeviceIdentity device = new DeviceIdentity();
        events.forEach(each -> add(device, each, RULES));
        return device;
    }

    private static List<Events> sorted(List<Events> events) {
        return events.stream()
                .sorted(Comparator.comparingLong(each -> each.event().occurredAtMillis()))
                .toList();
    }

    @ParameterizedTest(name = "stream {0}")
    @MethodSource("seeds")
    void whose_an_event_is_does_not_depend_on_the_order_of_arrival(int seed) {
        Random random = new Random(seed);
        List<Long> moments = moments(random, 30);
        Collections.shuffle(moments, random);
        List<Events> events = new ArrayList<>();
        for (String user : List.of("ann", "bob", "carl")) {
            for (int i = 0; i < 2; i++) {
                long after = moments.remove(0);
                EventType type = i == 1 && user.equals("bob") ? EventType.LOGOUT : EventType.LOGIN;
                events.add(of(type, null).by(user).during(visit(random, after)).after(after));
            }
        }
        moments.forEach(after -> events.add(anonymousEvent(random, after)));
        DeviceIdentity expected = deviceOf(sorted(events));
        assertThat(expected.history).hasSize(24);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(events, random);
            assertThat(deviceOf(events).history).isEqualTo(expected.history);
        }
    }

    /** Any evidence at all, in order; only the anonymous events come at any time. */
    @ParameterizedTest(name = "stream {0}")
    @MethodSource("seeds")
    void anonymous_events_may_come_at_any_time_among_sorted_evidence(int seed) {
        Random random = new Random(seed);
        List<Events> evidence = new ArrayList<>();
        List<Events> anonymous = new ArrayList<>();
        for (long after : moments(random, 40)) {
            String user = List.of("ann", "bob", "carl").get(random.nextInt(3));
            switch (random.nextInt(6)) {
                case 0, 1 -> evidence.add(login(user).during(visit(random, after)).after(after));
                case 2 -> evidence.add(of(EventType.LOGOUT, null).by(user).after(after));
                default -> anonymous.add(anonymousEvent(random, after));
            }
        }
        List<Events> all = new ArrayList<>(evidence);
        all.addAll(anonymous);
        DeviceIdentity expected = deviceOf(sorted(all));
        for (int i = 0; i < 20; i++) {
            List<Events> arrival = new ArrayList<>(evidence);
            Collections.shuffle(anonymous, random);
            anonymous.forEach(each -> arrival.add(random.nextInt(arrival.size() + 1), each));
            DeviceIdentity device = deviceOf(arrival);
            assertThat(device.history)
                    .usingElementComparator(
                            Comparator.comparingLong(
                                            (AnonymousEvent each) ->
                                                    each.event().occurredAtMillis())
                                    .thenComparing(AnonymousEvent::userId))
                    .containsExactlyElementsOf(expected.history);
            assertThat(device.owners).isEqualTo(expected.owners);
        }
    }

    /** What was emitted for each person, put together as the persons do. */
    private static final class Persons {

        private final Map<String, Map<String, PastEvent>> has = new TreeMap<>();

        void take(List<Attribution.Change> changes) {
            for (Attribution.Change change : changes) {
                Map<String, PastEvent> its = of(change.userId());
                long from = change.history().fromMillis();
                its.values().removeIf(each -> each.occurredAtMillis() >= from);
                for (PastEvent event : change.history().events()) {
                    its.put(String.valueOf(event.itemId()), event);
                }
            }
        }

        void take(DeviceIdentity device, Events events, IdentitySettings rules) {
            Attribution.Identified identified = add(device, events, rules);
            take(identified.changes());
            Event event = events.event();
            if (event.userId() == null) {
                String item = String.valueOf(event.itemId());
                of(identified.userId()).put(item, PastEvent.of(event));
            }
        }

        private Map<String, PastEvent> of(String user) {
            return has.computeIfAbsent(user, any -> new TreeMap<>());
        }

        /** Items from a time on, by their user. */
        Map<String, String> since(long millis) {
            Map<String, String> items = new TreeMap<>();
            has.forEach(
                    (user, events) ->
                            events.values().stream()
                                    .filter(each -> each.occurredAtMillis() >= millis)
                                    .forEach(
                                            each ->
                                                    assertThat(items.put(each.itemId(), user))
                                                            .as("%s is two persons'", each)
                                                            .isNull()));
            return items;
        }
    }

    /**
     * Late evidence that divides an ownership adds two and the bound removes one, so that the bound
     * of ownerships is asserted of evidence in order only.
     */
    @ParameterizedTest(name = "evidence out of order: {0}")
    @ValueSource(booleans = {false, true})
    void whatever_comes_the_bounds_hold_and_everybody_knows_what_is_theirs(boolean disorder) {
        Random random = new Random(17);
        IdentitySettings few = rules(20, 2);
        DeviceIdentity any = new DeviceIdentity();
        Persons persons = new Persons();
        long millis = 0;
        for (int i = 0; i < 20_000; i++) {
            millis += random.nextLong(random.nextInt(50) == 0 ? 2 * DAY : HOUR);
            long late = random.nextInt(4) == 0 ? millis - random.nextLong(DAY) : millis;
            long after = disorder ? late : millis;
            String user = "u" + random.nextInt(random.nextInt(20) == 0 ? 40 : 3);
            String item = "i" + i;
            int what = random.nextInt(1_000);
            if (what < 600) {
                persons.take(any, anonymous(item).during(visit(random, late)).after(late), few);
            } else if (what < 750) {
                persons.take(any, login(user).during(visit(random, after)).after(after), few);
            } else if (what < 850) {
                String who = random.nextBoolean() ? user : null;
                persons.take(any, of(EventType.LOGOUT, item).by(who).after(after), few);
            } else if (what < 900) {
                persons.take(Attribution.link(any, user, NOON + after, "phone", few));
            } else if (what < 960) {
                long until = random.nextBoolean() ? late : late - random.nextLong(5 * DAY);
                persons.take(Attribution.unlink(any, user, NOON + until, "phone", few));
            } else if (what < 998) {
                persons.take(Attribution.apply(any, guessOf(user, after), few));
            } else {
                any = new DeviceIdentity();
                persons = new Persons();
            }
            assertBounds(any, few);
            assertThat(persons.since(any.horizonMillis)).as("after %d", i).isEqualTo(whose(any));
        }
    }

    private static void assertBounds(DeviceIdentity device, IdentitySettings rules) {
        assertThat(device.users).hasSizeLessThanOrEqualTo(rules.sharedUsers() + 1);
        assertThat(device.unlinked).hasSizeLessThanOrEqualTo(16);
        assertThat(device.history.size()).isLessThanOrEqualTo(rules.maxHistory());
        long before = device.horizonMillis;
        for (AnonymousEvent each : device.history) {
            assertThat(each.event().occurredAtMillis()).isGreaterThanOrEqualTo(before);
            before = each.event().occurredAtMillis();
        }
        long last = Long.MIN_VALUE;
        assertThat(device.owners).hasSizeLessThanOrEqualTo(MAX_OWNERSHIPS);
        assertThat(device.holders).hasSizeLessThanOrEqualTo(64);
        for (Ownership each : device.owners) {
            assertThat(each.firstMillis()).isGreaterThanOrEqualTo(last);
            assertThat(each.lastMillis()).isGreaterThanOrEqualTo(each.firstMillis());
            last = each.lastMillis();
        }
    }

    @Test
    void impressions_push_no_deed_out_of_the_history_and_are_bounded_by_themselves() {
        IdentitySettings rules = rules(20, 3);
        add(device, anonymous("cup").after(0), rules);
        for (int i = 0; i < 300; i++) {
            Events tile = of(EventType.IMPRESSION, "tile-" + i).by(null).after(1_000 + i * 1_000L);
            add(device, tile, rules);
            assertThat(device.history).hasSizeLessThanOrEqualTo(22);
        }
        add(device, anonymous("pot").after(302_000), rules);
        List<Attribution.Change> changes =
                add(device, login("ann").after(303_000), rules).changes();
        assertThat(changes).extracting(Attribution.Change::userId).contains("ann");
        assertThat(whose(device)).containsEntry("cup", "ann").containsEntry("pot", "ann");
        assertThat(whose(device)).containsEntry("tile-299", "ann").doesNotContainKey("tile-0");
    }

    @Test
    void visits_of_nothing_but_impressions_are_bounded_too() {
        IdentitySettings rules = rules(20, 3);
        for (int i = 0; i < 300; i++) {
            Events tile = of(EventType.IMPRESSION, "tile-" + i).by(null).after(2L * i * GAP);
            add(device, tile, rules);
            assertThat(device.history).hasSizeLessThanOrEqualTo(20);
        }
    }
}
