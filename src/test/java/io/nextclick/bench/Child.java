package io.nextclick.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of the bench that answers in lines on its standard output. It ends with its standard input,
 * so at the latest with this JVM.
 */
final class Child implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long GRACE_SECONDS = 60;
    private static final int SHOWN_LINES = 20;

    private final String name;
    private final Process process;
    private final Path errors;
    private final OutputStream commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private Child(String name, Process process, Path errors) {
        this.name = name;
        this.process = process;
        this.errors = errors;
        this.commands = process.getOutputStream();
        Thread reader = new Thread(this::read, "bench-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a JVM.
     *
     * @param folder where its standard error goes
     * @param arguments all after {@code java}
     */
    static Child start(String name, Path folder, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Path errors = folder.resolve(name + ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        // Whoever runs the bench may have set options for a job of their own.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("NEXTCLICK_"));
        return new Child(name, builder.start(), errors);
    }

    private void read() {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(line);
            }
        } catch (IOException e) {
            // It is gone, and whoever waits for an answer finds out.
        }
    }

    long pid() {
        return process.pid();
    }

    /** Its next line. */
    String line(double seconds) throws InterruptedException {
        long deadline = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < deadline) {
            String line = answers.poll(200, TimeUnit.MILLISECONDS);
            if (line != null) {
                return line;
            }
            if (!process.isAlive() && answers.isEmpty()) {
                throw new IllegalStateException(name + " has ended:\n" + lastErrors());
            }
        }
        throw new IllegalStateException(
                "%s has not answered within %.0f s:\n%s".formatted(name, seconds, lastErrors()));
    }

    /** Sends a command and waits for what comes back. */
    JsonNode ask(Map<String, ?> command, double seconds) throws Exception {
        commands.write((JSON.writeValueAsString(command) + '\n').getBytes(StandardCharsets.UTF_8));
        commands.flush();
        JsonNode answer = JSON.readTree(line(seconds));
        if (answer.has("error")) {
            throw new IllegalStateException(
                    "%s: %s%n%s".formatted(name, answer.path("error").asText(), lastErrors()));
        }
        return answer;
    }

    private String lastErrors() {
        try {
            List<String> lines = Files.readAllLines(errors, StandardCharsets.UTF_8);
            return String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    /** Ends its standard input, and returns when it is gone. */
    @Override
    public void close() throws InterruptedException {
        try {
            commands.close();
        } catch (IOException e) {
            // It is gone already.
        }
        if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
