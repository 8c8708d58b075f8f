package io.nextclick.segment;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.rule.CepPattern;
import io.nextclick.rule.Facts;
import io.nextclick.rule.Rule;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.testkit.Harness;
import io.nextclick.writeback.WriteBackState;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.operator.CepOperator;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;

/**
 * Pairs the matching of triggers with Flink's own CEP operator on the same pattern and stream, both
 * in event time in Flink's operator harness, and shows what many rules cost. Bounded; prints a
 * table. {@code mvn -q -Pbench-triggers}
 */
public final class TriggerBenchmark {

    private static final int PERSONS = 1_000;
    private static final int PAIRS = 5;
    private static final int WATERMARK_EVERY = 50;
    private static final int CATEGORIES = 200;
    private static final WriteBackState.Limits CACHE = new WriteBackState.Limits(20_000, 10_000);
    private static final WriteBackState.Limits NO_CACHE = new WriteBackState.Limits(1, 1);
    private static final TriggerSettings BOUNDS =
            Rules.bounds(1_000, 50, 7 * Rules.DAY, 500, 100, 64, 10_000, 10_000);

    private static final String SEQUENCE =
            """
            rule_id: sequence
            version: 1
            kind: SEGMENT
            pattern:
              within: 60 s
              stages:
                - {name: a, when: event.type == 'VIEW'}
                - {name: b, when: event.type == 'ADD_TO_CART'}
                - {name: c, when: event.type == 'PURCHASE'}
            membership: 60 s
            """;

    private static final String GENERAL =
            SEQUENCE.replace(
                    "{name: b, when: event.type == 'ADD_TO_CART'}",
                    "{name: b, when: event.type == 'ADD_TO_CART', times: '1+'}");

    private TriggerBenchmark() {}

    /** Runs all pairs. */
    public static void main(String[] args) throws Exception {
        int events = args.length > 0 && !args[0].isEmpty() ? Integer.parseInt(args[0]) : 20_000;
        List<Event> stream = stream(events);
        if (events == 0) {
            many(stream(100_000));
            bytes();
            return;
        }
        System.out.printf(
                "%d events of %d persons; µs an event, median (min-max) of %d%n",
                events, PERSONS, PAIRS);
        for (String pattern : List.of(SEQUENCE, GENERAL)) {
            String name = pattern.equals(SEQUENCE) ? "a, b, c within 60 s" : "a, b+, c within 60 s";
            pair(name + ", heap", pattern, stream, new HashMapStateBackend(), PAIRS);
            pair(name + ", RocksDB", pattern, stream, new EmbeddedRocksDBStateBackend(), 2);
        }
        many(stream(4 * events));
        bytes();
    }

    private static void pair(
            String name, String yaml, List<Event> stream, StateBackend backend, int pairs)
            throws Exception {
        double[] cep = new double[pairs];
        double[] cached = new double[pairs];
        double[] stored = new double[pairs];
        byFlink(yaml, stream.subList(0, stream.size() / 10), backend);
        byNextclick(List.of(yaml), stream, backend, CACHE);
        for (int i = 0; i < pairs; i++) {
            cep[i] = byFlink(yaml, stream, backend);
            cached[i] = byNextclick(List.of(yaml), stream, backend, CACHE);
            stored[i] = byNextclick(List.of(yaml), stream, backend, NO_CACHE);
        }
        System.out.printf(
                Locale.ROOT,
                "%-32s CepOperator %s  match-triggers %s  (each value written and read: %s)"
                        + "  times as fast %.1f (%.1f)%n",
                name,
                text(cep),
                text(cached),
                text(stored),
                median(cep) / median(cached),
                median(cep) / median(stored));
    }

    private static void many(List<Event> stream) throws Exception {
        double[][] costs = new double[3][PAIRS];
        double[][] ofThread = new double[3][PAIRS];
        int[] sizes = {1, 100, 1_000};
        for (int round = -1; round < PAIRS; round++) {
            for (int i = 0; i < sizes.length; i++) {
                Cost cost =
                        costByNextclick(rules(sizes[i]), stream, new HashMapStateBackend(), CACHE);
                if (round >= 0) {
                    costs[i][round] = cost.micros();
                    ofThread[i][round] = cost.threadMicros();
                }
            }
        }
        for (int i = 0; i < sizes.length; i++) {
            System.out.printf(
                    Locale.ROOT,
                    "%5d rules, heap %s  times one rule %.2f; processor time of the task's thread"
                            + " %s  times one rule %.2f%n",
                    sizes[i],
                    text(costs[i]),
                    median(costs[i]) / median(costs[0]),
                    text(ofThread[i]),
                    median(ofThread[i]) / median(ofThread[0]));
        }
    }

