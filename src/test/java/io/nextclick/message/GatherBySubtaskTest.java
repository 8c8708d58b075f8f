package io.nextclick.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class GatherBySubtaskTest {

    private static final int KEY_GROUPS = 128;
    private static final int SUBTASKS = 3;

    private static OneInputStreamOperatorTestHarness<String, Batch<String>> harness()
            throws Exception {
        var harness =
                new OneInputStreamOperatorTestHarness<String, Batch<String>>(
                        new GatherBySubtask<>(element -> element), KEY_GROUPS, SUBTASKS, 0);
        harness.open();
        return harness;
    }

    private static List<String> sent(
            OneInputStreamOperatorTestHarness<String, Batch<String>> harness) {
        return harness.extractOutputValues().stream()
                .flatMap(batch -> batch.elements().stream())
                .toList();
    }

    @Test
    void nothing_is_sent_before_its_time_and_then_all_by_subtask() throws Exception {
        try (var harness = harness()) {
            harness.setProcessingTime(1_000);
            for (int i = 0; i < 50; i++) {
                harness.processElement("k" + i, i);
            }
            harness.setProcessingTime(1_099);
            assertThat(sent(harness)).isEmpty();
            harness.setProcessingTime(1_100);
            assertThat(harness.extractOutputValues()).hasSize(SUBTASKS);
            for (Batch<String> batch : harness.extractOutputValues()) {
                assertThat(batch.elements().stream().map(GatherBySubtaskTest::subtaskOf).distinct())
                        .hasSize(1);
            }
            assertThat(sent(harness)).hasSize(50).doesNotHaveDuplicates();
        }
    }

    private static int subtaskOf(String key) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(key, KEY_GROUPS, SUBTASKS);
    }

    @Test
    void a_full_batch_is_sent_at_once() throws Exception {
        try (var harness = harness()) {
            for (int i = 0; i < 300; i++) {
                harness.processElement("one key", i);
            }
            assertThat(sent(harness)).hasSize(256);
            harness.setProcessingTime(harness.getProcessingTime() + 100);
            assertThat(sent(harness)).hasSize(300);
        }
    }

    @Test
    void what_was_gathered_goes_ahead_of_a_barrier() throws Exception {
        try (var harness = harness()) {
            harness.processElement("a", 0);
            harness.getOperator().prepareSnapshotPreBarrier(1);
            assertThat(sent(harness)).containsExactly("a");
        }
    }

    @Test
    void what_was_gathered_goes_at_the_end() throws Exception {
        try (var harness = harness()) {
            harness.processElement("a", 0);
            harness.endInput();
            assertThat(sent(harness)).containsExactly("a");
        }
    }

    @Test
    void an_empty_batch_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Batch<>(List.of()));
    }
}
