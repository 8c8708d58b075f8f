package io.nextclick.evaluate;

import java.util.EnumMap;
import java.util.Map;

/** Sums of all metrics by value of every {@link Slice}, and how many positions each is of. */
public final class SliceScores {

    private final Map<Slice, Sum[]> sums = new EnumMap<>(Slice.class);

    private static final class Sum {
        private final double[] figures = new double[Metric.values().length];
        private long positions;
    }

    SliceScores() {
        for (Slice slice : Slice.values()) {
            Sum[] values = new Sum[slice.valueNames().size()];
            for (int value = 0; value < values.length; value++) {
                values[value] = new Sum();
            }
            sums.put(slice, values);
        }
    }

    void add(Slice.Next next, double[] figures) {
        sums.forEach(
                (slice, values) -> {
                    Sum sum = values[slice.valueOf(next)];
                    sum.positions++;
                    for (int column = 0; column < figures.length; column++) {
                        sum.figures[column] += figures[column];
                    }
                });
    }

    private Sum sum(Slice slice, int value) {
        return sums.getOrDefault(slice, new Sum[0])[value];
    }

    /**
     * How many positions are of a value.
     *
     * @param value its place among {@link Slice#valueNames()}
     */
    public long positions(Slice slice, int value) {
        return sum(slice, value).positions;
    }

    /** Mean of a metric over the positions of a value; NaN if there are none. */
    public double mean(Slice slice, int value, Metric metric) {
        Sum sum = sum(slice, value);
        return sum.figures[metric.column()] / sum.positions;
    }
}
