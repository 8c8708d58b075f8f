package io.nextclick.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JVMs of a run: a broker with the topic of events, and a worker of each checkout. All of them
 * work in one folder, which the broker's end deletes.
 */
final class Processes implements AutoCloseable {

    /** At full speed the backlog is the bench's own doing; lists should still be whole. */
    private static final List<String> UNHURRIED =
            List.of("--recommend.deadline", "60 s", "--recommend.max-in-flight", "100");

    private static final double PATIENCE_SECONDS = 300;

    private final BenchOptions options;
    private final Map<String, Checkout> checkouts;
    private final Path folder = Files.createTempDirectory("nextclick-bench-");
    private final Child broker;
    private final String servers;
    private final BenchTopics topics;
    private final @Nullable Services services;
    private final Map<String, Child> workers = new LinkedHashMap<>();
    private int runs;

    /**
     * Starts the broker.
     *
     * @param checkouts the checkouts by the names of their jobs' rows
     */
    Processes(BenchOptions options, Map<String, Checkout> checkouts) throws Exception {
        this.options = options;
        this.checkouts = checkouts;
        this.broker = Child.start("broker", folder, brokerArguments());
        this.servers = broker.line(PATIENCE_SECONDS);
        this.topics = new BenchTopics(servers, options.parallelism());
        this.services = options.versusServices() ? Services.start(folder) : null;
    }

    private List<String> brokerArguments() throws IOException {
        return List.of(
                "-Xmx1g",
                "-XX:+UseParallelGC",
                "-Ddemo.log=" + folder.resolve("broker.log"),
                "-Dlog4j2.configurationFile=" + Checkout.logging(folder),
                "-cp",
                System.getProperty("java.class.path"),
                Broker.class.getName(),
                folder.toString(),
                String.valueOf(options.parallelism()));
    }

    /** Fills the topics, then starts the workers, which wait for their first graph. */
    void prepare() throws Exception {
        topics.fill(options);
        for (Map.Entry<String, Checkout> each : checkouts.entrySet()) {
            Child worker = each.getValue().worker(each.getKey(), folder, options.parallelism());
            workers.put(each.getKey(), worker);
            worker.line(PATIENCE_SECONDS);
        }
    }

    /** Runs a row's graph from the start of the topic and gives its figures. */
    JsonNode measure(String row, double warmup, double seconds) throws Exception {
        topics.clear();
        Map<String, Object> command = command("run", row, UNHURRIED);
        command.put("warmup", warmup);
        command.put("seconds", seconds);
        if (Roofs.WRITING.contains(row)) {
            topics.create(Roofs.OUTPUT, Map.of());
        }
        JsonNode figures = worker(row).ask(command, PATIENCE_SECONDS + warmup + seconds);
        if (services != null && Report.isVersus(row)) {
            services.check();
        }
        return figures instanceof ObjectNode object ? withOutput(object) : figures;
    }

    /** Adds what Kafka and the newest checkpoint say of the run. */
    private JsonNode withOutput(ObjectNode figures) throws Exception {
        double read = figures.path("events_read").asDouble(0);
        if (read > 0) {
            Map<String, Long> written = topics.written();
            long all = written.values().stream().mapToLong(Long::longValue).sum();
            figures.put("records_out", all / read);
            figures.put("lists", written.getOrDefault(OpenLoop.LISTS, 0L) / read);
        }
        JsonNode newest = figures.path("checkpoints").path(0);
        if (newest.isObject()) {
            figures.put("checkpoint_millis", newest.path("millis").asDouble());
            figures.put("checkpoint_stopped_millis", newest.path("stopped_millis").asDouble());
            figures.put("checkpoint_state_mb", newest.path("state_bytes").asDouble() / 1e6);
            figures.put("checkpoint_written_mb", newest.path("written_bytes").asDouble() / 1e6);
        }
        return figures;
    }

    /** Sends events to a job at a fixed rate and gives the times to their lists. */
    Map<String, @Nullable Object> latency(String row, double rate) throws Exception {
        topics.clear();
        String topic = "events-" + runs;
        topics.create(topic, BenchTopics.OWN_TIME);
        Child worker = worker(row);
        var unused =
                worker.ask(
                        command("start", row, List.of("--kafka.topic.events", topic)),
                        PATIENCE_SECONDS);
        Map<String, @Nullable Object> figures =
                new OpenLoop(options, servers, topics, topic, rate).run(checkout(row).folder());
        unused = worker.ask(Map.of("do", "stop"), PATIENCE_SECONDS);
        return figures;
    }

    private Map<String, Object> command(String what, String row, List<String> more)
            throws IOException {
        String group = "bench-" + runs++;
        List<String> args = jobArguments(row, group);
        args.addAll(more);
        Map<String, Object> command = new LinkedHashMap<>();
        command.put("do", what);
        command.put("graph", BenchOptions.GRAPHS.contains(row) ? row : Report.JOB);
        command.put("servers", servers);
        command.put("group", group);
        command.put("broker", broker.pid());
        command.put("records", options.events());
        command.put("args", args);
        if (Report.isVersus(row)) {
            Path settings = options.versusFlink();
            if (services != null) {
                settings = services.settings(checkout(row), settings);
            }
            command.put("services", services != null);
            if (settings != null) {
                command.put("settings", settings.toString());
            }
        }
        return command;
    }

    /** What a replayed log needs; all else is as it is by default, or as the file says. */
    private List<String> jobArguments(String row, String group) {
        List<String> args = new ArrayList<>();
        Path other = Report.isVersus(row) ? options.versusConfig() : null;
        Path config = other == null ? options.config() : other;
        if (config != null) {
            args.addAll(List.of("--config", config.toString()));
        }
        args.addAll(List.of("--kafka.bootstrap-servers", servers));
        args.addAll(List.of("--kafka.group-id", group));
        args.addAll(List.of("--kafka.create-topics", "true"));
        args.addAll(List.of("--kafka.event-timestamps", "CREATE_TIME"));
        args.addAll(List.of("--quality.max-age", "0 ms"));
        return args;
    }

    /** Two jobs of one checkout share a JVM: what its compiler made of them is the same. */
    private Child worker(String row) {
        boolean own = Report.isVersus(row) && workers.containsKey(Report.VERSUS);
        Child worker = workers.get(own ? Report.VERSUS : Report.JOB);
        if (worker == null) {
            throw new IllegalStateException("no worker for " + row);
        }
        return worker;
    }

    private Checkout checkout(String row) {
        Checkout other = Report.isVersus(row) ? checkouts.get(Report.VERSUS) : null;
        return other == null ? Checkout.here() : other;
    }

    /** Ends the workers first, since the broker's end deletes the folder in which all work. */
    @Override
    public void close() throws Exception {
        topics.close();
        for (Child worker : workers.values()) {
            worker.close();
        }
        if (services != null) {
            services.close();
        }
        broker.close();
        Broker.delete(folder);
    }
}
