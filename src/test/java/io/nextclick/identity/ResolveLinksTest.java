package io.nextclick.identity;

import static io.nextclick.testkit.Events.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.IdentityEvent;
import io.nextclick.event.IdentityEvent.Action;
import io.nextclick.event.QualityFinding;
import io.nextclick.testkit.Harness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResolveLinksTest {

    private static final Duration TTL = Duration.ofDays(90);

    private KeyedOneInputStreamOperatorTestHarness<String, IdentityEvent, IdentityEvent> harness;

    /** Whose each device is by what came out. */
    private final Map<String, String> owners = new TreeMap<>();

    @BeforeEach
    void open() throws Exception {
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new ResolveLinks(TTL)),
                        IdentityEvent::site,
                        Types.STRING);
        harness.open();
        harness.setStateTtlProcessingTime(0);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void send(Action action, String device, String user, long after) throws Exception {
        harness.processElement(
                new IdentityEvent(action, NOON + after, "default", device, user, 1), 0);
        for (IdentityEvent event : Harness.take(harness)) {
            if (event.action() == Action.LINK) {
                owners.put(event.deviceId(), event.userId());
            } else if (event.action() == Action.FORGET_DEVICE) {
                owners.remove(event.deviceId());
            } else {
                owners.remove(event.deviceId(), event.userId());
            }
        }
    }

    private void link(String device, String user, long after) throws Exception {
        send(Action.LINK, device, user, after);
    }

    private List<QualityFinding> findings() {
        return Harness.take(harness, ResolveLinks.FINDINGS);
    }

    @Test
    void a_plain_link_passes_as_it_is() throws Exception {
        link("phone", "ann", 0);
        link("laptop", "ann", 1);
        link("same", "same", 2);
        send(Action.UNLINK, "laptop", "ann", 3);
        assertThat(owners).isEqualTo(Map.of("phone", "ann", "same", "same"));
        assertThat(findings()).isEmpty();
    }

    @Test
    void a_link_that_closes_a_cycle_is_found_and_not_obeyed() throws Exception {
        link("a", "b", 0);
        link("b", "a", 0);
        assertThat(owners).isEqualTo(Map.of("a", "b"));
        assertThat(findings())
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.kind()).isEqualTo(QualityFinding.Kind.LINK_CHAIN);
                            assertThat(found.deviceId()).isEqualTo("b");
                            assertThat(found.detail()).contains("not obeyed");
                        });
        link("b", "c", 1);
        link("c", "a", 2);
        assertThat(owners).isEqualTo(Map.of("a", "c", "b", "c"));
    }

    @Test
    void a_chain_ends_in_its_last_user_whichever_link_comes_first() throws Exception {
        link("p", "q", 0);
        link("q", "r", 0);
        assertThat(owners).isEqualTo(Map.of("p", "r", "q", "r"));
        assertThat(findings()).hasSize(1);
        owners.clear();
        link("y", "z", 0);
        link("x", "y", 0);
        assertThat(owners).isEqualTo(Map.of("x", "z", "y", "z"));
        assertThat(findings()).hasSize(1);
    }

    @Test
    void the_end_of_a_chain_moves_all_of_it_and_an_unlink_gives_it_back() throws Exception {
        link("a", "b", 0);
        link("b", "c", 1);
        link("c", "d", 2);
        assertThat(owners).isEqualTo(Map.of("a", "d", "b", "d", "c", "d"));
        send(Action.UNLINK, "c", "d", 3);
        assertThat(owners).isEqualTo(Map.of("a", "c", "b", "c"));
        send(Action.FORGET_DEVICE, "b", null, 4);
        assertThat(owners).isEqualTo(Map.of("a", "b"));
        send(Action.UNLINK, "a", "b", 5);
        assertThat(owners).isEmpty();
    }

    @Test
    void an_older_link_changes_nothing_of_a_newer_one() throws Exception {
        link("a", "b", 5);
        harness.processElement(new IdentityEvent(Action.LINK, NOON, "default", "a", "z", 1), 0);
        assertThat(Harness.take(harness)).extracting(IdentityEvent::userId).containsExactly("z");
        link("b", "c", 6);
        assertThat(owners).isEqualTo(Map.of("a", "c", "b", "c"));
    }

    @Test
    void links_of_two_sites_do_not_meet() throws Exception {
        link("a", "b", 0);
        harness.processElement(new IdentityEvent(Action.LINK, NOON, "north", "b", "a", 1), 0);
        assertThat(findings()).isEmpty();
    }

    @Test
    void whatever_is_linked_every_device_is_whose_its_chain_ends_in() throws Exception {
        Random random = new Random(8);
        Map<String, String> stated = new TreeMap<>();
        for (int i = 0; i < 2_000; i++) {
            String device = "d" + random.nextInt(12);
            String user = "d" + random.nextInt(16);
            if (device.equals(user)) {
                continue;
            }
            String old = stated.get(device);
            if (random.nextInt(4) == 0 && old != null) {
                send(Action.UNLINK, device, old, i);
                stated.remove(device);
            } else if (!comesTo(stated, user, device)) {
                link(device, user, i);
                stated.put(device, user);
            } else {
                link(device, user, i);
            }
            stated.keySet()
                    .forEach(each -> assertThat(owners.get(each)).isEqualTo(end(stated, each)));
        }
    }

    private static boolean comesTo(Map<String, String> stated, String from, String device) {
        String at = from;
        while (stated.containsKey(at) && !at.equals(device)) {
            at = stated.get(at);
        }
        return at.equals(device);
    }

    private static String end(Map<String, String> stated, String from) {
        String end = from;
        while (stated.containsKey(end)) {
            end = stated.get(end);
        }
        return end;
    }

    @Test
    void links_are_forgotten_with_their_time_and_nothing_is_left() throws Exception {
        link("a", "b", 0);
        harness.setStateTtlProcessingTime(2 * TTL.toMillis());
        link("b", "a", 0);
        assertThat(owners).isEqualTo(Map.of("a", "b", "b", "a"));
        harness.setStateTtlProcessingTime(4 * TTL.toMillis());
        link("c", "a", 0);
        assertThat(owners).containsEntry("c", "a");
        assertThat(harness.numEventTimeTimers() + harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void the_devices_of_a_user_are_bounded() throws Exception {
        for (int i = 0; i < 2 * ResolveLinks.MOST_NAMED; i++) {
            link("d" + i, "u", i);
        }
        link("u", "end", 1_000);
        assertThat(owners).containsEntry("d127", "end").containsEntry("d0", "u");
        assertThat(owners.values().stream().filter("end"::equals).count())
                .isEqualTo(ResolveLinks.MOST_NAMED + 1);
    }
}
