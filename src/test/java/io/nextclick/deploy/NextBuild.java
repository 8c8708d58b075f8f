package io.nextclick.deploy;

import io.nextclick.PersonalizationJob;
import io.nextclick.config.Settings;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A build of the job with operators more than this one has. In {@link Broken} one of them fails
 * after some seconds, time and again.
 */
public final class NextBuild {

    private static final long FAILS_AT = 5;

    private NextBuild() {}

    /** Starts it with the job's arguments. */
    public static void main(String[] args) throws Exception {
        start(args, false);
    }

    /** One that fails after a while. A class of its own: the jar that comes back must not. */
    public static final class Broken {

        private Broken() {}

        public static void main(String[] args) throws Exception {
            start(args, true);
        }
    }

    private static void start(String[] args, boolean broken) throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        PersonalizationJob.flinkDefaults());
        env.fromSource(
                        new DataGeneratorSource<>(
                                number -> number,
                                Long.MAX_VALUE,
                                RateLimiterStrategy.perSecond(1),
                                Types.LONG),
                        WatermarkStrategy.noWatermarks(),
                        "added-source")
                .uid("added-source")
                .map(new Added(broken))
                .uid("added-map")
                .name("added-map")
                .sinkTo(new DiscardingSink<>())
                .uid("added-sink");
        PersonalizationJob.start(env, Settings.load(args, System.getenv()));
    }

    private static final class Added extends RichMapFunction<Long, Long> {

        private static final long serialVersionUID = 1;

        private final boolean broken;
        private transient Counter seen;

        Added(boolean broken) {
            this.broken = broken;
        }

        @Override
        public void open(OpenContext context) {
            seen = getRuntimeContext().getMetricGroup().counter("seen");
        }

        @Override
        public Long map(Long number) {
            seen.inc();
            if (broken && seen.getCount() >= FAILS_AT) {
                throw new IllegalStateException("this build is broken");
            }
            return number;
        }
    }
}
