package io.nextclick.feedback;

import io.nextclick.message.Batch;
import io.nextclick.message.MessageSerializer;
import io.nextclick.message.Numbers;
import io.nextclick.message.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Batches of {@link FeedbackDelta}: most numbers are 0, a byte each. */
public final class FeedbackDeltasSerializer extends MessageSerializer<Batch<FeedbackDelta>> {

    private final Texts texts = new Texts();

    @Override
    public FeedbackDeltasSerializer duplicate() {
        return new FeedbackDeltasSerializer();
    }

    @Override
    public void serialize(Batch<FeedbackDelta> batch, DataOutputView out) throws IOException {
        Numbers.write(batch.elements().size(), out);
        for (FeedbackDelta delta : batch.elements()) {
            texts.write(delta.key(), out);
            write(delta.counts(), out);
            write(delta.shownByPosition(), out);
            write(delta.clicksByPosition(), out);
            texts.write(delta.currencies(), out);
            write(delta.revenueMicros(), out);
        }
    }

    private static void write(long[] numbers, DataOutputView out) throws IOException {
        Numbers.write(numbers.length, out);
        for (long each : numbers) {
            Numbers.writeSigned(each, out);
        }
    }

    @Override
    public Batch<FeedbackDelta> deserialize(DataInputView in) throws IOException {
        int count = Numbers.readCount(in);
        List<FeedbackDelta> deltas = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            deltas.add(
                    new FeedbackDelta(
                            texts.readId(in),
                            read(in),
                            read(in),
                            read(in),
                            texts.readIds(in),
                            read(in)));
        }
        return new Batch<>(deltas);
    }

    private static long[] read(DataInputView in) throws IOException {
        long[] numbers = new long[Numbers.readCount(in)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Numbers.readSigned(in);
        }
        return numbers;
    }
}
