package io.nextclick.writeback;

import java.io.Serializable;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * What an operator keeps of a key: the state's name, type, default and time to live, declared in
 * one line for the operator and for tools that read savepoints.
 *
 * @param descriptor name, type and time to live; the name is part of every savepoint
 * @param fresh makes the value of a key that has none
 * @param ofFewKeys true if few keys have a value in a snapshot: it is known which, and for the
 *     others nothing is read
 */
public record StateSpec<V>(
        ValueStateDescriptor<V> descriptor, SerializableSupplier<V> fresh, boolean ofFewKeys)
        implements Serializable {

    /** A value a key that lives until it is removed. */
    public static <V> StateSpec<V> value(
            String name, Class<V> type, SerializableSupplier<V> fresh) {
        return new StateSpec<>(
                new ValueStateDescriptor<>(name, TypeInformation.of(type)), fresh, false);
    }

    /** The same with a serializer of its own. */
    public static <V> StateSpec<V> value(
            String name, TypeSerializer<V> serializer, SerializableSupplier<V> fresh) {
        return new StateSpec<>(new ValueStateDescriptor<>(name, serializer), fresh, false);
    }

    /** Values by strings: broadcast state, or a map a key. */
    public static <V> MapStateDescriptor<String, V> map(String name, Class<V> type) {
        return new MapStateDescriptor<>(name, Types.STRING, TypeInformation.of(type));
    }

    /** A list an operator. */
    public static <V> ListStateDescriptor<V> list(String name, Class<V> type) {
        return new ListStateDescriptor<>(name, TypeInformation.of(type));
    }

    /** What expires so long after its last write, in processing time. */
    public static StateTtlConfig expiry(Duration ttl) {
        return StateTtlConfig.newBuilder(ttl).build();
    }

    /** The same value, expired so long after its last write. */
    public StateSpec<V> expiringAfter(Duration ttl) {
        descriptor.enableTimeToLive(expiry(ttl));
        return this;
    }

    /** The same value, which few keys have in a snapshot. */
    public StateSpec<V> withFewKeys() {
        return new StateSpec<>(descriptor, fresh, true);
    }

    WriteBackState<V> open(
            WriteBackState.Limits limits, RuntimeContext context, Consumer<String> currentKey) {
        return new WriteBackState<>(
                limits,
                fresh,
                context.getState(descriptor),
                currentKey,
                new StateAccess(context.getMetricGroup()));
    }
}
