package io.nextclick.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the repetitions of each row gave, in their order. */
final class Results {

    private final Map<String, List<JsonNode>> rows = new LinkedHashMap<>();

    void add(String row, JsonNode figures) {
        rows.computeIfAbsent(row, name -> new ArrayList<>()).add(figures);
    }

    boolean has(String row) {
        return rows.containsKey(row);
    }

    Set<String> rows() {
        return rows.keySet();
    }

    /** A figure of every repetition that has it; a path goes into objects by {@code /}. */
    List<Double> values(String row, String path) {
        List<Double> values = new ArrayList<>();
        for (JsonNode figures : rows.getOrDefault(row, List.of())) {
            JsonNode value = figures.at("/" + path);
            if (value.isNumber()) {
                values.add(value.asDouble());
            }
        }
        return values;
    }

    @Nullable Spread spread(String row, String path) {
        return Spread.of(values(row, path));
    }

    /** The mean of some rows in each round, as far as all of them have the figure. */
    List<Double> means(List<String> of, String path) {
        List<List<Double>> all = of.stream().map(row -> values(row, path)).toList();
        int rounds = all.stream().mapToInt(List::size).min().orElse(0);
        return IntStream.range(0, rounds)
                .mapToObj(
                        round -> all.stream().mapToDouble(row -> row.get(round)).sum() / of.size())
                .toList();
    }

    @Nullable Spread ratio(String row, String to, String path) {
        return Spread.ofRatios(values(row, path), values(to, path));
    }

    /** Names below an object of the figures, the largest median first. */
    List<String> names(String row, String object) {
        Set<String> names = new TreeSet<>();
        for (JsonNode figures : rows.getOrDefault(row, List.of())) {
            figures.path(object).fieldNames().forEachRemaining(names::add);
        }
        Map<String, Double> sizes = new LinkedHashMap<>();
        for (String name : names) {
            Double median = Spread.medianOf(part(row, object, name));
            sizes.put(name, median == null ? 0 : median);
        }
        return names.stream()
                .sorted(
                        (a, b) ->
                                Double.compare(
                                        sizes.getOrDefault(b, 0.0), sizes.getOrDefault(a, 0.0)))
                .toList();
    }

    /** A figure below an object; 0 in a repetition that lacks it. */
    @Nullable Spread part(String row, String object, String name) {
        List<Double> values = new ArrayList<>();
        for (JsonNode figures : rows.getOrDefault(row, List.of())) {
            values.add(figures.path(object).path(name).asDouble(0));
        }
        return Spread.of(values);
    }
}
