package io.nextclick.quality;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.purchase;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Campaign;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.QualityFinding;
import io.nextclick.event.ShownList;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckQualityTest {

    private static final Duration WINDOW = Duration.ofHours(24);

    private static final int FULL_HASH = -1257496981;
    private static final int FULL_HASH_OF_FIRST_RELEASE = 1667563834;
    private static final int BARE_HASH = 188344214;

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

    private List<QualityFinding> findings() {
        return Harness.take(harness, CheckQuality.FINDINGS);
    }

    private static Events line(int line) {
        return purchase("line-" + line).named("order-78").on("phone");
    }

    @Test
    void the_lines_of_an_order_under_its_id_all_pass_and_the_conflict_is_found() throws Exception {
        for (int i = 0; i < 3; i++) {
            send(line(i).event());
        }
        assertThat(Harness.take(harness)).extracting(Event::itemId).contains("line-0", "line-2");
        assertThat(findings())
                .hasSize(2)
                .allSatisfy(
                        found -> {
                            assertThat(found.kind()).isEqualTo(QualityFinding.Kind.CONFLICTING_ID);
                            assertThat(found.eventId()).isEqualTo("order-78");
                            assertThat(found.detail()).startsWith("event_id");
                        });
        for (int i = 0; i < 3; i++) {
            send(line(i).event());
        }
        assertThat(Harness.take(harness)).as("each line is still known").isEmpty();
        assertThat(findings()).isEmpty();
    }

    @Test
    void the_same_said_later_or_after_a_login_is_a_repetition() throws Exception {
        send(line(0).by(null).event());
        send(line(0).by("ann").after(60_000).sentAt(NOON + 61_000).event());
        assertThat(Harness.take(harness)).hasSize(1);
        assertThat(findings()).isEmpty();
    }

    @Test
    void any_other_field_makes_another_event() throws Exception {
        Event full = view("milk").named("e").with(Events.FULL_CONTEXT).event();
        send(full);
        send(view("milk").named("e").event());
        send(of(EventType.CLICK, "milk").named("e").with(Events.FULL_CONTEXT).event());
        send(view("milk").named("e").with(EventContext.builder().quantity(3).build()).event());
        assertThat(Harness.take(harness)).hasSize(4);
        assertThat(findings()).hasSize(3);
    }

    @Test
    void the_content_of_an_event_is_the_same_number_for_ever() {
        Event full = view("milk").with(Events.FULL_CONTEXT).event();
        assertThat(EventContent.hash(full)).isEqualTo(FULL_HASH);
        assertThat(EventContent.hash(ofFirstRelease(full))).isEqualTo(FULL_HASH_OF_FIRST_RELEASE);
        assertThat(EventContent.hash(view("milk").event())).isEqualTo(BARE_HASH);
    }

    /** The same without the fields that came later: repetitions across an upgrade are known. */
    private static Event ofFirstRelease(Event event) {
        EventContext full = event.context();
        EventContext.Builder context =
                EventContext.builder()
                        .category(full.category())
                        .brand(full.brand())
                        .price(full.price())
                        .currency(full.currency())
                        .quantity(full.quantity())
                        .query(full.query())
                        .dwellMillis(full.dwellMillis())
                        .scrollDepth(full.scrollDepth())
                        .rating(full.rating())
                        .pageType(full.pageType())
                        .campaign(new Campaign(full.campaign().name(), null, null, null, null))
                        .list(new ShownList("r1", 3, null, null, List.of()))
                        .attributes(full.attributes());
        return view("milk").with(context.build()).event();
    }
}
