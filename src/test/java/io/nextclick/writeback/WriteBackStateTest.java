package io.nextclick.writeback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nextclick.testkit.Harness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteBackStateTest {

    private static final int MAX_PARALLELISM = 8;

    /** A stored counter. */
    public static final class Count {
        public long value;
    }

    /** Counts the words of each key; "forget k" removes. */
    private static final class CountWords extends KeyedWriteBack<Count, String, Long> {
        private static final long serialVersionUID = 1L;

        private CountWords(WriteBackState.Limits limits) {
            this(limits, false);
        }

        private CountWords(WriteBackState.Limits limits, boolean ofFewKeys) {
            super(ofFewKeys ? counts().withFewKeys() : counts(), limits);
        }

        private static StateSpec<Count> counts() {
            return StateSpec.value("count", Count.class, Count::new);
        }

        @Override
        public void processElement(String word, Context context, Collector<Long> out) {
            String key = context.getCurrentKey();
            if (word.startsWith("forget ")) {
                state.remove(key);
                return;
            }
            Count count = state.get(key);
            count.value++;
            state.changed(key);
            out.collect(count.value);
        }
    }

    private static String key(String word) {
        return word.substring(word.lastIndexOf(' ') + 1);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, String, Long> harness(
            String backend, CountWords function) throws Exception {
        KeyedOneInputStreamOperatorTestHarness<String, String, Long> harness =
                Harness.of(function, WriteBackStateTest::key);
        harness.setStateBackend(
                backend.equals("rocksdb")
                        ? new EmbeddedRocksDBStateBackend(false)
                        : new HashMapStateBackend());
        return harness;
    }

    @ParameterizedTest
    @CsvSource({
        "hashmap, 5, false", "rocksdb, 5, false",
        // Few enough that it is known which, and then too many.
        "hashmap, 20, true", "rocksdb, 20, true",
        "hashmap, 5, true", "rocksdb, 5, true"
    })
    void it_behaves_like_a_map_whatever_is_evicted_removed_and_restored(
            String backend, int capacity, boolean ofFewKeys) throws Exception {
        Random random = new Random(11);
        Map<String, Long> expected = new HashMap<>();
        var limits = new WriteBackState.Limits(capacity, 3);
        var harness = harness(backend, new CountWords(limits, ofFewKeys));
        harness.open();
        for (int i = 0; i < 3_000; i++) {
            String key = "k" + random.nextInt(20);
            if (random.nextInt(10) == 0) {
                harness.processElement("forget " + key, 0);
                expected.remove(key);
            } else {
                harness.processElement(key, 0);
                assertThat(Harness.take(harness))
                        .containsExactly(expected.merge(key, 1L, Long::sum));
            }
            if (i % 250 == 249) {
                OperatorSubtaskState snapshot = Harness.checkpoint(harness);
                for (int wrong = 0; wrong < 20; wrong++) {
                    harness.processElement("k" + wrong, 0);
                }
                harness.close();
                harness = harness(backend, new CountWords(limits, ofFewKeys));
                harness.initializeState(snapshot);
                harness.open();
            }
        }
        Harness.checkpoint(harness);
        if (backend.equals("hashmap")) {
            assertThat(harness.numKeyedStateEntries()).isEqualTo(expected.size());
        }
        harness.close();
    }

    @Test
    void a_hot_key_is_read_once_and_written_at_the_checkpoint_only() throws Exception {
        CountWords function = new CountWords(new WriteBackState.Limits(100, 100));
        try (var harness = Harness.<String, Long>of(function, WriteBackStateTest::key)) {
            harness.setStateBackend(new EmbeddedRocksDBStateBackend(false));
            harness.open();
            for (int i = 0; i < 1_000; i++) {
                harness.processElement("hot", 0);
            }
            assertThat(function.state.access().reads()).isEqualTo(1);
            assertThat(function.state.access().writes()).isZero();
            Harness.checkpoint(harness);
            Harness.checkpoint(harness);
            assertThat(function.state.access().reads()).isEqualTo(1);
            assertThat(function.state.access().writes()).isEqualTo(1);
        }
    }

    @Test
    void a_rescaled_operator_has_each_key_once() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new StageOperator.OneInput<>(
                                Stage.of("count", new CountWords(new WriteBackState.Limits(5, 3)))),
                        WriteBackStateTest::key,
                        Types.STRING,
                        MAX_PARALLELISM,
                        1,
                        0)) {
            harness.open();
            for (int i = 0; i < 300; i++) {
                harness.processElement("k" + i % 100, 0);
            }
            snapshot = Harness.checkpoint(harness);
        }
        int keys = 0;
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var rescaled =
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            new StageOperator.OneInput<>(
                                    Stage.of(
                                            "count",
                                            new CountWords(new WriteBackState.Limits(5, 3)))),
                            WriteBackStateTest::key,
                            Types.STRING,
                            MAX_PARALLELISM,
                            2,
                            subtask)) {
                rescaled.initializeState(
                        AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                snapshot, MAX_PARALLELISM, 1, 2, subtask));
                rescaled.open();
                for (int i = 0; i < 100; i++) {
                    int group = KeyGroupRangeAssignment.assignToKeyGroup("k" + i, MAX_PARALLELISM);
                    int owner =
                            KeyGroupRangeAssignment.computeOperatorIndexForKeyGroup(
                                    MAX_PARALLELISM, 2, group);
                    if (owner == subtask) {
                        rescaled.processElement("k" + i, 0);
                        keys++;
                    }
                }
                assertThat(rescaled.extractOutputValues()).containsOnly(4L);
            }
        }
        assertThat(keys).isEqualTo(100);
    }

    @Test
    void no_more_than_the_bound_is_unwritten() throws Exception {
        try (var harness = harness("hashmap", new CountWords(new WriteBackState.Limits(100, 7)))) {
            harness.open();
            for (int i = 0; i < 50; i++) {
                harness.processElement("k" + i, 0);
            }
            assertThat(harness.numKeyedStateEntries()).isEqualTo(43);
            Harness.checkpoint(harness);
            assertThat(harness.numKeyedStateEntries()).isEqualTo(50);
        }
    }

    @Test
    void a_value_that_comes_and_goes_between_checkpoints_is_never_written() throws Exception {
        try (var harness =
                harness("hashmap", new CountWords(new WriteBackState.Limits(100, 100)))) {
            harness.open();
            harness.processElement("k", 0);
            harness.processElement("forget k", 0);
            Harness.checkpoint(harness);
            assertThat(harness.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void where_few_values_are_stored_no_other_key_is_read() throws Exception {
        var limits = new WriteBackState.Limits(3, 1).allUnwritten();
        OperatorSubtaskState snapshot;
        CountWords first = new CountWords(limits, true);
        try (var harness = harness("rocksdb", first)) {
            harness.open();
            harness.processElement("a", 0);
            harness.processElement("b", 0);
            assertThat(first.state.access().writes()).isZero();
            snapshot = Harness.checkpoint(harness);
            assertThat(first.state.access().reads()).isZero();
        }
        CountWords restored = new CountWords(limits, true);
        try (var harness = harness("rocksdb", restored)) {
            harness.initializeState(snapshot);
            harness.open();
            harness.processElement("c", 0);
            assertThat(restored.state.access().reads()).isZero();
            harness.processElement("a", 0);
            harness.processElement("forget b", 0);
            assertThat(Harness.take(harness)).containsExactly(1L, 2L);
            assertThat(restored.state.access().reads()).isEqualTo(1);
            Harness.checkpoint(harness);
            for (String key : List.of("d", "e", "f", "b")) {
                harness.processElement(key, 0);
            }
            assertThat(Harness.take(harness)).containsOnly(1L);
            assertThat(restored.state.access().reads()).isEqualTo(1);
            // With four stored values it is no longer known which there are.
            Harness.checkpoint(harness);
            harness.processElement("g", 0);
            assertThat(restored.state.access().reads()).isEqualTo(2);
        }
    }

    @Test
    void bounds_below_one_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new WriteBackState.Limits(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new WriteBackState.Limits(1, 0));
    }
}
