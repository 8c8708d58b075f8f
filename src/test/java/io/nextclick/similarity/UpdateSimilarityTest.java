package io.nextclick.similarity;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.ItemMessages.visit;
import static io.nextclick.testkit.ItemMessages.wentOn;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.CatalogItem;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PopularityChange;
import io.nextclick.testkit.Harness;
import io.nextclick.testkit.ItemMessages;
import io.nextclick.writeback.Stage;
import io.nextclick.writeback.StageOperator;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpdateSimilarityTest {

    private static final Duration TTL = Duration.ofDays(90);
    private static final SimilaritySettings RULES =
            new SimilaritySettings(86_400_000, 50, 100, 50, 1_000, 1_000, 500);

    private KeyedTwoInputStreamOperatorTestHarness<String, ItemMessage, CatalogItem, Candidates>
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

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, ItemMessage, CatalogItem, Candidates>
            harness() throws Exception {
        return Harness.of(
                new UpdateSimilarity(RULES, TTL, Harness.SMALL_CACHE), ItemMessage::itemKey, null);
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, ItemMessage, CatalogItem, Candidates>
            harness(int subtasks, int subtask) throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new StageOperator.TwoInput<>(
                        Stage.of("f", new UpdateSimilarity(RULES, TTL, Harness.SMALL_CACHE))),
                ItemMessage::itemKey,
                null,
                Types.STRING,
                128,
                subtasks,
                subtask);
    }

    private static ItemMessage ask(String item) {
        return ItemMessages.ask("default", item);
    }

    private static CatalogItem item(String id, String category, boolean inStock, boolean removed) {
        return new CatalogItem("default", id, null, category, null, null, inStock, removed);
    }

    private Candidates send(ItemMessage message) throws Exception {
        harness.processElement1(message, NOON);
        return Harness.take(harness).get(0);
    }

    private <T> List<T> side(OutputTag<T> tag) {
        return Harness.take(harness, tag);
    }

    @Test
    void an_unknown_item_answers_with_nothing_and_keeps_nothing() throws Exception {
        Candidates answer = send(ask("x"));
        assertThat(answer.personKey()).isEqualTo("bob");
        assertThat(answer.sequence()).isEqualTo(9);
        assertThat(answer.slot()).isEqualTo(3);
        assertThat(answer.neighbours()).isEmpty();
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void an_item_answers_before_it_learns_and_knows_afterwards() throws Exception {
        assertThat(send(wentOn("x", "y")).neighbours()).isEmpty();
        assertThat(send(ask("x")).neighbours()).containsExactly("y");
    }

    @Test
    void items_of_two_sites_are_apart() throws Exception {
        send(wentOn("x", "y"));
        ItemMessage north = ItemMessages.ask("north", "x");
        assertThat(send(north).neighbours()).isEmpty();
    }

    @Test
    void a_visit_is_announced_to_the_site_and_to_the_category() throws Exception {
        send(visit("x", "tea"));
        assertThat(side(UpdateSimilarity.POPULARITY))
                .extracting(PopularityChange::scopeKey)
                .containsExactly("default", "default/tea");
    }

    @Test
    void the_catalogue_gives_the_category_that_an_event_does_not() throws Exception {
        harness.processElement2(item("x", "tea", true, false), NOON);
        side(UpdateSimilarity.POPULARITY);
        assertThat(send(visit("x", null)).category()).isEqualTo("tea");
        assertThat(side(UpdateSimilarity.POPULARITY))
                .extracting(PopularityChange::scopeKey)
                .containsExactly("default", "default/tea");
    }

    @Test
    void a_removed_item_is_announced_as_unavailable_and_leaves_nothing() throws Exception {
        harness.processElement2(item("x", "tea", true, false), NOON);
        harness.processElement2(item("x", null, false, true), NOON);
        assertThat(side(UpdateSimilarity.POPULARITY))
                .extracting(PopularityChange::scopeKey, PopularityChange::available)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("default", true),
                        org.assertj.core.groups.Tuple.tuple("default/tea", true),
                        org.assertj.core.groups.Tuple.tuple("default", false),
                        org.assertj.core.groups.Tuple.tuple("default/tea", false));
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    private List<String> published() {
        return side(UpdateSimilarity.SIMILAR_ITEMS).stream()
                .map(list -> list.itemKey() + java.util.Arrays.toString(list.neighbours()))
                .toList();
    }

    private void remove(String id) throws Exception {
        harness.processElement2(item(id, null, false, true), NOON);
    }

    private void pass(long millis) throws Exception {
        for (long passed = 0; passed < millis; passed += 50) {
            harness.setProcessingTime(harness.getProcessingTime() + 50);
        }
    }

    @Test
    void a_removed_item_is_named_by_no_list_until_it_returns() throws Exception {
        harness.setProcessingTime(0);
        send(wentOn("a", "gone"));
        send(wentOn("a", "gone"));
        send(wentOn("a", "b"));
        send(wentOn("gone", "a"));
        send(wentOn("c", "gone"));
        send(wentOn("d", "a"));
        pass(1_000);
        assertThat(published())
                .containsExactlyInAnyOrder("a[gone, b]", "gone[a]", "c[gone]", "d[a]");
        remove("gone");
        assertThat(published()).containsExactly("gone[]");
        pass(300);
        assertThat(published()).containsExactlyInAnyOrder("a[b]", "c[]");
        // What is learnt of it meanwhile is not told either.
        send(wentOn("a", "gone"));
        send(wentOn("gone", "a"));
        pass(2_000);
        assertThat(published()).containsExactly("a[b]");
        harness.processElement2(item("gone", "tea", true, false), NOON);
        pass(300);
        assertThat(published()).containsExactlyInAnyOrder("a[gone, b]", "c[gone]", "gone[a]");
        // Known, so nothing is looked for.
        harness.processElement2(item("gone", "tea", true, false), NOON);
        pass(300);
        assertThat(published()).isEmpty();
    }

    @Test
    void a_removed_item_of_another_site_takes_nothing() throws Exception {
        harness.setProcessingTime(0);
        send(wentOn("a", "gone"));
        pass(1_000);
        published();
        harness.processElement2(
                new CatalogItem("north", "gone", null, null, null, null, false, true), NOON);
        pass(300);
        assertThat(published()).containsExactly("north/gone[]");
    }

    @Test
    void after_a_restart_lists_are_looked_through_again_and_only_those_that_change_are_told()
            throws Exception {
        harness.setProcessingTime(0);
        send(wentOn("a", "gone"));
        send(wentOn("b", "c"));
        pass(1_000);
        remove("gone");
        // The sweep has not begun.
        OperatorSubtaskState snapshot = Harness.checkpoint(harness);
        restart(snapshot);
        pass(300);
        assertThat(published()).containsExactly("a[]");
        restart(Harness.checkpoint(harness));
        pass(300);
        assertThat(published()).isEmpty();
        send(wentOn("d", "gone"));
        pass(2_000);
        assertThat(published()).isEmpty();
    }

    private void restart(OperatorSubtaskState snapshot) throws Exception {
        long now = harness.getProcessingTime();
        harness.close();
        harness = harness();
        harness.setProcessingTime(now);
        harness.initializeState(snapshot);
        harness.open();
    }

    @Test
    void removed_items_are_bounded() throws Exception {
        for (int i = 0; i < 1_500; i++) {
            remove("i" + i);
        }
        long kept = 0;
        var backend = harness.getOperator().getOperatorStateBackend();
        for (var entry : backend.getBroadcastState(RemovedItemsState.REMOVED).immutableEntries()) {
            kept += entry.getValue() ? 1 : 0;
        }
        assertThat(kept).isEqualTo(1_000);
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void an_item_that_changes_its_category_leaves_the_former_list() throws Exception {
        harness.processElement2(item("x", "tea", true, false), NOON);
        side(UpdateSimilarity.POPULARITY);
        harness.processElement2(item("x", "coffee", true, false), NOON);
        assertThat(side(UpdateSimilarity.POPULARITY))
                .extracting(PopularityChange::scopeKey, PopularityChange::leaves)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("default/tea", true),
                        org.assertj.core.groups.Tuple.tuple("default", false),
                        org.assertj.core.groups.Tuple.tuple("default/coffee", false));
        harness.processElement2(item("x", null, true, false), NOON);
        assertThat(side(UpdateSimilarity.POPULARITY))
                .extracting(PopularityChange::scopeKey, PopularityChange::leaves)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("default/coffee", true),
                        org.assertj.core.groups.Tuple.tuple("default", false));
    }

    @Test
    void a_subtask_keeps_nothing_of_items_that_are_not_its_own() throws Exception {
        try (var second = harness(2, 1)) {
            second.open();
            var subtasks = new io.nextclick.message.Subtasks(2, 128);
            int own = 0;
            for (int i = 0; i < 20; i++) {
                own += subtasks.of("i" + i);
                second.processElement2(item("i" + i, "tea", true, false), NOON);
            }
            Harness.checkpoint(second);
            assertThat(own).isBetween(1, 19);
            assertThat(second.numKeyedStateEntries()).isEqualTo(own);
        }
    }

    @Test
    void a_published_list_does_not_name_the_item_itself() throws Exception {
        send(wentOn("x", "x"));
        send(wentOn("x", "y"));
        pass(1_000);
        assertThat(side(UpdateSimilarity.SIMILAR_ITEMS).get(0).neighbours()).containsExactly("y");
        assertThat(send(ask("x")).neighbours()).containsExactlyInAnyOrder("x", "y");
    }

    @Test
    void a_changed_list_is_published_once_an_interval() throws Exception {
        harness.setProcessingTime(0);
        send(wentOn("x", "y"));
        send(wentOn("x", "z"));
        send(wentOn("x", "z"));
        assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);
        harness.setProcessingTime(1_000);
        assertThat(side(UpdateSimilarity.SIMILAR_ITEMS))
                .singleElement()
                .satisfies(
                        list -> {
                            assertThat(list.itemKey()).isEqualTo("x");
                            assertThat(list.neighbours()).containsExactly("z", "y");
                            assertThat(list.forward()).containsExactly(2f, 1f);
                        });
        assertThat(harness.numProcessingTimeTimers()).isZero();
        send(ask("x"));
        harness.setProcessingTime(10_000);
        assertThat(side(UpdateSimilarity.SIMILAR_ITEMS)).isEmpty();
    }

    @Test
    void after_the_ttl_nothing_is_left() throws Exception {
        harness.setStateTtlProcessingTime(0);
        harness.setProcessingTime(0);
        for (int i = 0; i < 20; i++) {
            send(wentOn("x" + i, "y"));
        }
        harness.setProcessingTime(5_000);
        OperatorSubtaskState snapshot = Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(20);
        assertThat(harness.numProcessingTimeTimers()).isZero();
        try (var restored = harness()) {
            restored.setStateTtlProcessingTime(TTL.toMillis() + 1);
            restored.initializeState(snapshot);
            restored.open();
            for (int i = 0; i < 20; i++) {
                restored.processElement1(ask("x" + i), NOON);
            }
            assertThat(restored.extractOutputValues())
                    .allSatisfy(answer -> assertThat(answer.neighbours()).isEmpty());
            assertThat(restored.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void a_restored_operator_answers_what_the_former_learnt() throws Exception {
        for (int i = 0; i < 20; i++) {
            send(wentOn("x" + i, "y" + i));
        }
        OperatorSubtaskState snapshot = Harness.checkpoint(harness);
        send(wentOn("x3", "not in the snapshot"));
        try (var restored = harness()) {
            restored.initializeState(snapshot);
            restored.open();
            restored.processElement1(ask("x3"), NOON);
            restored.processElement1(ask("x19"), NOON);
            assertThat(restored.extractOutputValues())
                    .extracting(Candidates::neighbours)
                    .containsExactly(new String[] {"y3"}, new String[] {"y19"});
        }
    }

    @Test
    void the_next_event_sets_a_timer_anew_that_a_restore_lost() throws Exception {
        send(wentOn("x", "y"));
        try (var restored = harness()) {
            restored.open();
            restored.setProcessingTime(600_000);
            Harness.copyWithoutTimers(
                    harness, restored, UpdateSimilarity.state(TTL).descriptor(), "x");
            restored.processElement1(wentOn("x", "z"), NOON);
            assertThat(restored.numProcessingTimeTimers()).isEqualTo(1);
            restored.setProcessingTime(601_000);
            assertThat(Harness.take(restored, UpdateSimilarity.SIMILAR_ITEMS))
                    .singleElement()
                    .satisfies(
                            list ->
                                    assertThat(list.neighbours())
                                            .containsExactlyInAnyOrder("y", "z"));
        }
    }
}
