package io.nextclick;

import static io.nextclick.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.testkit.ChildJvm;
import io.nextclick.testkit.Patience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.jspecify.annotations.Nullable;

/**
 * A Flink cluster as an operator runs it: a job manager and a task manager, each in a JVM of its
 * own that has Flink on its class path and nothing of this project. It takes the repository's
 * {@code flink-conf} and changes what is of the machine: addresses, folders, sizes, time-outs. All
 * talk is by REST.
 */
final class StandaloneCluster implements AutoCloseable {

    static final int SLOTS = 2;

    private static final ObjectMapper JSON = new ObjectMapper();

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
        int restPort = ChildJvm.freePort();
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
                    conf,
                    List.of("-Xmx512m"),
                    "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                    List.of());
            cluster.startJvm(
                    "taskmanager",
                    conf,
                    List.of("-Xmx768m", "-XX:MaxDirectMemorySize=384m"),
                    "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                    taskManagerSizes(configuration));
            await("slots of the cluster")
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
        configuration.set(JobManagerOptions.PORT, ChildJvm.freePort());
        configuration.set(RestOptions.ADDRESS, ChildJvm.LOOPBACK);
        configuration.set(RestOptions.BIND_ADDRESS, ChildJvm.LOOPBACK);
        configuration.set(RestOptions.PORT, restPort);
        configuration.set(RestOptions.BIND_PORT, String.valueOf(restPort));
        configuration.set(BlobServerOptions.PORT, "0");
        configuration.set(TaskManagerOptions.HOST, ChildJvm.LOOPBACK);
        configuration.set(TaskManagerOptions.BIND_HOST, ChildJvm.LOOPBACK);
        configuration.set(TaskManagerOptions.RPC_PORT, "0");
        configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, SLOTS);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, SLOTS);
        configuration.set(CoreOptions.TMP_DIRS, directory.resolve("tmp").toString());
        configuration.set(WebOptions.UPLOAD_DIR, directory.resolve("upload").toString());
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

    private void startJvm(
            String name, Path conf, List<String> sizes, String mainClass, List<String> options)
            throws IOException {
        List<String> arguments = new ArrayList<>(sizes);
        arguments.add("@" + Path.of("src", "build", "quick-jvm.args").toAbsolutePath());
        arguments.add("@" + Path.of("src", "build", "jvm.args").toAbsolutePath());
        arguments.add("-Djava.io.tmpdir=" + directory.resolve("tmp"));
        arguments.add("-Dlog4j2.configurationFile=" + conf.resolve("log4j2.properties"));
        arguments.add("-classpath");
        arguments.add(Files.readString(Path.of("target", "cluster.classpath")).strip());
        arguments.add(mainClass);
        arguments.add("--configDir");
        arguments.add(conf.toString());
        arguments.addAll(options);
        jvms.add(ChildJvm.start(name, directory, arguments));
    }

    /**
     * Uploads a jar.
     *
     * @return its id on the cluster
     */
    String upload(Path jar) throws Exception {
        String boundary = UUID.randomUUID().toString();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(
                """
                --%s\r
                Content-Disposition: form-data; name="jarfile"; filename="%s"\r
                Content-Type: application/x-java-archive\r
                \r
                """
                        .formatted(boundary, jar.getFileName())
                        .getBytes(StandardCharsets.UTF_8));
        Files.copy(jar, body);
        body.writeBytes("\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8));
        HttpRequest request =
                request("/jars/upload")
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                        .build();
        String stored = ok(request).path("filename").asText();
        return stored.substring(stored.lastIndexOf('/') + 1);
    }

    /**
     * Runs an uploaded jar.
     *
     * @param savepoint where it goes on, or null
     * @return the answer, good or bad
     */
    HttpResponse<String> run(String jar, List<String> arguments, @Nullable String savepoint)
            throws Exception {
        ObjectNode body = JSON.createObjectNode();
        arguments.forEach(body.putArray("programArgsList")::add);
        if (savepoint != null) {
            body.put("savepointPath", savepoint).put("allowNonRestoredState", false);
        }
        return send(post("/jars/" + jar + "/run", body));
    }

    /** Runs an uploaded jar, and returns the job's id when all its tasks run. */
    String runJob(String jar, List<String> arguments, @Nullable String savepoint) throws Exception {
        HttpResponse<String> answer = run(jar, arguments, savepoint);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String job = JSON.readTree(answer.body()).path("jobid").asText();
        await("tasks of the job")
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
                .until(() -> get(path).path("status").path("id").asText().equals("COMPLETED"));
        JsonNode operation = get(path).path("operation");
        assertThat(operation.path("failure-cause").isMissingNode())
                .as(operation.toString())
                .isTrue();
        await("end of the job").until(() -> state(job).equals("FINISHED"));
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
