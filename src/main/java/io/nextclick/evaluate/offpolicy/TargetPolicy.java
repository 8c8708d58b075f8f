package io.nextclick.evaluate.offpolicy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The policy that is to be evaluated: with which probability it chooses an action for a position.
 */
public final class TargetPolicy {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double TOLERANCE = 1e-6;

    /** For positions that are not named; empty if there is none. */
    private final Map<String, Double> everywhere;

    private final Map<Integer, Map<String, Double>> byPosition;

    private TargetPolicy(
            Map<String, Double> everywhere, Map<Integer, Map<String, Double>> byPosition) {
        this.everywhere = everywhere;
        this.byPosition = byPosition;
    }

    /** Chooses every action with the same probability. */
    public static TargetPolicy uniform(Collection<String> actions) {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        actions.forEach(action -> probabilities.put(action, 1.0 / actions.size()));
        return new TargetPolicy(probabilities, Map.of());
    }

    /** Chooses by the same probabilities for every position; they are to sum to 1. */
    static TargetPolicy of(Map<String, Double> probabilities) {
        return new TargetPolicy(Map.copyOf(probabilities), Map.of());
    }

    /** Chooses by other probabilities for each position; they are to sum to 1 at each. */
    static TargetPolicy byPosition(Map<Integer, Map<String, Double>> probabilities) {
        return new TargetPolicy(Map.of(), Map.copyOf(probabilities));
    }

    /**
     * Reads a policy: {@code {"actions": {"a": 0.7, "b": 0.3}}}, or for each position its own,
     * {@code {"positions": {"1": {"a": 1}, "2": {"b": 1}}}}.
     *
     * @throws IOException if it is none; the message says where
     */
    public static TargetPolicy read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("no such file");
        }
        JsonNode root;
        try {
            root = JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new IOException("no JSON: " + e.getOriginalMessage(), e);
        }
        JsonNode actions = root.path("actions");
        JsonNode positions = root.path("positions");
        if (actions.isObject() == positions.isObject()) {
            throw new IOException("must have either 'actions' or 'positions'");
        }
        if (actions.isObject()) {
            return new TargetPolicy(probabilities("actions", actions), Map.of());
        }
        Map<Integer, Map<String, Double>> byPosition = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : positions.properties()) {
            String place = "positions." + each.getKey();
            if (!each.getKey().matches("[1-9][0-9]{0,3}")) {
                throw new IOException(place + " must be a position, 1 or more");
            }
            byPosition.put(Integer.valueOf(each.getKey()), probabilities(place, each.getValue()));
        }
        return new TargetPolicy(Map.of(), byPosition);
    }

    private static Map<String, Double> probabilities(String place, JsonNode node)
            throws IOException {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        double sum = 0;
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            double probability = each.getValue().asDouble(-1);
            if (!(probability >= 0 && probability <= 1)) {
                throw new IOException(
                        "%s.%s must be a probability, 0 to 1".formatted(place, each.getKey()));
            }
            probabilities.put(each.getKey(), probability);
            sum += probability;
        }
        if (Math.abs(sum - 1) > TOLERANCE) {
            throw new IOException("%s must sum to 1, not %s".formatted(place, sum));
        }
        return probabilities;
    }

    /** Probabilities of the actions for a position; empty if the policy has none for it. */
    Map<String, Double> at(int position) {
        return byPosition.getOrDefault(position, everywhere);
    }

    /** Probability that an action is chosen for a position. */
    double probability(int position, String action) {
        return at(position).getOrDefault(action, 0.0);
    }
}
