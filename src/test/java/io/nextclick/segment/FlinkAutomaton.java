package io.nextclick.segment;

import io.nextclick.rule.CepPattern;
import io.nextclick.rule.EventPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
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

/**
 * Flink CEP's own automaton, whose time passes by every millisecond: what an operator does that
 * misses no moment. Events are numbers.
 */
final class FlinkAutomaton {

    private final EventPattern pattern;
    private final BiPredicate<Integer, String> holds;

    /**
     * @param holds whether a condition of the pattern holds of an event
     */
    FlinkAutomaton(EventPattern pattern, BiPredicate<Integer, String> holds) {
        this.pattern = pattern;
        this.holds = holds;
    }

    /**
     * A match.
     *
     * @param millis when it was told
     * @param events its events
     */
    record Match(long millis, List<Integer> events) {}

    /**
     * The matches of events in order of time, until every window has passed.
     *
     * @param times when each happened; event {@code i} is number {@code i}
     */
    List<Match> matches(long[] times) throws Exception {
        Pattern<Integer, Integer> built = CepPattern.of(pattern, text -> new Holds(holds, text));
        NFA<Integer> nfa = NFACompiler.compileFactory(built, false).createNFA();
        AfterMatchSkipStrategy skip = built.getAfterMatchSkipStrategy();
        SharedBuffer<Integer> buffer =
                new SharedBuffer<>(
                        new MemoryStore(),
                        IntSerializer.INSTANCE,
                        new SharedBufferCacheConfig(64, 64, Duration.ofDays(1)));
        buffer.releaseCacheStatisticsTimer();
        NFAState state = nfa.createInitialNFAState();
        List<Match> found = new ArrayList<>();
        int next = 0;
        long end = times[times.length - 1] + pattern.withinMillis() + 1;
        for (long now = times[0]; now <= end; now++) {
            try (SharedBufferAccessor<Integer> accessor = buffer.getAccessor()) {
                take(nfa.advanceTime(accessor, state, now, skip).f0, now, found);
            }
            for (; next < times.length && times[next] == now; next++) {
                try (SharedBufferAccessor<Integer> accessor = buffer.getAccessor()) {
                    take(nfa.process(accessor, state, next, now, skip, new Clock(now)), now, found);
                }
            }
        }
        return found;
    }

    private static void take(
            Collection<Map<String, List<Integer>>> matches, long now, List<Match> found) {
        for (Map<String, List<Integer>> match : matches) {
            found.add(
                    new Match(
                            now, match.values().stream().flatMap(List::stream).sorted().toList()));
        }
    }

    private record Clock(long millis) implements TimerService {
        @Override
        public long currentProcessingTime() {
            return millis;
        }
    }

    private static final class Holds extends IterativeCondition<Integer> {
        private static final long serialVersionUID = 1L;
        private final transient BiPredicate<Integer, String> holds;
        private final String text;

        Holds(BiPredicate<Integer, String> holds, String text) {
            this.holds = holds;
            this.text = text;
        }

        @Override
        public boolean filter(Integer event, Context<Integer> context) {
            return holds.test(event, text);
        }
    }
}