    /** Rules of five shapes over many categories. */
    static List<String> rules(int count) {
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String here = "event.category == 'c" + i % CATEGORIES + "'";
            String view = "event.type == 'VIEW' && " + here;
            String cart = "event.type == 'ADD_TO_CART' && " + here;
            String buy = "event.type == 'PURCHASE' && " + here;
            String stages =
                    switch (i / CATEGORIES % 5) {
                        case 0 -> "- {name: a, when: \"%s\", times: 5}".formatted(view);
                        case 1 ->
                                "- {name: a, when: \"%s\"}\n    - {name: b, when: \"%s\"}"
                                        .formatted(view, cart);
                        case 2 ->
                                "- {name: a, when: \"%s\"}\n    - {name: b, when: \"%s\", absent: true}"
                                        .formatted(cart, buy);
                        case 3 -> "- {name: a, when: \"%s && event.price > 50.0\"}".formatted(buy);
                        default ->
                                "- {name: a, when: \"%s\", times: 2}\n    - {name: b, when: \"%s\"}"
                                        .formatted(view, buy);
                    };
            rules.add(
                    """
                    rule_id: r%d
                    version: 1
                    kind: SEGMENT
                    pattern:
                      within: 24 h
                      stages:
                        %s
                    membership: 1 d
                    """
                            .formatted(i, stages));
        }
        return rules;
    }

    /** A value of one person with twenty rules, after the events of a usual visitor. */
    private static void bytes() throws Exception {
        // A visitor of the REES46 log makes 3.9 events on average.
        bytes(4, 0);
        bytes(4, 50);
        bytes(20, 0);
        bytes(20, 50);
    }

    private static void bytes(int meanEvents, int retained) throws Exception {
        Random random = new Random(7);
        TriggerSettings bounds =
                Rules.bounds(1_000, retained, 7 * Rules.DAY, 500, 100, 64, 100, 100);
        RuleSet set = new RuleSet(bounds);
        Rules written = new Rules();
        List<RuleUpdate> updates = new ArrayList<>();
        rules(1_000).stream()
                .filter(rule -> isOfFew(rule))
                .limit(20)
                .forEach(rule -> updates.add(written.put(rule)));
        set.apply(updates);
        EventOrder order = new EventOrder(set);
        long[] sizes = new long[PERSONS];
        int partials = 0;
        for (int person = 0; person < PERSONS; person++) {
            PersonTriggers triggers = new PersonTriggers();
            new RuleAdoption(set).adopt(triggers, SiteKey.DEFAULT_SITE);
            long millis = 1_700_000_000_000L;
            int events = 1 + (int) (-(meanEvents - .5) * Math.log(1 - random.nextDouble()));
            for (int i = 0; i < events; i++) {
                millis += 1_000 + random.nextInt(120_000);
                Event event = event(random, millis, 4);
                order.add(triggers, new Facts(event, PersonMetrics.NONE, List.of(), 1));
            }
            new SegmentChanges(set).of(triggers, "p" + person, millis);
            DataOutputSerializer out = new DataOutputSerializer(64);
            new PersonTriggersSerializer().serialize(triggers, out);
            sizes[person] = out.length();
            partials += triggers.settled.partials().size();
        }
        Arrays.sort(sizes);
        System.out.printf(
                Locale.ROOT,
                "20 rules, %2d events a person, %2d retained: bytes a person mean %.0f p50 %d p90 %d max %d,"
                        + " partial matches mean %.1f%n",
                meanEvents,
                retained,
                Arrays.stream(sizes).average().orElse(0),
                sizes[PERSONS / 2],
                sizes[PERSONS * 9 / 10],
                sizes[PERSONS - 1],
                partials / (double) PERSONS);
    }

    private static boolean isOfFew(String rule) {
        return rule.matches("(?s).*'c[0-3]'.*");
    }

    private static List<Event> stream(int events) {
        Random random = new Random(1);
        List<Event> stream = new ArrayList<>();
        long millis = 1_700_000_000_000L;
        for (int i = 0; i < events; i++) {
            millis += random.nextInt(20);
            stream.add(event(random, millis, CATEGORIES));
        }
        return stream;
    }

    private static Event event(Random random, long millis, int categories) {
        int kind = random.nextInt(10);
        EventType type =
                kind < 7 ? EventType.VIEW : kind < 9 ? EventType.ADD_TO_CART : EventType.PURCHASE;
        int category = random.nextInt(categories);
        EventContext context = EventContext.ofItem("c" + category, null, random.nextInt(100) + 0.5);
        UUID id = new UUID(random.nextLong(), random.nextLong());
        return new Event(
                id.toString(),
                type,
                millis,
                SiteKey.DEFAULT_SITE,
                "p" + random.nextInt(PERSONS),
                null,
                null,
                "i" + category + random.nextInt(20),
                context);
    }

    /**
     * What an event costs.
     *
     * @param micros time that passed, other work on the machine and collecting garbage included, µs
     * @param threadMicros processor time of the thread, µs
     */
    private record Cost(double micros, double threadMicros) {}

    private static double byNextclick(
            List<String> yaml,
            List<Event> stream,
            StateBackend backend,
            WriteBackState.Limits cache)
            throws Exception {
        return costByNextclick(yaml, stream, backend, cache).micros();
    }

    private static Cost costByNextclick(
            List<String> yaml,
            List<Event> stream,
            StateBackend backend,
            WriteBackState.Limits cache)
            throws Exception {
        Rules rules = new Rules();
        try (var harness =
                Harness.<PersonEvent, RuleUpdate, PersonEvent>of(
                        new MatchTriggers(BOUNDS, cache, Rules.REQUESTS),
                        PersonEvent::personKey,
                        null)) {
            harness.setStateBackend(backend);
            harness.open();
            for (String rule : yaml) {
                harness.processElement2(rules.put(rule), 0);
            }
            // The first event compiles the index.
            harness.processElement1(Rules.at(stream.get(0)), 0);
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long ofThread = threads.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            int count = 0;
            for (Event event : stream) {
                harness.processElement1(Rules.at(event), event.occurredAtMillis());
                if (++count % WATERMARK_EVERY == 0) {
                    harness.processBothWatermarks(new Watermark(event.occurredAtMillis()));
                    harness.getOutput().clear();
                    Harness.take(harness, MatchTriggers.CHANGES);
                }
            }
            double events = 1_000.0 * stream.size();
            return new Cost(
                    (System.nanoTime() - start) / events,
                    (threads.getCurrentThreadCpuTime() - ofThread) / events);
        }
    }

    private static double byFlink(String yaml, List<Event> stream, StateBackend backend)
            throws Exception {
        Rule rule = Rules.READER.read(yaml).rule();
        Pattern<PersonEvent, PersonEvent> pattern =
                CepPattern.of(rule.pattern(), text -> SimpleCondition.of(typeOf(text)::equalsType));
        CepOperator<PersonEvent, String, String> operator =
                new CepOperator<>(
                        TypeInformation.of(PersonEvent.class)
                                .createSerializer(
                                        new org.apache.flink.api.common.serialization
                                                .SerializerConfigImpl()),
                        false,
                        NFACompiler.compileFactory(pattern, false),
                        null,
                        pattern.getAfterMatchSkipStrategy(),
                        new Ids(),
                        null);
        try (var harness =
                new KeyedOneInputStreamOperatorTestHarness<String, PersonEvent, String>(
                        operator, PersonEvent::personKey, Types.STRING)) {
            harness.setStateBackend(backend);
            harness.setup(
                    Types.STRING.createSerializer(
                            harness.getExecutionConfig().getSerializerConfig()));
            harness.open();
            long start = System.nanoTime();
            int count = 0;
            for (Event event : stream) {
                harness.processElement(
                        new StreamRecord<>(Rules.at(event), event.occurredAtMillis()));
                if (++count % WATERMARK_EVERY == 0) {
                    harness.processWatermark(new Watermark(event.occurredAtMillis() - 1));
                    harness.getOutput().clear();
                }
            }
            return (System.nanoTime() - start) / 1_000.0 / stream.size();
        }
    }

    /** The condition of a text in plain Java, which is what Flink CEP is used with. */
    private static TypeCondition typeOf(String text) {
        return new TypeCondition(
                EventType.valueOf(text.substring(text.indexOf('\'') + 1, text.lastIndexOf('\''))));
    }

    private record TypeCondition(EventType type) implements java.io.Serializable {
        boolean equalsType(PersonEvent event) {
            return event.event().type() == type;
        }
    }

    private static String text(double[] micros) {
        double[] sorted = micros.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%.1f (%.1f-%.1f)",
                median(micros),
                sorted[0],
                sorted[sorted.length - 1]);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static final class Ids extends PatternProcessFunction<PersonEvent, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processMatch(
                Map<String, List<PersonEvent>> match, Context context, Collector<String> out) {
            out.collect(match.get("a").get(0).event().eventId());
        }
    }
}
