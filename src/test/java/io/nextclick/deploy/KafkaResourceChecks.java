package io.nextclick.deploy;

import static io.nextclick.deploy.Kustomization.name;
import static io.nextclick.deploy.Kustomization.ofKind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.config.Settings;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares the topics and users of Kafka with the topics of the job. */
final class KafkaResourceChecks {

    private KafkaResourceChecks() {}

    /** What a topic must be configured with; as the job and {@code create-topics.sh} make it. */
    static Map<String, String> config(Topic<?> topic) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("cleanup.policy", topic.isCompacted() ? "compact" : "delete");
        if (topic.clock() == Topic.Clock.OF_EVENTS) {
            config.put("message.timestamp.type", "LogAppendTime");
        }
        return config;
    }

    /**
     * What the job does with a topic; it asks for the configuration of inputs that may be replayed.
     */
    static List<String> operations(Topic<?> topic) {
        return switch (topic.direction()) {
            case INPUT ->
                    topic.isCompacted()
                            ? List.of("Describe", "Read")
                            : List.of("Describe", "DescribeConfigs", "Read");
            case OUTPUT -> List.of("Describe", "Write");
            case BOTH -> List.of("Describe", "Read", "Write");
        };
    }

    /** What is wrong with the topics and users beside a job's settings. */
    static List<String> faults(List<ObjectNode> resources, Settings settings) {
        List<String> faults = new ArrayList<>();
        Map<String, JsonNode> topics = new HashMap<>();
        ofKind(resources, "KafkaTopic").forEach(each -> topics.put(name(each), each));
        for (Topic<?> topic : Topics.all()) {
            String name = settings.kafka().nameOf(topic);
            JsonNode resource = topics.get(name);
            if (resource == null) {
                faults.add("no KafkaTopic " + name);
                continue;
            }
            Map<String, String> given = new HashMap<>();
            resource.at("/spec/config")
                    .properties()
                    .forEach(each -> given.put(each.getKey(), each.getValue().asText()));
            if (!given.equals(config(topic))) {
                faults.add("KafkaTopic %s has %s, not %s".formatted(name, given, config(topic)));
            }
            for (JsonNode user : ofKind(resources, "KafkaUser")) {
                operations(topic).stream()
                        .filter(operation -> !allows(user, "topic", name, operation))
                        .forEach(each -> faults.add("the user may not " + each + " " + name));
            }
        }
        String group = settings.kafka().groupId();
        for (JsonNode user : ofKind(resources, "KafkaUser")) {
            if (!allows(user, "group", group, "Read")) {
                faults.add("the user may not Read as group " + group);
            }
            if (!allows(user, "transactionalId", group + "-1", "Write")) {
                faults.add("the user may not Write in transactions of " + group);
            }
        }
        return faults;
    }

    private static boolean allows(JsonNode user, String type, String name, String operation) {
        return user.at("/spec/authorization/acls")
                .valueStream()
                .filter(acl -> acl.at("/resource/type").asText().equals(type))
                .filter(acl -> matches(acl.get("resource"), name))
                .flatMap(acl -> acl.get("operations").valueStream())
                .anyMatch(each -> each.asText().equals(operation));
    }

    private static boolean matches(JsonNode resource, String name) {
        String given = resource.get("name").asText();
        return resource.get("patternType").asText().equals("prefix")
                ? name.startsWith(given)
                : name.equals(given);
    }
}
