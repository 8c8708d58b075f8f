package io.nextclick.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.EventContext;
import io.nextclick.flow.PersonEvent;
import io.nextclick.rule.CompiledRule;
import io.nextclick.rule.ConditionLanguage;
import io.nextclick.rule.EventPattern;
import io.nextclick.rule.Rule;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.rule.Stage;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import io.nextclick.testkit.Soak;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The operator tells the matches of Flink CEP's own automaton, each at its moment: several rules at
 * once, event by event, and time passes as the watermark says. A membership of a millisecond shows
 * every moment at which there is a match.
 */
class OperatorOracleTest {

    private static final int ROUNDS = Soak.runs(400, 20);
    private static final int RULES = 5;
    private static final int EVENTS = 24;
    private static final long START = 1_000;
    private static final ConditionLanguage LANGUAGE = new ConditionLanguage();
    private static final TriggerSettings BOUNDS =
            Rules.bounds(0, 50, 1_000, 500, 100, 64, 1_000, 10_000);

    /** What a person does. */
    private record Stream(long[] times, String[] queries) {
        static Stream random(Random random) {
            long[] times = new long[EVENTS];
            String[] queries = new String[EVENTS];
            long millis = START;
            for (int i = 0; i < EVENTS; i++) {
                millis += random.nextInt(4);
                times[i] = millis;
                queries[i] = query(random);
            }
            return new Stream(times, queries);
        }

        /** Mostly one condition, sometimes none or several. */
        private static String query(Random random) {
            if (random.nextInt(3) > 0) {
                return "" + random.nextInt(5);
            }
            StringBuilder several = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                several.append(random.nextBoolean() ? "" + i : "");
            }
            return several.toString();
        }

        /** What was done before a time, and then what no condition wants. */
        Stream probedAt(long millis) {
            int before = 0;
            while (before < times.length && times[before] < millis) {
                before++;
            }
            long[] probed = Arrays.copyOf(times, before + 1);
            String[] asked = Arrays.copyOf(queries, before + 1);
            probed[before] = millis - 1;
            asked[before] = "";
            return new Stream(probed, asked);
        }

