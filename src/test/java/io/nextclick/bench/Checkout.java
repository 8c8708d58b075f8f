package io.nextclick.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A state of this project's sources, compiled.
 *
 * @param folder where it is
 * @param classPath of its job, with the tests' libraries
 */
record Checkout(Path folder, String classPath) {

    private static final String CLASSES = "target/classes";
    private static final String CLASS_PATH = "target/bench.classpath";
    private static final long BUILD_MINUTES = 10;
    private static final String FACTORIES =
            "META-INF/services/org.apache.flink.metrics.reporter.MetricReporterFactory";

    /** The one whose bench runs. */
    static Checkout here() {
        return new Checkout(Path.of("").toAbsolutePath(), System.getProperty("java.class.path"));
    }

    /** Another one; Maven compiles it, offline if it can. */
    static Checkout build(Path folder) throws IOException, InterruptedException {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!maven(absolute, true) && !maven(absolute, false)) {
            throw new IllegalStateException(
                    "cannot compile %s; target/bench.log there says why".formatted(absolute));
        }
        String libraries = Files.readString(absolute.resolve(CLASS_PATH)).strip();
        return new Checkout(absolute, absolute.resolve(CLASSES) + File.pathSeparator + libraries);
    }

    private static boolean maven(Path folder, boolean offline)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mvn", "-q", "-B"));
        if (offline) {
            command.add("-o");
        }
        command.addAll(
                List.of(
                        "compile",
                        "dependency:build-classpath",
                        "-DincludeScope=test",
                        "-Dmdep.outputFile=" + CLASS_PATH));
        Files.createDirectories(folder.resolve("target"));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("target/bench.log").toFile());
        builder.environment().remove("MAVEN_CMD_LINE_ARGS");
        Process process = builder.start();
        if (!process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }

    /**
     * Starts a worker of it.
     *
     * @param run folder of the run
     */
    Child worker(String name, Path run, int parallelism)
            throws IOException, InterruptedException, URISyntaxException {
        Path work = Files.createDirectories(run.resolve(name));
        List<String> arguments = new ArrayList<>();
        arguments.add("@" + own("src/build/jvm.args"));
        arguments.add("-Xmx4g");
        arguments.add("-XX:+UseParallelGC");
        arguments.add("-Ddemo.log=" + run.resolve(name + ".log"));
        arguments.add("-Dlog4j2.configurationFile=" + logging(run));
        arguments.add("-cp");
        arguments.add(classPath + File.pathSeparator + benchClasses(work.resolve("bench")));
        arguments.add(Worker.class.getName());
        arguments.add(own("flink-conf").toString());
        arguments.add(work.toString());
        arguments.add(String.valueOf(parallelism));
        return Child.start(name, run, arguments);
    }

    /** A file of this checkout, or of the one whose bench runs if it has none. */
    Path own(String name) {
        Path own = folder.resolve(name);
        return Files.exists(own) ? own : Path.of(name).toAbsolutePath();
    }

    /** Where a JVM's logging goes to a file beside its work. */
    static Path logging(Path run) throws IOException {
        Path file = run.resolve("log4j2.properties");
        if (!Files.exists(file)) {
            try (InputStream stream =
                    Checkout.class.getResourceAsStream("/demo-log4j2.properties")) {
                Files.write(file, stream == null ? new byte[0] : stream.readAllBytes());
            }
        }
        return file;
    }

    /** The bench's own classes, apart from the tests among which they are, and their service. */
    private static Path benchClasses(Path to) throws IOException, URISyntaxException {
        String folder = Worker.class.getPackageName().replace('.', '/');
        Path classes =
                Path.of(Worker.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path target = Files.createDirectories(to.resolve(folder));
        try (Stream<Path> files = Files.list(classes.resolve(folder))) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        Path service = to.resolve(FACTORIES);
        Files.createDirectories(service.getParent());
        Files.write(service, Counters.Factory.class.getName().getBytes(StandardCharsets.UTF_8));
        return to;
    }
}
