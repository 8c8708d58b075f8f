package io.nextclick.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RawRecord;
import io.nextclick.config.Settings;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.testkit.GeneratedPart;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All that is made of the registry of topics. */
class TopicsTest {

    /** Kafka's mark of the beginning of a partition. */
    private static final long BEGINNING = -2;

    private static final Pattern CONTRACT_DOC =
            Pattern.compile(".*Topic '([a-z-]+)', key: .*, cleanup: (compact|delete)\\b.*");

    static Iterable<Topic<?>> topics() {
        return Topics.all();
    }

    private static KafkaConnectors connectors(Map<String, String> options) {
        return new KafkaConnectors(Settings.of(options).kafka(), CodecSettings.DEFAULT);
    }

    private static String cleanup(Topic<?> topic) {
        return topic.isCompacted() ? "compact" : "delete";
    }

    @Test
    void every_topic_has_an_option_that_renames_it() {
        Map<String, String> options = new HashMap<>();
        Topics.all().forEach(topic -> options.put(topic.optionKey(), "my-" + topic.name()));
        KafkaSettings kafka = Settings.of(options).kafka();
        assertThat(Topics.all())
                .allSatisfy(
                        topic -> assertThat(kafka.nameOf(topic)).isEqualTo("my-" + topic.name()));
        assertThat(kafka.topicNames()).doesNotHaveDuplicates().hasSameSizeAs(Topics.all());
    }

    @Test
    void the_script_creates_every_topic() throws Exception {
        String lines =
                Topics.all().stream()
                        .map(
                                topic ->
                                        "topic %s %s%s%n"
                                                .formatted(
                                                        topic.name(),
                                                        cleanup(topic),
                                                        topic.clock() == Topic.Clock.OF_EVENTS
                                                                ? " \"$event_clock\""
                                                                : ""))
                        .collect(Collectors.joining());
        GeneratedPart.check(
                Path.of("deploy/create-topics.sh"), "# topics: begin", "# topics: end", lines);
    }

    @Test
    void the_page_of_events_has_every_topic() throws Exception {
        String rows =
                Topics.all().stream()
                        .map(
                                topic ->
                                        "| `%s` | %s | %s | %s |%n"
                                                .formatted(
                                                        topic.name(),
                                                        topic.keyText(),
                                                        cleanup(topic),
                                                        topic.content()))
                        .collect(Collectors.joining());
        GeneratedPart.check(
                Path.of("docs/events.md"),
                "| topic | key | cleanup | record |\n|---|---|---|---|",
                "| `consents` |",
                rows);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void the_contract_says_the_topic_s_name_and_cleanup(Topic<?> topic) {
        if (topic.equals(Topics.EVENTS_JSON)) {
            return;
        }
        Matcher doc = CONTRACT_DOC.matcher(topic.schema().getDoc());
        assertThat(doc.matches()).as(topic.schema().getDoc()).isTrue();
        assertThat(doc.group(1)).isEqualTo(topic.name());
        assertThat(doc.group(2)).isEqualTo(cleanup(topic));
    }

    @ParameterizedTest
    @MethodSource("topics")
    void what_the_job_writes_has_a_key_and_a_value(Topic<?> topic) {
        boolean written = topic.direction() != Topic.Direction.INPUT;
        assertThat(topic.key() != null).isEqualTo(written);
        assertThat(topic.value() != null).isEqualTo(written);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void compacted_topics_are_read_from_the_beginning_others_from_where_the_group_is(
            Topic<?> topic) {
        KafkaConnectors connectors = connectors(Map.of("kafka.start-from", "LATEST"));
        assertThat(start(connectors.source(topic)) == BEGINNING).isEqualTo(topic.isCompacted());
    }

    private static long start(KafkaSource<RawRecord> source) {
        return assertThat(source)
                .extracting("startingOffsetsInitializer")
                .asInstanceOf(
                        org.assertj.core.api.InstanceOfAssertFactories.type(
                                OffsetsInitializer.class))
                .actual()
                .getPartitionOffsets(Set.of(new TopicPartition("any", 0)), null)
                .get(new TopicPartition("any", 0));
    }
}
