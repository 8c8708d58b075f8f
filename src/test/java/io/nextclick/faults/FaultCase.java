package io.nextclick.faults;

import io.nextclick.contract.EventEncoder;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.generate.ShopGenerator;
import io.nextclick.generate.ShopProfile;
import io.nextclick.rule.StarterRules;
import io.nextclick.testkit.KafkaClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One run of the job: the same events each time, and a fault at some moment among them. */
final class FaultCase {

    static final int EVENTS = 6_000;
    static final int PARTITIONS = 4;

    private static final double EVENTS_PER_SECOND = 300;
    private static final long START_MILLIS = 1_790_000_000_000L;

    /** Longer than a late request waits for its answers: 20 deadlines. */
    private static final long SILENCE_MILLIS = 12_000;

    private static final long PATIENCE_MILLIS = 240_000;
    private static final String HOT_ITEM = "hot";
    private static final int LATE_BY = 15;

    private final RealCluster cluster;
    private final Fault fault;
    private final double moment;
    private final String prefix;
    private final boolean exactlyOnce;

    /**
     * @param moment when the fault strikes, as a share of the events
     */
    FaultCase(RealCluster cluster, Fault fault, double moment, int number, boolean exactlyOnce) {
        this.cluster = cluster;
        this.fault = fault;
        this.moment = moment;
        this.prefix = "case" + number + "-";
        this.exactlyOnce = exactlyOnce;
    }

    Outcome run() throws Exception {
        RunningJob job = RunningJob.start(cluster, options(this::nameOf, exactlyOnce));
        try (KafkaClient client = new KafkaClient(cluster.bootstrapServers());
                KafkaProducer<byte[], byte[]> producer = producer()) {
            for (Map.Entry<String, String> rule : StarterRules.texts().entrySet()) {
                String key = rule.getKey().replace(".yaml", "");
                client.send(
                        nameOf(Topics.RULES),
                        key,
                        rule.getValue().getBytes(StandardCharsets.UTF_8));
            }
            // Else the rules come again with the events, and which is first is chance.
            job.awaitCheckpoints(2);
            send(producer, job);
            awaitSilence(client);
            cluster.complete();
            job.awaitRunning();
            passTime(producer);
            awaitRead();
            awaitSilence(client);
            return Outcome.read(client, this::nameOf);
        } finally {
            job.cancel();
            removeTopics();
        }
    }

    /** A broker that keeps the topics of a hundred jobs is another machine. */
    private void removeTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.deleteTopics(Topics.all().stream().map(this::nameOf).toList())
                    .all()
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private String nameOf(Topic<?> topic) {
        return prefix + topic.name();
    }

    /** Options of a job that reads events of the past. */
    static List<String> options(Function<Topic<?>, String> nameOf, boolean exactlyOnce) {
        List<String> options = new ArrayList<>();
        for (Topic<?> topic : Topics.all()) {
            options.addAll(List.of("--" + topic.optionKey(), nameOf.apply(topic)));
        }
        options.addAll(
                List.of(
                        "--kafka.group-id", groupOf(nameOf),
                        "--kafka.event-timestamps", "CREATE_TIME",
                        "--quality.max-age", "0 ms",
                        "--event-time.idleness", "1 s",
                        "--similarity.publish-interval", "2 s"));
        if (exactlyOnce) {
            options.addAll(List.of("--kafka.delivery-guarantee", "EXACTLY_ONCE"));
        }
        return options;
    }

    /**
     * One request at a time: a broker that was killed knows the newest batch of a producer alone.
     * An older one that is sent again is out of order to it until the producer gives up.
     */
    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        cluster.bootstrapServers(),
                        "linger.ms",
                        "0",
                        "max.in.flight.requests.per.connection",
                        "1"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends the events at their pace, while the fault strikes in a thread of its own. */
    private void send(KafkaProducer<byte[], byte[]> producer, RunningJob job) throws Exception {
        EventEncoder encoder = new EventEncoder();
        List<Event> events = events();
        Thread striker = null;
        List<Exception> failures = new ArrayList<>();
        List<Future<?>> sent = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < events.size(); i++) {
            long due = start + (long) (paced(i) / EVENTS_PER_SECOND * 1e9);
            long wait = due - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
            if (striker == null && i >= moment * EVENTS) {
                striker =
                        new Thread(
                                () -> {
                                    try {
                                        fault.strike(cluster, job);
                                    } catch (Exception e) {
                                        failures.add(e);
                                    }
                                });
                striker.start();
            }
            Event event = events.get(i);
            sent.add(send(producer, event, encoder.encode(event)));
            if (fault == Fault.POISON && i % 20 == 0) {
                sent.add(send(producer, event, new byte[] {1, 2, 3}));
            }
        }
        if (striker != null) {
            striker.join();
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        for (Future<?> each : sent) {
            acknowledged(each);
        }
    }

