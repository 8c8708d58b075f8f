package io.nextclick.experiment;

import io.nextclick.event.SiteKey;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as it is defined: units are divided among arms, and each arm makes lists its way.
 * The first arm is the control.
 *
 * @param site the tenant
 * @param id stable; at most 40 characters
 * @param version grows with every change
 * @param surfaces where its lists are shown; empty for all
 * @param segments lists of who is in one of them when the list is made take part; empty for all
 * @param units what is divided
 * @param arms at least two
 * @param allocation how it is divided
 * @param goal what it is to find out
 * @param isolated true if each arm's lists are ranked by a blend of its own, which learns from that
 *     arm's visitors alone
 * @param startMillis first moment, ms since the epoch
 * @param stopMillis its end, exclusive
 */
public record Experiment(
        String site,
        String id,
        int version,
        Set<String> surfaces,
        Set<String> segments,
        Units units,
        List<Arm> arms,
        Allocation allocation,
        Goal goal,
        boolean isolated,
        long startMillis,
        long stopMillis) {

    /** What gets an arm. */
    public enum Unit {
        /** A person, on all devices; before a login that is the device. */
        PERSON,
        /** A device, whoever uses it. */
        DEVICE,
        /** Each list by itself. */
        LIST
    }

    /**
     * Which units take part.
     *
     * @param unit what gets an arm
     * @param salt of the hash; experiments of the same salt divide alike
     * @param share of all units, above 0 to 1
     * @param group experiments of a group share their units and no unit is in two of them; null for
     *     none
     * @param groupFrom where the experiment's part of the group begins, 0 to below 1
     */
    public record Units(
            Unit unit, String salt, double share, @Nullable String group, double groupFrom) {

        /** True if a unit at such a point takes part. */
        boolean isIn(double point) {
            return point >= groupFrom && point < groupFrom + share;
        }

        /** True if a unit might be in both, though both are of one group. */
        boolean overlaps(Units other) {
            return group != null
                    && group.equals(other.group)
                    && groupFrom < other.groupFrom + other.share
                    && other.groupFrom < groupFrom + share;
        }
    }

    /**
     * A way of making lists.
     *
     * @param id at most 40 characters
     * @param share of the experiment's units; of learned ones at the beginning
     * @param settings what is different
     */
    public record Arm(String id, double share, ArmSettings settings) {}

    /**
     * How units are divided.
     *
     * @param learned true if arms that do better get more; false for the declared shares
     * @param floor least share of an arm then
     * @param bySegment segments whose lists have weights of their own then; of several that a
     *     person is in the first one counts
     */
    public record Allocation(boolean learned, double floor, List<String> bySegment) {

        /** The one that counts for who is in these segments; empty for none, which is the rest. */
        public String segment(List<String> segmentsOfPerson) {
            for (String each : bySegment) {
                if (segmentsOfPerson.contains(each)) {
                    return each;
                }
            }
            return "";
        }
    }

    /**
     * What an experiment is to find out.
     *
     * @param primary decides
     * @param minimumEffect difference of the primary metric that is worth knowing of; 0 for none
     * @param alpha probability of a wrong verdict, above 0
     * @param guardrails must not get worse
     */
    public record Goal(
            UnitMetric primary, double minimumEffect, double alpha, List<Guardrail> guardrails) {}

    /**
     * A metric that must not get worse.
     *
     * @param metric the metric
     * @param atMostWorse by which difference it may be lower
     */
    public record Guardrail(UnitMetric metric, double atMostWorse) {}

    /** The experiment among all sites. */
    public String key() {
        return SiteKey.of(site, id);
    }

    /** True at a time of its validity. */
    public boolean isRunning(long millis) {
        return millis >= startMillis && millis < stopMillis;
    }

    /** True if it is about lists of a surface. */
    public boolean isOn(String surface) {
        return surfaces.isEmpty() || surfaces.contains(surface);
    }

    /** True if it is about lists of who is in these segments. */
    public boolean isFor(List<String> segmentsOfPerson) {
        return segments.isEmpty() || segmentsOfPerson.stream().anyMatch(segments::contains);
    }

    /**
     * True if both might run at one time on one surface. Whatever their segments: a person may be
     * in several.
     */
    boolean meets(Experiment other) {
        boolean together = startMillis < other.stopMillis && other.startMillis < stopMillis;
        return together
                && site.equals(other.site)
                && (surfaces.isEmpty() || other.surfaces.isEmpty() || shareSurface(other));
    }

    private boolean shareSurface(Experiment other) {
        return surfaces.stream().anyMatch(other.surfaces::contains);
    }

    /** The place of an arm, -1 if there is none of that id. */
    public int place(String arm) {
        for (int i = 0; i < arms.size(); i++) {
            if (arms.get(i).id().equals(arm)) {
                return i;
            }
        }
        return -1;
    }

    /** The declared shares, by arm. */
    public double[] shares() {
        return arms.stream().mapToDouble(Arm::share).toArray();
    }
}
