package io.nextclick.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.testkit.GeneratedPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of the manifests that are made of the topics and of {@code flink-conf}. */
class KubernetesPageTest {

    private static final Path KUBERNETES = Path.of("deploy/kubernetes");

    private static final Predicate<Topic<?>> READ_ONLY =
            topic -> topic.direction() == Topic.Direction.INPUT;

    /**
     * What Kubernetes has another value for: addresses, since a pod's are its own; sizes, since
     * they are the pod's; folders, since they depend on the storage; and who leads.
     */
    private static final Predicate<String> OF_THE_PLACE =
            key ->
                    key.endsWith(".bind-host")
                            || key.endsWith(".bind-address")
                            || key.endsWith("memory.process.size")
                            || key.startsWith("high-availability")
                            || key.equals("jobmanager.rpc.address")
                            || key.equals("rest.address")
                            || key.equals("rest.port")
                            || key.equals("taskmanager.host")
                            || key.endsWith(".dir")
                            || key.endsWith("-dir")
                            || key.endsWith(".localdir");

    private static void check(String file, String part, String indent, String expected)
            throws Exception {
        GeneratedPart.check(
                KUBERNETES.resolve(file),
                "# " + part + ": begin",
                indent + "# " + part + ": end",
                expected);
    }

    private static String ofTopics(Predicate<Topic<?>> which, Function<Topic<?>, String> text) {
        return Topics.all().stream().filter(which).map(text).collect(Collectors.joining());
    }

    @Test
    void every_topic_is_a_resource() throws Exception {
        check("base/topics/inputs/topics.yaml", "topics", "", ofTopics(READ_ONLY, this::resource));
        check(
                "base/topics/outputs/topics.yaml",
                "topics",
                "",
                ofTopics(READ_ONLY.negate(), this::resource));
    }

    private String resource(Topic<?> topic) {
        StringBuilder yaml = new StringBuilder("---\napiVersion: kafka.strimzi.io/v1\n");
        yaml.append("kind: KafkaTopic\nmetadata:\n  name: ").append(topic.name());
        yaml.append("\n  labels:\n    strimzi.io/cluster: kafka\nspec:\n");
        yaml.append("  partitions: 16\n  replicas: 3\n  config:\n");
        KafkaResourceChecks.config(topic)
                .forEach((key, value) -> yaml.append("    %s: %s%n".formatted(key, value)));
        return yaml.toString();
    }

    @Test
    void the_user_of_kafka_may_do_what_the_job_does() throws Exception {
        check(
                "overlays/production/kafkauser.yaml",
                "acls",
                "      ",
                ofTopics(topic -> true, this::acl));
        check(
                "overlays/blue-green/shared/kafkauser.yaml",
                "acls",
                "      ",
                ofTopics(READ_ONLY, this::acl));
    }

    private String acl(Topic<?> topic) {
        return "      - resource: {type: topic, name: %s, patternType: literal}%n".formatted(topic)
                + "        operations: [%s]%n"
                        .formatted(String.join(", ", KafkaResourceChecks.operations(topic)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"blue", "green"})
    void each_colour_writes_to_topics_of_its_own(String colour) throws Exception {
        check(
                "overlays/blue-green/" + colour + "/flinkdeployment.yaml",
                "outputs",
                "      ",
                ofTopics(
                        READ_ONLY.negate(),
                        topic ->
                                "      - --%s%n      - %s-%s%n"
                                        .formatted(topic.optionKey(), colour, topic)));
    }

    @Test
    void the_cluster_s_settings_are_those_of_the_shipped_file() throws Exception {
        Map<String, String> settings = new TreeMap<>();
        DeployFiles.parse(Files.readString(Path.of("flink-conf/config.yaml")))
                .forEach(document -> flatten("", document, settings));
        assertThat(settings).isNotEmpty();
        settings.keySet().removeIf(OF_THE_PLACE);
        settings.keySet()
                .removeIf(
                        DeployFiles.shipped()
                                        .one("deploy/kubernetes/base/job/flinkdeployment.yaml")
                                        .at("/spec/flinkConfiguration")
                                ::has);
        StringBuilder yaml = new StringBuilder();
        settings.forEach(
                (key, value) -> yaml.append("    %s: '%s'%n".formatted(key, quoted(value))));
        check("base/job/flink-configuration.yaml", "settings", "    ", yaml.toString());
    }

    @Test
    void what_is_of_the_place_is_left_out() {
        assertThat("execution.checkpointing.dir").matches(OF_THE_PLACE);
        assertThat("rest.bind-address").matches(OF_THE_PLACE);
        assertThat("execution.checkpointing.interval").matches(OF_THE_PLACE.negate());
        assertThat("web.submit.enable").matches(OF_THE_PLACE.negate());
    }

    private static String quoted(String value) {
        return value.replace("'", "''");
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            String before = prefix.isEmpty() ? "" : prefix + '.';
            node.properties()
                    .forEach(each -> flatten(before + each.getKey(), each.getValue(), into));
        } else if (node.isArray()) {
            into.put(prefix, "[" + values(node) + "]");
        } else {
            into.put(prefix, node.asText());
        }
    }

    private static String values(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
    }
}
