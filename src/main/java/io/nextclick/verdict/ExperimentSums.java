package io.nextclick.verdict;

import java.util.Arrays;

/**
 * The sums of one experiment. Stored: its fields are part of every savepoint.
 *
 * <p>Invariant: all of it are sums over units, so what a unit had added is taken away again by
 * subtracting it.
 */
public final class ExperimentSums {

    /** Most arms; those of a definition are fewer. */
    static final int MOST_ARMS = 16;

    private static final String[] NO_ARMS = {};
    private static final long[] NO_UNITS = {};
    private static final double[] NO_MOMENTS = {};

    public String[] arms = NO_ARMS;

    /** By arm. */
    public long[] units = NO_UNITS;

    /** By arm, see {@link UnitChange#moments}. */
    public double[] moments = NO_MOMENTS;

    /** Units that saw several arms. */
    public long crossovers;

    /** When the first unit came, by the job's clock, ms since the epoch; 0 for none. */
    public long firstMillis;

    /** Of the newest result. */
    public long number;

    /** Technical: the registered timer, 0 if there is none. */
    public long timerMillis;

    /** For Flink's serializer. */
    public ExperimentSums() {}

    /** Adds a change; false if there are too many arms. */
    boolean add(UnitChange change) {
        if (change.arm().isEmpty()) {
            crossovers += change.units();
            return true;
        }
        int size = UnitChange.none().length;
        int place = Arrays.asList(arms).indexOf(change.arm());
        if (place < 0) {
            if (arms.length == MOST_ARMS) {
                return false;
            }
            place = arms.length;
            arms = Arrays.copyOf(arms, place + 1);
            arms[place] = change.arm();
            units = Arrays.copyOf(units, place + 1);
            moments = Arrays.copyOf(moments, (place + 1) * size);
        }
        units[place] += change.units();
        for (int i = 0; i < size; i++) {
            moments[place * size + i] += change.moments()[i];
        }
        return true;
    }

    /** The units of an arm. */
    long unitsOf(String arm) {
        int place = Arrays.asList(arms).indexOf(arm);
        return place < 0 ? 0 : units[place];
    }

    /** The moments of an arm, see {@link UnitChange#moments}. */
    double[] momentsOf(String arm) {
        int size = UnitChange.none().length;
        int place = Arrays.asList(arms).indexOf(arm);
        return place < 0
                ? UnitChange.none()
                : Arrays.copyOfRange(moments, place * size, (place + 1) * size);
    }
}
