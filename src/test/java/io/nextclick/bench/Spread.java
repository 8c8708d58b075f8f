package io.nextclick.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Median and range of what was measured.
 *
 * @param median the middle, or the mean of the two in the middle
 */
record Spread(double median, double min, double max) {

    /** Stands for a figure of which nothing was measured. */
    static final String NOT_MEASURED = "-";

    /** Null if there is none. */
    static @Nullable Spread of(List<Double> values) {
        if (values.isEmpty()) {
            return null;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median =
                sorted.size() % 2 == 1
                        ? sorted.get(middle)
                        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }

    /** Of the ratios of what was measured in turn; those without a partner are left out. */
    static @Nullable Spread ofRatios(List<Double> values, List<Double> to) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(values.size(), to.size()); i++) {
            if (to.get(i) != 0) {
                ratios.add(values.get(i) / to.get(i));
            }
        }
        return of(ratios);
    }

    static @Nullable Double medianOf(@Nullable Spread spread) {
        return spread == null ? null : spread.median;
    }

    /** Median and range as text. */
    static String text(@Nullable Spread spread, int digits) {
        if (spread == null) {
            return NOT_MEASURED;
        }
        String number = "%,." + digits + "f";
        return spread.min == spread.max
                ? String.format(Locale.ROOT, number, spread.median)
                : String.format(
                        Locale.ROOT,
                        number + " (" + number + "–" + number + ")",
                        spread.median,
                        spread.min,
                        spread.max);
    }
}
