package io.nextclick.scenario;

import io.nextclick.demo.EmbeddedKafka;
import io.nextclick.demo.JobMetrics;
import io.nextclick.demo.TemporaryFolder;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;

/**
 * A broker and a Flink in this process, on which scenarios are played one after another, each with
 * topics of its own. What it writes is in a folder that it deletes.
 */
final class Playground implements AutoCloseable {

    /** Of every topic. */
    static final int PARTITIONS = 2;

    private static final String ANY_PORT = "0";
    private static final String LOOPBACK = "127.0.0.1";

    private final TemporaryFolder folder;
    private final EmbeddedKafka kafka;
    private final MiniCluster flink;
    private final JobMetrics metrics;

    private Playground(
            TemporaryFolder folder, EmbeddedKafka kafka, MiniCluster flink, JobMetrics metrics) {
        this.folder = folder;
        this.kafka = kafka;
        this.flink = flink;
        this.metrics = metrics;
    }

    /**
     * Starts both.
     *
     * @param folder for what they write; deleted with them
     * @param slots most subtasks of an operator
     */
    static Playground start(TemporaryFolder folder, int slots) throws Exception {
        try {
            EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), PARTITIONS);
            Configuration configuration = new Configuration();
            JobMetrics metrics = JobMetrics.in(configuration, folder.path().toString());
            return new Playground(folder, kafka, flink(configuration, folder, slots), metrics);
        } catch (Exception e) {
            folder.close();
            throw e;
        }
    }

    private static MiniCluster flink(Configuration configuration, TemporaryFolder folder, int slots)
            throws Exception {
        configuration.set(RestOptions.BIND_PORT, ANY_PORT);
        configuration.set(RestOptions.ADDRESS, LOOPBACK);
        configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        configuration.set(CoreOptions.TMP_DIRS, folder.resolve("flink").toString());
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
        MiniCluster flink =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(slots)
                                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                                .build());
        flink.start();
        return flink;
    }

    /**
     * Options of every scenario, which its own go on top of: the time of what happens is the
     * records' own, and what is published at intervals comes soon.
     */
    static Map<String, String> defaults() {
        Map<String, String> set = new HashMap<>();
        set.put("kafka.create-topics", "true");
        set.put("kafka.max-pause", "10 min");
        set.put("kafka.event-timestamps", "CREATE_TIME");
        set.put("quality.max-age", "0 ms");
        set.put("event-time.idleness", "500 ms");
        set.put("similarity.publish-interval", "200 ms");
        set.put("popularity.publish-interval", "200 ms");
        set.put("blend.share-interval", "200 ms");
        set.put("recommend.deadline", "10 s");
        return set;
    }

    /** Plays a scenario; the job is stopped then. */
    Outcome play(Scenario scenario, ScenarioOptions options) throws Exception {
        String prefix = scenario.name() + '-' + System.nanoTime() + '-';
        ScenarioTopics topics = new ScenarioTopics(kafka.bootstrapServers(), prefix);
        JobControl job =
                new JobControl(flink, topics, folder.resolve(prefix), options.parallelism());
        try (ScenarioRun run = new ScenarioRun(job, topics, metrics, options)) {
            return run.play(scenario);
        }
    }

    @Override
    public void close() throws IOException {
        try (folder;
                kafka) {
            flink.closeAsync().join();
        }
    }
}
