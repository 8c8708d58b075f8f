package io.nextclick.demo;

import io.nextclick.cli.RuleFiles;
import io.nextclick.config.Settings;
import io.nextclick.contract.ListReader.ReadList;
import io.nextclick.contract.Topics;
import io.nextclick.evaluate.NextClickHits;
import io.nextclick.kafka.KafkaSettings;
import io.nextclick.rule.RuleUpdate;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * {@code mvn -Pdemo}: the whole job on this machine, with traffic, until it is stopped, its time is
 * over or its log is at the end. Its last line has the figures; it exits with 0 only if
 * recommendations flowed.
 */
public final class Demo {

    private static final int USAGE = 2;
    private static final int PARTITIONS = 2;
    private static final int MAX_WAITING_CLICKS = 200_000;
    private static final long DRAIN_SECONDS = 60;

    /** Patience with what is on its way when somebody asked to stop. */
    private static final long STOP_SECONDS = 5;

    private static final long LAST_SESSIONS_MILLIS = 3_000;

    private static final int DELETE_TRIES = 20;
    private static final long LIST_EVERY_SECONDS = 10;
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

    private final DemoOptions options;
    private final List<RuleUpdate> rules;
    private final StatusBlock status;
    private final Path directory;
    private final NextClickHits hits =
            new NextClickHits(NextClickHits.DEFAULT_GAP_MILLIS, MAX_WAITING_CLICKS);
    private final Latencies latencies = new Latencies();
    private final CountDownLatch stopAsked = new CountDownLatch(1);

    private Demo(DemoOptions options, List<RuleUpdate> rules, StatusBlock status, Path directory) {
        this.options = options;
        this.rules = rules;
        this.status = status;
        this.directory = directory;
    }

    /** Runs the demo; {@code -D} properties say how, see the README. */
    @SuppressWarnings("SystemConsoleNull") // on Java 17 it is null without a terminal
    public static void main(String[] args) {
        System.exit(run(System.getProperties(), System.out, System.console() != null));
    }

    /** Runs the demo and returns its exit code. */
    static int run(Properties properties, PrintStream out, boolean terminal) {
        try {
            DemoOptions options = DemoOptions.of(properties);
            List<RuleUpdate> rules = rules(options);
            Path directory = Files.createTempDirectory("nextclick-demo-");
            return new Demo(options, rules, new StatusBlock(out, terminal), directory).run()
                    ? 0
                    : 1;
        } catch (IllegalArgumentException e) {
            out.println("demo: " + String.valueOf(e.getMessage()).replace("\n", "\ndemo: "));
            return USAGE;
        } catch (Exception e) {
            out.println("demo: could not run: " + e);
            return 1;
        }
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
        try {
            return runIn(directory);
        } finally {
            try {
                deleteAll(directory);
            } finally {
                ended.countDown();
                removeHook(onInterrupt);
            }
        }
    }

    private boolean runIn(Path directory) throws Exception {
        long startMillis = System.currentTimeMillis();
        try (Traffic traffic = Traffic.open(options, startMillis)) {
            status.say("starting Kafka and Flink in this process …");
            try (EmbeddedKafka kafka =
                    EmbeddedKafka.start(directory.resolve("kafka"), PARTITIONS)) {
                Settings settings = settings(kafka);
                try (LocalFlink flink =
                        LocalFlink.start(
                                settings,
                                directory.resolve("flink"),
                                options.webPort() == 0
                                        ? EmbeddedKafka.freePort()
                                        : options.webPort(),
                                CHECKPOINT_INTERVAL)) {
                    status.say(
                            "Kafka on %s, Flink's web UI on %s"
                                    .formatted(kafka.bootstrapServers(), flink.webUrl()));
                    return watch(traffic, settings, flink);
                }
            }
        }
    }

    private boolean watch(Traffic traffic, Settings settings, LocalFlink flink)
            throws InterruptedException {
        Accounts accounts = new Accounts(flink.metrics());
        SessionWatcher sessions =
                new SessionWatcher(
                        settings.session().gapMillis() + settings.outOfOrderness().toMillis());
        TrafficSender sender =
                new TrafficSender(
                        traffic,
                        options,
                        settings.kafka(),
                        hits,
                        latencies,
                        sessions::sent,
                        accounts::backlog,
                        System.currentTimeMillis());
        ListWatcher watcher = new ListWatcher(hits, latencies);
        SegmentWatcher segments = new SegmentWatcher();
        String servers = settings.kafka().bootstrapServers();
        List<TopicFollower> followers =
                List.of(
                        TopicFollower.ofValues(
                                servers, settings.kafka().nameOf(Topics.RECOMMENDATIONS), watcher),
                        TopicFollower.ofValues(
                                servers, settings.kafka().nameOf(Topics.SESSIONS), sessions),
                        new TopicFollower(
                                servers, settings.kafka().nameOf(Topics.SEGMENTS), segments));
        sendRules(settings.kafka());
        status.nameItems(traffic.titles());
        Thread sending = new Thread(sender, "demo-traffic");
        List<Thread> watching =
                followers.stream().map(follower -> new Thread(follower, "demo-page")).toList();
        watching.forEach(Thread::start);
        sending.start();
        Figures figures = new Figures(accounts, watcher, hits, latencies, flink, segments);
        boolean running = follow(sender, watcher, flink, figures);
        sender.stop();
        sending.join(TimeUnit.SECONDS.toMillis(DRAIN_SECONDS));
        if (running) {
            drain(sender, accounts, watcher);
        }
        figures.stopClock();
        if (running && stopAsked.getCount() > 0 && options.replay() != null) {
            // The last sessions end with a watermark, once the topic without events is idle.
            TimeUnit.MILLISECONDS.sleep(LAST_SESSIONS_MILLIS);
        }
        followers.forEach(TopicFollower::stop);
        for (Thread thread : watching) {
            thread.join(TimeUnit.SECONDS.toMillis(DRAIN_SECONDS));
        }
        status.draw(figures.block());
        status.keep();
        RuntimeException failure = sender.failure();
        if (failure != null) {
            status.say("the traffic ended early: " + failure.getMessage());
        }
        if (traffic.skippedLines() > 0) {
            status.say("lines of the log that are no events: " + traffic.skippedLines());
        }
        if (!running) {
            status.say("the job has failed; target/demo.log says why");
        }
        SessionWatcher.SessionFigures people = sessions.figures();
        status.say(people.inWords());
        status.say(accounts.inWords());
        status.say(figures.lastLine(people));
        return running && failure == null && watcher.lists() > 0;
    }

