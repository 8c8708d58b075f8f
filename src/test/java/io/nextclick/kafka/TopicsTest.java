package io.nextclick.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.codec.RawRecord;
import io.nextclick.codec.WireFormat;
import io.nextclick.config.Settings;
import java.io.File;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A topic is named in many places; each test fails when one place is forgotten. */
class TopicsTest {

    /** Kafka's mark of the beginning of a partition. */
    private static final long BEGINNING = -2;

    private static final Pattern SCRIPT_LINE =
            Pattern.compile("topic (\\S+) (compact|delete)\\b.*");
    private static final Pattern CONTRACT_DOC =
            Pattern.compile(".*Topic '([a-z-]+)', key: .*, cleanup: (compact|delete)\\b.*");

    private static final KafkaSettings.Topics TOPICS = Settings.defaults().kafka().topics();

    /** The option of a component of {@link KafkaSettings.Topics} follows from its name. */
    private static String option(RecordComponent component) {
        return "kafka.topic."
                + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static RecordComponent[] components() {
        return KafkaSettings.Topics.class.getRecordComponents();
    }

    private static KafkaConnectors connectors(Map<String, String> options) {
        return new KafkaConnectors(Settings.of(options).kafka(), new WireFormat(null, null), 1_000);
    }

    @Test
    void every_topic_has_an_option_of_its_name_and_is_among_all() throws Exception {
        Map<String, String> options = new HashMap<>();
        for (RecordComponent component : components()) {
            options.put(option(component), "my-" + component.getName());
        }
        KafkaSettings.Topics topics = Settings.of(options).kafka().topics();
        List<String> names = new ArrayList<>();
        for (RecordComponent component : components()) {
            Object name = component.getAccessor().invoke(topics);
            assertThat(name).isEqualTo("my-" + component.getName());
            names.add((String) name);
        }
        assertThat(topics.all()).containsExactlyElementsOf(names);
    }

    @Test
    void a_topic_s_default_name_is_that_of_its_option() throws Exception {
        for (RecordComponent component : components()) {
            assertThat("kafka.topic." + component.getAccessor().invoke(TOPICS))
                    .isEqualTo(option(component));
        }
    }

    @Test
    void the_script_creates_every_topic_with_its_cleanup() throws Exception {
        Map<String, String> created = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("deploy/create-topics.sh"))) {
            Matcher topic = SCRIPT_LINE.matcher(line);
            if (topic.matches()) {
                created.put(topic.group(1), topic.group(2));
            }
        }
        assertThat(created).isEqualTo(cleanups(TOPICS.all()));
    }

    @Test
    void every_topic_has_a_contract_that_says_its_cleanup() throws Exception {
        Map<String, String> described = new HashMap<>();
        try (Stream<Path> files = Files.list(Path.of("avro"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".avsc")).toList()) {
                String doc = new Schema.Parser().parse(new File(file.toString())).getDoc();
                Matcher topic = CONTRACT_DOC.matcher(doc);
                assertThat(topic.matches()).as(file + ": " + doc).isTrue();
                described.put(topic.group(1), topic.group(2));
            }
        }
        List<String> withContract = new ArrayList<>(TOPICS.all());
        withContract.remove(TOPICS.eventsJson());
        assertThat(described).containsAllEntriesOf(cleanups(withContract));
    }

    private static Map<String, String> cleanups(List<String> topics) {
        Map<String, String> cleanups = new HashMap<>();
        for (String topic : topics) {
            cleanups.put(topic, TOPICS.compacted().contains(topic) ? "compact" : "delete");
        }
        return cleanups;
    }

    @Test
    void every_topic_is_read_or_written() throws Exception {
        KafkaConnectors connectors = connectors(Map.of());
        Set<String> used = new HashSet<>();
        for (var method : KafkaConnectors.class.getMethods()) {
            boolean connects =
                    method.getReturnType() == KafkaSource.class
                            || method.getReturnType() == KafkaSink.class;
            if (connects) {
                var connector = (LineageVertexProvider) method.invoke(connectors);
                for (LineageDataset set : connector.getLineageVertex().datasets()) {
                    used.addAll(List.of(set.name().split(",")));
                }
            }
        }
        assertThat(used).containsExactlyInAnyOrderElementsOf(TOPICS.all());
    }

    @Test
    void items_rules_and_policies_are_read_from_the_beginning_events_from_where_the_group_is() {
        KafkaConnectors connectors = connectors(Map.of("kafka.start-from", "LATEST"));
        assertThat(start(connectors.items())).isEqualTo(BEGINNING);
        assertThat(start(connectors.rules())).isEqualTo(BEGINNING);
        assertThat(start(connectors.policies())).isEqualTo(BEGINNING);
        assertThat(start(connectors.events())).isNotEqualTo(BEGINNING);
        assertThat(start(connectors.identityEvents())).isNotEqualTo(BEGINNING);
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
