package io.nextclick.segment;

import io.nextclick.message.BatchSerializer;
import io.nextclick.message.Numbers;
import io.nextclick.message.Texts;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Batches of {@link SegmentChange} with what is counted of them: not the events that matched. */
public final class SegmentChangesSerializer extends BatchSerializer<SegmentChange> {

    private static final SegmentChange.Kind[] KINDS = SegmentChange.Kind.values();

    @Override
    protected void write(SegmentChange change, Texts texts, DataOutputView out) throws IOException {
        Numbers.writeConstant(change.kind(), out);
        texts.write(change.personKey(), out);
        texts.write(change.ruleId(), out);
        texts.write(change.segment(), out);
        Numbers.writeSigned(change.version(), out);
        out.writeBoolean(change.recommendation());
        out.writeLong(change.enteredAtMillis());
        out.writeLong(change.expiresAtMillis());
        texts.writeNullable(change.partition(), out);
        texts.writeNullable(change.partitionValue(), out);
        Numbers.writeSigned(change.previousVersion(), out);
    }

    @Override
    protected SegmentChange read(Texts texts, DataInputView in) throws IOException {
        return new SegmentChange(
                Numbers.readConstant(KINDS, in),
                texts.readId(in),
                texts.readId(in),
                texts.readId(in),
                (int) Numbers.readSigned(in),
                in.readBoolean(),
                in.readLong(),
                in.readLong(),
                List.of(),
                texts.readNullableId(in),
                texts.readNullableId(in),
                (int) Numbers.readSigned(in));
    }
}
