package io.nextclick.verdict;

import io.nextclick.flow.ListOutcome;
import io.nextclick.flow.ListOutcome.Part;
import java.util.Arrays;

/** What is done with {@link UnitSums}. */
final class UnitMemory {

    /** Most arms of all experiments that are kept of a person. */
    static final int MOST_ARMS = 24;

    /** Weeks that are kept: what people did before an experiment is asked of the newest two. */
    static final int MOST_WEEKS = 5;

    /** So many weeks before the week of its start say what a unit did before. */
    private static final int WEEKS_BEFORE = 2;

    private static final long WEEK_MILLIS = 7 * 86_400_000L;
    private static final int PARTS = Part.size();

    private UnitMemory() {}

    /**
     * The place of an arm, made if there is none.
     *
     * @param startMillis of its experiment; 0 for one without a start
     * @return -1 if there are too many
     */
    static int place(UnitSums unit, String arm, long startMillis) {
        int place = Arrays.asList(unit.arms).indexOf(arm);
        if (place >= 0) {
            return place;
        }
        place = unit.arms.length;
        if (place == MOST_ARMS) {
            return -1;
        }
        unit.arms = Arrays.copyOf(unit.arms, place + 1);
        unit.arms[place] = arm;
        unit.starts = Arrays.copyOf(unit.starts, place + 1);
        unit.starts[place] = startMillis;
        unit.sums = Arrays.copyOf(unit.sums, (place + 1) * PARTS);
        return place;
    }

    /** Adds what a list is worth more than before, to an arm. */
    static void add(UnitSums unit, int place, ListOutcome outcome) {
        add(unit.sums, place, outcome);
    }

    private static void add(long[] sums, int place, ListOutcome outcome) {
        for (Part part : Part.values()) {
            sums[place * PARTS + part.place()] += outcome.change(part);
        }
    }

    /** Adds it to the week in which the list was opened; the oldest week is forgotten. */
    static void addToWeek(UnitSums unit, ListOutcome outcome) {
        long week = Math.floorDiv(outcome.openedAtMillis(), WEEK_MILLIS);
        int place = indexOf(unit.weeks, week);
        if (place < 0) {
            place = newWeek(unit, week);
        }
        if (place >= 0) {
            add(unit.weekly, place, outcome);
        }
    }

    private static int newWeek(UnitSums unit, long week) {
        int count = unit.weeks.length;
        if (count < MOST_WEEKS) {
            unit.weeks = Arrays.copyOf(unit.weeks, count + 1);
            unit.weekly = Arrays.copyOf(unit.weekly, (count + 1) * PARTS);
            unit.weeks[count] = week;
            return count;
        }
        int oldest = 0;
        for (int i = 1; i < count; i++) {
            oldest = unit.weeks[i] < unit.weeks[oldest] ? i : oldest;
        }
        if (unit.weeks[oldest] > week) {
            return -1;
        }
        unit.weeks[oldest] = week;
        Arrays.fill(unit.weekly, oldest * PARTS, (oldest + 1) * PARTS, 0);
        return oldest;
    }

    private static int indexOf(long[] numbers, long wanted) {
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** What the person's lists were worth before an experiment began. */
    static long[] before(UnitSums unit, long startMillis) {
        long[] sum = new long[PARTS];
        if (startMillis == 0) {
            return sum;
        }
        long start = Math.floorDiv(startMillis, WEEK_MILLIS);
        for (int i = 0; i < unit.weeks.length; i++) {
            if (unit.weeks[i] < start && unit.weeks[i] >= start - WEEKS_BEFORE) {
                for (int part = 0; part < PARTS; part++) {
                    sum[part] += unit.weekly[i * PARTS + part];
                }
            }
        }
        return sum;
    }

    /** True if the person saw a list of an arm. */
    static boolean isExposed(UnitSums unit, int place) {
        return unit.sums[place * PARTS + Part.SHOWN.place()] > 0;
    }

    /** Where the sums of an arm begin. */
    static int sumsOf(int place) {
        return place * PARTS;
    }

    /** Forgets arms of which nothing is left. */
    static void compact(UnitSums unit) {
        int kept = 0;
        for (int i = 0; i < unit.arms.length; i++) {
            long[] sums = Arrays.copyOfRange(unit.sums, i * PARTS, (i + 1) * PARTS);
            if (!UnitSums.isZero(sums)) {
                unit.arms[kept] = unit.arms[i];
                unit.starts[kept] = unit.starts[i];
                System.arraycopy(sums, 0, unit.sums, kept * PARTS, PARTS);
                kept++;
            }
        }
        unit.arms = Arrays.copyOf(unit.arms, kept);
        unit.starts = Arrays.copyOf(unit.starts, kept);
        unit.sums = Arrays.copyOf(unit.sums, kept * PARTS);
    }
}