    /** Sends the rules as a marketer would; the job obeys them from then on. */
    private void sendRules(KafkaSettings kafka) throws InterruptedException {
        if (rules.isEmpty()) {
            return;
        }
        Map<String, Object> client =
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        try (var producer =
                new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            for (RuleUpdate rule : rules) {
                producer.send(
                                new ProducerRecord<>(
                                        kafka.nameOf(Topics.RULES), rule.ruleKey(), rule.text()))
                        .get(DRAIN_SECONDS, TimeUnit.SECONDS);
            }
            status.say("sent %d rules to the topic 'rules'".formatted(rules.size()));
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot send the rules", e);
        }
    }

    /** The rules to send; they are read before anything is started. */
    private static List<RuleUpdate> rules(DemoOptions options) throws IOException {
        String from = options.rules();
        if (from == null) {
            return List.of();
        }
        RuleFiles files = RuleFiles.read(from, Settings.defaults().triggers().maxRules());
        if (files.anyRefused()) {
            throw new IllegalArgumentException(
                    "-Drules=%s: a rule is refused; mvn -q -Prules -Drule=%s says why"
                            .formatted(from, from));
        }
        return files.updates();
    }

    /** Shows the figures until it is time to stop; false if the job has failed. */
    private boolean follow(
            TrafficSender sender, ListWatcher watcher, LocalFlink flink, Figures figures)
            throws InterruptedException {
        Duration duration = options.duration();
        long end = duration == null ? Long.MAX_VALUE : System.nanoTime() + duration.toNanos();
        long seconds = 0;
        while (!sender.isFinished() && System.nanoTime() < end) {
            long wait = Math.min(TimeUnit.SECONDS.toNanos(1), end - System.nanoTime());
            if (stopAsked.await(wait, TimeUnit.NANOSECONDS)) {
                return true;
            }
            if (!flink.isRunning()) {
                return false;
            }
            seconds++;
            figures.tick();
            if (seconds % LIST_EVERY_SECONDS == 0) {
                ReadList list = watcher.last();
                if (list != null) {
                    status.say(status.inWords(list));
                }
            }
            if (status.isTerminal() || seconds % LIST_EVERY_SECONDS == 0) {
                status.draw(figures.block());
            }
        }
        return true;
    }

    /** Waits until every event sent was read, and every list made was received. */
    private void drain(TrafficSender sender, Accounts accounts, ListWatcher watcher)
            throws InterruptedException {
        long patience = stopAsked.getCount() == 0 ? STOP_SECONDS : DRAIN_SECONDS;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patience);
        while (System.nanoTime() < deadline) {
            boolean done =
                    accounts.backlog(sender.sent()) <= 0 && watcher.lists() >= accounts.lists();
            if (done) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        status.say("not everything arrived within " + patience + " s");
    }

    private Settings settings(EmbeddedKafka kafka) {
        Map<String, String> set = new HashMap<>();
        set.put("kafka.bootstrap-servers", kafka.bootstrapServers());
        set.put("kafka.create-topics", "true");
        set.put("kafka.event-timestamps", "CREATE_TIME");
        set.put("quality.max-age", "0 ms");
        set.put("event-time.idleness", "2 s");
        set.put("similarity.publish-interval", "10 s");
        set.put("recommend.max-in-flight", "100");
        if (options.asFastAsPossible()) {
            // The backlog is the demo's own doing; lists should still be whole.
            set.put("recommend.deadline", "60 s");
        }
        Path config = options.config();
        return config == null ? Settings.of(set) : Settings.of(set, config);
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
            latch.await(2 * DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Deletes a folder; tasks that are on their way out may still write into it for a moment. */
    private static void deleteAll(Path directory) throws IOException, InterruptedException {
        for (int tries = 1; Files.exists(directory); tries++) {
            try {
                delete(directory);
            } catch (IOException e) {
                if (tries == DELETE_TRIES) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
                            throws IOException {
                        Files.deleteIfExists(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
