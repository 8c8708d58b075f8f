package io.nextclick.demo;

import io.nextclick.config.Settings;
import io.nextclick.contract.ListReader.ReadList;
import io.nextclick.contract.Topics;
import io.nextclick.evaluate.NextClickHits;
import io.nextclick.event.ListToken;
import io.nextclick.generate.ClickModel;
import io.nextclick.kafka.KafkaSettings;
import io.nextclick.rule.RuleUpdate;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The demo while broker and job run: sends rules and traffic, follows what comes out, shows the
 * figures, and waits for what is on its way before it ends.
 */
final class DemoRun {

    private static final int MAX_WAITING_CLICKS = 200_000;
    private static final long DRAIN_SECONDS = 60;

    /** Patience with what is on its way when somebody asked to stop. */
    private static final long STOP_SECONDS = 5;

    /** So long after a session was over no other one came: the rest waits for more events. */
    private static final long LAST_SESSIONS_MILLIS = 3_000;

    private static final long LIST_EVERY_SECONDS = 10;

    /** How steeply attention falls with the position: the tenth is looked at by a tenth. */
    private static final double ETA = 1;

    private final DemoOptions options;
    private final KafkaSettings kafka;
    private final Traffic traffic;
    private final LocalFlink flink;
    private final StatusBlock status;
    private final CountDownLatch stopAsked;

    private final Accounts accounts;
    private final SessionWatcher sessions;
    private final SegmentWatcher segments = new SegmentWatcher();
    private final ListWatcher lists;
    private final FeedbackWatcher feedback = new FeedbackWatcher();
    private final AlarmWatcher alarms;
    private final TrafficSender sender;
    private final Figures figures;

    /**
     * @param signer signs the token of a list that is shown
     * @param stopAsked is down when somebody asked to stop
     */
    DemoRun(
            DemoOptions options,
            Settings settings,
            Traffic traffic,
            LocalFlink flink,
            StatusBlock status,
            Function<ListToken, String> signer,
            CountDownLatch stopAsked) {
        this.options = options;
        this.kafka = settings.kafka();
        this.traffic = traffic;
        this.flink = flink;
        this.status = status;
        this.stopAsked = stopAsked;
        NextClickHits hits =
                new NextClickHits(NextClickHits.DEFAULT_GAP_MILLIS, MAX_WAITING_CLICKS);
        Latencies latencies = new Latencies();
        accounts = new Accounts(flink.metrics());
        sessions =
                new SessionWatcher(
                        settings.session().gapMillis() + settings.outOfOrderness().toMillis());
        long now = System.currentTimeMillis();
        alarms = AlarmWatcher.of(settings.alarms(), now, ZoneId.systemDefault(), status::say);
        NewestLists newest = new NewestLists();
        lists = new ListWatcher(hits, latencies, newest);
        Onlookers onlookers = new Onlookers(new ClickModel(ETA), newest, signer);
        sender =
                new TrafficSender(
                        traffic,
                        options,
                        kafka,
                        latencies,
                        (event, ofList) -> {
                            // A click in a shown list is a hit by its nature and shows nothing.
                            if (!ofList) {
                                hits.event(event);
                            }
                            sessions.sent(event);
                        },
                        onlookers,
                        accounts::backlog,
                        now);
        figures =
                new Figures(
                        accounts, lists, hits, latencies, flink, segments, onlookers, feedback,
                        alarms);
    }

    /** Runs until it is time to stop; true if recommendations flowed and nothing failed. */
    boolean run(List<RuleUpdate> rules) throws InterruptedException {
        sendRules(rules);
        status.nameItems(traffic.titles());
        if (options.tag().type() != null) {
            status.say(options.tag().inWords());
        }
        String servers = kafka.bootstrapServers();
        List<TopicFollower> followers =
                List.of(
                        new TopicFollower(servers, kafka.nameOf(Topics.RECOMMENDATIONS), lists),
                        new TopicFollower(servers, kafka.nameOf(Topics.FEEDBACK_METRICS), feedback),
                        TopicFollower.ofValues(servers, kafka.nameOf(Topics.SESSIONS), sessions),
                        new TopicFollower(servers, kafka.nameOf(Topics.SEGMENTS), segments),
                        new TopicFollower(servers, kafka.nameOf(Topics.ALARMS), alarms));
        List<Thread> watching =
                followers.stream().map(follower -> new Thread(follower, "demo-page")).toList();
        watching.forEach(Thread::start);
        Thread sending = new Thread(sender, "demo-traffic");
        sending.start();
        figures.startClock();
        boolean running = follow();
        sender.stop();
        sending.join(TimeUnit.SECONDS.toMillis(DRAIN_SECONDS));
        if (running) {
            drain();
        }
        figures.stopClock();
        if (running && options.replay() != null) {
            awaitLastSessions();
        }
        followers.forEach(TopicFollower::stop);
        for (Thread thread : watching) {
            thread.join(TimeUnit.SECONDS.toMillis(DRAIN_SECONDS));
        }
        report(running);
        return running && sender.failure() == null && lists.lists() > 0;
    }

    private void report(boolean running) {
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
    }

    /** Sends the rules as a marketer would. */
    private void sendRules(List<RuleUpdate> rules) throws InterruptedException {
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

    /** Shows the figures until it is time to stop; false if the job has failed. */
    private boolean follow() throws InterruptedException {
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
                ReadList list = lists.last();
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
    private void drain() throws InterruptedException {
        long patience = stopAsked.getCount() == 0 ? STOP_SECONDS : DRAIN_SECONDS;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patience);
        while (System.nanoTime() < deadline) {
            boolean done =
                    accounts.backlog(sender.sent()) <= 0 && lists.lists() >= accounts.lists();
            if (done) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        status.say("not everything arrived within " + patience + " s");
    }

    /** They end with a watermark, which comes once the topic without events is idle. */
    private void awaitLastSessions() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        long since = System.nanoTime();
        int closed = 0;
        while (stopAsked.getCount() > 0 && System.nanoTime() < deadline) {
            SessionWatcher.SessionFigures now = sessions.figures();
            boolean all = now.own().matched() == now.own().over();
            long quiet = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
            if (all || (closed > 0 && now.closed() == closed && quiet >= LAST_SESSIONS_MILLIS)) {
                return;
            }
            if (now.closed() > closed) {
                closed = now.closed();
                since = System.nanoTime();
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
