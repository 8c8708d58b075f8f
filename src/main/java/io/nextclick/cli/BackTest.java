package io.nextclick.cli;

import io.nextclick.PersonalizationJob;
import io.nextclick.config.Settings;
import io.nextclick.event.Event;
import io.nextclick.event.IdentityEvent;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonInput;
import io.nextclick.graph.Devices;
import io.nextclick.graph.OperatorIds;
import io.nextclick.graph.Persons;
import io.nextclick.log.BehaviorLog;
import io.nextclick.log.LogFormat;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.segment.MatchTriggers;
import io.nextclick.segment.SegmentChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/**
 * The way of the job from events to segments, on a log in the log's own time: the same operators
 * with the same settings, in this process, one of each, state on the heap. The log is read as it
 * goes, so memory grows with its persons and not with its events. The rules are in force before the
 * first event.
 */
final class BackTest {

    private static final String ROWS = "rows";

    private final Settings settings;
    private final LogToTest log;

    BackTest(Settings settings, LogToTest log) {
        this.settings = settings;
        this.log = log;
    }

    /**
     * What a run found.
     *
     * @param rows figures of the rules that did something, by their keys
     * @param events events that reached the rules; repetitions do not
     * @param timed those of them in the times
     * @param cpuNanos processor time of the task of the person stage for them
     * @param wallNanos from the first event there to the last of them
     */
    record Result(
            Map<String, RuleTally.Row> rows,
            long events,
            long timed,
            long cpuNanos,
            long wallNanos) {

        /** NaN if nothing was timed. */
        double cpuMicrosPerEvent() {
            return timed == 0 ? Double.NaN : cpuNanos / 1e3 / timed;
        }

        /** NaN if nothing was timed. */
        double eventsPerSecond() {
            return timed == 0 ? Double.NaN : timed * 1e9 / Math.max(1, wallNanos);
        }
    }

    /** Runs the log through rules that were found right. */
    Result run(RuleFiles rules) throws Exception {
        Configuration configuration = PersonalizationJob.flinkDefaults();
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, true);
        configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        build(env, rules.updates(), lengths(rules));
        JobExecutionResult done = env.execute("back-test");
        List<RuleTally.Row> rows = done.getAccumulatorResult(ROWS);
        Map<String, RuleTally.Row> byKey = new LinkedHashMap<>();
        rows.forEach(row -> byKey.put(row.ruleKey(), row));
        return new Result(
                byKey,
                done.<Long>getAccumulatorResult(MeasureCost.EVENTS),
                done.<Long>getAccumulatorResult(MeasureCost.TIMED),
                done.<Long>getAccumulatorResult(MeasureCost.CPU_NANOS),
                done.<Long>getAccumulatorResult(MeasureCost.WALL_NANOS));
    }

    private static Map<String, Long> lengths(RuleFiles rules) {
        Map<String, Long> lengths = new HashMap<>();
        rules.rules().forEach(rule -> lengths.put(rule.ruleKey(), rule.membershipMillis()));
        return Map.copyOf(lengths);
    }

    private void build(
            StreamExecutionEnvironment env,
            Collection<RuleUpdate> rules,
            Map<String, Long> lengths) {
        DataStream<Event> events =
                once(env, "log", Event.class, new ReadLog(log.path().toString(), log.format()))
                        .assignTimestampsAndWatermarks(
                                LogTime.behindBy(settings.outOfOrderness().toMillis()));
        DataStream<IdentityEvent> logins =
                once(env, "no-identity-events", IdentityEvent.class, (start, out) -> {});
        DataStream<PersonInput> identified =
                events.keyBy(Event::sourceKey)
                        .connect(logins.keyBy(IdentityEvent::deviceKey))
                        .transform(
                                OperatorIds.DEVICE_STAGE,
                                TypeInformation.of(PersonInput.class),
                                new SecondFirst<>(Devices.stage(settings)));
        SingleOutputStreamOperator<PersonEvent> guided =
                identified
                        .keyBy(PersonInput::personKey)
                        .connect(all(env, rules).broadcast())
                        .transform(
                                OperatorIds.PERSON_STAGE,
                                TypeInformation.of(PersonEvent.class),
                                new SecondFirst<>(Persons.stage(settings)));

        guided.process(new MeasureCost(log.events())).sinkTo(new DiscardingSink<>());
        // An absence of the log's own time is complete so much later.
        long end = log.newestMillis() + settings.triggers().outOfOrderMillis();
        guided.getSideOutput(MatchTriggers.CHANGES)
                .process(new Tally(end, lengths))
                .sinkTo(new DiscardingSink<>());
    }

    private static DataStream<RuleUpdate> all(
            StreamExecutionEnvironment env, Collection<RuleUpdate> rules) {
        return rules.isEmpty()
                ? once(env, "no-rules", RuleUpdate.class, (start, out) -> {})
                : env.fromData(rules, TypeInformation.of(RuleUpdate.class));
    }

    /** What a function emits when it is called once. */
    private static <T> DataStream<T> once(
            StreamExecutionEnvironment env,
            String name,
            Class<T> type,
            FlatMapFunction<Long, T> emit) {
        return env.fromSource(
                        new NumberSequenceSource(1, 1), WatermarkStrategy.noWatermarks(), name)
                .flatMap(emit)
                .returns(type);
    }

    private record ReadLog(String path, LogFormat format) implements FlatMapFunction<Long, Event> {
        @Override
        public void flatMap(Long start, Collector<Event> out) throws IOException {
            try (BehaviorLog log = BehaviorLog.open(Path.of(path), format)) {
                while (log.hasNext()) {
                    out.collect(log.next());
                }
            }
        }
    }

    private static final class Tally extends ProcessFunction<SegmentChange, SegmentChange> {
        private final long endMillis;
        private final Map<String, Long> lengths;

        private transient RuleTally.Set tallies;

        Tally(long endMillis, Map<String, Long> lengths) {
            this.endMillis = endMillis;
            this.lengths = lengths;
        }

        @Override
        public void open(OpenContext context) {
            tallies = new RuleTally.Set(endMillis, lengths);
        }

        @Override
        public void processElement(
                SegmentChange change, Context context, Collector<SegmentChange> out) {
            Long emitted = context.timestamp();
            tallies.add(change, emitted == null ? change.enteredAtMillis() : emitted);
        }

        @Override
        public void close() {
            ListAccumulator<RuleTally.Row> rows = new ListAccumulator<>();
            new ArrayList<>(tallies.rows().values()).forEach(rows::add);
            getRuntimeContext().addAccumulator(ROWS, rows);
        }
    }
}
