package io.nextclick.scenario;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.config.Settings;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topic.Direction;
import io.nextclick.contract.Topics;
import io.nextclick.option.SettingsException;
import io.nextclick.rule.StarterRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a scenario in their order; docs/scenarios.md has the format. Refuses by {@link
 * IllegalArgumentException}, which names what is wrong and not the line.
 */
final class ScenarioReader {

    static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final long MAX_MILLIS = 3_600_000;
    private static final int MAX_PARALLELISM = 16;

    private static final String RECORD = "topic";

    /** What a line may be, by its first word. */
    private static final Set<String> KINDS =
            Set.of(
                    RECORD, "options", "tick", "wait_ms", "settle", "stop", "start", "restart",
                    "dump", "expect");

    /** What else a record may have. */
    private static final Set<String> OF_RECORDS =
            Set.of("key", "value", "timestamp", "rt", "now", "starter_rule", "partition");

    private final Map<String, String> options;
    private boolean begun;
    private boolean stopped;

    /**
     * @param defaults options of the job that the scenario's go on top of
     */
    ScenarioReader(Map<String, String> defaults) {
        options = new HashMap<>(defaults);
    }

    /** The steps of a line; none of an empty one or a comment. */
    List<Step> read(int number, String text) {
        if (text.isBlank() || text.stripLeading().startsWith("#")) {
            return List.of();
        }
        ObjectNode line = object(text);
        String kind = kind(line);
        JsonNode value = line.path(kind);
        if (kind.equals("options")) {
            return List.of(options(number, value));
        }
        boolean first = !begun;
        begun = true;
        return switch (kind) {
            case RECORD -> List.of(send(number, line));
            case "tick" -> List.of(new Step.Tick(number, Clock.millis(text(kind, value))));
            case "wait_ms" -> List.of(new Step.Wait(number, whole(kind, value, MAX_MILLIS)));
            case "settle" -> List.of(new Step.Settle(number, whole(kind, value, MAX_MILLIS)));
            case "stop" -> List.of(stop(number));
            case "start" -> List.of(start(number, first, value));
            case "restart" -> List.of(stop(number), start(number, false, value));
            case "dump" -> List.of(new Step.Dump(number, text(kind, value)));
            default -> List.of(new Step.Expect(number, Expectation.of(value)));
        };
    }

    private static ObjectNode object(String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode line) {
                return line;
            }
            throw new IllegalArgumentException("is not a JSON object");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "is not well-formed JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String kind(ObjectNode line) {
        List<String> kinds = new ArrayList<>(KINDS);
        kinds.retainAll(names(line));
        if (kinds.size() != 1) {
            throw new IllegalArgumentException(
                    "must have one of the keys %s, has %s"
                            .formatted(String.join(", ", sorted(KINDS)), names(line)));
        }
        String kind = kinds.get(0);
        refuseOthers(line, kind.equals(RECORD) ? with(OF_RECORDS, kind) : Set.of(kind));
        return kind;
    }

    /** Refuses keys that mean nothing. */
    static void refuseOthers(JsonNode node, Set<String> allowed) {
        for (String name : names(node)) {
            if (!allowed.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown key '%s', allowed are %s"
                                .formatted(name, String.join(", ", sorted(allowed))));
            }
        }
    }

    private Step options(int number, JsonNode value) {
        if (!value.isObject()) {
            throw new IllegalArgumentException("'options' must be an object");
        }
        value.properties().forEach(each -> options.put(each.getKey(), each.getValue().asText()));
        // Faults are found before anything starts.
        try {
            Settings.of(options);
        } catch (SettingsException e) {
            throw new IllegalArgumentException(String.join("; ", e.faults()), e);
        }
        return new Step.Options(number, Map.copyOf(options));
    }

    private Step stop(int number) {
        if (stopped) {
            throw new IllegalArgumentException("the job is stopped already");
        }
        stopped = true;
        return new Step.Stop(number);
    }

    private Step start(int number, boolean first, JsonNode value) {
        if (!stopped && !first) {
            throw new IllegalArgumentException("the job runs already");
        }
        stopped = false;
        if (!value.isObject()) {
            return new Step.Start(number, 0);
        }
        refuseOthers(value, Set.of("parallelism"));
        JsonNode parallelism = value.path("parallelism");
        return new Step.Start(
                number, Math.toIntExact(whole("parallelism", parallelism, MAX_PARALLELISM)));
    }

    private static Step send(int number, ObjectNode line) {
        Topic<?> topic = input(text("topic", line.path("topic")));
        JsonNode key = line.path("key");
        JsonNode partition = line.path("partition");
        return new Step.Send(
                number,
                topic,
                isAbsent(key) ? null : text("key", key),
                value(line),
                millis(line),
                isAbsent(partition)
                        ? null
                        : Math.toIntExact(
                                whole("partition", partition, Playground.PARTITIONS - 1)));
    }

    private static Topic<?> input(String name) {
        List<String> names = new ArrayList<>();
        for (Topic<?> topic : Topics.all()) {
            if (topic.direction() != Direction.OUTPUT) {
                if (topic.name().equals(name)) {
                    return topic;
                }
                names.add(topic.name());
            }
        }
        throw new IllegalArgumentException(
                "unknown topic '%s', the job reads %s".formatted(name, String.join(", ", names)));
    }

    /** JSON as it is, a text as its own bytes. */
    private static @Nullable String value(ObjectNode line) {
        JsonNode starter = line.path("starter_rule");
        JsonNode value = line.path("value");
        if (!isAbsent(starter)) {
            if (!isAbsent(value)) {
                throw new IllegalArgumentException("has both 'value' and 'starter_rule'");
            }
            String name = text("starter_rule", starter);
            String rule = StarterRules.texts().get(name + ".yaml");
            if (rule == null) {
                throw new IllegalArgumentException(
                        "unknown starter rule '%s', there are %s"
                                .formatted(name, StarterRules.texts().keySet()));
            }
            return rule;
        }
        return isAbsent(value) ? null : value.isTextual() ? value.textValue() : value.toString();
    }

    /** The record's time; null if it is of now. */
    private static @Nullable Long millis(ObjectNode line) {
        for (String name : List.of("timestamp", "rt")) {
            JsonNode given = line.path(name);
            if (given.isIntegralNumber()) {
                return given.longValue();
            }
            if (!isAbsent(given)) {
                return Clock.millis(text(name, given));
            }
        }
        JsonNode occurred = line.path("value").path("occurred_at");
        if (line.path("now").asBoolean() || occurred.asText().equals(Clock.NOW)) {
            return null;
        }
        if (occurred.isIntegralNumber()) {
            return occurred.longValue();
        }
        try {
            return occurred.isTextual() ? Clock.millis(occurred.textValue()) : null;
        } catch (IllegalArgumentException e) {
            // The job's to refuse.
            return null;
        }
    }

    static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    static String text(String name, JsonNode node) {
        if (!node.isTextual()) {
            throw new IllegalArgumentException("'%s' must be a text".formatted(name));
        }
        return node.textValue();
    }

    static long whole(String name, JsonNode node, long maximum) {
        if (!node.isIntegralNumber() || node.longValue() < 0 || node.longValue() > maximum) {
            throw new IllegalArgumentException(
                    "'%s' must be a whole number between 0 and %d".formatted(name, maximum));
        }
        return node.longValue();
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private static Set<String> with(Set<String> names, String... more) {
        Set<String> all = new HashSet<>(names);
        all.addAll(Arrays.asList(more));
        return all;
    }
}
