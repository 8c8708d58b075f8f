package io.nextclick.verdict;

import io.nextclick.experiment.UnitMetric;
import io.nextclick.flow.ListOutcome;
import io.nextclick.flow.ListOutcome.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one person adds to an experiment.
 *
 * @param arm where they count; empty if they saw lists of several
 * @param moments of the metrics; empty for those
 */
record UnitInArms(String arm, double[] moments) {

    private static final String SEVERAL = "";
    private static final long[] NO_HISTORY = new long[Part.size()];

    /** By the experiments whose lists the person saw. */
    static Map<String, UnitInArms> of(UnitSums unit) {
        Map<String, UnitInArms> experiments = new HashMap<>();
        for (int place = 0; place < unit.arms.length; place++) {
            if (!UnitMemory.isExposed(unit, place)) {
                continue;
            }
            int of = unit.arms[place].indexOf(':');
            String experiment = unit.arms[place].substring(0, of);
            if (experiments.containsKey(experiment)) {
                experiments.put(experiment, new UnitInArms(SEVERAL, UnitChange.none()));
            } else {
                double[] moments = UnitChange.none();
                long[] before = UnitMemory.before(unit, unit.starts[place]);
                UnitValues.add(moments, unit.sums, UnitMemory.sumsOf(place), before, 1);
                experiments.put(
                        experiment, new UnitInArms(unit.arms[place].substring(of + 1), moments));
            }
        }
        return experiments;
    }

    /** What changes from one to the other, either of which may be none. */
    static List<UnitChange> changes(
            String experimentKey, @Nullable UnitInArms before, @Nullable UnitInArms after) {
        List<UnitChange> changes = new ArrayList<>(2);
        if (before != null && after != null && before.arm.equals(after.arm)) {
            double[] moments = after.moments.clone();
            for (int i = 0; i < moments.length; i++) {
                moments[i] -= before.moments[i];
            }
            changes.add(new UnitChange(experimentKey, after.arm, "", 0, moments));
            return changes;
        }
        if (before != null) {
            double[] moments = before.moments.clone();
            for (int i = 0; i < moments.length; i++) {
                moments[i] = -moments[i];
            }
            changes.add(new UnitChange(experimentKey, before.arm, "", -1, moments));
        }
        if (after != null) {
            changes.add(new UnitChange(experimentKey, after.arm, "", 1, after.moments));
        }
        return changes;
    }

    /** What changes by a list that counts by itself, from the first impression on. */
    static UnitChange ofList(
            String experimentKey, String arm, String segment, ListOutcome outcome) {
        double[] moments = UnitChange.none();
        int units = 0;
        if (isShown(outcome.after())) {
            UnitValues.add(moments, outcome.after(), 0, NO_HISTORY, 1);
            units++;
        }
        if (isShown(outcome.before())) {
            UnitValues.add(moments, outcome.before(), 0, NO_HISTORY, -1);
            units--;
        }
        return new UnitChange(experimentKey, arm, segment, units, moments);
    }

    private static boolean isShown(long[] sums) {
        return sums.length > 0 && sums[Part.SHOWN.place()] > 0;
    }

    /** A metric's sums in an array of moments. */
    static Moments moments(long units, double[] all, UnitMetric metric) {
        int at = metric.place() * UnitChange.NUMBERS;
        return new Moments(units, all[at], all[at + 1], all[at + 2], all[at + 3], all[at + 4]);
    }
}
