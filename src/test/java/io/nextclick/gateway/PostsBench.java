package io.nextclick.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextclick.contract.EventEncoder;
import io.nextclick.demo.BenchJob;
import io.nextclick.demo.EmbeddedKafka;
import io.nextclick.demo.TemporaryFolder;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.SiteKey;
import io.nextclick.testkit.ChildJvm;
import io.nextclick.testkit.GatewayClient;
import io.nextclick.testkit.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Events that are posted to a gateway at a fixed pace, each answered with a list, and beside them
 * others that go straight to the broker, whose lists a plain consumer reads: what the gateway adds
 * is the difference. Broker, job and gateway are on this machine, the latter two in JVMs of their
 * own.
 */
final class PostsBench {

    private static final int DEVICES = 200;
    private static final int ITEMS = 2_000;

    /** Items of one kind, which a visitor stays within for some clicks. */
    private static final int KIND = 20;

    private static final int STAYS = 6;
    private static final double SECOND = 1e9;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final BenchServer gateway;
    private final BenchLists lists;
    private final KafkaProducer<byte[], byte[]> producer;
    private final double rate;
    private final double directRate;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Random random = new Random(1);
    private final int[] kindOf = new int[2 * DEVICES];
    private final List<JsonNode> devices = new ArrayList<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    private final List<PostsFigures.Sent> posted = new ArrayList<>();
    private final List<PostsFigures.Sent> direct = new ArrayList<>();

    private PostsBench(
            BenchServer gateway,
            BenchLists lists,
            KafkaProducer<byte[], byte[]> producer,
            double rate) {
        this.gateway = gateway;
        this.lists = lists;
        this.producer = producer;
        this.rate = rate;
        this.directRate = rate / 2;
    }

    /**
     * Starts all, measures, and ends all.
     *
     * @param seconds that count
     * @param rate events posted a second; half as many go straight to the broker
     * @param warmup seconds before those that count: for two minutes compilers take the processors
     */
    static Map<String, Object> run(Path folder, double seconds, double rate, double warmup)
            throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("posts-kafka"), 2);
                TemporaryFolder rocksDb = TemporaryFolder.inMemory("nextclick-bench-rocksdb-");
                ChildJvm job = job(folder, kafka.bootstrapServers(), rocksDb.path());
                BenchServer gateway =
                        GatewayBench.gateway(folder, kafka.bootstrapServers(), "HEAP");
                var producer =
                        new KafkaProducer<>(
                                Map.<String, Object>of(
                                        "bootstrap.servers",
                                        kafka.bootstrapServers(),
                                        "linger.ms",
                                        0),
                                new ByteArraySerializer(),
                                new ByteArraySerializer());
                BenchLists lists = new BenchLists(kafka.bootstrapServers())) {
            PostsBench bench = new PostsBench(gateway, lists, producer, rate);
            bench.prepare(job);
            bench.send(warmup, "warm-up");
            bench.send(seconds, "counted");
            return new PostsFigures(lists).of(bench.posted, bench.direct);
        }
    }

    private static ChildJvm job(Path folder, String brokers, Path rocksDb) throws IOException {
        return ChildJvm.start(
                "posts-job",
                folder,
                List.of(
                        "@" + Path.of("src", "build", "jvm.args").toAbsolutePath(),
                        "-Xmx2g",
                        "-XX:+UseParallelGC",
                        "-Ddemo.log=" + folder.resolve("posts-job-flink.log"),
                        "-Dlog4j2.configurationFile=demo-log4j2.properties",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BenchJob.class.getName(),
                        brokers,
                        folder.resolve("posts-flink").toString(),
                        rocksDb.toString()));
    }

    private void prepare(ChildJvm job) throws Exception {
        EventEncoder encoder = new EventEncoder();
        for (int i = 0; i < ITEMS; i++) {
            CatalogItem item =
                    new CatalogItem(
                            SiteKey.DEFAULT_SITE,
                            "item-" + i,
                            "Title " + i,
                            "kind-" + i / KIND,
                            null,
                            1.0,
                            true,
                            false);
            produce("items", item.itemKey(), encoder.encode(item));
        }
        for (int i = 0; i < DEVICES; i++) {
            GatewayClient.Reply given =
                    gateway.http().post("/v1/device", GatewayClient.PUBLIC, "{}");
            devices.add(given.body());
        }
        direct("first", 0);
        Patience.await("a job that answers")
                .failFast("the job ended", () -> !job.isAlive())
                .until(() -> lists.nanosOf("first") >= 0);
    }

    /** Sends both kinds for some seconds, and forgets what was sent before. */
    private void send(double seconds, String name) throws Exception {
        posted.clear();
        direct.clear();
        long start = System.nanoTime();
        while (true) {
            double nextPost = posted.size() / rate;
            double nextDirect = (direct.size() + 0.5) / directRate;
            boolean posts = nextPost <= nextDirect;
            double next = posts ? nextPost : nextDirect;
            if (next >= seconds) {
                break;
            }
            long due = start + (long) (next * SECOND);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            if (posts) {
                String id = name + '-' + posted.size();
                posted.add(new PostsFigures.Sent(id, due, post(id, posted.size() % DEVICES)));
            } else {
                String id = name + "-direct-" + direct.size();
                direct(id, direct.size() % DEVICES);
                direct.add(new PostsFigures.Sent(id, due, PostsFigures.NOBODY));
            }
        }
        for (PostsFigures.Sent each : posted) {
            var unused = Patience.get(each.answered());
        }
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("the broker did not take an event", failed);
        }
    }

    /** A visitor looks at things of one kind, and then at another's. */
    private String item(int visitor) {
        if (random.nextInt(STAYS) == 0) {
            kindOf[visitor] = random.nextInt(ITEMS / KIND);
        }
        return "item-" + (kindOf[visitor] * KIND + random.nextInt(KIND));
    }

    private void direct(String id, int visitor) {
        Event event =
                new Event(
                        id,
                        EventType.VIEW,
                        System.currentTimeMillis(),
                        SiteKey.DEFAULT_SITE,
                        null,
                        "direct-" + visitor,
                        null,
                        item(DEVICES + visitor),
                        EventContext.NONE);
        produce("events", event.sourceKey(), new EventEncoder().encode(event));
    }

    private void produce(String topic, String key, byte[] value) {
        var unused =
                producer.send(
                        new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value),
                        (written, e) -> failure.compareAndSet(null, e));
    }

    private CompletableFuture<PostsFigures.Answered> post(String id, int visitor) {
        JsonNode device = devices.get(visitor);
        String body =
                """
                {"ticket": "%s", "n": 10, "event": %s}
                """
                        .formatted(
                                device.path("ticket").asText(),
                                GatewayClient.event(
                                        id,
                                        "VIEW",
                                        device.path("device_id").asText(),
                                        item(visitor)));
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/v1/recommendations"
                                                .formatted(gateway.port())))
                        .timeout(TIMEOUT)
                        .header("Authorization", "Bearer " + GatewayClient.PUBLIC)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .handle(
                        (answer, e) ->
                                e == null
                                        ? answered(answer, System.nanoTime())
                                        : new PostsFigures.Answered(
                                                System.nanoTime(), false, false));
    }

    private PostsFigures.Answered answered(HttpResponse<byte[]> answer, long nanos) {
        try {
            return new PostsFigures.Answered(
                    nanos,
                    answer.statusCode() == 200,
                    json.readTree(answer.body()).path("fresh").asBoolean());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
