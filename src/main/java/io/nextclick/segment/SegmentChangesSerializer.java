package io.nextclick.segment;

import io.nextclick.message.Batch;
import io.nextclick.message.MessageSerializer;
import io.nextclick.message.Numbers;
import io.nextclick.message.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Batches of {@link SegmentChange} with what is counted of them: not the events that matched. */
public final class SegmentChangesSerializer extends MessageSerializer<Batch<SegmentChange>> {

    private static final SegmentChange.Kind[] KINDS = SegmentChange.Kind.values();

    private final Texts texts = new Texts();

    @Override
    public SegmentChangesSerializer duplicate() {
        return new SegmentChangesSerializer();
    }

    @Override
    public void serialize(Batch<SegmentChange> batch, DataOutputView out) throws IOException {
        Numbers.write(batch.elements().size(), out);
        for (SegmentChange change : batch.elements()) {
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
    }

    @Override
    public Batch<SegmentChange> deserialize(DataInputView in) throws IOException {
        int count = Numbers.readCount(in);
        List<SegmentChange> changes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            changes.add(
                    new SegmentChange(
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
                            (int) Numbers.readSigned(in)));
        }
        return new Batch<>(changes);
    }
}
