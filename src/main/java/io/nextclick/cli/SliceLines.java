package io.nextclick.cli;

import io.nextclick.evaluate.EvaluationResult;
import io.nextclick.evaluate.Metric;
import io.nextclick.evaluate.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model's figures by kind of position, one line a kind that occurs, and beside each figure the
 * best that another model has there.
 */
final class SliceLines {

    private static final List<Metric> METRICS = List.of(Metric.HR20, Metric.MRR20, Metric.RECALL20);

    private SliceLines() {}

    /**
     * The lines.
     *
     * @param own the model
     * @param others those that it is compared with, of the same positions; may be empty
     */
    static List<Map<String, @Nullable Object>> of(
            EvaluationResult own, Collection<EvaluationResult> others) {
        List<Map<String, @Nullable Object>> lines = new ArrayList<>();
        for (Slice slice : Slice.values()) {
            for (int value = 0; value < slice.valueNames().size(); value++) {
                if (own.bySlice().positions(slice, value) > 0) {
                    lines.add(line(own, others, slice, value));
                }
            }
        }
        return lines;
    }

    private static Map<String, @Nullable Object> line(
            EvaluationResult own, Collection<EvaluationResult> others, Slice slice, int value) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("model", own.model());
        line.put("slice", slice.label());
        line.put("value", slice.valueNames().get(value));
        line.put("positions", own.bySlice().positions(slice, value));
        for (Metric metric : METRICS) {
            line.put(
                    metric.label(),
                    EvaluateCommand.rounded(own.bySlice().mean(slice, value, metric)));
            if (!others.isEmpty()) {
                line.put("best_" + metric.label(), best(others, slice, value, metric));
            }
        }
        return line;
    }

    /** Name and figure of the model with the highest one; of equal ones, the one named first. */
    private static List<@Nullable Object> best(
            Collection<EvaluationResult> others, Slice slice, int value, Metric metric) {
        String model = "";
        double best = -1;
        for (EvaluationResult other : others) {
            double figure = other.bySlice().mean(slice, value, metric);
            if (figure > best) {
                best = figure;
                model = other.model();
            }
        }
        return Arrays.asList(model, EvaluateCommand.rounded(best));
    }
}
