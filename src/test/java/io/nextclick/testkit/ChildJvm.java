package io.nextclick.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A server in a JVM of its own, of the same Java as this one. It is ended by {@link #close()}, and
 * at the latest with this JVM.
 */
public final class ChildJvm implements AutoCloseable {

    /** Where servers listen. */
    public static final String LOOPBACK = "127.0.0.1";

    /** The argument that has a JVM begin fast, for one that runs for seconds. */
    public static final String QUICK =
            "@" + Path.of("src", "build", "quick-jvm.args").toAbsolutePath();

    private static final long GRACE_SECONDS = 10;

    private final Process process;
    private final Path log;
    private final Thread ender;

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.ender = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(ender);
    }

    /**
     * Starts a JVM.
     *
     * @param directory where it works, and where the file {@code name.log} takes what it prints
     * @param arguments all after {@code java}
     */
    public static ChildJvm start(String name, Path directory, List<String> arguments)
            throws IOException {
        return start(name, directory, Map.of(), arguments);
    }

    /** Runs a JVM to its end; returns what it printed, and {@code exit code N} as the last line. */
    public static String run(
            String name, Path directory, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        try (ChildJvm jvm = start(name, directory, environment, arguments)) {
            if (!jvm.process.waitFor(Patience.MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException(name + " does not end:\n" + jvm.output());
            }
            return jvm.output() + "\nexit code " + jvm.process.exitValue();
        }
    }

    private static ChildJvm start(
            String name, Path directory, Map<String, String> environment, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Files.createDirectories(directory);
        Path log = directory.resolve(name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        // Whoever runs the tests may have set options for a job of their own.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("NEXTCLICK_"));
        builder.environment().putAll(environment);
        return new ChildJvm(builder.start(), log);
    }

    /** True until it ends, by itself or by {@link #close()}. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The time that processors spent on it so far; empty where the system does not say. */
    public Optional<Duration> cpuTime() {
        return process.info().totalCpuDuration();
    }

    /** All that it printed so far. */
    public String output() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "no output: " + e;
        }
    }

    /** Ends it without a warning, as {@code kill -9} does, and returns when it is gone. */
    public void kill() throws InterruptedException {
        if (!process.destroyForcibly().waitFor(Patience.MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("process " + process.pid() + " does not end");
        }
    }

    /** Ends it, and returns when it is gone. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)
                    && !process.destroyForcibly().waitFor(Patience.MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException("process " + process.pid() + " does not end");
            }
            Runtime.getRuntime().removeShutdownHook(ender);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