        List<FlinkAutomaton.Match> matches(EventPattern pattern) throws Exception {
            return new FlinkAutomaton(
                            pattern,
                            (event, text) -> queries[event].contains(RandomPattern.digit(text)))
                    .matches(times);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void the_operator_tells_what_flink_cep_tells_and_when(long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, Integer> plans = new TreeMap<>();
        int told = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<String> texts = rules(random);
            Stream stream = Stream.random(random);
            Map<String, Map<Long, List<Integer>>> byRule = byOperator(texts, stream);
            for (String text : texts) {
                Rule rule = Rules.READER.read(text).rule();
                if (rule == null) {
                    continue;
                }
                Map<Long, List<Integer>> found = byRule.getOrDefault(rule.ruleId(), Map.of());
                compare(rule.pattern(), stream, found, seed + " " + text);
                plans.merge(Plans.nameOf(new CompiledRule(rule, LANGUAGE)), 1, Integer::sum);
                told += found.size();
            }
        }
        assertThat(told).isGreaterThan(ROUNDS * RULES);
        assertThat(plans.keySet()).containsExactly("automaton", "chain", "count");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void a_stage_comes_within_its_time_whatever_comes_between(long seed) throws Exception {
        Random random = new Random(seed);
        int left = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < RULES; i++) {
                texts.add(named(new RandomPattern(random).withStageTimes(), i));
            }
            Stream stream = Stream.random(random);
            Map<String, Map<Long, List<Integer>>> byRule = byOperator(texts, stream);
            for (String text : texts) {
                Rule rule = Rules.READER.read(text).rule();
                if (rule == null) {
                    continue;
                }
                EventPattern pattern = rule.pattern();
                String without = text.replaceAll("\n    within: .*", "");
                Rule loose = Rules.READER.read(without).rule();
                List<FlinkAutomaton.Match> matches = stream.matches(loose.pattern());
                int all = matches.size();
                matches.removeIf(match -> !isInTime(pattern.stages(), match.events(), stream));
                left += all - matches.size();
                assertThat(byRule.getOrDefault(rule.ruleId(), Map.of()).keySet())
                        .as("%d %s", seed, text)
                        .isEqualTo(byTime(matches).keySet());
            }
        }
        assertThat(left).isGreaterThan(ROUNDS);
    }

    /**
     * Whether events come within the times of their stages, of which only the first has several.
     */
    private static boolean isInTime(List<Stage> stages, List<Integer> events, Stream stream) {
        int event = events.size() - 1;
        for (int stage = stages.size() - 1; stage > 0; stage--) {
            Stage each = stages.get(stage);
            if (each.absent()) {
                continue;
            }
            long taken =
                    stream.times[events.get(event)]
                            - (event == 0 ? 0 : stream.times[events.get(event - 1)]);
            if (each.withinMillis() > 0 && taken >= each.withinMillis()) {
                return false;
            }
            event--;
        }
        return true;
    }

    private static void compare(
            EventPattern pattern, Stream stream, Map<Long, List<Integer>> found, String what)
            throws Exception {
        Map<Long, Set<List<Integer>>> expected = byTime(stream.matches(pattern));
        if (pattern.closesBehindChoice()) {
            // Flink CEP completes these only if the person does anything more before the time is
            // over; we need nobody for that.
            if (pattern.skip() != EventPattern.Skip.NONE) {
                return;
            }
            long end = stream.times[EVENTS - 1] + pattern.withinMillis();
            for (long millis = START + 1; millis <= end; millis++) {
                long now = millis;
                List<FlinkAutomaton.Match> probed = stream.probedAt(millis).matches(pattern);
                probed.removeIf(match -> match.millis() != now);
                byTime(probed)
                        .forEach(
                                (time, events) ->
                                        expected.computeIfAbsent(time, key -> new HashSet<>())
                                                .addAll(events));
            }
        }
        assertThat(found.keySet())
                .as(
                        "moments of %s, %s %s",
                        what, Arrays.toString(stream.times), Arrays.toString(stream.queries))
                .isEqualTo(expected.keySet());
        found.forEach(
                (millis, events) ->
                        assertThat(expected.get(millis))
                                .as("events of %s at %d", what, millis)
                                .contains(events));
    }

    private static Map<Long, Set<List<Integer>>> byTime(List<FlinkAutomaton.Match> matches) {
        Map<Long, Set<List<Integer>>> byTime = new TreeMap<>();
        for (FlinkAutomaton.Match match : matches) {
            byTime.computeIfAbsent(match.millis(), millis -> new HashSet<>()).add(match.events());
        }
        return byTime;
    }

    private static List<String> rules(Random random) {
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < RULES; i++) {
            rules.add(named(new RandomPattern(random).yaml(), i));
        }
        return rules;
    }

    private static String named(String text, int number) {
        return text.replace("rule_id: random", "rule_id: r" + number) + "membership: 1 ms\n";
    }

    /** For each rule the moments at which there was a match, with the events of one of them. */
    private static Map<String, Map<Long, List<Integer>>> byOperator(
            List<String> texts, Stream stream) throws Exception {
        Rules rules = new Rules();
        Map<String, Map<Long, List<Integer>>> found = new HashMap<>();
        try (var harness =
                Harness.<PersonEvent, RuleUpdate, PersonEvent>of(
                        new MatchTriggers(BOUNDS, Harness.SMALL_CACHE, Rules.REQUESTS),
                        PersonEvent::personKey,
                        null)) {
            harness.open();
            for (String text : texts) {
                if (Rules.READER.read(text).rule() != null) {
                    harness.processElement2(rules.put(text), 0);
                }
            }
            int next = 0;
            long end = stream.times[EVENTS - 1] + 30;
            for (long now = START; now <= end; now++) {
                for (; next < EVENTS && stream.times[next] == now; next++) {
                    EventContext asked = EventContext.builder().query(stream.queries[next]).build();
                    Events event = Events.view("i").with(asked).at(now).named("" + next);
                    harness.processElement1(Rules.at(event.event()), now);
                    take(harness, found);
                }
                harness.processBothWatermarks(new Watermark(now));
                take(harness, found);
            }
            harness.processBothWatermarks(new Watermark(end + 2_000));
            Harness.checkpoint(harness);
            assertThat(harness.numKeyedStateEntries()).as("%s", texts).isZero();
        }
        return found;
    }

    private static void take(
            KeyedTwoInputStreamOperatorTestHarness<String, PersonEvent, RuleUpdate, PersonEvent>
                    harness,
            Map<String, Map<Long, List<Integer>>> found) {
        for (SegmentChange change : Harness.take(harness, MatchTriggers.CHANGES)) {
            if (change.kind() != SegmentChange.Kind.EXIT) {
                List<Integer> events =
                        change.matchedEventIds().stream().map(Integer::valueOf).sorted().toList();
                found.computeIfAbsent(change.ruleId(), rule -> new TreeMap<>())
                        .put(change.expiresAtMillis() - 1, events);
            }
        }
    }
}
