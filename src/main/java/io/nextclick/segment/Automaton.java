package io.nextclick.segment;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.cep.nfa.ComputationState;
import org.apache.flink.cep.nfa.NFAState;
import org.apache.flink.cep.nfa.NFAStateSerializer;
import org.apache.flink.cep.nfa.sharedbuffer.EventId;
import org.apache.flink.cep.nfa.sharedbuffer.Lockable;
import org.apache.flink.cep.nfa.sharedbuffer.NodeId;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBufferNodeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Flink CEP's automaton of one person and pattern: its computations and the contents of its shared
 * buffer. A value: who works with it takes copies.
 *
 * @param partials unfinished computations, in the queue's own order
 * @param completed finished ones that wait for others
 * @param buffer contents of the buffer's maps, by their names
 * @param actsAtMillis when a pending match is complete
 * @param endsAtMillis when nothing is left
 */
record Automaton(
        Queue<ComputationState> partials,
        Queue<ComputationState> completed,
        Map<String, Map<?, ?>> buffer,
        long actsAtMillis,
        long endsAtMillis)
        implements Progress {

    private static final int USUAL_BYTES = 256;

    /** The maps of Flink CEP's shared buffer, as it names them. */
    private static final String ENTRIES = "sharedBuffer-entries-with-lockable-edges";

    private static final String EVENTS = "sharedBuffer-events";
    private static final String COUNTS = "sharedBuffer-events-count";
    private static final List<String> NAMES = List.of(ENTRIES, EVENTS, COUNTS);

    static Automaton of(
            NFAState state, Map<String, Map<?, ?>> buffer, long actsAtMillis, long endsAtMillis) {
        return new Automaton(
                state.getPartialMatches(),
                state.getCompletedMatches(),
                buffer,
                actsAtMillis,
                endsAtMillis);
    }

    /** A state for Flink CEP to work with. */
    NFAState state() {
        return new NFAState(copy(partials), copy(completed));
    }

    static PriorityQueue<ComputationState> copy(Queue<ComputationState> queue) {
        PriorityQueue<ComputationState> copy =
                new PriorityQueue<>(
                        Math.max(1, queue.size()), NFAState.COMPUTATION_STATE_COMPARATOR);
        copy.addAll(queue);
        return copy;
    }

    @Override
    public Iterable<Seen> events() {
        return Arrays.asList(bytes().events());
    }

    /**
     * An automaton written out.
     *
     * @param events events that the bytes refer to by their places
     * @param bytes computations and buffer, as Flink CEP's serializers write them
     */
    record Bytes(Seen[] events, byte[] bytes) {}

    /** Writes it out. */
    Bytes bytes() {
        try {
            SeenTable table = new SeenTable();
            DataOutputSerializer output = new DataOutputSerializer(USUAL_BYTES);
            new NFAStateSerializer().serialize(state(), output);
            for (String name : NAMES) {
                write(buffer.getOrDefault(name, Map.of()), Layout.of(name, table), output);
            }
            return new Bytes(table.events(), output.getCopyOfBuffer());
        } catch (IOException e) {
            throw new IllegalStateException("cannot write an automaton", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <K, V> void write(
            Map<?, ?> map, Layout<K, V> layout, DataOutputSerializer output) throws IOException {
        output.writeShort(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            layout.keys().serialize((K) entry.getKey(), output);
            layout.values().serialize((V) entry.getValue(), output);
        }
    }

    /** Reads what {@link #bytes} wrote. */
    static Automaton read(Bytes written, long actsAtMillis, long endsAtMillis) throws IOException {
        SeenTable table = new SeenTable();
        table.start(List.of(written.events()));
        DataInputDeserializer input = new DataInputDeserializer(written.bytes());
        NFAState state = new NFAStateSerializer().deserialize(input);
        Map<String, Map<?, ?>> buffer = new LinkedHashMap<>();
        for (String name : NAMES) {
            buffer.put(name, read(Layout.of(name, table), input));
        }
        return of(state, buffer, actsAtMillis, endsAtMillis);
    }

    private static <K, V> Map<K, V> read(Layout<K, V> layout, DataInputDeserializer input)
            throws IOException {
        Map<K, V> map = new HashMap<>();
        for (int left = input.readShort(); left > 0; left--) {
            map.put(layout.keys().deserialize(input), layout.values().deserialize(input));
        }
        return map;
    }

    /**
     * How a map of the shared buffer is written.
     *
     * @param keys of the map's keys
     * @param values of its values
     */
    private record Layout<K, V>(TypeSerializer<K> keys, TypeSerializer<V> values) {
        static Layout<?, ?> of(String name, SeenTable table) {
            return switch (name) {
                case ENTRIES ->
                        new Layout<>(
                                new NodeId.NodeIdSerializer(),
                                new Lockable.LockableTypeSerializer<>(
                                        new SharedBufferNodeSerializer()));
                case EVENTS ->
                        new Layout<>(
                                EventId.EventIdSerializer.INSTANCE,
                                new Lockable.LockableTypeSerializer<>(table));
                case COUNTS -> new Layout<>(LongSerializer.INSTANCE, IntSerializer.INSTANCE);
                default -> throw new IllegalStateException("not a map of the buffer: " + name);
            };
        }
    }
}
