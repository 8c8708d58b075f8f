package io.nextclick.segment;

import io.nextclick.rule.CepPattern;
import io.nextclick.rule.CompiledRule;
import io.nextclick.rule.EventPattern;
import io.nextclick.rule.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.cep.configuration.SharedBufferCacheConfig;
import org.apache.flink.cep.nfa.ComputationState;
import org.apache.flink.cep.nfa.NFA;
import org.apache.flink.cep.nfa.NFAState;
import org.apache.flink.cep.nfa.NFAStateSerializer;
import org.apache.flink.cep.nfa.State;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBuffer;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBufferAccessor;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.apache.flink.cep.time.TimerService;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Any pattern, on Flink CEP's own automaton and shared buffer. Both are read from the progress into
 * memory, used and written back; so the progress is a value like any other, and no state backend
 * sees Flink CEP's maps.
 */
final class NfaPlan implements Plan {

    /** Most bytes of the automaton of one person; beyond it a match begins anew. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final int CACHE_SLOTS = 1_024;

    private final NFA<Seen> nfa;
    private final AfterMatchSkipStrategy skip;
    private final Set<String> pendingStates;
    private final Set<String> startStates;
    private final long window;
    private final boolean seesAll;

    private final SeenTable table = new SeenTable();
    private final MemoryStore store = new MemoryStore();
    private final SharedBuffer<Seen> buffer;
    private final NFAStateSerializer states = new NFAStateSerializer();
    private final DataOutputSerializer output = new DataOutputSerializer(256);
    private final DataInputDeserializer input = new DataInputDeserializer();
    private final Now now = new Now();
    private final Mask current = new Mask();

    NfaPlan(CompiledRule rule) {
        EventPattern pattern = rule.rule().pattern();
        Pattern<Seen, Seen> built =
                CepPattern.of(pattern, text -> new MaskCondition(current, rule.bit(text)));
        nfa = NFACompiler.compileFactory(built, false).createNFA();
        skip = built.getAfterMatchSkipStrategy();
        window = nfa.getWindowTime();
        pendingStates = names(nfa, State::isPending);
        startStates = names(nfa, State::isStart);
        seesAll = pattern.stages().stream().anyMatch(Stage::seesAll);
        buffer =
                new SharedBuffer<>(
                        store,
                        table,
                        new SharedBufferCacheConfig(CACHE_SLOTS, CACHE_SLOTS, Duration.ofDays(1)));
        // Its statistics would cost a thread a rule.
        buffer.releaseCacheStatisticsTimer();
    }

    private static Set<String> names(
            NFA<Seen> nfa, java.util.function.Predicate<State<Seen>> which) {
        Set<String> names = new LinkedHashSet<>();
        nfa.getStates().stream().filter(which).map(State::getName).forEach(names::add);
        return names;
    }

    /**
     * The automaton of one person, written out.
     *
     * @param list events that the bytes refer to by their places
     * @param bytes its states and buffer, as Flink CEP's serializers write them
     * @param actsAtMillis when a pending match is complete
     * @param endsAtMillis when nothing is left
     */
    record Written(Seen[] list, byte[] bytes, long actsAtMillis, long endsAtMillis)
            implements Progress {
        @Override
        public Iterable<Seen> events() {
            return Arrays.asList(list);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Written written
                    && Arrays.equals(list, written.list)
                    && Arrays.equals(bytes, written.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    @Override
    public @Nullable Progress step(
            @Nullable Progress progress, Seen event, long mask, Matches matches) {
        try {
            NFAState state = read(progress);
            SharedBufferAccessor<Seen> accessor = buffer.getAccessor();
            advance(accessor, state, event.millis, matches);
            current.mask = mask;
            now.millis = event.millis;
            Collection<Map<String, List<Seen>>> found =
                    nfa.process(accessor, state, event, event.millis, skip, now);
            for (Map<String, List<Seen>> match : found) {
                matches.add(inOrder(match), event.millis);
            }
            accessor.close();
            return write(state);
        } catch (Exception e) {
            throw new IllegalStateException("Flink CEP failed on " + event, e);
        }
    }

    @Override
    public @Nullable Progress advance(Progress progress, long millis, Matches matches) {
        try {
            NFAState state = read(progress);
            SharedBufferAccessor<Seen> accessor = buffer.getAccessor();
            advance(accessor, state, millis, matches);
            accessor.close();
            return write(state);
        } catch (Exception e) {
            throw new IllegalStateException("Flink CEP failed at " + millis, e);
        }
    }

    private void advance(
            SharedBufferAccessor<Seen> accessor, NFAState state, long millis, Matches matches)
            throws Exception {
        Tuple2<
                        Collection<Map<String, List<Seen>>>,
                        Collection<Tuple2<Map<String, List<Seen>>, Long>>>
                result = nfa.advanceTime(accessor, state, millis, skip);
        for (Map<String, List<Seen>> match : result.f0) {
            List<Seen> events = inOrder(match);
            matches.add(events, Math.min(millis, events.get(0).millis + window));
        }
    }

    private static List<Seen> inOrder(Map<String, List<Seen>> match) {
        List<Seen> events = new ArrayList<>();
        match.values().forEach(events::addAll);
        events.sort(Comparator.comparingLong(seen -> seen.millis));
        return events;
    }

    private NFAState read(@Nullable Progress progress) throws Exception {
        store.clear();
        if (progress == null) {
            table.start(List.of());
            return nfa.createInitialNFAState();
        }
        Written written = (Written) progress;
        table.start(Arrays.asList(written.list));
        input.setBuffer(written.bytes);
        NFAState state = states.deserialize(input);
        for (MemoryStore.MemoryMap<?, ?> map : store.maps()) {
            read(map);
        }
        return state;
    }

    private <K, V> void read(MemoryStore.MemoryMap<K, V> map) throws IOException {
        int size = input.readShort();
        for (int i = 0; i < size; i++) {
            map.put(map.keys.deserialize(input), map.values.deserialize(input));
        }
    }

    private @Nullable Progress write(NFAState state) throws IOException {
        long acts = Long.MAX_VALUE;
        long ends = Long.MIN_VALUE;
        for (ComputationState each : state.getPartialMatches()) {
            if (startStates.contains(each.getCurrentStateName())) {
                continue;
            }
            long end = each.getStartTimestamp() + window;
            ends = Math.max(ends, end);
            if (pendingStates.contains(each.getCurrentStateName())) {
                acts = Math.min(acts, end);
            }
        }
        if (ends == Long.MIN_VALUE && state.getCompletedMatches().isEmpty()) {
            return null;
        }
        // What waits for a partial match to end is told when that ends.
        if (!state.getCompletedMatches().isEmpty()) {
            acts = Math.min(acts, ends);
        }
        table.start(List.of());
        output.clear();
        states.serialize(state, output);
        for (MemoryStore.MemoryMap<?, ?> map : store.maps()) {
            write(map);
        }
        if (output.length() > MAX_BYTES) {
            return null;
        }
        return new Written(table.events(), output.getCopyOfBuffer(), acts, ends);
    }

    private <K, V> void write(MemoryStore.MemoryMap<K, V> map) throws IOException {
        output.writeShort(map.size());
        for (Map.Entry<K, V> entry : map.entries()) {
            map.keys.serialize(entry.getKey(), output);
            map.values.serialize(entry.getValue(), output);
        }
    }

    @Override
    public boolean seesAll() {
        return seesAll;
    }

    @Override
    public boolean accepts(Progress progress) {
        return progress instanceof Written;
    }

    /** The mask of the event that the automaton is looking at. */
    private static final class Mask {
        private long mask;
    }

    private static final class MaskCondition extends IterativeCondition<Seen> {
        private static final long serialVersionUID = 1L;
        private final transient Mask current;
        private final long bit;

        MaskCondition(Mask current, long bit) {
            this.current = current;
            this.bit = bit;
        }

        @Override
        public boolean filter(Seen event, Context<Seen> context) {
            return (current.mask & bit) != 0;
        }
    }

    private static final class Now implements TimerService {
        private long millis;

        @Override
        public long currentProcessingTime() {
            return millis;
        }
    }
}
