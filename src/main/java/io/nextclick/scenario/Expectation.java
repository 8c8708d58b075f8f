package io.nextclick.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topic.Direction;
import io.nextclick.contract.Topics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a topic should hold.
 *
 * <p>A pattern is a part of a value: an object matches one that has all its fields so, an array one
 * in which each of its elements matches another one, in the same order; numbers match by value.
 *
 * @param topic which topic
 * @param key only records of that key count; null counts all
 * @param where only values of that pattern count; null counts all
 * @param last the newest record that counts: a pattern, {@code null} for a tombstone, or the text
 *     {@code absent} for none; null does not ask
 * @param not a pattern that the newest one that counts has not; null does not ask
 * @param count how many records count; null does not ask
 */
record Expectation(
        String topic,
        @Nullable String key,
        @Nullable JsonNode where,
        @Nullable JsonNode last,
        @Nullable JsonNode not,
        @Nullable Long count) {

    private static final String ABSENT = "absent";

    /**
     * Reads an expectation.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Expectation of(JsonNode node) {
        ScenarioReader.refuseOthers(node, Set.of("topic", "key", "where", "last", "not", "count"));
        String topic = ScenarioReader.text("topic", node.path("topic"));
        Set<String> outputs = new TreeSet<>();
        for (Topic<?> each : Topics.all()) {
            if (each.direction() != Direction.INPUT) {
                outputs.add(each.name());
            }
        }
        if (!outputs.contains(topic)) {
            throw new IllegalArgumentException(
                    "unknown topic '%s', the job writes %s"
                            .formatted(topic, String.join(", ", outputs)));
        }
        JsonNode key = node.path("key");
        JsonNode last = node.get("last");
        JsonNode not = node.get("not");
        JsonNode count = node.get("count");
        if (last == null && not == null && count == null) {
            throw new IllegalArgumentException("expects nothing: 'last', 'not' or 'count'");
        }
        if (last != null && !last.isNull() && !last.isObject() && !isAbsence(last)) {
            throw new IllegalArgumentException(
                    "'last' must be an object, null or \"%s\"".formatted(ABSENT));
        }
        return new Expectation(
                topic,
                ScenarioReader.isAbsent(key) ? null : ScenarioReader.text("key", key),
                node.get("where"),
                last,
                not,
                count == null ? null : ScenarioReader.whole("count", count, Integer.MAX_VALUE));
    }

    private static boolean isAbsence(JsonNode last) {
        return last.isTextual() && last.textValue().equals(ABSENT);
    }

    /** What is wrong with the records of the topic; empty if they are as expected. */
    Optional<String> fault(List<OutputRecord> records) {
        List<OutputRecord> counted = records.stream().filter(this::counts).toList();
        if (count != null && count != counted.size()) {
            return Optional.of(
                    "%s: expected %d records, found %d"
                            .formatted(subject(), count, counted.size()));
        }
        OutputRecord newest = counted.isEmpty() ? null : counted.get(counted.size() - 1);
        if (last != null && !isLast(last, newest)) {
            return Optional.of(
                    "%s: expected %s, found %s"
                            .formatted(
                                    subject(),
                                    isAbsence(last) ? "none" : last,
                                    newest == null ? "none" : newest.value()));
        }
        if (not != null && newest != null && matches(not, newest.value())) {
            return Optional.of(
                    "%s: expected no %s, found %s".formatted(subject(), not, newest.value()));
        }
        return Optional.empty();
    }

    private String subject() {
        return topic + (key == null ? "" : " '" + key + "'");
    }

    private boolean counts(OutputRecord record) {
        return (key == null || Objects.equals(key, record.key()))
                && (where == null || matches(where, record.value()));
    }

    private static boolean isLast(JsonNode last, @Nullable OutputRecord newest) {
        if (isAbsence(last)) {
            return newest == null;
        }
        return newest != null && matches(last, newest.value());
    }

    /** Whether a value has a pattern; null is the value of a tombstone, or of a missing field. */
    static boolean matches(JsonNode pattern, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return pattern.isNull();
        }
        if (pattern.isObject()) {
            return value.isObject()
                    && pattern.properties().stream().allMatch(each -> hasField(value, each));
        }
        if (pattern.isArray()) {
            return value.isArray() && hasElements(pattern, value);
        }
        if (pattern.isNumber() && value.isNumber()) {
            return isNumber(pattern, value);
        }
        return pattern.equals(value);
    }

    private static boolean hasField(JsonNode value, Map.Entry<String, JsonNode> wanted) {
        return matches(wanted.getValue(), value.get(wanted.getKey()));
    }

    private static boolean hasElements(JsonNode pattern, JsonNode value) {
        var wanted = pattern.elements();
        if (!wanted.hasNext()) {
            return value.isEmpty();
        }
        JsonNode next = wanted.next();
        for (JsonNode each : value) {
            if (next != null && matches(next, each)) {
                next = wanted.hasNext() ? wanted.next() : null;
            }
        }
        return next == null;
    }

    /** A float of the contract is compared as one. */
    private static boolean isNumber(JsonNode pattern, JsonNode value) {
        return value.isFloat()
                ? pattern.floatValue() == value.floatValue()
                : pattern.decimalValue().compareTo(value.decimalValue()) == 0;
    }
}
