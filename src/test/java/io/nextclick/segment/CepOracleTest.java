package io.nextclick.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.EventType;
import io.nextclick.rule.CepPattern;
import io.nextclick.rule.CompiledRule;
import io.nextclick.rule.ConditionLanguage;
import io.nextclick.rule.EventPattern;
import io.nextclick.rule.Rule;
import io.nextclick.rule.RuleReader;
import io.nextclick.testkit.Soak;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.operator.CepOperator;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The matches of every plan are those of Flink CEP's own operator in event time. */
class CepOracleTest {

    private static final int PATTERNS = Soak.runs(400);
    private static final int EVENTS = 24;
    private static final int CONDITIONS = 4;
    private static final ConditionLanguage LANGUAGE = new ConditionLanguage();

    private final RuleReader reader = new RuleReader(LANGUAGE);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void random_patterns_match_random_streams_as_in_flink_cep(long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, Integer> plans = new TreeMap<>();
        int matches = 0;
        for (int i = 0; i < PATTERNS; i++) {
            String text = new RandomPattern(random).yaml();
            Rule rule = reader.read(text).rule();
            if (rule == null) {
                continue;
            }
            CompiledRule compiled = new CompiledRule(rule, LANGUAGE);
            Plan plan = Plans.of(compiled, EVENTS);
            List<Seen> stream = stream(random);
            long[] masks = masks(random);
            List<List<Integer>> expected = byFlink(rule, compiled, stream, masks);
            List<List<Integer>> found = byPlan(plan, stream, masks);
            if (rule.pattern().closesBehindChoice()) {
                // These need nobody to come back, as they do in Flink CEP: there may be more of
                // them, which may then skip others. OperatorOracleTest knows which.
                if (rule.pattern().skip() != EventPattern.Skip.NONE) {
                    continue;
                }
                found.retainAll(expected);
            }
            assertThat(found)
                    .as(
                            "seed %d, %s, times %s, masks %s",
                            seed, text, stream, Arrays.toString(masks))
                    .isEqualTo(expected);
            plans.merge(plan.getClass().getSimpleName(), 1, Integer::sum);
            matches += expected.size();
        }
        assertThat(matches).isGreaterThan(PATTERNS);
        assertThat(plans.keySet()).containsExactly("ChainPlan", "CountPlan", "NfaPlan");
        assertThat(plans.values()).allMatch(count -> count > PATTERNS / 40);
    }

    private static List<Seen> stream(Random random) {
        List<Seen> stream = new ArrayList<>();
        long millis = 1_000;
        for (int i = 0; i < EVENTS; i++) {
            millis += random.nextInt(4);
            stream.add(
                    new Seen(
                            millis,
                            "" + i,
                            EventType.VIEW,
                            null,
                            null,
                            null,
                            -1,
                            null,
                            -1,
                            null,
                            true));
        }
        return stream;
    }

    private static long[] masks(Random random) {
        long[] masks = new long[EVENTS];
        for (int i = 0; i < masks.length; i++) {
            // Mostly one condition, sometimes none or several.
            int all = 1 << CONDITIONS;
            masks[i] = random.nextInt(3) == 0 ? random.nextInt(all) : 1L << random.nextInt(5);
        }
        return masks;
    }

    private static List<List<Integer>> byPlan(Plan plan, List<Seen> stream, long[] masks) {
        List<List<Integer>> found = new ArrayList<>();
        Matches matches = (events, millis) -> found.add(numbers(events));
        Progress progress = null;
        for (int i = 0; i < stream.size(); i++) {
            Seen event = stream.get(i);
            progress = progress == null ? null : plan.takeOver(progress);
            while (progress != null && progress.actsAtMillis() <= event.millis) {
                progress = plan.advance(progress, progress.actsAtMillis(), matches);
            }
            if (masks[i] != 0 || plan.seesAll()) {
                progress = plan.step(progress, event, masks[i], matches);
            }
        }
        while (progress != null) {
            long next = Math.min(progress.actsAtMillis(), progress.endsAtMillis());
            progress = plan.advance(progress, next, matches);
        }
        return sorted(found);
    }

    private static List<Integer> numbers(List<Seen> events) {
        return events.stream().map(seen -> Integer.valueOf(seen.eventId)).sorted().toList();
    }

    private static List<List<Integer>> sorted(List<List<Integer>> found) {
        found.sort(Comparator.comparing(Object::toString));
        return found;
    }

    private static List<List<Integer>> byFlink(
            Rule rule, CompiledRule compiled, List<Seen> stream, long[] masks) throws Exception {
        Pattern<Integer, Integer> pattern =
                CepPattern.of(rule.pattern(), text -> new IterativeMask(masks, compiled.bit(text)));
        CepOperator<Integer, Integer, String> operator =
                new CepOperator<>(
                        IntSerializer.INSTANCE,
                        false,
                        NFACompiler.compileFactory(pattern, false),
                        null,
                        pattern.getAfterMatchSkipStrategy(),
                        new Numbers(),
                        null);
        List<List<Integer>> found = new ArrayList<>();
        try (var harness =
                new KeyedOneInputStreamOperatorTestHarness<Integer, Integer, String>(
                        operator, event -> 0, Types.INT)) {
            harness.setup(
                    Types.STRING.createSerializer(
                            harness.getExecutionConfig().getSerializerConfig()));
            harness.open();
            for (int i = 0; i < stream.size(); i++) {
                harness.processElement(new StreamRecord<>(i, stream.get(i).millis));
            }
            harness.processWatermark(new Watermark(1_000_000));
            for (String match : harness.extractOutputValues()) {
                List<Integer> numbers = new ArrayList<>();
                for (String number : List.of(match.split(",", -1))) {
                    numbers.add(Integer.valueOf(number));
                }
                found.add(numbers);
            }
        }
        return sorted(found);
    }

    private static final class IterativeMask extends IterativeCondition<Integer> {
        private static final long serialVersionUID = 1L;
        private final long[] masks;
        private final long bit;

        IterativeMask(long[] masks, long bit) {
            this.masks = masks;
            this.bit = bit;
        }

        @Override
        public boolean filter(Integer event, IterativeCondition.Context<Integer> context) {
            return (masks[event] & bit) != 0;
        }
    }

    private static final class Numbers extends PatternProcessFunction<Integer, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processMatch(
                Map<String, List<Integer>> match,
                PatternProcessFunction.Context context,
                Collector<String> out) {
            out.collect(
                    match.values().stream()
                            .flatMap(List::stream)
                            .sorted()
                            .map(String::valueOf)
                            .collect(java.util.stream.Collectors.joining(",")));
        }
    }
}
