package io.nextclick.identity;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.IdentityEvent.Action;
import io.nextclick.event.QualityFinding;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonInput;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdentifyTest {

    private static final Duration TTL = Duration.ofDays(90);
    private static final long MINUTE = 60_000;
    private static final long DAY = 86_400_000;
    private static final IdentitySettings RULES =
            new IdentitySettings(7 * DAY, 100, 30 * MINUTE, 3, 30 * DAY, 2 * MINUTE);

    private KeyedTwoInputStreamOperatorTestHarness<String, Event, IdentityEvent, PersonInput>
            harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, Event, IdentityEvent, PersonInput>
            harness() throws Exception {
        return Harness.of(
                new Identify(RULES, TTL, Harness.SMALL_CACHE),
                Event::sourceKey,
                IdentityEvent::deviceKey);
    }

    /** Sends an event that arrives at once; returns what reaches persons, in words. */
    private List<String> send(Events events) throws Exception {
        Event event = events.event();
        return sendArrived(events, event.occurredAtMillis());
    }

    private List<String> sendArrived(Events events, long arrivedAtMillis) throws Exception {
        harness.processElement1(events.event(), arrivedAtMillis);
        return words(Harness.take(harness));
    }

    private List<String> send(Action action, String device, @Nullable String user, long after)
            throws Exception {
        return send(new IdentityEvent(action, NOON + after, "default", device, user, 1));
    }

    private List<String> send(IdentityEvent event) throws Exception {
        harness.processElement2(event, event.occurredAtMillis());
        return words(Harness.take(harness));
    }

    private static List<String> words(List<PersonInput> inputs) {
        return inputs.stream().map(IdentifyTest::words).toList();
    }

    /** {@code person gets item}, or {@code person has [items] of device, others went to person}. */
    private static String words(PersonInput input) {
        Event event = input.event();
        DeviceHistory history = input.history();
        if (history == null) {
            assertThat(event).isNotNull();
            String what = event.itemId() == null ? event.type().name() : event.itemId();
            return input.personKey() + " gets " + what;
        }
        assertThat(event).isNull();
        String to = history.movedTo();
        List<String> items = Arrays.stream(history.events()).map(PastEvent::itemId).toList();
        return "%s has %s of %s%s"
                .formatted(
                        input.personKey(),
                        items,
                        history.deviceId(),
                        to == null ? "" : ", others went to " + to);
    }

    private static Events anonymous(String item) {
        return view(item).by(null).on("phone");
    }

    private static Events login(String user) {
        return of(EventType.LOGIN, null).by(user).on("phone");
    }

    private static Events logout() {
        return of(EventType.LOGOUT, null).by(null).on("phone");
    }

    private List<IdentityLink> links() {
        return Harness.take(harness, Identify.LINKS);
    }

    private List<QualityFinding> findings() {
        return Harness.take(harness, Identify.FINDINGS);
    }

    private @Nullable DeviceIdentity stored(String key) throws Exception {
        Harness.checkpoint(harness);
        harness.getOperator().setCurrentKey(key);
        return harness.getOperator()
                .getKeyedStateStore()
                .getState(Identify.state(TTL).descriptor())
                .value();
    }

    private int timers() {
        return harness.numEventTimeTimers() + harness.numProcessingTimeTimers();
    }

    @Test
    void the_first_event_of_an_anonymous_device_is_the_devices_own() throws Exception {
        assertThat(send(anonymous("a"))).containsExactly("phone gets a");
        assertThat(links()).isEmpty();
        assertThat(findings()).isEmpty();
    }

    @Test
    void with_the_login_the_history_comes_before_the_event_and_to_both_persons() throws Exception {
        send(anonymous("a").after(0));
        send(anonymous("b").after(1));
        assertThat(send(login("ann").after(2)))
                .containsExactly(
                        "phone has [] of phone, others went to ann",
                        "ann has [a, b] of phone",
                        "ann gets LOGIN");
        assertThat(send(anonymous("c").after(3))).containsExactly("ann gets c");
    }

    @Test
    void an_event_repeated_moves_nothing_again() throws Exception {
        send(anonymous("a").after(0));
        send(login("ann").after(1));
        assertThat(send(login("ann").after(1))).containsExactly("ann gets LOGIN");
        assertThat(links()).hasSize(1);
    }

    @Test
    void an_event_passes_as_it_came() throws Exception {
        Event event = anonymous("a").after(5).during("v").event();
        harness.processElement1(event, event.occurredAtMillis());
        assertThat(Harness.take(harness)).containsExactly(PersonInput.of("phone", event));
    }

    @Test
    void a_login_that_comes_late_moves_what_came_between() throws Exception {
        send(login("ann").after(0));
        send(anonymous("a").after(1));
        send(anonymous("b").after(3));
        assertThat(send(login("bob").after(2)))
                .containsExactly(
                        "ann has [a] of phone, others went to bob",
                        "bob has [b] of phone",
                        "bob gets LOGIN");
        assertThat(send(anonymous("late").after(1))).containsExactly("ann gets late");
    }

    @Test
    void a_logout_ends_it() throws Exception {
        send(login("ann").after(0));
        assertThat(send(logout().after(1))).containsExactly("ann gets LOGOUT");
        assertThat(send(anonymous("a").after(2))).containsExactly("phone gets a");
        assertThat(findings()).isEmpty();
        assertThat(links())
                .extracting(IdentityLink::personId, IdentityLink::evidence)
                .containsExactly(tuple("ann", Evidence.LOGIN), tuple("phone", Evidence.NONE));
    }

    @Test
    void a_link_and_an_unlink_move_the_history_there_and_back() throws Exception {
        send(anonymous("a").after(0));
        assertThat(send(Action.LINK, "phone", "ann", 1))
                .containsExactly(
                        "phone has [] of phone, others went to ann", "ann has [a] of phone");
        assertThat(send(Action.LINK, "phone", "ann", 2)).isEmpty();
        assertThat(send(Action.UNLINK, "phone", "ann", 3))
                .containsExactly(
                        "ann has [] of phone, others went to phone", "phone has [a] of phone");
        assertThat(links())
                .extracting(IdentityLink::personId, IdentityLink::evidence)
                .containsExactly(tuple("ann", Evidence.LINK), tuple("phone", Evidence.NONE));
    }

    @Test
    void a_guess_is_emitted_with_its_confidence() throws Exception {
        send(anonymous("a").after(0));
        IdentityEvent guess =
                new IdentityEvent(Action.GUESS, NOON + 1, "default", "phone", "ann", 0.97);
        assertThat(send(guess))
                .containsExactly(
                        "phone has [] of phone, others went to ann", "ann has [a] of phone");
        assertThat(links())
                .containsExactly(
                        new IdentityLink(
                                "default", "phone", "ann", Evidence.PROBABILISTIC, NOON + 1, 0.97));
        send(login("bob").after(2));
        assertThat(links())
                .containsExactly(
                        new IdentityLink("default", "phone", "bob", Evidence.LOGIN, NOON + 2, 1));
        assertThat(send(guess)).isEmpty();
        assertThat(links()).isEmpty();
    }

    @Test
    void two_devices_are_apart() throws Exception {
        send(anonymous("a").after(0));
        send(anonymous("b").on("tablet").after(0));
        assertThat(send(login("ann").after(1)))
                .containsExactly(
                        "phone has [] of phone, others went to ann",
                        "ann has [a] of phone",
                        "ann gets LOGIN");
        assertThat(send(anonymous("c").on("tablet").after(2))).containsExactly("tablet gets c");
        send(Action.FORGET_DEVICE, "tablet", null, 3);
        assertThat(send(anonymous("d").after(4))).containsExactly("ann gets d");
    }

    @Test
    void two_sites_are_apart() throws Exception {
        send(anonymous("a").site("north").after(0));
        assertThat(send(login("ann").after(1))).containsExactly("ann gets LOGIN");
        assertThat(send(anonymous("b").site("north").after(2)))
                .containsExactly("north/phone gets b");
        assertThat(send(login("ann").site("north").after(3)))
                .containsExactly(
                        "north/phone has [] of phone, others went to ann",
                        "north/ann has [a, b] of phone",
                        "north/ann gets LOGIN");
        send(new IdentityEvent(Action.UNLINK, NOON + 4, "north", "phone", "ann", 1));
        assertThat(send(anonymous("c").after(5))).containsExactly("ann gets c");
        assertThat(send(anonymous("d").site("north").after(5)))
                .containsExactly("north/phone gets d");
        assertThat(links()).extracting(IdentityLink::deviceKey).contains("phone", "north/phone");
    }

    @Test
    void an_event_without_a_device_passes_by_its_user_and_leaves_nothing() throws Exception {
        assertThat(send(view("a").by("ann"))).containsExactly("ann gets a");
        assertThat(send(view("a").by("ann").site("north"))).containsExactly("north/ann gets a");
        assertThat(links()).isEmpty();
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void a_link_is_emitted_only_when_it_changes_and_says_why_and_since_when() throws Exception {
        send(anonymous("a").after(0));
        assertThat(links()).isEmpty();
        send(login("ann").after(1));
        send(login("ann").after(2));
        send(anonymous("b").after(3));
        send(Action.LINK, "phone", "ann", 4);
        assertThat(links())
                .containsExactly(
                        new IdentityLink("default", "phone", "ann", Evidence.LOGIN, NOON + 1, 1));
        send(login("bob").after(5));
        send(Action.LINK, "phone", "carl", 6);
        send(logout().after(7));
        assertThat(links())
                .containsExactly(
                        new IdentityLink("default", "phone", "bob", Evidence.LOGIN, NOON + 5, 1),
                        new IdentityLink("default", "phone", "carl", Evidence.LINK, NOON + 6, 1),
                        new IdentityLink("default", "phone", "phone", Evidence.NONE, NOON + 8, 1));
    }

    @Test
    void evidence_of_the_past_that_changes_no_current_owner_emits_no_link() throws Exception {
        send(login("ann").after(10));
        links();
        send(login("bob").after(5));
        assertThat(links()).isEmpty();
    }

    @Test
    void an_earlier_login_that_comes_late_corrects_since_when() throws Exception {
        send(login("ann").after(10));
        links();
        send(login("ann").after(5));
        assertThat(links()).singleElement().matches(link -> link.sinceMillis() == NOON + 5);
    }

    @Test
    void of_a_forgotten_device_there_is_a_tombstone_and_nothing_left_but_when_it_was_forgotten()
            throws Exception {
        send(anonymous("a").after(0));
        send(login("ann").after(1));
        send(login("bob").after(2));
        links();
        assertThat(stored("phone")).isNotNull();
        assertThat(send(Action.FORGET_DEVICE, "phone", null, 3))
                .as("Bob was given nothing, but his visits name the device")
                .containsExactlyInAnyOrder(
                        "phone has [] of phone", "ann has [] of phone", "bob has [] of phone");
        assertThat(links())
                .containsExactly(
                        new IdentityLink("default", "phone", null, Evidence.NONE, NOON + 3, 1));
        assertThat(stored("phone").history).isEmpty();
        assertThat(stored("phone").holders).isEmpty();
        assertThat(stored("phone").users).isEmpty();
        assertThat(send(login("ann").after(2)))
                .as("what is older than that counts for nothing")
                .containsExactly("ann gets LOGIN");

        assertThat(send(anonymous("b").after(4))).containsExactly("phone gets b");
        assertThat(send(login("ann").after(5)))
                .containsExactly(
                        "phone has [] of phone, others went to ann",
                        "ann has [b] of phone",
                        "ann gets LOGIN");
    }

    @Test
    void a_forgotten_device_may_name_a_user_and_be_unknown() throws Exception {
        assertThat(send(Action.FORGET_DEVICE, "phone", "ann", 0))
                .containsExactly("phone has [] of phone");
        assertThat(links()).extracting(IdentityLink::personId).containsOnlyNulls();
    }

    @Test
    void a_statement_without_a_user_breaks_what_the_decoder_promises() {
        assertThatThrownBy(() -> send(Action.LINK, "phone", null, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("LINK")
                .hasMessageContaining("phone");
    }

    @Test
    void a_shared_device_is_found_once_and_its_anonymous_events_are_its_own() throws Exception {
        send(anonymous("a").after(0));
        for (String user : List.of("ann", "bob", "carl")) {
            send(login(user).after(1));
        }
        assertThat(findings()).isEmpty();
        links();
        assertThat(send(login("dora").named("e4").after(2)))
                .containsExactly(
                        "ann has [] of phone, others went to phone",
                        "phone has [a] of phone",
                        "dora gets LOGIN");
        send(login("emil").after(3));
        assertThat(findings())
                .containsExactly(
                        new QualityFinding(
                                QualityFinding.Kind.SHARED_DEVICE,
                                "default",
                                null,
                                "phone",
                                "e4",
                                NOON + 2,
                                "more than 3 users"));
        assertThat(links())
                .containsExactly(
                        new IdentityLink(
                                "default", "phone", "phone", Evidence.SHARED, NOON + 2, 1));
        assertThat(send(anonymous("b").after(4))).containsExactly("phone gets b");

        assertThat(send(anonymous("c").after(40 * DAY))).last().isEqualTo("emil gets c");
        assertThat(links())
                .extracting(IdentityLink::personId, IdentityLink::evidence)
                .containsExactly(tuple("emil", Evidence.LOGIN));
    }

    @Test
    void a_logout_of_nobody_is_found() throws Exception {
        assertThat(send(logout().named("e1").after(0))).containsExactly("phone gets LOGOUT");
        assertThat(findings())
                .containsExactly(
                        new QualityFinding(
                                QualityFinding.Kind.LOGOUT_WITHOUT_LOGIN,
                                "default",
                                null,
                                "phone",
                                "e1",
                                NOON,
                                "nobody is logged in"));
        assertThat(links()).isEmpty();
    }

    @Test
    void a_wrong_clock_is_found_once() throws Exception {
        for (int i = 0; i < 30; i++) {
            Events event = anonymous("a").named("e" + i).after(i * MINUTE);
            sendArrived(event, event.event().occurredAtMillis() + 10 * MINUTE + i);
        }
        assertThat(findings())
                .containsExactly(
                        new QualityFinding(
                                QualityFinding.Kind.CLOCK_SKEW,
                                "default",
                                null,
                                "phone",
                                "e7",
                                NOON + 7 * MINUTE,
                                "8 events in a row 600 to 600 s before their arrival"));
    }

    @Test
    void a_wrong_clock_is_seen_by_the_time_of_sending_where_it_is_stated() throws Exception {
        for (int i = 0; i < 10; i++) {
            sendArrived(anonymous("a").after(i).sentAt(NOON + 10 * MINUTE), NOON + 10 * MINUTE);
        }
        assertThat(findings()).isEmpty();
        for (int i = 0; i < 10; i++) {
            sendArrived(anonymous("a").after(i).sentAt(NOON + i), NOON + 10 * MINUTE);
        }
        assertThat(findings())
                .extracting(QualityFinding::kind)
                .containsExactly(QualityFinding.Kind.CLOCK_SKEW);
    }

    @Test
    void late_events_of_one_delay_each_and_clocks_of_two_devices_are_no_finding() throws Exception {
        for (int i = 0; i < 7; i++) {
            for (String device : List.of("phone", "tablet")) {
                sendArrived(anonymous("a").on(device).after(i), NOON + 10 * MINUTE);
            }
        }
        for (int i = 0; i < 20; i++) {
            sendArrived(anonymous("a").on("laptop").after(10L * i * MINUTE), NOON + DAY);
        }
        assertThat(findings()).isEmpty();
    }

    @Test
    void watermarks_pass_and_only_what_was_published_waits_for_a_timer() throws Exception {
        send(anonymous("a").after(0));
        assertThat(timers()).isZero();
        send(Action.LINK, "phone", "ann", 1);
        assertThat(timers()).isEqualTo(1);
        harness.processBothWatermarks(new Watermark(NOON + DAY));
        assertThat(harness.getOutput()).contains(new Watermark(NOON + DAY));
        harness.getOutput().clear();
        assertThat(send(anonymous("late").after(-DAY / 2))).containsExactly("ann gets late");
    }

    @Test
    void one_value_is_stored_a_device_however_much_comes() throws Exception {
        for (int i = 0; i < 500; i++) {
            send(anonymous("i" + i).on("device" + i % 10).after(i * MINUTE));
        }
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(10);
    }

    @Test
    void after_the_ttl_nothing_is_left() throws Exception {
        harness.setStateTtlProcessingTime(0);
        send(anonymous("a").after(0));
        send(login("ann").after(1));
        send(anonymous("b").on("tablet").after(0));
        send(Action.UNLINK, "laptop", "ann", 1);
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(3);

        links();
        harness.setStateTtlProcessingTime(TTL.toMillis() + 2);
        harness.setProcessingTime(TTL.toMillis() + 2);
        assertThat(links())
                .as("the compacted topic forgets it too")
                .singleElement()
                .matches(link -> link.deviceId().equals("phone") && link.personId() == null);
        for (String device : List.of("phone", "tablet", "laptop")) {
            assertThat(stored(device)).isNull();
        }
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(timers()).isZero();
        assertThat(send(anonymous("c").after(2))).containsExactly("phone gets c");
    }

    @Test
    void a_device_that_is_still_used_outlives_the_ttl() throws Exception {
        harness.setStateTtlProcessingTime(0);
        send(login("ann").after(0));
        Harness.checkpoint(harness);
        harness.setStateTtlProcessingTime(TTL.toMillis() - 1);
        send(anonymous("a").after(1));
        Harness.checkpoint(harness);
        harness.setStateTtlProcessingTime(TTL.toMillis() + 1);
        assertThat(send(anonymous("b").after(2))).containsExactly("ann gets b");
    }

    @Test
    void a_restored_operator_goes_on_with_what_it_knew_and_repeats_no_link() throws Exception {
        for (int i = 0; i < 9; i++) {
            send(anonymous("x" + i).on("device" + i).after(0));
        }
        send(anonymous("a").during("v1").after(0));
        send(login("ann").during("v2").after(1));
        send(Action.UNLINK, "device3", "bob", 2);
        OperatorSubtaskState snapshot = Harness.checkpoint(harness);
        DeviceIdentity before = stored("phone");
        try (var restored = harness()) {
            restored.initializeState(snapshot);
            restored.open();
            restored.processElement1(anonymous("b").after(2).event(), NOON + 2);
            restored.processElement1(login("carl").on("device5").after(3).event(), NOON + 3);
            restored.processElement1(login("bob").on("device3").after(2).event(), NOON + 2);
            assertThat(words(Harness.take(restored)))
                    .containsExactly(
                            "ann gets b",
                            "device5 has [] of device5, others went to carl",
                            "carl has [x5] of device5",
                            "carl gets LOGIN",
                            "bob gets LOGIN");
            assertThat(Harness.take(restored, Identify.LINKS))
                    .extracting(IdentityLink::deviceId)
                    .containsExactly("device5");
            Harness.checkpoint(restored);
            restored.getOperator().setCurrentKey("phone");
            DeviceIdentity after =
                    restored.getOperator()
                            .getKeyedStateStore()
                            .getState(Identify.state(TTL).descriptor())
                            .value();
            assertThat(after.history.get(0).event().shown()).isFalse();
            assertThat(after)
                    .usingRecursiveComparison()
                    .ignoringFields("history", "newestMillis")
                    .isEqualTo(before);
        }
    }

    @Test
    void the_next_event_sets_a_timer_anew_that_a_restore_lost() throws Exception {
        harness.setStateTtlProcessingTime(0);
        harness.setProcessingTime(0);
        send(login("ann").after(0));
        try (var restored = harness()) {
            restored.setStateTtlProcessingTime(0);
            restored.open();
            restored.setProcessingTime(TTL.toMillis() + 100_000);
            Harness.copyWithoutTimers(harness, restored, Identify.state(TTL).descriptor(), "phone");
            restored.processElement1(anonymous("a").after(1).event(), NOON + 1);
            assertThat(restored.numProcessingTimeTimers()).isEqualTo(1);
            restored.processElement1(anonymous("b").after(2).event(), NOON + 2);
            assertThat(restored.numProcessingTimeTimers()).isEqualTo(1);
        }
    }

    @Test
    void a_device_that_is_still_used_has_one_timer_however_long_it_lives() throws Exception {
        harness.setStateTtlProcessingTime(0);
        harness.setProcessingTime(0);
        send(login("ann").after(0));
        for (int time = 1; time < 10; time++) {
            harness.setProcessingTime(time * (TTL.toMillis() + 1) + 100_000L * time);
            send(anonymous("a").after(time));
        }
        harness.setProcessingTime(10 * (TTL.toMillis() + 1) + 950_000);
        assertThat(timers()).isEqualTo(1);
    }
}
