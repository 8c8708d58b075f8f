package io.nextclick.scenario;

import io.nextclick.PersonalizationJob;
import io.nextclick.config.Settings;
import io.nextclick.kafka.KafkaTopics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** Starts and stops the job of a run, with RocksDB; no failure restarts it. */
final class JobControl {

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

    /** Where what is written can be read after a checkpoint only. */
    private static final Duration EXACTLY_ONCE_INTERVAL = Duration.ofSeconds(1);

    private static final long PATIENCE_SECONDS = 120;

    private final MiniCluster flink;
    private final ScenarioTopics topics;
    private final Path folder;
    private final int parallelism;

    private Map<String, String> options = Playground.defaults();
    private @Nullable JobClient job;
    private @Nullable String savepoint;

    /**
     * @param folder where savepoints and checkpoints go
     * @param parallelism subtasks of each operator, where a scenario does not say
     */
    JobControl(MiniCluster flink, ScenarioTopics topics, Path folder, int parallelism) {
        this.flink = flink;
        this.topics = topics;
        this.folder = folder;
        this.parallelism = parallelism;
    }

    /** Takes over options for the next start. */
    void use(Map<String, String> given) {
        options = given;
    }

    /** Makes the topics, which may be read and written before the job runs. */
    void createTopics() {
        KafkaTopics.ensure(settings().kafka());
    }

    private Settings settings() {
        return Settings.of(topics.with(options));
    }

    boolean isRunning() {
        return job != null;
    }

    /**
     * Starts the job, from its last savepoint if there is one, and waits until all tasks run.
     *
     * @param subtasks of each operator; 0 for those of the run
     */
    void start(int subtasks) throws Exception {
        Settings settings = settings();
        Configuration configuration = PersonalizationJob.flinkDefaults();
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        configuration.set(
                CheckpointingOptions.CHECKPOINTING_INTERVAL,
                settings.kafka().guarantee() == DeliveryGuarantee.EXACTLY_ONCE
                        ? EXACTLY_ONCE_INTERVAL
                        : CHECKPOINT_INTERVAL);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        if (savepoint != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        URI rest = flink.getRestAddress().get();
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createRemoteEnvironment(
                        rest.getHost(), rest.getPort(), configuration);
        env.setParallelism(subtasks == 0 ? parallelism : subtasks);
        job = PersonalizationJob.start(env, settings);
        awaitTasks(job);
    }

    private void awaitTasks(JobClient started) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        AccessExecutionGraph graph = flink.getExecutionGraph(started.getJobID()).get();
        while (!allRun(graph)) {
            if (graph.getState().isGloballyTerminalState() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        "the job does not start: " + failure(graph), rootCause(graph));
            }
            TimeUnit.MILLISECONDS.sleep(50);
            graph = flink.getExecutionGraph(started.getJobID()).get();
        }
    }

    /** A graph that is not made yet has no tasks. */
    private static boolean allRun(AccessExecutionGraph graph) {
        if (graph.getState() != JobStatus.RUNNING) {
            return false;
        }
        for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
            if (vertex.getExecutionState() != ExecutionState.RUNNING) {
                return false;
            }
        }
        return true;
    }

    /**
     * Looks whether the job has failed.
     *
     * @throws IllegalStateException if it has; the message says why
     */
    void check() throws Exception {
        if (job != null) {
            AccessExecutionGraph graph = flink.getExecutionGraph(job.getJobID()).get();
            if (graph.getState().isGloballyTerminalState()) {
                throw new IllegalStateException(
                        "the job has failed: " + failure(graph), rootCause(graph));
            }
        }
    }

    private static String failure(AccessExecutionGraph graph) {
        Throwable cause = rootCause(graph);
        return cause == null ? graph.getState().toString() : cause.toString();
    }

    private static @Nullable Throwable rootCause(AccessExecutionGraph graph) {
        var failure = graph.getFailureInfo();
        if (failure == null) {
            return null;
        }
        Throwable cause =
                failure.getException().deserializeError(JobControl.class.getClassLoader());
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Stops the job with a savepoint, from which the next start goes on. */
    void stop() throws Exception {
        if (job != null) {
            savepoint =
                    job.stopWithSavepoint(
                                    false,
                                    folder.resolve("savepoints").toUri().toString(),
                                    SavepointFormatType.CANONICAL)
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            job = null;
        }
    }

    /** Ends the job without a savepoint. */
    void cancel() {
        if (job != null) {
            try {
                job.cancel().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                job.getJobExecutionResult().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                // Cancelling ends the job's result with an exception; a failed job is no more.
            }
            job = null;
        }
    }
}
