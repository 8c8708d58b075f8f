package io.nextclick.segment;

import io.nextclick.rule.CepPattern;
import io.nextclick.rule.CompiledRule;
import io.nextclick.rule.EventPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.cep.configuration.SharedBufferCacheConfig;
import org.apache.flink.cep.nfa.NFA;
import org.apache.flink.cep.nfa.NFAState;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBuffer;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBufferAccessor;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.apache.flink.cep.time.TimerService;
import org.jspecify.annotations.Nullable;

/**
 * Any pattern, on Flink CEP's own automaton and shared buffer. Flink CEP works on a copy of both,
 * in memory; so the progress is a value like any other, and no state backend sees Flink CEP's maps.
 */
final class NfaPlan implements Plan {

    /** Most entries of the buffer of one person; beyond it the pattern begins anew. */
    private static final int MAX_ENTRIES = 2_000;

    private static final int CACHE_SLOTS = 1_024;

    private final NFA<Seen> nfa;
    private final AfterMatchSkipStrategy skip;
    private final NfaTimes times;
    private final boolean seesAll;

    private final MemoryStore store = new MemoryStore();
    private final SharedBuffer<Seen> buffer;
    private final Now now = new Now();
    private final Mask current = new Mask();

    NfaPlan(CompiledRule rule) {
        EventPattern pattern = rule.rule().pattern();
        Pattern<Seen, Seen> built =
                CepPattern.of(pattern, text -> new MaskCondition(current, rule.bit(text)));
        nfa = NFACompiler.compileFactory(built, false).createNFA();
        skip = built.getAfterMatchSkipStrategy();
        times = new NfaTimes(nfa, pattern);
        seesAll = pattern.seesAll();
        buffer =
                new SharedBuffer<>(
                        store,
                        new SeenTable(),
                        new SharedBufferCacheConfig(CACHE_SLOTS, CACHE_SLOTS, Duration.ofDays(1)));
        // Its statistics would cost a thread a rule.
        buffer.releaseCacheStatisticsTimer();
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
        times.close(state, millis);
        Tuple2<
                        Collection<Map<String, List<Seen>>>,
                        Collection<Tuple2<Map<String, List<Seen>>, Long>>>
                result = nfa.advanceTime(accessor, state, millis, skip);
        for (Map<String, List<Seen>> match : result.f0) {
            List<Seen> events = inOrder(match);
            matches.add(events, Math.min(millis, times.windowEndMillis(events.get(0).millis)));
        }
    }

    private static List<Seen> inOrder(Map<String, List<Seen>> match) {
        List<Seen> events = new ArrayList<>();
        match.values().forEach(events::addAll);
        events.sort(Comparator.comparingLong(seen -> seen.millis));
        return events;
    }

    /** Lends the automaton to Flink CEP, which changes what it is given. */
    private NFAState read(@Nullable Progress progress) {
        if (progress == null) {
            store.clear();
            return nfa.createInitialNFAState();
        }
        Automaton automaton = (Automaton) progress;
        store.lend(automaton.buffer());
        return automaton.state();
    }

    private @Nullable Progress write(NFAState state) {
        long ends = times.endsAtMillis(state);
        if (ends == Long.MIN_VALUE && state.getCompletedMatches().isEmpty()) {
            return null;
        }
        if (store.size() > MAX_ENTRIES) {
            return null;
        }
        return Automaton.of(state, store.take(), times.actsAtMillis(state), ends);
    }

    @Override
    public boolean seesAll() {
        return seesAll;
    }

    @Override
    public boolean looksBack() {
        return false;
    }

    @Override
    public Progress takeOver(Progress progress) {
        Progress same = write(read(progress));
        return same == null ? progress : same;
    }

    /** The mask of the event that the automaton is looking at. */
    private static final class Mask {
        private long mask;
    }

    private static final class MaskCondition extends IterativeCondition<Seen> {
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
