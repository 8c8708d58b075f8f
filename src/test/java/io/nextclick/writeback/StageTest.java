package io.nextclick.writeback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nextclick.message.Batch;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

/** Several functions of one key in one operator, each with its own state and timers. */
@SuppressWarnings("SameNameButDifferent")
class StageTest {

    private static final WriteBackState.Limits LIMITS = new WriteBackState.Limits(2, 1);
    private static final OutputTag<String> SIDE = new OutputTag<>("side", Types.STRING);

    /** How often a key came; a timer tells it once more. */
    public static final class Count extends KeyedWriteBack<long[], String, String> {
        private final String name;

        Count(String name) {
            super(StateSpec.value(name, long[].class, () -> new long[1]), LIMITS);
            this.name = name;
        }

        @Override
        public void processElement(String word, Context context, Collector<String> out) {
            String key = context.getCurrentKey();
            long[] count = state.get(key);
            count[0]++;
            state.changed(key);
            out.collect(word + ' ' + name + count[0]);
            context.timerService().registerEventTimeTimer(100);
        }

        @Override
        public void onTimer(long millis, OnTimerContext context, Collector<String> out) {
            String key = context.getCurrentKey();
            context.output(SIDE, key + ' ' + name + state.get(key)[0] + '@' + millis);
            state.remove(key);
        }
    }

    /** Adds what its second input said last of all keys. */
    public static final class Mark extends KeyedCoWriteBack<long[], String, String, String> {
        private String mark = "";

        Mark() {
            super(StateSpec.value("marked", long[].class, () -> new long[1]), LIMITS);
        }

        @Override
        public void processElement1(String word, Context context, Collector<String> out) {
            out.collect(word + mark + ' ' + context.getCurrentKey() + ' ' + context.timestamp());
        }

        @Override
        public void processElement2(String said, Context context, Collector<String> out) {
            mark = said;
        }
    }

    private static String key(String word) {
        return word.substring(0, 1);
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, String, String, String> harness()
            throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new StageOperator.TwoInput<>(
                        Stage.of("first", new Count("n")).then("mark", new Mark())),
                StageTest::key,
                null,
                Types.STRING);
    }

    @Test
    void what_one_function_emits_is_the_next_ones_element() throws Exception {
        try (var harness = harness()) {
            harness.open();
            harness.processElement1("a", 7);
            harness.processElement2("!", 8);
            harness.processElement1("b", 9);
            harness.processElement1("a", 10);
            assertThat(harness.extractOutputValues())
                    .containsExactly("a n1 a 7", "b n1! b 9", "a n2! a 10");
        }
    }

    @Test
    void timers_are_each_functions_own() throws Exception {
        try (var harness =
                new KeyedOneInputStreamOperatorTestHarness<String, String, String>(
                        new StageOperator.OneInput<>(
                                Stage.of("n", new Count("n")).then("m", new Count("m"))),
                        StageTest::key,
                        Types.STRING)) {
            harness.open();
            harness.processElement("a", 1);
            harness.processElement("a", 2);
            assertThat(harness.numEventTimeTimers()).isEqualTo(2);
            harness.processWatermark(100);
            assertThat(harness.getSideOutput(SIDE))
                    .extracting(record -> record.getValue() + "/" + record.getTimestamp())
                    .containsExactlyInAnyOrder("a n2@100/100", "a m2@100/100");
            harness.snapshot(1, 1);
            assertThat(harness.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void a_restored_stage_has_the_state_of_all_functions() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness()) {
            harness.open();
            harness.processElement1("a", 1);
            harness.processElement1("b", 1);
            harness.processElement1("c", 1);
            snapshot = harness.snapshot(1, 1);
        }
        try (var restored = harness()) {
            restored.initializeState(snapshot);
            restored.open();
            restored.processElement1("a", 2);
            assertThat(restored.extractOutputValues()).containsExactly("a n2 a 2");
            assertThat(restored.numEventTimeTimers()).isEqualTo(3);
        }
    }

    private static StageOperator.TwoInput<String, String, String> ofBatches(boolean batchesOut) {
        return new StageOperator.TwoInput<>(
                Stage.of("first", new Count("n")).then("mark", new Mark()),
                StageTest::key,
                batchesOut);
    }

    @Test
    void what_elements_of_a_batch_lead_to_can_go_out_one_by_one() throws Exception {
        @SuppressWarnings("unchecked")
        var ofBatches =
                (TwoInputStreamOperator<Batch<String>, String, String>) (Object) ofBatches(false);
        try (var harness =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        ofBatches, batch -> key(batch.first()), StageTest::key, Types.STRING)) {
            harness.open();
            harness.processElement1(new Batch<>(List.of("a", "b", "a")), 5);
            assertThat(harness.extractOutputValues())
                    .containsExactly("a n1 a 5", "b n1 b 5", "a n2 a 5");
        }
    }

    @Test
    void elements_of_a_batch_have_their_own_keys_and_lead_to_one_batch() throws Exception {
        var operator = ofBatches(true);
        @SuppressWarnings("unchecked")
        var ofBatches =
                (TwoInputStreamOperator<Batch<String>, String, Batch<String>>) (Object) operator;
        try (var harness =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        ofBatches, batch -> key(batch.first()), StageTest::key, Types.STRING)) {
            harness.open();
            harness.processElement1(new Batch<>(List.of("a", "b", "a", "c")), 5);
            harness.processElement1(new Batch<>(List.of("b")), 6);
            assertThat(harness.extractOutputValues())
                    .extracting(Batch::elements)
                    .containsExactly(
                            List.of("a n1 a 5", "b n1 b 5", "a n2 a 5", "c n1 c 5"),
                            List.of("b n2 b 6"));
            harness.snapshot(1, 1);
            assertThat(harness.numKeyedStateEntries()).isEqualTo(3);
        }
    }

    @Test
    void two_second_inputs_are_refused() {
        Stage<String, String, String> one = Stage.of("mark", new Mark());
        assertThatIllegalArgumentException().isThrownBy(() -> one.then("again", new Mark()));
    }
}
