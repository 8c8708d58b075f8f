package io.nextclick.cli;

import io.nextclick.writeback.Stage;
import io.nextclick.writeback.StageOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.InputSelectable;
import org.apache.flink.streaming.api.operators.InputSelection;

/**
 * An operator of the job that reads nothing of its first input before the second one has ended. So
 * all rules are there before the first event; and no event meets an input that has yet to end and
 * holds the watermark back, in which case it would depend on chance what ends between two
 * watermarks.
 */
final class SecondFirst<A, B, O> extends StageOperator.TwoInput<A, B, O>
        implements InputSelectable, BoundedMultiInput {

    private static final int SECOND = 2;

    private boolean secondRead;

    SecondFirst(Stage<A, B, O> stage) {
        super(stage);
    }

    @Override
    public InputSelection nextSelection() {
        return secondRead ? InputSelection.FIRST : InputSelection.SECOND;
    }

    @Override
    public void endInput(int input) {
        secondRead = secondRead || input == SECOND;
    }
}
