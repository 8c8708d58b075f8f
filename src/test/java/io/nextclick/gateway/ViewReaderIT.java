package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.codec.CodecSettings;
import io.nextclick.config.Settings;
import io.nextclick.contract.EventEncoder;
import io.nextclick.contract.Topics;
import io.nextclick.demo.EmbeddedKafka;
import io.nextclick.event.CatalogItem;
import io.nextclick.kafka.KafkaSettings;
import io.nextclick.kafka.KafkaTopics;
import io.nextclick.testkit.Patience;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thread that reads the topics, on a real broker. */
class ViewReaderIT {

    private static final int PARTITIONS = 2;
    private static final GatewaySettings SETTINGS =
            GatewayOptions.settings(Map.of("gateway.sites", "sites.yaml"));

    @TempDir private Path folder;

    private static void send(KafkaProducer<byte[], byte[]> producer, int partition, String item)
            throws Exception {
        byte[] value =
                new EventEncoder()
                        .encode(
                                new CatalogItem(
                                        "default", item, "Title", "c", null, 1.0, true, false));
        byte[] key = item.getBytes(StandardCharsets.UTF_8);
        Patience.get(producer.send(new ProducerRecord<>("items", partition, key, value)));
    }

    @Test
    void a_partition_that_a_topic_gets_is_read_without_a_restart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), PARTITIONS)) {
            Map<String, Object> broker =
                    Map.of(
                            "bootstrap.servers",
                            kafka.bootstrapServers(),
                            "metadata.max.age.ms",
                            1_000);
            KafkaSettings settings =
                    Settings.of(
                                    Map.of(
                                            "kafka.bootstrap-servers",
                                            kafka.bootstrapServers(),
                                            "kafka.create-topics",
                                            "true"))
                            .kafka();
            try (Sender sender = new Sender(settings, SETTINGS)) {
                assertThat(sender.isReady()).as("there is no topic of events").isFalse();
                KafkaTopics.ensure(settings);
                Patience.await("a sender that knows of it").until(sender::isReady);
                Patience.await("a topic of consents")
                        .ignoreExceptionsInstanceOf(ExecutionException.class)
                        .until(() -> Patience.get(sender.send(Consents.TOPIC, "a", null)) == null);
            }
            Counts counts = new Counts();
            Entries entries = new Entries(new HeapView());
            ViewWriter writer =
                    new ViewWriter(
                            entries, CodecSettings.DEFAULT, new BenchRecords.Nobody(), counts);
            ViewReader.Source items = new ViewReader.Source(Topics.ITEMS, true, writer::put);
            try (ViewReader reader = new ViewReader(settings, entries, List.of(items), counts);
                    var producer =
                            new KafkaProducer<>(
                                    broker, new ByteArraySerializer(), new ByteArraySerializer());
                    Admin admin = Admin.create(broker)) {
                send(producer, 0, "before");
                assertThat(reader.caughtUpMillis()).isEqualTo(-1);
                reader.start();
                Patience.await("a reader that has caught up").until(reader::isCaughtUp);
                assertThat(reader.caughtUpMillis()).isNotNegative();
                assertThat(entries.get(View.Kind.ITEM, "before")).isNotNull();
                int before = reader.partitions();

                Patience.get(
                        admin.createPartitions(
                                        Map.of("items", NewPartitions.increaseTo(before + 1)))
                                .all());
                Patience.await("a producer that knows of the partition")
                        .until(() -> producer.partitionsFor("items").size() > before);
                send(producer, before, "behind");

                Patience.await("an item of the new partition")
                        .until(() -> entries.get(View.Kind.ITEM, "behind") != null);
                assertThat(reader.partitions()).isEqualTo(before + 1);
                assertThat(entries.get(View.Kind.ITEM, "before")).isNotNull();
                assertThat(counts.get("view_records_total{topic=\"items\"}"))
                        .as("nothing is read twice")
                        .isEqualTo(2);
            }
        }
    }
}
