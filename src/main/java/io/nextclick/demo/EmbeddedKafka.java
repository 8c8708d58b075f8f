package io.nextclick.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntConsumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Kafka broker of one node (KRaft, broker and controller) in this process, on loopback and a
 * free port. Topics are kept whatever the age of their records, since replayed logs are old.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    /** Of the heap, for compaction; Kafka's default is for topics of a hundred million keys. */
    private static final int CLEANER_BYTES = 8 * 1024 * 1024;

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker.
     *
     * @param directory where it keeps its log; made if need be
     * @param partitions partitions of topics that are created without a number
     * @throws IOException if the folder cannot be written
     */
    public static EmbeddedKafka start(Path directory, int partitions) throws Exception {
        return start(directory, partitions, Map.of());
    }

    /**
     * Starts a broker that is set up otherwise, for example one that asks who is there.
     *
     * @param directory where it keeps its log; made if need be
     * @param partitions partitions of topics that are created without a number
     * @param more properties of the broker, which stand above its own; its listeners are {@code
     *     CLIENTS}, over which it also talks to itself, and {@code CONTROLLER}
     * @throws IOException if the folder cannot be written
     */
    public static EmbeddedKafka start(Path directory, int partitions, Map<String, String> more)
            throws Exception {
        Files.createDirectories(directory);
        int port = FreePort.choose();
        int controllerPort = FreePort.choose();
        String log = directory.toAbsolutePath().toString();
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@" + LOOPBACK + ":" + controllerPort);
        properties.put(
                "listeners",
                "CLIENTS://%s:%d,CONTROLLER://%s:%d"
                        .formatted(LOOPBACK, port, LOOPBACK, controllerPort));
        properties.put("advertised.listeners", "CLIENTS://%s:%d".formatted(LOOPBACK, port));
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("inter.broker.listener.name", "CLIENTS");
        properties.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", log);
        properties.put("num.partitions", String.valueOf(partitions));
        properties.put("auto.create.topics.enable", "false");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(CLEANER_BYTES));
        properties.put("log.retention.ms", "-1");
        properties.put("message.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        properties.put("replica.fetch.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        properties.putAll(more);
        if (!Files.exists(directory.resolve("meta.properties"))) {
            format(log);
        }
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        startup(server, properties.getProperty("listeners"));
        return new EmbeddedKafka(server, port);
    }

    /**
     * Kafka ends the process where its controller cannot start, for example because its port is
     * taken. It must not: the caller has a word to say about it, and other things to close.
     */
    private static void startup(KafkaRaftServer server, String listeners) throws IOException {
        Thread starter = Thread.currentThread();
        onExit(
                status -> {
                    if (Thread.currentThread() == starter) {
                        throw new IllegalStateException("exit status " + status);
                    }
                });
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw new IOException("Kafka does not start on " + listeners, e);
        } finally {
            onExit(status -> {});
        }
    }

    /** Its log may go nowhere, so the end of a process that is its doing is said here. */
    private static void onExit(IntConsumer before) {
        Exit.setExitProcedure(said(before, Runtime.getRuntime()::exit));
        Exit.setHaltProcedure(said(before, Runtime.getRuntime()::halt));
    }

    private static Exit.Procedure said(IntConsumer before, IntConsumer end) {
        return (status, message) -> {
            before.accept(status);
            new IllegalStateException(
                            "Kafka ends this process, status %d: %s".formatted(status, message))
                    .printStackTrace();
            end.accept(status);
        };
    }

    private static void format(String log) throws Exception {
        Formatter formatter = new Formatter();
        formatter
                .setPrintStream(
                        new PrintStream(
                                PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(log)
                .setMetadataLogDirectory(log)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setControllerListenerName("CONTROLLER")
                .run();
    }

    /** Where clients find it. */
    public String bootstrapServers() {
        return LOOPBACK + ":" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
