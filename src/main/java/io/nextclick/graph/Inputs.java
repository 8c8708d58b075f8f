package io.nextclick.graph;

import static io.nextclick.graph.OperatorIds.DECODE_EVENTS;
import static io.nextclick.graph.OperatorIds.DECODE_EXPERIMENTS;
import static io.nextclick.graph.OperatorIds.DECODE_IDENTITY_EVENTS;
import static io.nextclick.graph.OperatorIds.DECODE_ITEMS;
import static io.nextclick.graph.OperatorIds.DECODE_POLICY;
import static io.nextclick.graph.OperatorIds.DECODE_RESULTS;
import static io.nextclick.graph.OperatorIds.DECODE_RULES;
import static io.nextclick.graph.OperatorIds.PASS_TIME;
import static io.nextclick.graph.OperatorIds.READ_EVENTS;
import static io.nextclick.graph.OperatorIds.READ_EXPERIMENTS;
import static io.nextclick.graph.OperatorIds.READ_IDENTITY_EVENTS;
import static io.nextclick.graph.OperatorIds.READ_ITEMS;
import static io.nextclick.graph.OperatorIds.READ_POLICY;
import static io.nextclick.graph.OperatorIds.READ_RESULTS;
import static io.nextclick.graph.OperatorIds.READ_RULES;
import static io.nextclick.graph.RelaxedEdges.relax;
import static org.apache.flink.api.common.eventtime.WatermarkStrategy.noWatermarks;

import io.nextclick.blend.Policy;
import io.nextclick.codec.DeadLetters;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.config.Settings;
import io.nextclick.contract.Topics;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.QualityFinding;
import io.nextclick.experiment.ArmWeights;
import io.nextclick.experiment.ExperimentUpdate;
import io.nextclick.ingest.DecodeEvents;
import io.nextclick.ingest.DecodeExperiments;
import io.nextclick.ingest.DecodeIdentityEvents;
import io.nextclick.ingest.DecodeItems;
import io.nextclick.ingest.DecodePolicy;
import io.nextclick.ingest.DecodeResults;
import io.nextclick.ingest.DecodeRules;
import io.nextclick.ingest.PassTime;
import io.nextclick.rule.RuleUpdate;
import java.util.Arrays;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;

/**
 * The stage that reads and checks what comes in; what it refuses goes to the dead letters.
 *
 * @param events behaviour, with the event time of its arrival
 * @param findings what was wrong with events and did not hinder them
 * @param rejected records that were refused
 * @param items the catalogue
 * @param identityEvents links between devices and users that somebody knows of
 * @param rules changes of the rules in force
 * @param policies what the ranking learnt
 * @param resets policies from which learning begins anew
 * @param experiments changes of the experiments in force
 * @param weights how arms are drawn that are learned
 */
