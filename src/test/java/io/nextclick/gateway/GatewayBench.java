package io.nextclick.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextclick.codec.CodecSettings;
import io.nextclick.config.Settings;
import io.nextclick.contract.EventEncoder;
import io.nextclick.demo.EmbeddedKafka;
import io.nextclick.event.CatalogItem;
import io.nextclick.kafka.KafkaSettings;
import io.nextclick.kafka.KafkaTopics;
import io.nextclick.testkit.GatewayClient;
import io.nextclick.testkit.Patience;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.util.FileUtils;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Measures the gateway alone: it answers with lists beside an Undertow that answers the same bytes,
 * each in a JVM of its own, in turn. Bounded; prints a table and a line of JSON. {@code mvn -q
 * -Pbench-gateway}
 */
public final class GatewayBench {

    private static final String POSTS = "posts";
    private static final int CONNECTIONS = 8;
    private static final int ROUNDS = 5;
    private static final double SECONDS = 2;
    private static final double WARMUP_SECONDS = 30;
    private static final double PACED_SECONDS = 8;

    private final Map<String, Object> figures;
    private final Path folder;
    private final String brokers;
    private final int persons;
    private final String part;

    private GatewayBench(
            Path folder, String brokers, int persons, String part, Map<String, Object> figures) {
        this.folder = folder;
        this.brokers = brokers;
        this.persons = persons;
        this.part = part;
        this.figures = figures;
    }

