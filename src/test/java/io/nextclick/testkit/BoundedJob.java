package io.nextclick.testkit;

import io.nextclick.PersonalizationJob;
import io.nextclick.codec.RawRecord;
import io.nextclick.config.Settings;
import io.nextclick.contract.Topics;
import io.nextclick.graph.Topology;
import io.nextclick.recommend.RecommendationList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job's graph over records that end, on one subtask an operator. */
public final class BoundedJob {

    /** Settings under which a bounded run loses no list to its own speed. */
    public static final Map<String, String> OPTIONS =
            Map.of(
                    "quality.max-age", "0 ms",
                    "recommend.deadline", Patience.OPTION,
                    "recommend.max-in-flight", "1000",
                    "popularity.publish-interval", "10 ms",
                    "similarity.publish-interval", "10 ms");

    private BoundedJob() {}

    /** The lists that the job makes of what a shop's tracker wrote. */
    public static List<RecommendationList> lists(Shop shop, Settings settings) throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        Patience.ofFlink(PersonalizationJob.flinkDefaults()));
        env.setParallelism(1);
        Collected collected = Collected.of(Topics.RECOMMENDATIONS);
        Source<RawRecord, ?, ?> nothing = source(new Shop().sentBytes(new byte[0]).records());
        Source<RawRecord, ?, ?> events = source(shop.records());
        Topology.build(
                env,
                topics -> topics[0].equals(Topics.EVENTS) ? events : nothing,
                collected,
                settings);
        JobClient job = env.executeAsync();
        List<RecommendationList> all = collected.all(Topics.RECOMMENDATIONS);
        Patience.get(job.getJobExecutionResult());
        return all;
    }

    private static Source<RawRecord, ?, ?> source(List<RawRecord> records) {
        RawRecord[] array = records.toArray(RawRecord[]::new);
        return new DataGeneratorSource<>(
                index -> array[Math.toIntExact(index)],
                array.length,
                TypeInformation.of(RawRecord.class));
    }
}
