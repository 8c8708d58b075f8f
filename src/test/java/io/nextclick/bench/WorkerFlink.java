package io.nextclick.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.checkpoint.TaskStateStats;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.util.MiniClusterPipelineExecutorServiceLoader;

/**
 * A Flink in this JVM that stays while jobs come and go, one at a time, with the settings of a
 * checkout's {@code flink-conf} but for folders, memory and restarts.
 */
final class WorkerFlink implements AutoCloseable {

    private static final String JOB = "io.nextclick.PersonalizationJob";
    private static final long TIMEOUT_SECONDS = 90;
    private static final MemorySize MANAGED = MemorySize.ofMebiBytes(1024);
    private static final MemorySize NETWORK = MemorySize.ofMebiBytes(256);

    private final MiniCluster cluster;

    private WorkerFlink(MiniCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Starts a Flink.
     *
     * @param services whether high availability and reporters of metrics are as the settings say;
     *     else there are none
     */
    static WorkerFlink start(String settings, Path folder, int parallelism, boolean services)
            throws Exception {
        Configuration configuration = configuration(settings, folder, services);
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setCommonBindAddress("127.0.0.1")
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(parallelism)
                                .build());
        cluster.start();
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        Context.install(cluster, configuration);
        return new WorkerFlink(cluster);
    }

    private static Configuration configuration(String settings, Path folder, boolean services) {
        Configuration flink = GlobalConfiguration.loadConfiguration(settings);
        flink.removeConfig(TaskManagerOptions.TOTAL_PROCESS_MEMORY);
        flink.removeConfig(CheckpointingOptions.SAVEPOINT_DIRECTORY);
        if (!services) {
            flink.set(HighAvailabilityOptions.HA_MODE, "NONE");
        }
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED);
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK);
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK);
        flink.set(CoreOptions.TMP_DIRS, folder.resolve("tmp").toString());
        flink.set(WebOptions.TMP_DIR, folder.resolve("web").toString());
        flink.set(WebOptions.UPLOAD_DIR, folder.resolve("uploads").toString());
        flink.set(WebOptions.SUBMIT_ENABLE, false);
        flink.set(RestOptions.BIND_PORT, "0");
        flink.set(RestOptions.ADDRESS, "127.0.0.1");
        flink.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        flink.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.DELETE_ON_CANCELLATION);
        // A job that fails is no measurement.
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        String reporters = flink.getString("metrics.reporters", "");
        flink.setString("metrics.reporters", services ? "bench," + reporters : "bench");
        flink.setString("metrics.reporter.bench.factory.class", Counters.Factory.class.getName());
        return flink;
    }

    /** Starts the checkout's own job, whatever its commit, by its entry point. */
    void startJob(List<String> args) throws Exception {
        Method main = Class.forName(JOB).getMethod("main", String[].class);
        try {
            main.invoke(null, (Object) args.toArray(new String[0]));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the job does not start: " + e.getCause(), e);
        }
    }

    /** An environment that runs what is built in it here. */
    static StreamExecutionEnvironment environment(Configuration defaults) {
        return StreamExecutionEnvironment.getExecutionEnvironment(defaults);
    }

    /** Returns when all tasks run. */
    void awaitTasks() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!allRun(graph(job()))) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not all tasks of the job run");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static boolean allRun(AccessExecutionGraph graph) {
        for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
            if (vertex.getExecutionState() != ExecutionState.RUNNING) {
                return false;
            }
        }
        return true;
    }

    /**
     * The job that runs.
     *
     * @throws IllegalStateException if there is none, since it has failed
     */
    JobID job() throws Exception {
        String why = "";
        for (JobStatusMessage job : jobs()) {
            if (!job.getJobState().isTerminalState()) {
                return job.getJobId();
            }
            ErrorInfo failure = graph(job.getJobId()).getFailureInfo();
            why = failure == null ? why : failure.getExceptionAsString();
        }
        throw new IllegalStateException("the job has failed: " + why);
    }

    private Iterable<JobStatusMessage> jobs() throws Exception {
        return cluster.listJobs().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private AccessExecutionGraph graph(JobID job) throws Exception {
        return cluster.getExecutionGraph(job).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** Completed checkpoints of the running job: size of all state, bytes written, duration. */
    List<Map<String, Object>> checkpoints() throws Exception {
        List<Map<String, Object>> found = new ArrayList<>();
        CheckpointStatsSnapshot stats = graph(job()).getCheckpointStatsSnapshot();
        if (stats != null) {
            for (AbstractCheckpointStats each : stats.getHistory().getCheckpoints()) {
                if (each instanceof CompletedCheckpointStats) {
                    Map<String, Object> checkpoint = new LinkedHashMap<>();
                    checkpoint.put("state_bytes", each.getStateSize());
                    checkpoint.put("written_bytes", each.getCheckpointedSize());
                    checkpoint.put("millis", each.getEndToEndDuration());
                    checkpoint.put("stopped_millis", stoppedMillis(each));
                    found.add(checkpoint);
                }
            }
        }
        return found;
    }

    /**
     * For how long tasks did nothing else but to write what a checkpoint needs: the slowest subtask
     * of each task, all tasks added up, as if they stood one behind the other.
     */
    private static long stoppedMillis(AbstractCheckpointStats checkpoint) {
        long sum = 0;
        for (TaskStateStats task : checkpoint.getAllTaskStateStats()) {
            var summary = task.getSummaryStats();
            sum += Math.max(0, summary.getSyncCheckpointDurationStats().getMaximum());
        }
        return sum;
    }

    /** Ends what runs, and returns when it is gone. */
    void cancel() throws Exception {
        for (JobStatusMessage job : jobs()) {
            if (!job.getJobState().isTerminalState()) {
                cluster.cancelJob(job.getJobId()).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                cluster.requestJobResult(job.getJobId()).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    @Override
    public void close() throws Exception {
        cluster.closeAsync().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** What {@code getExecutionEnvironment} gives here, as a cluster's client would. */
    private static final class Context extends StreamExecutionEnvironment {

        private Context(MiniCluster cluster, Configuration configuration) {
            super(
                    new MiniClusterPipelineExecutorServiceLoader(cluster),
                    MiniClusterPipelineExecutorServiceLoader.updateConfigurationForMiniCluster(
                            configuration, List.of(), List.of()),
                    null);
        }

        private static void install(MiniCluster cluster, Configuration settings) {
            initializeContextEnvironment(
                    defaults -> {
                        Configuration merged = new Configuration(settings);
                        merged.addAll(defaults);
                        return new Context(cluster, merged);
                    });
        }
    }
}
