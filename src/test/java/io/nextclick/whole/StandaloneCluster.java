package io.nextclick.whole;

import static io.nextclick.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.demo.FreePort;
import io.nextclick.testkit.ChildJvm;
import io.nextclick.testkit.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.jspecify.annotations.Nullable;

/**
 * A Flink cluster as an operator runs it: a job manager and a task manager, each in a JVM of its
 * own that has Flink on its class path and nothing of this project. It takes the repository's
 * {@code flink-conf} and changes what is of the machine: addresses, folders, sizes, time-outs. Jobs
 * are submitted by Flink's own command line.
 */
final class StandaloneCluster implements AutoCloseable {

    static final int SLOTS = 1;

    /** How often the cluster is asked, which has better to do. */
    private static final Duration ASKED = Duration.ofMillis(100);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SUBMITTED = Pattern.compile("submitted with JobID (\\w+)");

    private final List<ChildJvm> jvms = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Patience.LONGEST).build();
    private final Path directory;
    private final URI rest;

    private StandaloneCluster(Path directory, int restPort) {
        this.directory = directory;
        this.rest = URI.create("http://%s:%d".formatted(ChildJvm.LOOPBACK, restPort));
    }

    /** Starts both, and returns when the task manager offers its slots. */
    static StandaloneCluster start(Path directory) throws Exception {
        int restPort = FreePort.choose();
        Configuration configuration = configuration(directory, restPort);
        Path conf = Files.createDirectories(directory.resolve("conf"));
        Files.write(
                conf.resolve("config.yaml"),
                ConfigurationUtils.convertConfigToWritableLines(configuration, true));
        Files.writeString(
                conf.resolve("log4j2.properties"),
                """
                status = error
                appender.console.type = Console
                appender.console.name = console
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5p %c{1.} %m%n
                rootLogger.level = warn
                rootLogger.appenderRef.console.ref = console
                """);
        StandaloneCluster cluster = new StandaloneCluster(directory, restPort);
        try {
            cluster.startJvm(
                    "jobmanager",
                    List.of("-Xmx512m"),
                    "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                    List.of());
            cluster.startJvm(
                    "taskmanager",
                    List.of("-Xmx768m", "-XX:MaxDirectMemorySize=384m"),
                    "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                    taskManagerSizes(configuration));
            await("slots of the cluster")
                    .pollInterval(ASKED)
                    .failFast("a JVM of the cluster ended", () -> !cluster.isAlive())
                    .ignoreExceptions()
                    .until(() -> cluster.get("/overview").path("slots-available").asInt() == SLOTS);
        } catch (Exception | Error e) {
            String output = cluster.output();
            cluster.close();
            throw new IllegalStateException("the cluster does not start:\n" + output, e);
        }
        return cluster;
    }

    private static Configuration configuration(Path directory, int restPort) throws IOException {
        Path shipped = Path.of("flink-conf");
        Configuration configuration =
                Files.exists(shipped.resolve(GlobalConfiguration.FLINK_CONF_FILENAME))
                        ? GlobalConfiguration.loadConfiguration(shipped.toString())
                        : new Configuration();
        Patience.ofFlink(configuration);
        configuration.set(JobManagerOptions.ADDRESS, ChildJvm.LOOPBACK);
        configuration.set(JobManagerOptions.BIND_HOST, ChildJvm.LOOPBACK);
        configuration.set(JobManagerOptions.PORT, FreePort.choose());
        configuration.set(RestOptions.ADDRESS, ChildJvm.LOOPBACK);
        configuration.set(RestOptions.BIND_ADDRESS, ChildJvm.LOOPBACK);
        configuration.set(RestOptions.PORT, restPort);
        configuration.set(RestOptions.BIND_PORT, String.valueOf(restPort));
        configuration.set(BlobServerOptions.PORT, "0");
        configuration.set(HighAvailabilityOptions.HA_MODE, "NONE");
        configuration.set(TaskManagerOptions.HOST, ChildJvm.LOOPBACK);
        configuration.set(TaskManagerOptions.BIND_HOST, ChildJvm.LOOPBACK);
        configuration.set(TaskManagerOptions.RPC_PORT, "0");
        configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, SLOTS);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, SLOTS);
        configuration.set(CoreOptions.TMP_DIRS, directory.resolve("tmp").toString());
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        configuration.set(
                CheckpointingOptions.SAVEPOINT_DIRECTORY,
                directory.resolve("savepoints").toUri().toString());
        for (var size :
                List.of(
                        TaskManagerOptions.TOTAL_PROCESS_MEMORY,
                        TaskManagerOptions.TOTAL_FLINK_MEMORY,
                        TaskManagerOptions.TASK_HEAP_MEMORY,
                        TaskManagerOptions.MANAGED_MEMORY_SIZE)) {
            configuration.removeConfig(size);
        }
        configuration.set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, MemorySize.ofMebiBytes(1_600));
        Files.createDirectories(directory.resolve("tmp"));
        return configuration;
    }

    /** What Flink's own start script works out of the total. */
    private static List<String> taskManagerSizes(Configuration configuration) {
        String options =
                TaskExecutorProcessUtils.generateDynamicConfigsStr(
                        TaskExecutorProcessUtils.processSpecFromConfig(configuration));
        return List.of(options.strip().split("\\s+"));
    }

    private void startJvm(String name, List<String> sizes, String mainClass, List<String> options)
            throws IOException {
        List<String> arguments = new ArrayList<>(sizes);
        arguments.addAll(ofFlink());
        arguments.add(mainClass);
        arguments.add("--configDir");
        arguments.add(directory.resolve("conf").toString());
        arguments.addAll(options);
        jvms.add(ChildJvm.start(name, directory, arguments));
    }

    /** What Flink's scripts start a JVM with; the flags of Java are those of the settings. */
    private List<String> ofFlink() throws IOException {
        Path conf = directory.resolve("conf");
        List<String> arguments = new ArrayList<>();
        arguments.add(ChildJvm.QUICK);
        arguments.addAll(
                List.of(
                        GlobalConfiguration.loadConfiguration(conf.toString())
                                .get(CoreOptions.FLINK_JVM_OPTIONS)
                                .split(" ")));
        arguments.add("-Djava.io.tmpdir=" + directory.resolve("tmp"));
        arguments.add("-Dlog4j2.configurationFile=" + conf.resolve("log4j2.properties"));
        arguments.add("-classpath");
        arguments.add(Files.readString(Path.of("target", "cluster.classpath")).strip());
        return arguments;
    }

    /**
     * Runs a job as {@code bin/flink} does.
     *
     * @param savepoint where it goes on, or null
     * @return what the command printed, and its exit code in the end
     */
    String run(Path jar, List<String> options, @Nullable String savepoint) throws Exception {
        List<String> arguments = new ArrayList<>(ofFlink());
        arguments.add("org.apache.flink.client.cli.CliFrontend");
        arguments.addAll(List.of("run", "--detached"));
        if (savepoint != null) {
            arguments.addAll(List.of("--fromSavepoint", savepoint));
        }
        arguments.add(jar.toAbsolutePath().toString());
        arguments.addAll(options);
        return ChildJvm.run(
                "client-" + UUID.randomUUID(),
                directory,
                Map.of("FLINK_CONF_DIR", directory.resolve("conf").toString()),
                arguments);
    }

    /** Runs a job, and returns its id when all its tasks run. */
    String runJob(Path jar, List<String> options, @Nullable String savepoint) throws Exception {
        String printed = run(jar, options, savepoint);
        Matcher submitted = SUBMITTED.matcher(printed);
        assertThat(submitted.find()).as(printed).isTrue();
        String job = submitted.group(1);
        await("tasks of the job")
                .pollInterval(ASKED)
                .failFast("the job failed", () -> state(job).equals("FAILED"))
                .until(() -> runsWhole(job));
        return job;
    }

    private boolean runsWhole(String job) throws Exception {
        JsonNode details = get("/jobs/" + job);
        JsonNode tasks = details.path("status-counts");
        int all = 0;
        for (JsonNode count : tasks) {
            all += count.asInt();
        }
        return details.path("state").asText().equals("RUNNING")
                && all > 0
                && tasks.path("RUNNING").asInt() == all;
    }

    /** Stops a job with a savepoint, and returns where it is when the job has ended. */
    String stopWithSavepoint(String job) throws Exception {
        ObjectNode body = JSON.createObjectNode().put("drain", false);
        body.put("targetDirectory", directory.resolve("savepoints").toUri().toString());
        String trigger = ok(post("/jobs/" + job + "/stop", body)).path("request-id").asText();
        String path = "/jobs/%s/savepoints/%s".formatted(job, trigger);
        await("savepoint")
                .pollInterval(ASKED)
                .until(() -> get(path).path("status").path("id").asText().equals("COMPLETED"));
        JsonNode operation = get(path).path("operation");
        assertThat(operation.path("failure-cause").isMissingNode())
                .as(operation.toString())
                .isTrue();
        await("end of the job").pollInterval(ASKED).until(() -> state(job).equals("FINISHED"));
        return operation.path("location").asText();
    }

    /** State of a job, in Flink's words. */
    String state(String job) throws Exception {
        return get("/jobs/" + job).path("state").asText();
    }

    /** True while both JVMs run. */
    boolean isAlive() {
        return jvms.stream().allMatch(ChildJvm::isAlive);
    }

    /** What the JVMs printed: warnings and errors. */
    String output() {
        return String.join("\n", jvms.stream().map(ChildJvm::output).toList());
    }

    private JsonNode get(String path) throws Exception {
        return ok(request(path).GET().build());
    }

    private HttpRequest post(String path, ObjectNode body) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(rest.resolve(path)).timeout(Patience.LONGEST);
    }

    private JsonNode ok(HttpRequest request) throws Exception {
        HttpResponse<String> answer = send(request);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Ends the task manager, then the job manager. */
    @Override
    public void close() {
        for (int i = jvms.size() - 1; i >= 0; i--) {
            jvms.get(i).close();
        }
    }
}
