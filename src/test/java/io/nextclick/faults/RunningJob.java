package io.nextclick.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextclick.testkit.JobJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The job on the cluster, with options of its own, over all its restarts. */
final class RunningJob {

    private static final Pattern SUBMITTED = Pattern.compile("submitted with JobID (\\w+)");
    private static final Pattern SAVEPOINT = Pattern.compile("Path: file:(\\S+)");
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(4);

    private final RealCluster cluster;
    private final List<String> options;
    private String id;

    private RunningJob(RealCluster cluster, List<String> options) {
        this.cluster = cluster;
        this.options = options;
        this.id = "";
    }

    static RunningJob start(RealCluster cluster, List<String> options) throws Exception {
        RunningJob job = new RunningJob(cluster, options);
        List<String> command = new ArrayList<>(List.of("run"));
        command.addAll(options);
        job.id = find(SUBMITTED, cluster.script(command.toArray(String[]::new)));
        job.awaitRunning();
        return job;
    }

    /** Stops it with a savepoint; returns where that is. */
    String stop(String type) throws Exception {
        return find(SAVEPOINT, cluster.script("flink", "stop", "--type", type, id));
    }

    /** Cancels it; returns its last checkpoint. */
    String cancel() throws Exception {
        Path folder = checkpoints();
        cluster.script("flink", "cancel", id);
        try (Stream<Path> each = Files.list(folder)) {
            return each.filter(path -> Files.exists(path.resolve("_metadata")))
                    .max(Comparator.comparingInt(RunningJob::number))
                    .orElseThrow()
                    .toString();
        }
    }

    private static int number(Path checkpoint) {
        return Integer.parseInt(checkpoint.getFileName().toString().substring("chk-".length()));
    }

    void restart(String from, int parallelism) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "flink",
                                "run",
                                "--detached",
                                "--fromSavepoint",
                                from,
                                "-p",
                                String.valueOf(parallelism),
                                JobJar.path().toString(),
                                "--kafka.bootstrap-servers",
                                cluster.bootstrapServers()));
        command.addAll(options);
        id = find(SUBMITTED, cluster.script(command.toArray(String[]::new)));
        awaitRunning();
    }

    Path checkpoints() {
        return cluster.folder().resolve("checkpoints").resolve(id);
    }

    /** The process of a TaskManager that runs subtasks of the job. */
    long busyTaskManager() throws Exception {
        JsonNode vertex = cluster.get("/jobs/" + id).path("vertices").get(0);
        JsonNode subtask =
                cluster.get("/jobs/%s/vertices/%s".formatted(id, vertex.path("id").asText()))
                        .path("subtasks")
                        .get(0);
        String address = subtask.path("taskmanager-id").asText();
        Matcher port = Pattern.compile(":(\\d+)-").matcher(address);
        if (!port.find()) {
            throw new IOException("a TaskManager of another kind: " + address);
        }
        return cluster.taskManager(Integer.parseInt(port.group(1)));
    }

    /** Waits until all tasks run. */
    void awaitRunning() throws Exception {
        for (long start = System.nanoTime(); System.nanoTime() - start < PATIENCE_NANOS; ) {
            if (isRunning()) {
                return;
            }
            Thread.sleep(200);
        }
        throw new IOException(
                "the job does not run: " + cluster.get("/jobs/" + id + "/exceptions"));
    }

    /** Waits until so many more checkpoints are complete. */
    void awaitCheckpoints(int more) throws Exception {
        int before = completed();
        for (long start = System.nanoTime(); System.nanoTime() - start < PATIENCE_NANOS; ) {
            if (completed() >= before + more) {
                return;
            }
            Thread.sleep(200);
        }
        throw new IOException("no checkpoint is completed");
    }

    private int completed() throws Exception {
        return cluster.get("/jobs/" + id + "/checkpoints").path("counts").path("completed").asInt();
    }

    private boolean isRunning() throws InterruptedException {
        try {
            JsonNode job = cluster.get("/jobs/" + id);
            JsonNode counts = job.path("status-counts");
            int all = 0;
            for (JsonNode count : counts) {
                all += count.asInt();
            }
            return job.path("state").asText().equals("RUNNING")
                    && all > 0
                    && counts.path("RUNNING").asInt() == all;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // While a JobManager takes over, nobody answers.
            return false;
        }
    }

    private static String find(Pattern pattern, String printed) throws IOException {
        Matcher found = pattern.matcher(printed);
        if (!found.find()) {
            throw new IOException("unexpected answer:\n" + printed);
        }
        return found.group(1);
    }
}
