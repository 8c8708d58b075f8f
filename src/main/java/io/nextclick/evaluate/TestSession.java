package io.nextclick.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A session of the test while its clicks come, with the lists that were made for it. What a list is
 * worth is known once the session is over.
 */
final class TestSession {

    private final List<Click> clicks = new ArrayList<>();
    private final Map<String, Integer> lastPositions = new HashMap<>();

    /** By position of the click that each was made after. */
    private final List<List<String>> lists = new ArrayList<>();

    private final List<Slice.Next> nexts = new ArrayList<>();

    /** The clicks so far, oldest first. */
    List<Click> clicks() {
        return clicks;
    }

    /** True if a click so far is on the item. */
    boolean has(String item) {
        return lastPositions.containsKey(item);
    }

    /** True if a click after that position is on the item. */
    boolean occursAfter(String item, int position) {
        Integer last = lastPositions.get(item);
        return last != null && last > position;
    }

    void add(Click click) {
        lastPositions.put(click.itemId(), clicks.size());
        clicks.add(click);
    }

    /** Keeps the list that was made after the last click so far, and what comes next. */
    void predicted(List<String> list, Slice.Next next) {
        lists.add(List.copyOf(list));
        nexts.add(next);
    }

    /** Gives the figures of each list, by column of the metric; valid during the call only. */
    void score(BiConsumer<Slice.Next, double[]> scored) {
        double[] figures = new double[Metric.values().length];
        for (int position = 0; position < lists.size(); position++) {
            Arrays.fill(figures, 0);
            ListScorer.addTo(figures, lists.get(position), this, position);
            scored.accept(nexts.get(position), figures);
        }
    }
}
