package io.nextclick.writeback;

import io.nextclick.message.UniformSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
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

    private final String what;
    private final int version;
    private final SerializableSupplier<? extends CompactSerializer<T>> another;
    private final SerializableSupplier<T> fresh;

    private transient @Nullable CompactWriter writer;
    private transient @Nullable CompactReader reader;

    /**
     * @param what what is written, for messages
     * @param version version of the layout, up to 255
     * @param another makes a serializer of this class
     * @param fresh makes a value of a key that has none yet
     */
    protected CompactSerializer(
            String what,
            int version,
            SerializableSupplier<? extends CompactSerializer<T>> another,
            SerializableSupplier<T> fresh) {
        this.what = what;
        this.version = version;
        this.another = another;
        this.fresh = fresh;
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
        return another.get();
    }

    @Override
    public final T createInstance() {
        return fresh.get();
    }

    /** A copy that later changes of the original do not reach. */
    @Override
    public abstract T copy(T from);

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
