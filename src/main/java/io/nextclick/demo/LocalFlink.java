package io.nextclick.demo;

import io.nextclick.PersonalizationJob;
import io.nextclick.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The job on a Flink mini cluster in this process: RocksDB, incremental checkpoints, the web UI on
 * loopback. What it sets is what {@code flink-conf/config.yaml} sets for a cluster, in small.
 */
final class LocalFlink implements AutoCloseable {

    private static final long STOP_TIMEOUT_SECONDS = 20;

    private final JobClient job;
    private final JobMetrics metrics;
    private final int webPort;

    private long checkpoints;
    private long checkpointNanos;

    private LocalFlink(JobClient job, JobMetrics metrics, int webPort) {
        this.job = job;
        this.metrics = metrics;
        this.webPort = webPort;
    }

    /**
     * Starts the job.
     *
     * @param directory for checkpoints, and what Flink writes besides
     * @param rocksDb for RocksDB's files; each is synced, and none is needed after a crash
     */
    static LocalFlink start(
            Settings settings,
            Path directory,
            Path rocksDb,
            int webPort,
            Duration checkpointInterval)
            throws Exception {
        Configuration configuration = PersonalizationJob.flinkDefaults();
        JobMetrics metrics = JobMetrics.in(configuration, directory.toString());
        configuration.set(RestOptions.BIND_PORT, String.valueOf(webPort));
        configuration.set(RestOptions.ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        configuration.set(WebOptions.SUBMIT_ENABLE, false);
        configuration.set(WebOptions.CANCEL_ENABLE, false);
        configuration.set(WebOptions.TMP_DIR, directory.resolve("web").toString());
        configuration.set(WebOptions.UPLOAD_DIR, directory.resolve("uploads").toString());
        configuration.set(CoreOptions.TMP_DIRS, directory.resolve("tmp").toString());
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.setString("state.backend.rocksdb.localdir", rocksDb.toString());
        configuration.setString("state.backend.rocksdb.use-bloom-filter", "true");
        configuration.setString("state.backend.rocksdb.timer-service.factory", "HEAP");
        configuration.setString("state.backend.rocksdb.thread.num", "16");
        configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.DELETE_ON_CANCELLATION);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(configuration);
        env.setParallelism(Math.min(2, Runtime.getRuntime().availableProcessors()));
        return new LocalFlink(PersonalizationJob.start(env, settings), metrics, webPort);
    }

    JobMetrics metrics() {
        return metrics;
    }

    String webUrl() {
        return "http://127.0.0.1:" + webPort;
    }

    /** Time since the last completed checkpoint was first seen here; null before the first. */
    @Nullable Duration checkpointAge() {
        long completed = metrics.jobGauge("numberOfCompletedCheckpoints");
        if (completed != checkpoints) {
            checkpoints = completed;
            checkpointNanos = System.nanoTime();
        }
        return completed == 0 ? null : Duration.ofNanos(System.nanoTime() - checkpointNanos);
    }

    boolean isRunning() throws InterruptedException {
        try {
            return !status().isGloballyTerminalState();
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            // The mini cluster ends with its job.
            return false;
        }
    }

    private JobStatus status() throws InterruptedException, ExecutionException, TimeoutException {
        return job.getJobStatus().get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        try {
            job.cancel().get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            job.getJobExecutionResult().get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            // Cancelling ends the job's result with an exception; there is nothing left to stop.
        }
    }
}
