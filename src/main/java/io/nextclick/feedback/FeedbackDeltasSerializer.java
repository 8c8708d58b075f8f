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
    protected void write(FeedbackDelta delta, Texts texts, DataOutputView out) throws IOException {
        texts.write(delta.key(), out);
        texts.write(delta.segments(), out);
        texts.write(delta.currencies(), out);
        Numbers.writeSigned(delta.revenueMicros(), out);
        Numbers.writeSigned(delta.counts(), out);
        Numbers.writeSigned(delta.shownByPosition(), out);
        Numbers.writeSigned(delta.clicksByPosition(), out);
    }

    @Override
    protected FeedbackDelta read(Texts texts, DataInputView in) throws IOException {
        String key = texts.readId(in);
        String[] segments = texts.readIds(in);
        String[] currencies = texts.readIds(in);
        long[] revenue = Numbers.readAllSigned(in);
        long[] counts = Numbers.readAllSigned(in);
        long[] shown = Numbers.readAllSigned(in);
        long[] clicks = Numbers.readAllSigned(in);
        return new FeedbackDelta(key, segments, counts, shown, clicks, currencies, revenue);
    }
}
