package io.nextclick.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that runs graphs on a Flink of its own and measures them. It takes a command a line on
 * standard input and answers each with a line, both in JSON; it ends with its standard input, even
 * amid a command.
 */
final class Worker {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long FIRST_EVENT_SECONDS = 90;
    private static final long LOOK_MILLIS = 20;

    private final String shipped;
    private final Path folder;
    private final int parallelism;
    private String settings;
    private WorkerFlink flink;

    private Worker(String shipped, Path folder, int parallelism) throws Exception {
        this.shipped = shipped;
        this.folder = folder;
        this.parallelism = parallelism;
        this.settings = shipped;
        this.flink = WorkerFlink.start(shipped, folder, parallelism, false);
    }

    /**
     * Serves until standard input ends.
     *
     * @param args folder with Flink's settings, folder to work in, parallelism
     */
    public static void main(String[] args) throws Exception {
        PrintStream answers = System.out;
        System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        BlockingQueue<String> commands = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(commands), "bench-commands");
        reader.setDaemon(true);
        reader.start();
        Worker worker = new Worker(args[0], Path.of(args[1]), Integer.parseInt(args[2]));
        answers.println("{}");
        while (true) {
            answers.println(JSON.writeValueAsString(worker.answer(commands.take())));
        }
    }

    /** Whoever started this is gone when its commands end; nothing here is worth a farewell. */
    private static void read(BlockingQueue<String> commands) {
        try (var lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                commands.add(line);
            }
        } catch (IOException e) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(0);
    }

    private Map<String, @Nullable Object> answer(String line) {
        try {
            JsonNode command = JSON.readTree(line);
            return switch (command.path("do").asText()) {
                case "run" -> run(command);
                case "start" -> start(command);
                case "stop" -> stop();
                default -> throw new IllegalArgumentException("no such command: " + line);
            };
        } catch (Exception e) {
            stopAfter(e);
            e.printStackTrace();
            Map<String, @Nullable Object> failure = new LinkedHashMap<>();
            failure.put("error", String.valueOf(e.getMessage()));
            return failure;
        }
    }

    private void stopAfter(Exception failure) {
        try {
            flink.cancel();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    private Map<String, @Nullable Object> run(JsonNode command) throws Exception {
        System.gc();
        if (command.path("graph").asText().equals("loop")) {
            try (Loop loop = Loop.start(command)) {
                return measure(command, loop::events);
            }
        }
        submit(command);
        Map<String, @Nullable Object> figures = measure(command, Counters.HERE::events);
        figures.put("checkpoints", flink.checkpoints());
        figures.put("events_read", Counters.HERE.events());
        flink.cancel();
        return figures;
    }

    private Map<String, @Nullable Object> start(JsonNode command) throws Exception {
        System.gc();
        submit(command);
        flink.awaitTasks();
        return new LinkedHashMap<>();
    }

    private Map<String, @Nullable Object> stop() throws Exception {
        flink.cancel();
        return new LinkedHashMap<>();
    }

    private void submit(JsonNode command) throws Exception {
        provide(
                command.path("settings").asText(shipped),
                command.path("services").asBoolean(false));
        String graph = command.path("graph").asText();
        if (graph.equals("job")) {
            List<String> args = new ArrayList<>();
            command.path("args").forEach(each -> args.add(each.asText()));
            flink.startJob(args);
        } else {
            Roofs.start(graph, command.path("servers").asText(), command.path("group").asText());
        }
    }

    /** Another Flink in the same JVM, whose code is compiled already, where a row needs it. */
    private void provide(String wanted, boolean services) throws Exception {
        if (!wanted.equals(settings)) {
            flink.close();
            settings = wanted;
            flink = WorkerFlink.start(wanted, folder, parallelism, services);
        }
    }

    /** From so long after the first event, for so long or until the topic is read. */
    private static Map<String, @Nullable Object> measure(JsonNode command, LongSupplier events)
            throws InterruptedException {
        long broker = command.path("broker").asLong();
        long records = command.path("records").asLong();
        awaitEvents(events, 1, FIRST_EVENT_SECONDS);
        if (events.getAsLong() < 1) {
            throw new IllegalStateException("no event was read within " + FIRST_EVENT_SECONDS);
        }
        awaitEvents(events, records, command.path("warmup").asDouble());
        Reading before = Reading.take(events.getAsLong(), broker);
        awaitEvents(events, records, command.path("seconds").asDouble());
        return Reading.take(events.getAsLong(), broker).since(before);
    }

    private static void awaitEvents(LongSupplier events, long count, double seconds)
            throws InterruptedException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (events.getAsLong() < count && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}
