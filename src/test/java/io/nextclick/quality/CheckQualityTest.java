package io.nextclick.quality;

import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.testkit.Harness;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckQualityTest {

    private static final Duration WINDOW = Duration.ofHours(24);

    private KeyedOneInputStreamOperatorTestHarness<String, Event, Event> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Event, Event> harness()
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new CheckQuality(WINDOW)),
                Event::sourceKey,
                Types.STRING);
    }

    private void send(Event event) throws Exception {
        harness.processElement(event, event.occurredAtMillis());
    }

    @Test
    void the_first_event_passes_and_its_repetition_does_not() throws Exception {
        Event event = view("milk").named("e1").event();
        send(event);
        send(event);
        assertThat(Harness.take(harness)).containsExactly(event);
    }

    @Test
    void the_same_id_from_another_source_is_another_event() throws Exception {
        Event one = view("milk").named("e1").on("phone").event();
        Event other = view("milk").named("e1").on("laptop").event();
        send(one);
        send(other);
        assertThat(Harness.take(harness)).containsExactly(one, other);
    }

    @Test
    void late_and_unordered_events_pass() throws Exception {
        Event newer = view("milk").after(5_000).event();
        Event older = view("bread").after(0).event();
        send(newer);
        harness.processWatermark(newer.occurredAtMillis() + 100_000);
        send(older);
        assertThat(Harness.take(harness)).containsExactly(newer, older);
    }

    @Test
    void an_id_is_remembered_for_the_window_and_then_nothing_is_left() throws Exception {
        Event event = view("milk").named("e1").event();
        harness.setStateTtlProcessingTime(0);
        send(event);
        harness.setStateTtlProcessingTime(WINDOW.toMillis() - 1);
        send(event);
        assertThat(Harness.take(harness)).hasSize(1);

        harness.setStateTtlProcessingTime(WINDOW.toMillis() + 1);
        send(event);
        assertThat(Harness.take(harness)).hasSize(1);

        harness.setStateTtlProcessingTime(3 * WINDOW.toMillis());
        harness.getOperator().setCurrentKey(event.sourceKey());
        var ids =
                harness.getOperator()
                        .getKeyedStateStore()
                        .getMapState(SeenEventsState.descriptor(WINDOW));
        assertThat(ids.contains("e1")).isFalse();
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers() + harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void a_restored_operator_still_knows_what_it_has_seen() throws Exception {
        Event event = view("milk").named("e1").event();
        send(event);
        OperatorSubtaskState snapshot = Harness.checkpoint(harness);
        try (var restored = harness()) {
            restored.initializeState(snapshot);
            restored.open();
            restored.processElement(event, event.occurredAtMillis());
            assertThat(restored.extractOutputValues()).isEmpty();
        }
    }
}
