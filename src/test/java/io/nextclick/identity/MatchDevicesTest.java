package io.nextclick.identity;

import static io.nextclick.identity.LinkTests.HOUR;
import static io.nextclick.identity.LinkTests.look;
import static io.nextclick.identity.LinkTests.on;
import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextclick.event.Event;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.QualityFinding;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchDevicesTest {

    private static final Duration TTL = Duration.ofDays(60);
    private static final int CANDIDATES = 4;
    private static final String[] TASTE = {"pans", "bikes", "tents", "novels", "lamps", "mats"};

    private KeyedOneInputStreamOperatorTestHarness<String, Event, IdentityEvent> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Event, IdentityEvent> harness()
            throws Exception {
        return Harness.of(
                new MatchDevices(LinkTests.rules(CANDIDATES), TTL, Harness.SMALL_CACHE),
                MatchDevices::blockKey);
    }

    private void send(Events... all) throws Exception {
        for (Events events : all) {
            Event event = events.event();
            harness.processElement(event, event.occurredAtMillis());
        }
    }

    /** A visit of two events to each topic, four hours apart. */
    private static Events[] visits(String device, String user, double hour, String... topics) {
        List<Events> visits = new ArrayList<>();
        for (int i = 0; i < topics.length; i++) {
            visits.add(look(device, user, topics[i], hour + 4 * i));
            visits.add(look(device, user, topics[i], hour + 4 * i + 0.02));
        }
        return visits.toArray(Events[]::new);
    }

    private List<IdentityEvent> guesses() {
        return Harness.take(harness);
    }

    private List<QualityFinding> findings() {
        return Harness.take(harness, MatchDevices.FINDINGS);
    }

    private DeviceBlock block() throws Exception {
        Harness.checkpoint(harness);
        harness.getOperator().setCurrentKey("default/home");
        return harness.getOperator()
                .getKeyedStateStore()
                .getState(MatchDevices.state(TTL).descriptor())
                .value();
    }

    @Test
    void a_device_that_does_what_a_known_one_does_is_guessed_to_be_its_users() throws Exception {
        send(visits("phone", "ann", 0, TASTE));
        assertThat(guesses()).isEmpty();
        send(visits("tablet", null, 2, TASTE));
        assertThat(guesses())
                .singleElement()
                .satisfies(
                        guess -> {
                            assertThat(guess.action()).isEqualTo(IdentityEvent.Action.GUESS);
                            assertThat(guess.site()).isEqualTo("default");
                            assertThat(guess.deviceId()).isEqualTo("tablet");
                            assertThat(guess.userId()).isEqualTo("ann");
                            assertThat(guess.confidence()).isBetween(0.94, 0.999_999);
                            assertThat(guess.occurredAtMillis()).isGreaterThan(NOON + 2 * HOUR);
                        });
    }

    @Test
    void the_guess_also_comes_when_the_user_logs_in_last() throws Exception {
        send(visits("tablet", null, 2, TASTE));
        send(visits("phone", null, 2.1, TASTE));
        assertThat(guesses()).isEmpty();
        send(look("phone", "ann", "pans", 30));
        assertThat(guesses()).extracting(IdentityEvent::deviceId).containsExactly("tablet");
    }

    @Test
    void a_guess_is_made_once_however_much_more_speaks_for_it() throws Exception {
        send(visits("phone", "ann", 0, TASTE));
        for (int day = 0; day < 5; day++) {
            send(visits("tablet", null, 2 + 24 * day, TASTE));
            send(visits("phone", "ann", 24 + 24 * day, TASTE));
        }
        assertThat(guesses()).hasSize(1);
        assertThat(findings()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void other_interests_link_nobody() throws Exception {
        send(visits("phone", "ann", 0, TASTE));
        send(visits("tablet", null, 2, "toys", "coats", "rugs", "kettles", "spades", "bulbs"));
        assertThat(guesses()).isEmpty();
        assertThat(findings()).isEmpty();
    }

    @Test
    void with_little_to_go_by_nothing_is_said() throws Exception {
        send(visits("phone", "ann", 0, TASTE));
        send(visits("tablet", null, 2, "pans", "bikes"));
        assertThat(guesses()).isEmpty();
        assertThat(findings()).isEmpty();
    }

    @Test
    void two_users_alike_make_the_device_nobodys() throws Exception {
        send(visits("phone", "ann", 0, TASTE));
        send(visits("laptop", "bob", 1, TASTE));
        send(visits("tablet", null, 2, TASTE));
        assertThat(guesses()).isEmpty();
        assertThat(findings()).isEmpty();
    }

    @Test
    void two_devices_of_one_user_do_not_compete() throws Exception {
        send(visits("phone", "ann", 0, TASTE));
        send(visits("laptop", "ann", 1, TASTE));
        send(visits("tablet", null, 1.1, TASTE));
        assertThat(guesses()).extracting(IdentityEvent::userId).containsExactly("ann");
    }

    @Test
    void a_device_of_several_users_vouches_for_none() throws Exception {
        send(visits("phone", "ann", 0, TASTE));
        send(look("phone", "bob", "pans", 30));
        send(visits("tablet", null, 2, TASTE));
        assertThat(guesses()).isEmpty();
    }

    @Test
    void in_the_grey_zone_a_finding_is_made_once_instead() throws Exception {
        send(visits("phone", "ann", 0, "pans", "bikes", "tents", "novels", "lamps"));
        send(visits("tablet", null, 2, "toys", "coats", "rugs", "novels", "lamps"));
        assertThat(guesses()).isEmpty();
        assertThat(findings())
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.kind())
                                    .isEqualTo(QualityFinding.Kind.UNCERTAIN_LINK);
                            assertThat(finding.personId()).isEqualTo("ann");
                            assertThat(finding.deviceId()).isEqualTo("tablet");
                            assertThat(finding.detail()).contains("probability 0.");
                        });
        send(look("tablet", null, "novels", 25));
        assertThat(findings()).isEmpty();
    }

    @Test
    void two_networks_and_two_sites_are_apart() throws Exception {
        send(visits("phone", "ann", 0, TASTE));
        for (Events event : visits("tablet", null, 2, TASTE)) {
            send(event.showing(on("work")));
        }
        for (Events event : visits("tablet", null, 2, TASTE)) {
            send(event.site("north"));
        }
        assertThat(guesses()).isEmpty();
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(3);
    }

    @Test
    void only_an_event_with_device_and_network_has_a_block() {
        assertThat(MatchDevices.hasBlock(look("phone", null, "pans", 0).event())).isTrue();
        assertThat(MatchDevices.hasBlock(view("a").showing(on("home")).event())).isFalse();
        assertThat(MatchDevices.hasBlock(view("a").on("phone").event())).isFalse();
        assertThat(MatchDevices.hasBlock(view("a").on("phone").showing(on(null)).event()))
                .isFalse();
        assertThat(MatchDevices.blockKey(look("phone", null, "pans", 0).site("north").event()))
                .isEqualTo("north/home");
        assertThatThrownBy(() -> MatchDevices.blockKey(view("a").on("phone").event()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_network_of_too_many_devices_is_crowded_and_says_nothing() throws Exception {
        for (int i = 0; i <= CANDIDATES; i++) {
            send(look("guest" + i, null, "pans", 0.1 * i));
        }
        assertThat(block().devices).isEmpty();
        send(visits("phone", "ann", 1, TASTE));
        send(visits("tablet", null, 3, TASTE));
        assertThat(guesses()).isEmpty();
        assertThat(block().devices).isEmpty();

        double days = 31;
        send(visits("phone", "ann", 24 * days, TASTE));
        send(visits("tablet", null, 24 * days + 2, TASTE));
        assertThat(guesses()).hasSize(1);
    }

    @Test
    void where_devices_come_slowly_the_oldest_leaves() throws Exception {
        for (int i = 0; i < 3 * CANDIDATES; i++) {
            send(look("guest" + i, null, "pans", 24 * 2 * i));
        }
        assertThat(block().devices)
                .extracting(device -> device.deviceId)
                .containsExactly("guest8", "guest9", "guest10", "guest11");
        assertThat(block().crowdedUntilMillis).isZero();
    }

    @Test
    void a_device_not_seen_for_a_horizon_is_forgotten() throws Exception {
        send(visits("phone", "ann", 0, TASTE));
        send(look("tablet", null, "pans", 24 * 40));
        assertThat(block().devices).extracting(device -> device.deviceId).containsExactly("tablet");
    }

    @Test
    void the_order_of_events_matters_little() throws Exception {
        Events[] tablet = visits("tablet", null, 2, TASTE);
        send(visits("phone", "ann", 0, TASTE));
        harness.processWatermark(NOON + 100 * HOUR);
        for (int i = tablet.length - 1; i >= 0; i--) {
            send(tablet[i]);
        }
        assertThat(guesses()).hasSize(1);
        DeviceProfile device = block().devices.get(1);
        assertThat(device.firstMillis).isEqualTo(NOON + 2 * HOUR);
        assertThat(device.lastMillis).isGreaterThan(NOON + 22 * HOUR);
    }

    @Test
    void after_the_ttl_nothing_is_left() throws Exception {
        harness.setStateTtlProcessingTime(0);
        send(visits("phone", "ann", 0, TASTE));
        assertThat(block()).isNotNull();
        assertThat(harness.numEventTimeTimers() + harness.numProcessingTimeTimers()).isZero();

        harness.setStateTtlProcessingTime(TTL.toMillis() + 1);
        assertThat(block()).isNull();
        assertThat(harness.numKeyedStateEntries()).isZero();
        send(visits("tablet", null, 2, TASTE));
        assertThat(guesses()).isEmpty();
    }

    @Test
    void a_restored_operator_goes_on_with_what_it_knew_and_repeats_no_guess() throws Exception {
        send(visits("phone", "ann", 0, TASTE));
        for (int i = 0; i < 9; i++) {
            send(look("d" + i, null, "pans", i).showing(on("network" + i)));
        }
        OperatorSubtaskState before = Harness.checkpoint(harness);
        OperatorSubtaskState after;
        try (var restored = harness()) {
            restored.initializeState(before);
            restored.open();
            for (Events event : visits("tablet", null, 2, TASTE)) {
                restored.processElement(event.event(), NOON);
            }
            assertThat(restored.extractOutputValues()).hasSize(1);
            after = Harness.checkpoint(restored);
        }
        try (var restored = harness()) {
            restored.initializeState(after);
            restored.open();
            for (Events event : visits("tablet", null, 26, TASTE)) {
                restored.processElement(event.event(), NOON);
            }
            assertThat(restored.extractOutputValues()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {DeviceBlock.class, DeviceProfile.class, DeviceVisit.class})
    void what_is_stored_does_not_fall_to_kryo(Class<?> stored) {
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(stored);
    }
}
