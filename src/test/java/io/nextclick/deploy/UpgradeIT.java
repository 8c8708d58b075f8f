package io.nextclick.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nextclick.testkit.Command;
import io.nextclick.testkit.JobJar;
import io.nextclick.testkit.Soak;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster of real processes, made and used as {@code deploy/README.md} says: the job is submitted
 * with Flink's own command line and the shipped settings, rehearsed and upgraded by the scripts of
 * {@code deploy/}. Only with {@code -Psoak}; needs a Flink distribution, or pip.
 */
class UpgradeIT {

    private static final int FIRST_PORT = 25_000;
    private static final String WATCHED_SECONDS = "15";

    @TempDir static Path folder;

    private static final Map<String, String> PORTS =
            Map.of(
                    "KAFKA_PORT", String.valueOf(FIRST_PORT),
                    "ZOOKEEPER_PORT", String.valueOf(FIRST_PORT + 5),
                    "REST_PORT", String.valueOf(FIRST_PORT + 10));

    @BeforeAll
    static void start() throws Exception {
        assumeThat(Soak.isWhole()).as("a minute and more for each step: only with -Psoak").isTrue();
        Command started = cluster("start", "2");
        assumeThat(started.printed()).doesNotContain("no Flink: set FLINK_HOME");
        assertThat(started.exit()).as(started.printed()).isZero();
        assertThat(started.printed()).contains("kafka").contains("web UI");
        Command ran = cluster("run", "--kafka.start-timeout", "2 min");
        assertThat(ran.printed()).contains("Job has been submitted");
    }

    @AfterAll
    static void stop() throws Exception {
        if (Soak.isWhole()) {
            cluster("stop");
        }
    }

    @Test
    void a_build_that_does_what_the_old_one_did_stays_and_one_that_does_not_goes()
            throws Exception {
        Path old = JobJar.path();
        Path next = with(old, "NextBuild");
        String added = NextBuild.class.getName();
        try (Shop shop = new Shop()) {
            Command rehearsed =
                    cluster(
                            "rehearse",
                            "--new",
                            next.toString(),
                            "--class",
                            added,
                            "--wait",
                            WATCHED_SECONDS,
                            "--watch",
                            WATCHED_SECONDS,
                            "--folder",
                            folder.resolve("rehearsal").toString());
            assertThat(rehearsed.exit()).as(rehearsed.printed()).isZero();
            assertThat(rehearsed.printed()).contains("restored").contains("overlap at 20");
            assertThat(folder.resolve("rehearsal/rehearsal.html")).isNotEmptyFile();

            Command refusing =
                    cluster(
                            "rehearse",
                            "--new",
                            old.toString(),
                            "--class",
                            "io.nextclick.Nothing",
                            "--wait",
                            "1",
                            "--folder",
                            folder.resolve("refused").toString());
            assertThat(refusing.exit()).as(refusing.printed()).isEqualTo(1);
            assertThat(refusing.printed()).contains("it does not start");

            Command upgraded = upgrade("--old", old, "--new", next, "--new-class", added);
            assertThat(upgraded.exit()).as(upgraded.printed()).isZero();
            assertThat(upgraded.printed()).contains("upgrade: done");

            Command broken =
                    upgrade(
                            "--old",
                            next,
                            "--old-class",
                            added,
                            "--new",
                            next,
                            "--new-class",
                            NextBuild.Broken.class.getName());
            assertThat(broken.exit()).as(broken.printed()).isEqualTo(1);
            assertThat(broken.printed()).contains("rolled back, since it restarted");

            Command refused = upgrade("--old", next, "--old-class", added, "--new", old);
            assertThat(refused.exit()).as(refused.printed()).isEqualTo(1);
            assertThat(refused.printed()).contains("rolled back, since it does not start");

            Command removed =
                    upgrade("--old", next, "--old-class", added, "--new", old, "--drop-state");
            assertThat(removed.exit()).as(removed.printed()).isZero();
            assertThat(shop.isAlive()).isTrue();
        }
    }

    private static Command upgrade(Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("upgrade", "--seconds", WATCHED_SECONDS));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return cluster(command.toArray(String[]::new));
    }

    private static Command cluster(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("deploy/standalone/cluster.sh"));
        command.addAll(List.of(arguments));
        Map<String, String> all = new HashMap<>(PORTS);
        all.put("CLUSTER_DIR", folder.resolve("cluster").toString());
        return Command.run(Path.of(""), all, command);
    }

    /** The jar with a test's class, and those inside it, more. */
    private static Path with(Path jar, String name) throws IOException {
        Path next = folder.resolve("next-job.jar");
        Path classes = Path.of("target", "test-classes");
        Path inside = classes.resolve(NextBuild.class.getPackageName().replace('.', '/'));
        try (JarFile old = new JarFile(jar.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(next));
                Stream<Path> added = Files.list(inside)) {
            for (JarEntry entry : old.stream().toList()) {
                out.putNextEntry(new JarEntry(entry.getName()));
                copy(old.getInputStream(entry), out);
            }
            for (Path file :
                    added.filter(each -> each.getFileName().toString().startsWith(name)).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                copy(Files.newInputStream(file), out);
            }
        }
        return next;
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        try (from) {
            from.transferTo(to);
        }
    }

    /** Sends events at a steady pace, as {@code mvn -Psend} does. */
    private static final class Shop implements AutoCloseable {

        private final Process process;

        Shop() throws IOException {
            process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "@src/build/jvm.args",
                                    "-Dbootstrap=127.0.0.1:" + FIRST_PORT,
                                    "-Dgenerate=1000000",
                                    "-Drate=100",
                                    "-Dtimes=now",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    "io.nextclick.send.SendCommand")
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("shop.out").toFile())
                            .start();
        }

        boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            process.waitFor(1, TimeUnit.MINUTES);
        }
    }
}
