package io.nextclick.message;

import io.nextclick.flow.PopularityChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Batches of {@link PopularityChange}. */
public final class PopularityChangesSerializer extends MessageSerializer<Batch<PopularityChange>> {

    private final Texts texts = new Texts();

    @Override
    public PopularityChangesSerializer duplicate() {
        return new PopularityChangesSerializer();
    }

    @Override
    public void serialize(Batch<PopularityChange> batch, DataOutputView out) throws IOException {
        Numbers.write(batch.elements().size(), out);
        for (PopularityChange change : batch.elements()) {
            texts.write(change.site(), out);
            texts.writeNullable(change.category(), out);
            texts.writeNullable(change.segment(), out);
            texts.write(change.itemId(), out);
            out.writeFloat(change.weight());
            out.writeLong(change.occurredAtMillis());
            out.writeBoolean(change.available());
        }
    }

    @Override
    public Batch<PopularityChange> deserialize(DataInputView in) throws IOException {
        int count = Numbers.readCount(in);
        List<PopularityChange> changes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            changes.add(
                    new PopularityChange(
                            texts.readId(in),
                            texts.readNullableId(in),
                            texts.readNullableId(in),
                            texts.readId(in),
                            in.readFloat(),
                            in.readLong(),
                            in.readBoolean()));
        }
        return new Batch<>(changes);
    }
}
