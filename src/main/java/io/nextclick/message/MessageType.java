package io.nextclick.message;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Flink's description of a message with a serializer of its own. */
public final class MessageType<T> extends TypeInformation<T> {

    private final Class<T> type;
    private final MessageSerializer<T> serializer;

    private MessageType(Class<T> type, MessageSerializer<T> serializer) {
        this.type = type;
        this.serializer = serializer;
    }

    /** Messages of a class. */
    public static <T> MessageType<T> of(Class<T> type, MessageSerializer<T> serializer) {
        return new MessageType<>(type, serializer);
    }

    /** Batches of messages. */
    @SuppressWarnings("unchecked")
    public static <T> MessageType<Batch<T>> ofBatch(MessageSerializer<Batch<T>> serializer) {
        return new MessageType<>((Class<Batch<T>>) (Class<?>) Batch.class, serializer);
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<T> getTypeClass() {
        return type;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return serializer.duplicate();
    }

    @Override
    public String toString() {
        return serializer.getClass().getSimpleName();
    }

    @Override
    public boolean canEqual(@Nullable Object other) {
        return other instanceof MessageType;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MessageType<?> type && type.serializer.equals(serializer);
    }

    @Override
    public int hashCode() {
        return serializer.hashCode();
    }
}
