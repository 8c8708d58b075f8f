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
        Numbers.writeSigned(delta.counts(), out);
        Numbers.writeSigned(delta.shownByPosition(), out);
        Numbers.writeSigned(delta.clicksByPosition(), out);
        texts.write(delta.currencies(), out);
        Numbers.writeSigned(delta.revenueMicros(), out);
    }

    @Override
    protected FeedbackDelta read(Texts texts, DataInputView in) throws IOException {
        return new FeedbackDelta(
                texts.readId(in),
                texts.readIds(in),
                Numbers.readAllSigned(in),
                Numbers.readAllSigned(in),
                Numbers.readAllSigned(in),
                texts.readIds(in),
                Numbers.readAllSigned(in));
    }
}