    /**
     * Runs all parts, or one.
     *
     * @param args persons; {@code memory}, {@code restarts}, {@code requests} or {@code posts};
     *     seconds, rate and seconds of warm-up of the posts. Empty ones have a default
     */
    public static void main(String[] args) throws Exception {
        int persons = (int) number(args, 0, 20_000);
        String part = args.length > 1 ? args[1] : "";
        Path folder = Files.createTempDirectory("gateway-bench-");
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("processors", Runtime.getRuntime().availableProcessors());
        try {
            if (!part.equals(POSTS)) {
                try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 2)) {
                    new GatewayBench(folder, kafka.bootstrapServers(), persons, part, figures)
                            .run();
                }
            }
            if (part.isEmpty() || part.equals(POSTS)) {
                figures.putAll(
                        PostsBench.run(
                                folder,
                                number(args, 2, 60),
                                number(args, 3, 200),
                                number(args, 4, 150)));
            }
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
        figures.forEach((name, value) -> System.out.printf("%-34s %s%n", name, value));
        System.out.println(new ObjectMapper().writeValueAsString(figures));
    }

    private static double number(String[] args, int at, double absent) {
        return args.length > at && !args[at].isEmpty() ? Double.parseDouble(args[at]) : absent;
    }

    private void run() throws Exception {
        figures.put("persons", persons);
        if (runs("memory")) {
            BenchRecords.Held held = BenchRecords.held(persons);
            put("heap_bytes_a_person", held.heap());
            put("topic_bytes_a_person", held.topic());
        }
        fill();
        if (runs("restarts")) {
            restarts();
            warmRestarts();
        }
        if (runs("requests")) {
            requests();
        }
    }

    private boolean runs(String each) {
        return part.isEmpty() || part.equals(each);
    }

    private void put(String name, double value) {
        figures.put(name, Double.parseDouble(String.format(Locale.ROOT, "%.1f", value)));
    }

    private void fill() throws Exception {
        KafkaTopics.ensure(kafka());
        AtomicReference<Exception> failed = new AtomicReference<>();
        Callback callback = (written, e) -> failed.compareAndSet(null, e);
        EventEncoder encoder = new EventEncoder();
        try (var producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", brokers),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (int i = 0; i < BenchRecords.ITEMS; i++) {
                String id = "item-" + i;
                byte[] item =
                        encoder.encode(
                                new CatalogItem(
                                        "default", id, "Title " + i, "c", null, 1.0, true, false));
                var unused =
                        producer.send(
                                new ProducerRecord<>(
                                        "items", id.getBytes(StandardCharsets.UTF_8), item),
                                callback);
            }
            for (int i = 0; i < persons; i++) {
                var unused =
                        producer.send(
                                new ProducerRecord<>(
                                        "recommendations",
                                        BenchRecords.key(i),
                                        BenchRecords.list(i)),
                                callback);
            }
        }
        Exception e = failed.get();
        if (e != null) {
            throw new IllegalStateException("the broker has not all that is measured", e);
        }
    }

    /** A replay into each view, and a restart of the view on disk after it was killed. */
    private void restarts() throws Exception {
        for (String start : List.of("HEAP replay", "ROCKSDB replay", "ROCKSDB restart")) {
            long began = System.nanoTime();
            try (BenchServer gateway = gateway(start.substring(0, start.indexOf(' ')))) {
                String name = start.replace(' ', '_').toLowerCase(Locale.ROOT);
                put(name + "_seconds", (System.nanoTime() - began) / 1e9);
                put(name + "_cpu_seconds", gateway.cpuNanos() / 1e9);
                put(name + "_ready_millis", gateway.metric("view_ready_millis"));
                put(name + "_records", gateway.metric("view_records_total\\{[^}]*}"));
                double kept = gateway.metric("view_kept_total");
                Patience.await("a view that is kept")
                        .until(() -> gateway.metric("view_kept_total") > kept);
            }
        }
    }

    /** The same within this JVM, which has read before: what is left is reading and opening. */
    private void warmRestarts() throws Exception {
        Path view = folder.resolve("warm-view");
        for (String start : List.of("warm_up", "warm_rocksdb_replay", "warm_rocksdb_restart")) {
            boolean first = start.equals("warm_up");
            Path own = first ? folder.resolve("warm-up-view") : view;
            put(start + "_ready_millis", (double) readyMillis(new RocksView(own)));
        }
    }

    private long readyMillis(View view) {
        Counts counts = new Counts();
        try (Entries entries = new Entries(view)) {
            ViewWriter writer =
                    new ViewWriter(
                            entries, CodecSettings.DEFAULT, new BenchRecords.Nobody(), counts);
            List<ViewReader.Source> sources = new ArrayList<>();
            writer.topics()
                    .forEach(topic -> sources.add(new ViewReader.Source(topic, true, writer::put)));
            try (ViewReader reader = new ViewReader(kafka(), entries, sources, counts)) {
                reader.start();
                Patience.await("a view that is ready").until(reader::isCaughtUp);
                return reader.caughtUpMillis();
            }
        }
    }

    private KafkaSettings kafka() {
        return Settings.of(
                        Map.of("kafka.bootstrap-servers", brokers, "kafka.create-topics", "true"))
                .kafka();
    }

    private void requests() throws Exception {
        try (BenchServer gateway = gateway("HEAP")) {
            byte[] body =
                    gateway.http()
                            .get("/v1/recommendations?device=p-1", GatewayClient.SECRET)
                            .http()
                            .body();
            figures.put("answer_bytes", body.length);
            Path answer = Files.write(folder.resolve("answer.json"), body);
            try (BenchServer bare =
                    BenchServer.start(
                            folder, "bare", BenchBare.class, "/", List.of(answer.toString()))) {
                compare(gateway, bare);
            }
        }
    }

    private void compare(BenchServer gateway, BenchServer bare) throws Exception {
        Map<String, BenchServer> servers = new LinkedHashMap<>();
        servers.put("gateway", gateway);
        servers.put("bare", bare);
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        Map<String, List<Double>> costs = new LinkedHashMap<>();
        for (BenchServer each : servers.values()) {
            var unused = load(each).run(WARMUP_SECONDS, 0);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (var each : servers.entrySet()) {
                long cpu = each.getValue().cpuNanos();
                BenchLoad.Run run = load(each.getValue()).run(SECONDS, 0);
                double cost = (each.getValue().cpuNanos() - cpu) / 1e3 / run.nanos().length;
                rates.computeIfAbsent(each.getKey(), name -> new ArrayList<>()).add(run.rate());
                costs.computeIfAbsent(each.getKey(), name -> new ArrayList<>()).add(cost);
            }
        }
        for (var each : servers.entrySet()) {
            double rate = median(rates.get(each.getKey()));
            BenchLoad.Run paced = load(each.getValue()).run(PACED_SECONDS, rate / 2);
            put(each.getKey() + "_requests_a_second", rate);
            put(each.getKey() + "_cpu_micros_a_request", median(costs.get(each.getKey())));
            put(each.getKey() + "_paced_at", paced.rate());
            put(each.getKey() + "_p50_micros_at_half", paced.micros(0.5));
            put(each.getKey() + "_p99_micros_at_half", paced.micros(0.99));
        }
    }

    private BenchLoad load(BenchServer server) {
        return new BenchLoad(server.port(), persons, CONNECTIONS);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private BenchServer gateway(String view) throws Exception {
        return gateway(folder, brokers, view);
    }

    static BenchServer gateway(Path folder, String brokers, String view) throws Exception {
        return BenchServer.start(
                folder,
                "gateway-" + view,
                Gateway.class,
                "/readyz",
                List.of(
                        "--kafka.bootstrap-servers",
                        brokers,
                        "--gateway.sites",
                        GatewayClient.sites(folder).toString(),
                        "--gateway.key-rate",
                        "1000000",
                        "--gateway.address-rate",
                        "1000000",
                        "--gateway.view",
                        view,
                        "--gateway.view-directory",
                        folder.resolve("view").toString(),
                        "--gateway.port"));
    }
}