record Inputs(
        DataStream<Event> events,
        DataStream<QualityFinding> findings,
        DataStream<RejectedRecord> rejected,
        DataStream<CatalogItem> items,
        DataStream<IdentityEvent> identityEvents,
        DataStream<RuleUpdate> rules,
        DataStream<Policy> policies,
        DataStream<Policy> resets,
        DataStream<ExperimentUpdate> experiments,
        DataStream<ArmWeights> weights) {

    /** A source that is idle for so many times its bound has surely read all that there is. */
    private static final int IDLE_FOR_SURE = 10;

    static Inputs read(
            StreamExecutionEnvironment env, Sources sources, Sinks sinks, Settings settings) {
        SingleOutputStreamOperator<Event> events = events(env, sources, settings);
        SingleOutputStreamOperator<CatalogItem> items = items(env, sources, settings);
        SingleOutputStreamOperator<IdentityEvent> identityEvents =
                identityEvents(env, sources, settings);
        SingleOutputStreamOperator<RuleUpdate> rules = rules(env, sources, settings);
        SingleOutputStreamOperator<Policy> policies = policies(env, sources, settings);
        SingleOutputStreamOperator<ExperimentUpdate> experiments =
                experiments(env, sources, settings);
        SingleOutputStreamOperator<ArmWeights> weights = weights(env, sources, settings);
        DataStream<RejectedRecord> rejected =
                deadLetters(events, items, identityEvents, rules, policies, experiments, weights);
        sinks.write(Topics.DEAD_LETTERS, rejected);
        return new Inputs(
                events,
                events.getSideOutput(DecodeEvents.FINDINGS),
                rejected,
                items,
                identityEvents,
                rules,
                policies,
                policies.getSideOutput(DecodePolicy.RESETS),
                experiments,
                weights);
    }

    private static SingleOutputStreamOperator<IdentityEvent> identityEvents(
            StreamExecutionEnvironment env, Sources sources, Settings settings) {
        return relax(
                decode(
                        read(
                                env,
                                sources.read(Topics.IDENTITY_EVENTS),
                                timeless(),
                                READ_IDENTITY_EVENTS),
                        DECODE_IDENTITY_EVENTS,
                        new DecodeIdentityEvents(settings.codec(), settings.eventChecks()),
                        TypeInformation.of(IdentityEvent.class)),
                settings);
    }

    /**
     * Rules are checked against one another, so one subtask does it. It begins a chain: at
     * parallelism 1 it would else be in one vertex with the source, and state would not fit others.
     */
    private static SingleOutputStreamOperator<RuleUpdate> rules(
            StreamExecutionEnvironment env, Sources sources, Settings settings) {
        return decode(
                        read(env, sources.read(Topics.RULES), timeless(), READ_RULES),
                        DECODE_RULES,
                        new DecodeRules(settings.codec(), settings.triggers().maxRules()),
                        TypeInformation.of(RuleUpdate.class))
                .forceNonParallel()
                .startNewChain();
    }

    private static SingleOutputStreamOperator<Policy> policies(
            StreamExecutionEnvironment env, Sources sources, Settings settings) {
        return relax(
                decode(
                        read(env, sources.read(Topics.POLICY), timeless(), READ_POLICY),
                        DECODE_POLICY,
                        new DecodePolicy(settings.codec(), settings.eventChecks()),
                        TypeInformation.of(Policy.class)),
                settings);
    }

    /** Experiments are checked against one another, as rules are. */
    private static SingleOutputStreamOperator<ExperimentUpdate> experiments(
            StreamExecutionEnvironment env, Sources sources, Settings settings) {
        return decode(
                        read(env, sources.read(Topics.EXPERIMENTS), timeless(), READ_EXPERIMENTS),
                        DECODE_EXPERIMENTS,
                        new DecodeExperiments(settings.codec()),
                        TypeInformation.of(ExperimentUpdate.class))
                .forceNonParallel()
                .startNewChain();
    }

    private static SingleOutputStreamOperator<ArmWeights> weights(
            StreamExecutionEnvironment env, Sources sources, Settings settings) {
        return relax(
                decode(
                        read(
                                env,
                                sources.read(Topics.EXPERIMENT_RESULTS),
                                timeless(),
                                READ_RESULTS),
                        DECODE_RESULTS,
                        new DecodeResults(settings.codec(), settings.eventChecks()),
                        TypeInformation.of(ArmWeights.class)),
                settings);
    }

    private static SingleOutputStreamOperator<CatalogItem> items(
            StreamExecutionEnvironment env, Sources sources, Settings settings) {
        return relax(
                decode(
                        read(env, sources.read(Topics.ITEMS), noWatermarks(), READ_ITEMS),
                        DECODE_ITEMS,
                        new DecodeItems(
                                settings.codec(),
                                settings.eventChecks(),
                                settings.defaultCurrency()),
                        TypeInformation.of(CatalogItem.class)),
                settings);
    }

    private static SingleOutputStreamOperator<Event> events(
            StreamExecutionEnvironment env, Sources sources, Settings settings) {
        SingleOutputStreamOperator<RawRecord> records =
                read(
                        env,
                        sources.read(Topics.EVENTS, Topics.EVENTS_JSON),
                        arrivalTime(settings),
                        READ_EVENTS);
        return decode(
                records.transform(
                                PASS_TIME,
                                records.getType(),
                                new PassTime(
                                        settings.silenceIsTime(),
                                        settings.outOfOrderness().plus(settings.idleness()),
                                        settings.idleness().multipliedBy(IDLE_FOR_SURE)))
                        .uid(PASS_TIME),
                DECODE_EVENTS,
                new DecodeEvents(
                        settings.codec(), settings.eventChecks(), settings.defaultCurrency()),
                Messages.EVENT);
    }

    private static DataStream<RejectedRecord> deadLetters(
            SingleOutputStreamOperator<?>... decoders) {
        return Arrays.stream(decoders)
                .<DataStream<RejectedRecord>>map(each -> each.getSideOutput(DeadLetters.TAG))
                .reduce(DataStream::union)
                .orElseThrow();
    }

    private static SingleOutputStreamOperator<RawRecord> read(
            StreamExecutionEnvironment env,
            Source<RawRecord, ?, ?> source,
            WatermarkStrategy<RawRecord> time,
            String id) {
        return env.fromSource(source, time, id).uid(id);
    }

    private static <T> SingleOutputStreamOperator<T> decode(
            SingleOutputStreamOperator<RawRecord> records,
            String id,
            ProcessFunction<RawRecord, T> decoder,
            TypeInformation<T> type) {
        return records.process(decoder, type).uid(id).name(id);
    }

    /**
     * Event time: the records' arrival in Kafka, less a bound. It is never ahead of this machine's
     * clock, whatever a producer says, and a silent partition does not hold it back.
     */
    private static WatermarkStrategy<RawRecord> arrivalTime(Settings settings) {
        return WatermarkStrategy.<RawRecord>forBoundedOutOfOrderness(settings.outOfOrderness())
                .withTimestampAssigner(
                        (record, arrived) -> Math.min(arrived, System.currentTimeMillis()))
                .withIdleness(settings.idleness());
    }

    /** For inputs that have no part in event time: they never hold it back. */
    private static WatermarkStrategy<RawRecord> timeless() {
        return WatermarkStrategy.forGenerator(context -> new Timeless());
    }

    private static final class Timeless implements WatermarkGenerator<RawRecord> {
        @Override
        public void onEvent(RawRecord record, long millis, WatermarkOutput output) {
            // Its time says nothing of the events.
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            // A watermark of its own, however high, would be everybody's while no events come.
            output.markIdle();
        }
    }
}
