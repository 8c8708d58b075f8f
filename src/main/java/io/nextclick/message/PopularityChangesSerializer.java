package io.nextclick.message;

import io.nextclick.flow.PopularityChange;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Batches of {@link PopularityChange}. */
public final class PopularityChangesSerializer extends BatchSerializer<PopularityChange> {

    @Override
    protected void write(PopularityChange change, Texts texts, DataOutputView out)
            throws IOException {
        texts.write(change.site(), out);
        texts.writeNullable(change.category(), out);
        texts.writeNullable(change.segment(), out);
        texts.write(change.itemId(), out);
        out.writeFloat(change.weight());
        out.writeLong(change.occurredAtMillis());
        out.writeBoolean(change.available());
    }

    @Override
    protected PopularityChange read(Texts texts, DataInputView in) throws IOException {
        return new PopularityChange(
                texts.readId(in),
                texts.readNullableId(in),
                texts.readNullableId(in),
                texts.readId(in),
                in.readFloat(),
                in.readLong(),
                in.readBoolean());
    }
}
