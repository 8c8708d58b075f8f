package io.nextclick.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.codec.CodecSettings;
import io.nextclick.config.Settings;
import io.nextclick.contract.EventContract;
import io.nextclick.contract.ItemContract;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.demo.EmbeddedKafka;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;
import io.nextclick.kafka.KafkaTopics;
import io.nextclick.testkit.KafkaClient;
import io.nextclick.testkit.Patience;
import io.nextclick.testkit.ToolRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as its user runs it, in this process, and a real broker. */
class SendIT {

    @TempDir static Path folder;

    private static EmbeddedKafka kafka;
    private static KafkaClient client;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 1);
        KafkaTopics.ensure(
                Settings.of(
                                Map.of(
                                        "kafka.bootstrap-servers",
                                        kafka.bootstrapServers(),
                                        "kafka.create-topics",
                                        "true",
                                        "kafka.start-timeout",
                                        Patience.OPTION))
                        .kafka());
        client = new KafkaClient(kafka.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
        }
        if (kafka != null) {
            kafka.close();
        }
    }

    private static ToolRun command(String... pairs) {
        return ToolRun.of((properties, out) -> SendCommand.run(properties, Map.of(), out), pairs);
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(Topic<?> topic, int count) {
        return client.read(topic.name(), count);
    }

    private static String keyOf(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    @Test
    void rules_a_catalogue_and_a_log_go_each_under_the_key_of_its_contract() throws Exception {
        Path log =
                Files.writeString(
                        folder.resolve("log.tsv"), "SessionId\tItemId\tTime\n1\ta/b\t1000.5\n");
        Path catalogue =
                Files.writeString(
                        folder.resolve("catalogue.jsonl"),
                        """
                        # what there is
                        {"item_id": "a/b", "category": "tea"}

                        {"item_id": "c", "site": "north", "price": 2.5}
                        """);
        ToolRun run =
                command(
                        "bootstrap", kafka.bootstrapServers(),
                        "log", log.toString(),
                        "format", "sessions",
                        "catalogue", catalogue.toString(),
                        "rules", "starter");
        assertThat(run.exit()).as(run.printed()).isZero();
        assertThat(run.printed()).contains("10 rules, 2 items").contains("1 events");
        assertThat(read(Topics.RULES, 10)).extracting(SendIT::keyOf).contains("cart-abandoned");
        assertThat(read(Topics.ITEMS, 2))
                .extracting(SendIT::keyOf)
                .containsExactly("a%2Fb", "north/c");
        CatalogItem item =
                ItemContract.decoder(CodecSettings.DEFAULT)
                        .decode(read(Topics.ITEMS, 2).get(1).value());
        assertThat(item.price()).isEqualTo(2.5);
        ConsumerRecord<byte[], byte[]> record = read(Topics.EVENTS, 1).get(0);
        Event event = EventContract.decoder(CodecSettings.DEFAULT).decode(record.value());
        assertThat(event.itemId()).isEqualTo("a/b");
        assertThat(event.occurredAtMillis()).isEqualTo(1_000_500);
    }

    @Test
    void a_line_that_is_no_item_is_named_and_nothing_is_sent() throws Exception {
        Path catalogue =
                Files.writeString(
                        folder.resolve("wrong.jsonl"),
                        "{\"item_id\": \"lost\"}\n{\"category\": \"tea\"}\n");
        ToolRun run =
                command("bootstrap", kafka.bootstrapServers(), "catalogue", catalogue.toString());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.printed()).contains("wrong.jsonl, line 2").contains("item_id");
        command("bootstrap", kafka.bootstrapServers(), "generate", "1");
        assertThat(read(Topics.ITEMS, 1)).extracting(SendIT::keyOf).doesNotContain("lost");
    }

    @Test
    void all_faults_are_told_at_once() {
        ToolRun run = command("rate", "-1", "format", "csv");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.printed()).contains("'rate'").contains("'format'").contains("'bootstrap'");
        assertThat(command("bootstrap", "127.0.0.1:1").exit()).as("nothing to send").isEqualTo(2);
    }
}
