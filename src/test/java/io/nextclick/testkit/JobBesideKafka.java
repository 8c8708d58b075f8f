package io.nextclick.testkit;

import io.nextclick.PersonalizationJob;
import io.nextclick.config.Settings;
import io.nextclick.contract.EventEncoder;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.demo.EmbeddedKafka;
import io.nextclick.event.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * A class of tests with a real broker, and how the job starts on it: two subtasks an operator and
 * RocksDB, or one and the heap. The class brings the mini cluster.
 */
public abstract class JobBesideKafka {

    private static final int PARALLELISM = 2;
    private static final int SLOTS = 4;

    /** Of a job whose checkpoints nothing waits for. */
    private static final Duration RARELY = Duration.ofSeconds(10);

    /** Of a job whose output or restart needs one. */
    private static final Duration OFTEN = Duration.ofSeconds(1);

    /** A broker aborts a transaction soon after its time-out. */
    private static final Map<String, String> BROKER =
            Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "100");

    @TempDir protected static Path folder;

    protected static KafkaClient client;

    private static EmbeddedKafka kafka;

    private final EventEncoder encoder = new EventEncoder();

    @BeforeAll
    static void startBroker() throws Exception {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), PARALLELISM, BROKER);
        client = new KafkaClient(kafka.bootstrapServers());
    }

    @AfterAll
    static void stopBroker(@InjectMiniCluster MiniCluster flink) throws Exception {
        cancelJobs(flink);
        client.close();
        kafka.close();
    }

    /** A mini cluster that waits as long as a busy machine needs. */
    protected static MiniClusterExtension flink(Configuration configuration) {
        return new MiniClusterExtension(
                new MiniClusterResourceConfiguration.Builder()
                        .setConfiguration(Patience.ofFlink(configuration))
                        .setShutdownTimeout(Patience.LONGEST)
                        .setNumberTaskManagers(1)
                        .setNumberSlotsPerTaskManager(SLOTS)
                        .build());
    }

    /**
     * Cancels what runs, and waits for its end: it takes no slot of the next and writes no more.
     */
    public static void cancelJobs(MiniCluster flink) throws Exception {
        for (JobStatusMessage job : Patience.get(flink.listJobs())) {
            if (!job.getJobState().isTerminalState()) {
                Patience.get(flink.cancelJob(job.getJobId()));
                Patience.get(flink.requestJobResult(job.getJobId()));
            }
        }
    }

    /** Options of a job with topics of its own. */
    protected static Map<String, String> topics(String prefix) {
        Map<String, String> options = new HashMap<>();
        for (Topic<?> topic : Topics.all()) {
            options.put(topic.optionKey(), prefix + topic.name());
        }
        return options;
    }

    /**
     * Starts a job that goes on from nothing, and that no failure restarts.
     *
     * @param options of the job, beyond those that every job on the broker needs
     */
    protected static JobClient start(Map<String, String> options) throws Exception {
        return start(options, null, 0);
    }

    /**
     * Starts a job.
     *
     * @param savepoint where it goes on, or null
     * @param restarts how many failures it is restarted after
     */
    protected static JobClient start(
            Map<String, String> options, @Nullable String savepoint, int restarts)
            throws Exception {
        return start(options, savepoint, restarts, PARALLELISM);
    }

    /** The same on up to four subtasks an operator. */
    protected static JobClient start(
            Map<String, String> options, @Nullable String savepoint, int restarts, int parallelism)
            throws Exception {
        Map<String, String> all = new HashMap<>();
        all.put("kafka.bootstrap-servers", kafka.bootstrapServers());
        all.put("kafka.create-topics", "true");
        all.put("kafka.start-timeout", Patience.OPTION);
        all.put("kafka.max-pause", Patience.OPTION);
        if (!Soak.isWhole()) {
            // At this pace, a flush a record costs less than threads that flush each millisecond.
            all.put("job.buffer-timeout", "0 ms");
        }
        all.putAll(options);
        Settings settings = Settings.of(all);
        boolean waitedFor =
                restarts > 0 || settings.kafka().guarantee() == DeliveryGuarantee.EXACTLY_ONCE;
        return PersonalizationJob.start(
                environment(savepoint, restarts, parallelism, waitedFor ? OFTEN : RARELY),
                settings);
    }

    /** Where a job on one subtask an operator is built, that no failure restarts. */
    public static StreamExecutionEnvironment environment(@Nullable String savepoint) {
        return environment(savepoint, 0, 1, RARELY);
    }

    /** RocksDB opens a database an operator: where one subtask is enough, so is the heap. */
    private static String backend(int parallelism) {
        return parallelism == 1 && !Soak.isWhole() ? "hashmap" : "rocksdb";
    }

    private static StreamExecutionEnvironment environment(
            @Nullable String savepoint, int restarts, int parallelism, Duration checkpoints) {
        Configuration configuration = PersonalizationJob.flinkDefaults();
        configuration.setString("state.backend.type", backend(parallelism));
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpoints);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, restarts);
        if (savepoint != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        return env;
    }

    /**
     * Waits until all tasks run: before that, some may answer already, but no savepoint is taken.
     */
    public static void awaitTasks(MiniCluster flink, JobClient job) throws Exception {
        CommonTestUtils.waitForAllTaskRunning(flink, job.getJobID(), false);
    }

    /** Takes a checkpoint of a job whose tasks all run, and waits until it is complete. */
    public static void checkpoint(MiniCluster flink, JobClient job) throws Exception {
        Patience.get(flink.triggerCheckpoint(job.getJobID(), CheckpointType.CONFIGURED));
    }

    /** Sends an event with the time of now, as a producer does that sets none. */
    protected void send(String topic, Event event) throws Exception {
        client.send(topic, event.sourceKey(), encoder.encode(event));
    }

    /** Sends an event with its own time, as a replay does. */
    protected void replay(String topic, Event event) throws Exception {
        client.send(topic, event.sourceKey(), encoder.encode(event), event.occurredAtMillis());
    }
}
