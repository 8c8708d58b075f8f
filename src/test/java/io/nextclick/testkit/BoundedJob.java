package io.nextclick.testkit;

import io.nextclick.PersonalizationJob;
import io.nextclick.codec.RawRecord;
import io.nextclick.config.Settings;
import io.nextclick.graph.Topology;
import io.nextclick.recommend.RecommendationList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

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
        List<Iterator<RecommendationList>> lists = new ArrayList<>();
        Source<RawRecord, ?, ?> nothing = source(new Shop().sentBytes(new byte[0]).records());
        Topology.build(
                env,
                new Topology.Sources(source(shop.records()), nothing, nothing, nothing, nothing),
                new Topology.Sinks(
                        stream -> lists.add(stream.collectAsync()),
                        stream -> discard(stream, "sessions"),
                        stream -> discard(stream, "segments"),
                        stream -> discard(stream, "segment-metrics"),
                        stream -> discard(stream, "similar-items"),
                        stream -> discard(stream, "policy"),
                        stream -> discard(stream, "identity"),
                        stream -> discard(stream, "quality"),
                        stream -> discard(stream, "dead-letters")),
                settings);
        JobClient job = env.executeAsync();
        List<RecommendationList> all = new ArrayList<>();
        lists.get(0).forEachRemaining(all::add);
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

    private static <T> void discard(DataStream<T> stream, String id) {
        stream.sinkTo(new DiscardingSink<>()).uid(id);
    }
}
