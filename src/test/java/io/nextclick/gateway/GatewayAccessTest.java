package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextclick.codec.CodecSettings;
import io.nextclick.config.Settings;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.testkit.GatewayClient;
import io.nextclick.testkit.GeneratedPart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway's user of Kafka must be allowed to do, and no more. */
class GatewayAccessTest {

    @TempDir private Path folder;

    /** Topics that are read, in the order of their declaration. */
    private List<Topic<?>> read() throws Exception {
        Counts counts = new Counts();
        Entries entries = new Entries(new HeapView());
        Activity nobody = new BenchRecords.Nobody();
        Stats stats =
                new Stats(
                        Sites.read(GatewayClient.sites(folder)),
                        () -> 0,
                        new Lists(entries, () -> 0),
                        CodecSettings.DEFAULT);
        List<Topic<?>> read = new ArrayList<>();
        Parts.sources(
                        new ViewWriter(entries, CodecSettings.DEFAULT, nobody, counts),
                        new Inspection(CodecSettings.DEFAULT, nobody, counts),
                        stats)
                .forEach(source -> read.add(source.topic()));
        return read;
    }

    @Test
    void the_manifest_grants_what_the_code_reads_and_writes() throws Exception {
        Map<String, List<String>> granted = new TreeMap<>();
        read().forEach(topic -> granted.put(topic.name(), List.of("Describe", "Read")));
        Sender.TOPICS.forEach(
                topic ->
                        granted.merge(
                                topic.name(),
                                List.of("Describe", "Write"),
                                (before, more) -> List.of("Describe", "Read", "Write")));
        granted.put(Consents.TOPIC, List.of("Describe", "Write"));
        StringBuilder acls = new StringBuilder();
        granted.forEach(
                (topic, operations) ->
                        acls.append(
                                """
                                      - resource: {type: topic, name: %s, patternType: literal}
                                        operations: [%s]
                                """
                                        .formatted(topic, String.join(", ", operations))));
        GeneratedPart.check(
                Path.of("deploy/kubernetes/overlays/gateway/kafkauser.yaml"),
                "# acls: begin",
                "      # acls: end",
                acls.toString());
    }

    @Test
    void a_record_for_another_topic_is_not_sent() {
        var kafka = Settings.of(Map.of("kafka.bootstrap-servers", "127.0.0.1:9")).kafka();
        GatewaySettings settings = GatewayOptions.settings(Map.of("gateway.sites", "sites.yaml"));
        try (Sender sender = new Sender(kafka, settings)) {
            assertThat(sender.isReady()).isFalse();
            assertThatThrownBy(() -> sender.send(Topics.RECOMMENDATIONS, "key", null))
                    .hasMessageContaining("recommendations");
        }
    }
}
