package io.nextclick.demo;

import io.nextclick.cli.CommandLine;
import io.nextclick.cli.RuleFiles;
import io.nextclick.config.Settings;
import io.nextclick.rule.RuleUpdate;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * {@code mvn -Pdemo}: the whole job on this machine, with traffic, until it is stopped, its time is
 * over or its log is at the end. Its last line has the figures; it exits with 0 only if
 * recommendations flowed.
 */
public final class Demo {

    private static final int PARTITIONS = 2;
    private static final long SHUTDOWN_SECONDS = 120;

    /** Until a cold JVM has worked off the shop's past. */
    private static final Duration START = Duration.ofMinutes(3);

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

    private final DemoOptions options;
    private final List<RuleUpdate> rules;
    private final StatusBlock status;
    private final CountDownLatch stopAsked = new CountDownLatch(1);

    private Demo(DemoOptions options, List<RuleUpdate> rules, StatusBlock status) {
        this.options = options;
        this.rules = rules;
        this.status = status;
    }

    /** Runs the demo; {@code -D} properties say how, see the README. */
    @SuppressWarnings("SystemConsoleNull") // on Java 17 it is null without a terminal
    public static void main(String[] args) {
        System.exit(run(System.getProperties(), System.out, System.console() != null));
    }

    /**
     * Runs the demo.
     *
     * @param properties its options, as of the command line
     * @param out where it prints
     * @param terminal whether it may print over what it printed
     * @return its exit code
     */
    public static int run(Properties properties, PrintStream out, boolean terminal) {
        try {
            DemoOptions options = DemoOptions.of(properties);
            List<RuleUpdate> rules = rules(options);
            return new Demo(options, rules, new StatusBlock(out, terminal)).run() ? 0 : 1;
        } catch (IllegalArgumentException e) {
            return CommandLine.usage("demo", out, String.valueOf(e.getMessage()));
        } catch (Exception e) {
            out.println("demo: could not run: " + e);
            return 1;
        }
    }

    /** The rules to send; they are read before anything is started. */
    private static List<RuleUpdate> rules(DemoOptions options) throws IOException {
        String from = options.rules();
        return from == null
                ? List.of()
                : RuleFiles.toSend(
                        DemoOptions.RULES, from, Settings.defaults().triggers().maxRules());
    }

    private boolean run() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Thread onInterrupt =
                new Thread(
                        () -> {
                            stopAsked.countDown();
                            awaitQuietly(ended);
                        },
                        "demo-stop");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try (TemporaryFolder folder = TemporaryFolder.create("nextclick-demo-")) {
            return runIn(folder);
        } finally {
            ended.countDown();
            removeHook(onInterrupt);
        }
    }

    private boolean runIn(TemporaryFolder folder) throws Exception {
        try (Traffic traffic = Traffic.open(options, System.currentTimeMillis())) {
            status.say("starting Kafka and Flink in this process …");
            try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), PARTITIONS)) {
                Map<String, String> set = set(kafka);
                Settings settings = settings(set);
                int webPort = options.webPort() == 0 ? FreePort.choose() : options.webPort();
                try (TemporaryFolder rocksDb = TemporaryFolder.inMemory("nextclick-demo-rocksdb-");
                        LocalFlink flink =
                                LocalFlink.start(
                                        settings,
                                        folder.resolve("flink"),
                                        rocksDb.path(),
                                        webPort,
                                        CHECKPOINT_INTERVAL);
                        DemoGateway gateway =
                                DemoGateway.start(
                                        set, folder.resolve("sites.yaml"), options.pagePort())) {
                    status.say(
                            "Kafka on %s, Flink's web UI on %s"
                                    .formatted(kafka.bootstrapServers(), flink.webUrl()));
                    status.say(
                            "the live page: %s (its keys are in %s)"
                                    .formatted(gateway.url(), folder.resolve("sites.yaml")));
                    return new DemoRun(
                                    options,
                                    settings,
                                    traffic,
                                    flink,
                                    status,
                                    gateway::sign,
                                    stopAsked)
                            .run(rules);
                }
            }
        }
    }

    private Settings settings(Map<String, String> set) {
        Path config = options.config();
        return config == null ? Settings.of(set) : Settings.of(set, config);
    }

    private Map<String, String> set(EmbeddedKafka kafka) {
        Map<String, String> set = new HashMap<>();
        set.put("kafka.bootstrap-servers", kafka.bootstrapServers());
        set.put("kafka.create-topics", "true");
        // No other process can take over.
        set.put("kafka.max-pause", "10 min");
        set.put("kafka.event-timestamps", "CREATE_TIME");
        set.put("quality.max-age", "0 ms");
        set.put("event-time.idleness", "2 s");
        set.put("similarity.publish-interval", "10 s");
        set.put("recommend.max-in-flight", "100");
        if (options.isLive()) {
            // The shop's past arrives at its own time, so it would be late from the start.
            set.put("alarms.lag", minutes(Traffic.PAST.plus(START)));
            set.put("alarms.learn", minutes(BrokenTag.LEARN));
        } else {
            // All of it arrives in its own past: no minute is one of the job's clock.
            set.put("alarms.enabled", "false");
        }
        if (options.asFastAsPossible()) {
            // The backlog is the demo's own doing; lists should still be whole.
            set.put("recommend.deadline", "60 s");
        }
        return set;
    }

    private static String minutes(Duration duration) {
        return duration.toMinutes() + " min";
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is on its way down, and the hook with it.
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
