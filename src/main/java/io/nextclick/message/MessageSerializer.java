package io.nextclick.message;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Base of the serializers of messages, which are never changed once they are made and are not
 * stored. Each task makes its own: they may keep buffers.
 */
public abstract class MessageSerializer<T> extends UniformSerializer<T> {

    @Override
    public final boolean isImmutableType() {
        return true;
    }

    @Override
    public final T createInstance() {
        throw new UnsupportedOperationException("a message is read, and not filled in");
    }

    @Override
    public final T copy(T from) {
        return from;
    }

    @Override
    public final void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public abstract MessageSerializer<T> duplicate();

    /** Messages are in no savepoint: they may change with every version. */
    @Override
    public final TypeSerializerSnapshot<T> snapshotConfiguration() {
        return new NotStored<>();
    }

    /** Refuses that a message is stored. */
    public static final class NotStored<T> implements TypeSerializerSnapshot<T> {
        @Override
        public int getCurrentVersion() {
            return 1;
        }

        @Override
        public void writeSnapshot(DataOutputView out) {
            throw new IllegalStateException("messages are not stored");
        }

        @Override
        public void readSnapshot(int version, DataInputView in, ClassLoader classes) {
            throw new IllegalStateException("messages are not stored");
        }

        @Override
        public TypeSerializer<T> restoreSerializer() {
            throw new IllegalStateException("messages are not stored");
        }

        @Override
        public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
                TypeSerializerSnapshot<T> old) {
            return TypeSerializerSchemaCompatibility.incompatible();
        }
    }
}
