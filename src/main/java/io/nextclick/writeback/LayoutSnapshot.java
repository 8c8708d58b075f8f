package io.nextclick.writeback;

import java.io.IOException;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Says in a savepoint which {@link CompactSerializer} wrote it, and in which layout. A job that
 * reads another one does not start, instead of failing at the first value that it meets.
 */
public abstract class LayoutSnapshot<T> implements TypeSerializerSnapshot<T> {

    private static final int FORMAT = 1;

    private final Supplier<? extends CompactSerializer<T>> serializer;
    private int layout;

    /**
     * @param serializer makes a serializer of today's layout
     */
    protected LayoutSnapshot(Supplier<? extends CompactSerializer<T>> serializer) {
        this.serializer = serializer;
        this.layout = serializer.get().layout();
    }

    @Override
    public final int getCurrentVersion() {
        return FORMAT;
    }

    @Override
    public final void writeSnapshot(DataOutputView out) throws IOException {
        out.writeInt(layout);
    }

    @Override
    public final void readSnapshot(int format, DataInputView in, ClassLoader classes)
            throws IOException {
        if (format != FORMAT) {
            throw new IOException("a serializer's snapshot in format %d".formatted(format));
        }
        layout = in.readInt();
    }

    @Override
    public final TypeSerializer<T> restoreSerializer() {
        return serializer.get();
    }

    @Override
    public final TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
            TypeSerializerSnapshot<T> old) {
        return old.getClass() == getClass() && ((LayoutSnapshot<T>) old).layout == layout
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
