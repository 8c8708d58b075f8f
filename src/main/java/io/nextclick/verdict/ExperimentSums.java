package io.nextclick.verdict;

import io.nextclick.experiment.UnitMetric;
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

    /** Most arms of all segments together; those of a definition are fewer. */
    static final int MOST_SEGMENT_ARMS = 128;

    private static final char OF = '\n';

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

    /** Of lists in segments whose weights are learned: the arms of each, behind its name. */
    public String[] segmentArms = NO_ARMS;

    /** By segment and arm. */
    public long[] segmentUnits = NO_UNITS;

    /** By segment and arm, as of arms. */
    public double[] segmentMoments = NO_MOMENTS;

    /** For Flink's serializer. */
    public ExperimentSums() {}

    /** Adds a change; false if there are too many arms, of all or of segments. */
    boolean add(UnitChange change) {
        return addToAll(change) && (change.segment().isEmpty() || addToSegment(change));
    }

    private boolean addToSegment(UnitChange change) {
        int size = UnitChange.none().length;
        String name = change.segment() + OF + change.arm();
        int place = Arrays.asList(segmentArms).indexOf(name);
        if (place < 0) {
            if (segmentArms.length == MOST_SEGMENT_ARMS) {
                return false;
            }
            place = segmentArms.length;
            segmentArms = Arrays.copyOf(segmentArms, place + 1);
            segmentArms[place] = name;
            segmentUnits = Arrays.copyOf(segmentUnits, place + 1);
            segmentMoments = Arrays.copyOf(segmentMoments, (place + 1) * size);
        }
        segmentUnits[place] += change.units();
        addMoments(segmentMoments, place, change);
        return true;
    }

    private static void addMoments(double[] into, int place, UnitChange change) {
        int size = UnitChange.none().length;
        for (int i = 0; i < size; i++) {
            into[place * size + i] += change.moments()[i];
        }
    }

    private boolean addToAll(UnitChange change) {
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
        addMoments(moments, place, change);
        return true;
    }

    /** The units of an arm. */
    long unitsOf(String arm) {
        int place = Arrays.asList(arms).indexOf(arm);
        return place < 0 ? 0 : units[place];
    }

    /** A metric of an arm's units. */
    Moments of(String arm, UnitMetric metric) {
        return UnitInArms.moments(unitsOf(arm), momentsOf(arm), metric);
    }

    /** The same of those of its lists that are in a segment. */
    Moments of(String segment, String arm, UnitMetric metric) {
        int size = UnitChange.none().length;
        int place = Arrays.asList(segmentArms).indexOf(segment + OF + arm);
        return place < 0
                ? Moments.NONE
                : UnitInArms.moments(
                        segmentUnits[place],
                        Arrays.copyOfRange(segmentMoments, place * size, (place + 1) * size),
                        metric);
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
