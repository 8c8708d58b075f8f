package io.nextclick.faults;

import io.nextclick.contract.EventEncoder;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.event.Event;
import io.nextclick.generate.ShopGenerator;
import io.nextclick.generate.ShopProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * {@code mvn -Pfaults -Doverhead=PAIRS}: what high availability and metrics cost. A cluster with
 * both and one with neither, in turns, each read the same events from a full topic. The rate of
 * lists, and the processor time that each takes, are taken when the job is warm.
 */
final class Overhead {

    private static final int EVENTS = 160_000;
    private static final double WARM = .4;
    private static final double DONE = .95;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long TIMEOUT_MILLIS = 30_000;

    /** Enough that the collector, which is at the mercy of small differences, is not most of it. */
    private static final String MEMORY = "3g";

    private static final Map<String, String> WITH =
            Map.of("METRICS", "true", "TASKMANAGER_MEMORY", MEMORY);
    private static final Map<String, String> WITHOUT =
            Map.of("HA", "false", "TASKMANAGER_MEMORY", MEMORY);

    private final Path folder;
    private final int firstPort;

    Overhead(Path folder, int firstPort) {
        this.folder = folder;
        this.firstPort = firstPort;
    }

    /**
     * What a cluster did in the time that counts.
     *
     * @param listsPerSecond the rate of lists
     * @param processorMicros processor time a list of the TaskManagers, µs
     */
    private record Cost(double listsPerSecond, double processorMicros) {}

    /** Prints a line a pair, then the medians of their ratios. */
    void measure(int pairs) throws Exception {
        double[] rates = new double[pairs];
        double[] times = new double[pairs];
        for (int pair = 0; pair < pairs; pair++) {
            boolean first = pair % 2 == 0;
            Cost one = cost("pair" + pair + "a", first ? WITH : WITHOUT);
            Cost other = cost("pair" + pair + "b", first ? WITHOUT : WITH);
            Cost with = first ? one : other;
            Cost without = first ? other : one;
            rates[pair] = with.listsPerSecond / without.listsPerSecond;
            times[pair] = with.processorMicros / without.processorMicros;
            System.out.printf(
                    Locale.ROOT,
                    "HA and metrics %,.0f lists/s, %,.0f µs each, neither %,.0f, %,.0f: %.3f, %.3f%n",
                    with.listsPerSecond,
                    with.processorMicros,
                    without.listsPerSecond,
                    without.processorMicros,
                    rates[pair],
                    times[pair]);
        }
        print("lists/s", rates);
        print("processor time a list", times);
    }

    private static void print(String what, double[] ratios) {
        Arrays.sort(ratios);
        System.out.printf(
                Locale.ROOT,
                "%s: median %.3f (%.3f to %.3f) of %d pairs%n",
                what,
                ratios[ratios.length / 2],
                ratios[0],
                ratios[ratios.length - 1],
                ratios.length);
    }

    private Cost cost(String name, Map<String, String> environment) throws Exception {
        try (RealCluster cluster = RealCluster.start(folder.resolve(name), firstPort, environment);
                Admin admin =
                        Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            RunningJob job = RunningJob.start(cluster, FaultCase.options(Topic::name, false));
            try {
                long lists = send(cluster);
                long start = reach(admin, (long) (lists * WARM));
                long before = System.nanoTime();
                Duration used = cluster.processorTime();
                long made = reach(admin, (long) (lists * DONE)) - start;
                double seconds = (System.nanoTime() - before) / 1e9;
                Duration usedFor = cluster.processorTime().minus(used);
                return new Cost(made / seconds, usedFor.toNanos() / 1e3 / made);
            } finally {
                job.cancel();
            }
        }
    }

    /** Returns how many lists they ask for. */
    private static long send(RealCluster cluster) throws Exception {
        EventEncoder encoder = new EventEncoder();
        ShopGenerator shop = new ShopGenerator(ShopProfile.demo(50), 1);
        long lists = 0;
        List<Future<?>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", cluster.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (int i = 0; i < EVENTS; i++) {
                Event event = shop.next();
                lists += event.type().asksForList() ? 1 : 0;
                byte[] key = event.sourceKey().getBytes(StandardCharsets.UTF_8);
                sent.add(
                        producer.send(
                                new ProducerRecord<>(
                                        Topics.EVENTS.name(),
                                        null,
                                        event.occurredAtMillis(),
                                        key,
                                        encoder.encode(event))));
            }
        }
        for (Future<?> each : sent) {
            each.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        }
        return lists;
    }

    /** Waits until so many records of lists are there; returns how many there are. */
    private static long reach(Admin admin, long wanted) throws Exception {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE_NANOS) {
            long there = lists(admin);
            if (there >= wanted) {
                return there;
            }
            Thread.sleep(50);
        }
        throw new IOException("the job does not make " + wanted + " lists");
    }

    private static long lists(Admin admin) throws Exception {
        return TopicEnds.of(admin, Topics.RECOMMENDATIONS.name()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
