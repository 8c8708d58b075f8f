package io.nextclick.similarity;

import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.EventType;
import io.nextclick.flow.PersonEvent;
import io.nextclick.message.Batch;
import io.nextclick.testkit.Events;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.StreamFlatMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScatterEventTest {

    private static final int KEY_GROUPS = 128;

    private static PersonEvent person(Events event, int steps, String... recent) {
        return new PersonEvent(
                "ann", 7, event.event(), new String[0], recent, steps, true, true, new String[0]);
    }

    private static List<ItemMessage> scatter(PersonEvent event) {
        return ItemMessage.allOf(event);
    }

    @Test
    void the_own_item_learns_where_the_person_came_from() {
        ItemMessage own = scatter(person(view("x").in("tea"), 4, "a", "b")).get(0);
        assertThat(own.itemId()).isEqualTo("x");
        assertThat(own.slot()).isZero();
        assertThat(own.visits()).isEqualTo(1);
        assertThat(own.category()).isEqualTo("tea");
        assertThat(own.before()).containsExactly("a", "b");
        assertThat(own.beforeWeights()).containsExactly(0.5f, 0.25f);
        assertThat(own.after()).isNull();
    }

    @Test
    void each_recent_item_learns_where_the_person_went() {
        List<ItemMessage> messages = scatter(person(view("x").in("tea"), 4, "a", "b"));
        assertThat(messages).hasSize(3);
        assertThat(messages.get(2).itemId()).isEqualTo("b");
        assertThat(messages.get(2).slot()).isEqualTo(2);
        assertThat(messages.get(2).after()).isEqualTo("x");
        assertThat(messages.get(2).afterWeight()).isEqualTo(0.25f);
        assertThat(messages.get(2).visits()).isZero();
        assertThat(messages.get(2).category()).isNull();
        assertThat(messages.get(2).before()).isEmpty();
    }

    @Test
    void coming_back_teaches_an_item_that_it_follows_itself_in_the_same_message() {
        List<ItemMessage> messages = scatter(person(view("x"), 1, "a", "x", "b"));
        assertThat(messages).extracting(ItemMessage::itemId).containsExactly("x", "a", "b");
        assertThat(messages.get(0).after()).isEqualTo("x");
        assertThat(messages.get(0).afterWeight()).isEqualTo(0.5f);
        assertThat(messages.get(0).before()).containsExactly("a", "b");
        assertThat(messages.get(0).beforeWeights()).containsExactly(1f, 1f / 3);
    }

    @Test
    void what_is_not_to_be_learnt_only_asks() {
        PersonEvent bot =
                new PersonEvent(
                        "ann",
                        1,
                        view("x").event(),
                        new String[0],
                        new String[] {"a"},
                        1,
                        true,
                        false,
                        new String[0]);
        assertThat(scatter(bot))
                .hasSize(2)
                .allSatisfy(
                        message -> {
                            assertThat(message.visits()).isZero();
                            assertThat(message.after()).isNull();
                            assertThat(message.before()).isEmpty();
                        });
    }

    @Test
    void a_page_ping_sends_nothing() throws Exception {
        assertThat(scatter(person(of(EventType.PAGE_PING, null), 1, "a"))).isEmpty();
        assertThat(batches(person(of(EventType.PAGE_PING, null), 1, "a"), 2)).isEmpty();
    }

    private static List<Batch<ItemMessage>> batches(PersonEvent event, int subtasks)
            throws Exception {
        try (var harness =
                new OneInputStreamOperatorTestHarness<>(
                        new StreamFlatMap<>(new ScatterEvent()), KEY_GROUPS, subtasks, 0)) {
            harness.open();
            harness.processElement(event, 0);
            return harness.extractOutputValues();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 16})
    void messages_to_one_subtask_travel_together_and_each_once(int subtasks) throws Exception {
        PersonEvent event = person(view("x"), 4, "a", "b", "c", "d", "e", "f", "g", "h");
        List<Batch<ItemMessage>> batches = batches(event, subtasks);
        List<Integer> sentTo = new ArrayList<>();
        for (Batch<ItemMessage> batch : batches) {
            sentTo.add(subtaskOf(batch.first(), subtasks));
            assertThat(batch.elements())
                    .allMatch(
                            message ->
                                    subtaskOf(message, subtasks)
                                            == subtaskOf(batch.first(), subtasks));
        }
        assertThat(sentTo).doesNotHaveDuplicates();
        assertThat(batches.stream().flatMap(batch -> batch.elements().stream()))
                .extracting(ItemMessage::itemId)
                .containsExactlyInAnyOrder("x", "a", "b", "c", "d", "e", "f", "g", "h");
    }

    private static int subtaskOf(ItemMessage message, int subtasks) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(
                message.itemKey(), KEY_GROUPS, subtasks);
    }
}
