package io.nextclick.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.nextclick.codec.CodecSettings;
import io.nextclick.config.Settings;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.kafka.KafkaSettings.StartFrom;
import io.nextclick.testkit.GeneratedPart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer.PartitionOffsetsRetriever;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All that is made of the registry of topics. */
class TopicsTest {

    /** Kafka's mark of the beginning of a partition. */
    private static final long BEGINNING = -2;

    private static final long OLDEST = 3;
    private static final long GROUP = 5;
    private static final long END = 7;
    private static final TopicPartition KNOWN = new TopicPartition("any", 0);
    private static final TopicPartition NEW = new TopicPartition("any", 1);
    private static final StartOffsets START = new StartOffsets(StartFrom.LATEST);
    private static final PartitionOffsetsRetriever KAFKA = new OneCommitted();

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
                                                        inputConfig(topic)))
                        .collect(Collectors.joining());
        GeneratedPart.check(
                Path.of("deploy/create-topics.sh"), "# topics: begin", "# topics: end", lines);
    }

    private static String inputConfig(Topic<?> topic) {
        if (!KafkaRetention.isReplayed(topic)) {
            return "";
        }
        return topic.clock() == Topic.Clock.OF_EVENTS ? " \"$event_input\"" : " \"$input\"";
    }

    @Test
    void the_script_keeps_replayed_inputs_whatever_their_age() throws Exception {
        assertThat(script("h:1", "2", "1"))
                .hasSameSizeAs(Topics.all())
                .noneMatch(line -> line.contains("retention.ms"))
                .filteredOn(line -> line.contains("timestamp.type=LogAppendTime"))
                .hasSize(2);
        assertThat(script("h:1", "2", "1", "CreateTime"))
                .filteredOn(line -> line.contains("retention.ms=-1"))
                .hasSize(3)
                .filteredOn(line -> line.contains("timestamp.type=CreateTime"))
                .hasSize(2);
        assertThat(script("h:1", "2", "1", "Sundial")).isEmpty();
    }

    private static List<String> script(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "deploy/create-topics.sh"));
        command.addAll(List.of(arguments));
        Process run = new ProcessBuilder(command).start();
        return new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
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
        assertThat(start(topic, "LATEST")).isEqualTo(topic.isCompacted() ? BEGINNING : GROUP);
    }

    @Test
    void what_the_group_never_read_is_read_from_a_number_and_not_from_a_mark() {
        assertThat(START.getPartitionOffsets(List.of(NEW), KAFKA)).containsOnly(entry(NEW, END));
        assertThat(
                        new StartOffsets(StartFrom.EARLIEST)
                                .getPartitionOffsets(List.of(NEW, KNOWN), KAFKA))
                .containsOnly(entry(NEW, OLDEST), entry(KNOWN, GROUP));
        assertThat(START.getPartitionOffsets(List.of(), KAFKA)).isEmpty();
    }

    private static long start(Topic<?> topic, String from) {
        return connectors(Map.of("kafka.start-from", from))
                .startOffsets(topic)
                .getPartitionOffsets(List.of(KNOWN), KAFKA)
                .get(KNOWN);
    }

    /** A broker with one partition that the group has read of. */
    private record OneCommitted() implements PartitionOffsetsRetriever {
        @Override
        public Map<TopicPartition, Long> committedOffsets(Collection<TopicPartition> partitions) {
            return partitions.contains(KNOWN) ? Map.of(KNOWN, GROUP) : Map.of();
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
            return all(partitions, END);
        }

        @Override
        public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
            return all(partitions, OLDEST);
        }

        @Override
        public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> times) {
            throw new UnsupportedOperationException();
        }

        private static Map<TopicPartition, Long> all(
                Collection<TopicPartition> partitions, long offset) {
            return partitions.stream().collect(Collectors.toMap(each -> each, each -> offset));
        }
    }
}
