package io.nextclick.writeback;

import io.nextclick.message.UniformSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.function.SerializableSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Base of the serializers of stored values that are written with {@link CompactWriter}: the length
 * of what follows in four bytes, the version of the layout in one, the value. It uses its buffers
 * again, so each thread needs its own.
 */
public abstract class CompactSerializer<T> extends UniformSerializer<T> {

    private static final long serialVersionUID = 1;
    private static final int FIRST_BYTES = 512;

    private final String what;
    private final int version;
    private final SerializableSupplier<T> fresh;
    private final SerializableSupplier<? extends LayoutSnapshot<T>> snapshot;

    private transient @Nullable CompactWriter writer;
    private transient @Nullable CompactReader reader;

    /**
     * @param what what is written, for messages
     * @param version version of the layout, up to 255
     * @param fresh makes a value of a key that has none yet
     * @param snapshot makes what a savepoint says of serializers of this class
     */
    protected CompactSerializer(
            String what,
            int version,
            SerializableSupplier<T> fresh,
            SerializableSupplier<? extends LayoutSnapshot<T>> snapshot) {
        this.what = what;
        this.version = version;
        this.fresh = fresh;
        this.snapshot = snapshot;
    }

    /** Version of the layout. */
    final int layout() {
        return version;
    }

    /** Writes a value; always with the same writer. */
    protected abstract void write(T value, CompactWriter out);

    /** Reads a value; refuses what {@link #write} never writes. It is always the same reader. */
    protected abstract T read(CompactReader in) throws IOException;

    @Override
    public final TypeSerializer<T> duplicate() {
        return snapshot.get().restoreSerializer();
    }

    @Override
    public final T createInstance() {
        return fresh.get();
    }

    @Override
    public final TypeSerializerSnapshot<T> snapshotConfiguration() {
        return snapshot.get();
    }

    /**
     * A copy that later changes of the original do not reach: what its bytes say. State on the heap
     * asks for it, state in RocksDB does not.
     */
    @Override
    public final T copy(T from) {
        try {
            DataOutputSerializer out = new DataOutputSerializer(FIRST_BYTES);
            serialize(from, out);
            return deserialize(new DataInputDeserializer(out.getSharedBuffer(), 0, out.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final boolean isImmutableType() {
        return false;
    }

    @Override
    public final void serialize(T value, DataOutputView target) throws IOException {
        CompactWriter out = writer;
        if (out == null) {
            out = new CompactWriter();
            writer = out;
        }
        out.start();
        out.octet(version);
        write(value, out);
        target.writeInt(out.length());
        target.write(out.bytes(), 0, out.length());
    }

    @Override
    public final T deserialize(DataInputView source) throws IOException {
        CompactReader in = reader;
        if (in == null) {
            in = new CompactReader();
            reader = in;
        }
        in.start(source, source.readInt());
        int found = in.octet();
        if (found != version) {
            throw new IOException("%s in layout %d".formatted(what, found));
        }
        T value = read(in);
        in.finish();
        return value;
    }

    @Override
    public final void copy(DataInputView source, DataOutputView target) throws IOException {
        int length = source.readInt();
        target.writeInt(length);
        target.write(source, length);
    }
}
