package io.nextclick.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.InstantiationUtil;

/** Base of the serializers of batches whose elements share nothing: their number, then each. */
public abstract class BatchSerializer<T> extends MessageSerializer<Batch<T>> {

    private final Texts texts = new Texts();

    /** One with texts of its own, for another thread. */
    @Override
    public final BatchSerializer<T> duplicate() {
        try {
            return InstantiationUtil.clone(this, getClass().getClassLoader());
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException("cannot duplicate " + getClass().getName(), e);
        }
    }

    /** Writes an element; always with the same texts. */
    protected abstract void write(T element, Texts texts, DataOutputView out) throws IOException;

    /** Reads an element; always with the same texts. */
    protected abstract T read(Texts texts, DataInputView in) throws IOException;

    @Override
    public final void serialize(Batch<T> batch, DataOutputView out) throws IOException {
        Numbers.write(batch.elements().size(), out);
        for (T element : batch.elements()) {
            write(element, texts, out);
        }
    }

    @Override
    public final Batch<T> deserialize(DataInputView in) throws IOException {
        int count = Numbers.readCount(in);
        List<T> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(read(texts, in));
        }
        return new Batch<>(elements);
    }
}