    /** How many events take as long at the usual pace as those before an event take here. */
    private double paced(int event) {
        double fast = Math.min(Math.max(event - EVENTS / 3, 0), EVENTS / 3);
        return fault == Fault.BURST ? event - .9 * fast : event;
    }

    private static void acknowledged(Future<?> sent)
            throws InterruptedException, ExecutionException {
        sent.get();
    }

    private Future<?> send(KafkaProducer<byte[], byte[]> producer, Event event, byte[] value) {
        return producer.send(
                new ProducerRecord<>(
                        nameOf(Topics.EVENTS),
                        fault == Fault.IDLE_PARTITIONS ? (Integer) 0 : null,
                        event.occurredAtMillis(),
                        event.sourceKey().getBytes(StandardCharsets.UTF_8),
                        value));
    }

    private List<Event> events() {
        ShopGenerator shop =
                new ShopGenerator(ShopProfile.demo(5).withStartMillis(START_MILLIS), 1);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            Event event = shop.next();
            boolean hot = fault.hasHotItem() && i % 2 == 0 && event.itemId() != null;
            events.add(hot ? on(HOT_ITEM, event) : event);
        }
        if (fault == Fault.REPEATED) {
            for (int i = EVENTS - LATE_BY - 1; i > 0; i -= 10) {
                events.add(i + LATE_BY, events.remove(i));
                events.add(i + LATE_BY, events.get(i));
            }
        }
        return events;
    }

    private static Event on(String item, Event event) {
        return new Event(
                event.eventId(),
                event.type(),
                event.occurredAtMillis(),
                event.site(),
                event.userId(),
                event.deviceId(),
                event.sourceSessionId(),
                item,
                event.context(),
                event.sentAtMillis(),
                event.signals());
    }

    /** Hours pass for every partition, so that sessions close and absences come to an end. */
    private void passTime(KafkaProducer<byte[], byte[]> producer) throws Exception {
        EventEncoder encoder = new EventEncoder();
        for (int hour = 3; hour <= 4; hour++) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                long millis = START_MILLIS + TimeUnit.HOURS.toMillis(hour);
                Event ping =
                        new Event(
                                "tick-" + hour + "-" + partition,
                                EventType.PAGE_PING,
                                millis,
                                "default",
                                null,
                                "tick-" + partition,
                                null,
                                null,
                                EventContext.NONE);
                producer.send(
                                new ProducerRecord<>(
                                        nameOf(Topics.EVENTS),
                                        partition,
                                        millis,
                                        ping.sourceKey().getBytes(StandardCharsets.UTF_8),
                                        encoder.encode(ping)))
                        .get();
            }
            Thread.sleep(2_000);
        }
    }

    /** Waits until a checkpoint says that the job has read all events. */
    private void awaitRead() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            Map<TopicPartition, Long> ends = TopicEnds.of(admin, nameOf(Topics.EVENTS));
            // A source commits under the job's group and its own name.
            String group = groupOf(this::nameOf) + '-' + Topics.EVENTS.name();
            long start = System.currentTimeMillis();
            while (!hasRead(admin, group, ends)) {
                if (System.currentTimeMillis() - start > PATIENCE_MILLIS) {
                    throw new IllegalStateException("the job does not read all events");
                }
                Thread.sleep(200);
            }
        }
    }

    private static boolean hasRead(Admin admin, String group, Map<TopicPartition, Long> ends)
            throws Exception {
        Map<TopicPartition, OffsetAndMetadata> read =
                admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        return ends.entrySet().stream()
                .allMatch(
                        end -> {
                            OffsetAndMetadata offset = read.get(end.getKey());
                            return (offset == null ? 0 : offset.offset()) >= end.getValue();
                        });
    }

    private static String groupOf(Function<Topic<?>, String> nameOf) {
        return "of-" + nameOf.apply(Topics.EVENTS);
    }

    /** Waits until nothing has come out for a while. */
    private void awaitSilence(KafkaClient client) throws InterruptedException {
        long start = System.currentTimeMillis();
        long last = start;
        int count = -1;
        while (System.currentTimeMillis() - last < silenceMillis()) {
            int now = 0;
            for (Topic<?> topic : Topics.all()) {
                if (topic.direction() == Topic.Direction.OUTPUT) {
                    now += client.read(nameOf(topic), 0).size();
                }
            }
            if (now != count) {
                count = now;
                last = System.currentTimeMillis();
            }
            if (last - start > PATIENCE_MILLIS) {
                throw new IllegalStateException("the job does not come to rest");
            }
            Thread.sleep(100);
        }
    }

    /** Exactly-once output comes with checkpoints only. */
    private long silenceMillis() {
        return exactlyOnce ? 2 * SILENCE_MILLIS : SILENCE_MILLIS;
    }
}
