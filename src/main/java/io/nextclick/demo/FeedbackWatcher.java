package io.nextclick.demo;

import io.nextclick.contract.FeedbackReader;
import io.nextclick.contract.FeedbackReader.ReadCounts;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The click-through rate of lists by surface, as the job counts it. Of a key and minute the last
 * record counts. Bounded by the keys there are: surfaces and arms.
 */
final class FeedbackWatcher implements BiConsumer<String, byte @Nullable []> {

    private final FeedbackReader reader = new FeedbackReader();

    /** By key: the record of its newest minute, which may come again. */
    private final Map<String, ReadCounts> newest = new HashMap<>();

    /** By surface: lists shown and clicked in the minutes before. */
    private final Map<String, long[]> before = new TreeMap<>();

    @Override
    public synchronized void accept(String key, byte @Nullable [] value) {
        if (value == null) {
            return;
        }
        ReadCounts counts = reader.read(value);
        if (!counts.isOfAll()) {
            return;
        }
        ReadCounts last = newest.put(key, counts);
        if (last != null && last.minuteMillis() != counts.minuteMillis()) {
            add(before, last);
        }
    }

    private static void add(Map<String, long[]> sums, ReadCounts counts) {
        long[] sum = sums.computeIfAbsent(counts.surface(), surface -> new long[2]);
        sum[0] += counts.listsShown();
        sum[1] += counts.listsClicked();
    }

    /** The rates in a line. */
    synchronized String inWords() {
        Map<String, long[]> sums = new TreeMap<>();
        before.forEach((surface, sum) -> sums.put(surface, sum.clone()));
        newest.values().forEach(counts -> add(sums, counts));
        String rates =
                sums.entrySet().stream()
                        .filter(sum -> sum.getValue()[0] > 0)
                        .map(sum -> inWords(sum.getKey(), sum.getValue()))
                        .collect(Collectors.joining(", "));
        return rates.isEmpty()
                ? Figures.NOT_MEASURED + "  (no minute with a shown list is over)"
                : rates;
    }

    private static String inWords(String surface, long[] sum) {
        OptionalDouble rate = OptionalDouble.of((double) sum[1] / sum[0]);
        return Figures.format("%s %s %% of %,d", surface, Figures.percent(rate), sum[0]);
    }
}
