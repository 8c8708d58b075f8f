package io.nextclick.feedback;

import io.nextclick.message.BatchSerializer;
import io.nextclick.message.Numbers;
import io.nextclick.message.Texts;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Batches of {@link FeedbackDelta}: most numbers are 0, a byte each. */
public final class FeedbackDeltasSerializer extends BatchSerializer<FeedbackDelta> {

    @Override
    public FeedbackDeltasSerializer duplicate() {
        return new FeedbackDeltasSerializer();
    }

    @Override
    protected void write(FeedbackDelta delta, Texts texts, DataOutputView out) throws IOException {
        texts.write(delta.key(), out);
        texts.write(delta.segments(), out);
        write(delta.counts(), out);
        write(delta.shownByPosition(), out);
        write(delta.clicksByPosition(), out);
        texts.write(delta.currencies(), out);
        write(delta.revenueMicros(), out);
    }

    private static void write(long[] numbers, DataOutputView out) throws IOException {
        Numbers.write(numbers.length, out);
        for (long each : numbers) {
            Numbers.writeSigned(each, out);
        }
    }

    @Override
    protected FeedbackDelta read(Texts texts, DataInputView in) throws IOException {
        return new FeedbackDelta(
                texts.readId(in),
                texts.readIds(in),
                read(in),
                read(in),
                read(in),
                texts.readIds(in),
                read(in));
    }

    private static long[] read(DataInputView in) throws IOException {
        long[] numbers = new long[Numbers.readCount(in)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Numbers.readSigned(in);
        }
        return numbers;
    }
}
