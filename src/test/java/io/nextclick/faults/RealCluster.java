package io.nextclick.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextclick.testkit.Command;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The cluster of {@code deploy/standalone/cluster.sh}, in a folder and on ports of its own. */
final class RealCluster implements AutoCloseable {

    static final int TASK_MANAGERS = 3;

    /** An address of the broker alone, so that it can be cut off from the rest. */
    private static final String KAFKA_HOST = "127.0.0.2";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Path folder;
    private final int kafkaPort;
    private final int restPort;
    private final Map<String, String> environment;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    private RealCluster(Path folder, int firstPort, Map<String, String> more) {
        this.folder = folder;
        this.kafkaPort = firstPort;
        this.restPort = firstPort + 10;
        this.environment = new HashMap<>(more);
        environment.putAll(
                Map.of(
                        "CLUSTER_DIR", folder.toString(),
                        "KAFKA_HOST", KAFKA_HOST,
                        "KAFKA_PORT", String.valueOf(kafkaPort),
                        "ZOOKEEPER_PORT", String.valueOf(firstPort + 5),
                        "REST_PORT", String.valueOf(restPort)));
    }

    /** Starts it. */
    static RealCluster start(Path folder, int firstPort) throws Exception {
        return start(folder, firstPort, Map.of());
    }

    /**
     * Starts it.
     *
     * @param environment more for the script
     */
    static RealCluster start(Path folder, int firstPort, Map<String, String> environment)
            throws Exception {
        RealCluster cluster = new RealCluster(folder, firstPort, environment);
        try {
            cluster.script("start", String.valueOf(TASK_MANAGERS));
        } catch (IOException | InterruptedException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    String bootstrapServers() {
        return KAFKA_HOST + ":" + kafkaPort;
    }

    /**
     * Runs the script.
     *
     * @return what it printed
     * @throws IOException if it fails, with what it printed
     */
    String script(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("deploy/standalone/cluster.sh"));
        command.addAll(List.of(arguments));
        Command ran = Command.run(Path.of(""), environment, command);
        if (ran.exit() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + ran.printed());
        }
        return ran.printed();
    }

    void add(String part) throws IOException, InterruptedException {
        script("add", part);
    }

    long kafka() throws IOException {
        return Long.parseLong(Files.readString(folder.resolve("pid/kafka.pid")).strip());
    }

    /** The process of the JobManager that leads: the other one knows its address only. */
    long leader() throws Exception {
        // Its own REST port is the one that it tells the others.
        for (long pid : pids("standalonesession")) {
            String port = String.valueOf(portOf(pid));
            if (get("/jobmanager/config").toString().contains("\"" + port + "\"")) {
                return pid;
            }
        }
        throw new IOException("no JobManager leads");
    }

    private int portOf(long pid) throws IOException {
        return Integer.parseInt(argument(pid, "rest.port="));
    }

    /** The process of a TaskManager, by the port of its RPC service. */
    long taskManager(int rpcPort) throws Exception {
        for (long pid : pids("taskexecutor")) {
            if (Files.readString(logOf(pid)).contains(":" + rpcPort + "-")) {
                return pid;
            }
        }
        throw new IOException("no TaskManager has the port " + rpcPort);
    }

    private static Path logOf(long pid) throws IOException {
        return Path.of(argument(pid, "-Dlog.file="));
    }

    /** What follows a prefix among the arguments of a process. */
    private static String argument(long pid, String prefix) throws IOException {
        String command = Files.readString(Path.of("/proc/%d/cmdline".formatted(pid)));
        int at = command.indexOf(prefix);
        int end = command.indexOf('\0', at);
        if (at < 0 || end < 0) {
            throw new IOException("process %d has no %s".formatted(pid, prefix));
        }
        return command.substring(at + prefix.length(), end);
    }

    private List<Long> pids(String part) throws IOException {
        List<Long> pids = new ArrayList<>();
        Path file = folder.resolve("pid/flink-nextclick-" + part + ".pid");
        for (String line : Files.readAllLines(file)) {
            long pid = Long.parseLong(line.strip());
            if (ProcessHandle.of(pid).isPresent()) {
                pids.add(pid);
            }
        }
        return pids;
    }

    /** Processor time that its TaskManagers have used so far. */
    Duration processorTime() throws IOException {
        Duration sum = Duration.ZERO;
        for (long pid : pids("taskexecutor")) {
            sum = sum.plus(processorTime(pid));
        }
        return sum;
    }

    private static Duration processorTime(long pid) throws IOException {
        return ProcessHandle.of(pid)
                .flatMap(each -> each.info().totalCpuDuration())
                .orElseThrow(() -> new IOException("no processor time of process " + pid));
    }

    void kill(long pid) throws Exception {
        signal("KILL", pid);
        ProcessHandle.of(pid).ifPresent(each -> each.onExit().join());
    }

    void pause(long pid, Duration duration) throws Exception {
        signal("STOP", pid);
        try {
            Thread.sleep(duration.toMillis());
        } finally {
            signal("CONT", pid);
        }
    }

    private static void signal(String name, long pid) throws Exception {
        run("kill", "-" + name, String.valueOf(pid));
    }

    /** No packet reaches the broker for so long; connections stay open on both sides. */
    void cutOffKafka(Duration duration) throws Exception {
        route("add");
        try {
            Thread.sleep(duration.toMillis());
        } finally {
            route("del");
        }
    }

    private static void route(String verb) throws Exception {
        run("ip", "route", verb, "blackhole", KAFKA_HOST, "table", "local");
    }

    private static void run(String... command) throws Exception {
        Command ran = Command.run(Path.of(""), Map.of(), List.of(command));
        if (ran.exit() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + ran.printed());
        }
    }

    /** Brings back TaskManagers that ended by themselves. */
    void complete() throws Exception {
        while (pids("taskexecutor").size() < TASK_MANAGERS) {
            add("taskmanager");
        }
        while (pids("standalonesession").size() < 2) {
            add("jobmanager");
        }
    }

    /** An answer of the REST API, of whichever JobManager gives one. */
    JsonNode get(String path) throws Exception {
        IOException last = null;
        for (int port = restPort; port < restPort + 4; port++) {
            try {
                URI uri = URI.create("http://127.0.0.1:%d%s".formatted(port, path));
                HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
                HttpResponse<String> answer =
                        http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return JSON.readTree(answer.body());
                }
                last = new IOException(answer.body());
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IOException("no JobManager answers " + path, last);
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        script("stop");
    }
}
