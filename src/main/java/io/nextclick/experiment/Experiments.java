package io.nextclick.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The experiments of all sites, ready to draw arms. The draw is a hash, so a repeated event gets
 * the same arm as long as the weights are the same, and its probability is known exactly.
 */
public final class Experiments {

    /** Most experiments that a list is part of. */
    public static final int MOST_AT_ONCE = 3;

    private final ExperimentReader reader = new ExperimentReader();
    private final Map<String, Experiment> byKey = new HashMap<>();
    private final Map<String, ArmWeights> weights = new HashMap<>();

    /** By site, in order of their ids. */
    private final Map<String, List<Experiment>> bySite = new HashMap<>();

    /**
     * What an arm is drawn for.
     *
     * @param site the tenant
     * @param surface where the list is shown
     * @param personKey whom it is for, among all sites
     * @param deviceId on which device; null if there is none
     * @param eventId what led to the list
     * @param segments that the person is in
     * @param millis when that happened, ms since the epoch
     */
    public record Request(
            String site,
            String surface,
            String personKey,
            @Nullable String deviceId,
            String eventId,
            List<String> segments,
            long millis) {

        private String unit(Experiment.Unit unit) {
            return switch (unit) {
                case PERSON -> personKey;
                case DEVICE -> deviceId == null ? personKey : deviceId;
                case LIST -> personKey + '\n' + eventId;
            };
        }
    }

    /** True if there is none. */
    public boolean isEmpty() {
        return byKey.isEmpty();
    }

    /** The experiment of a key; null if it is not in force. */
    public @Nullable Experiment get(String experimentKey) {
        return byKey.get(experimentKey);
    }

    /** Takes in a change. */
    public void apply(ExperimentUpdate update) {
        Experiment before = byKey.remove(update.experimentKey());
        if (before != null) {
            index(before.site());
        }
        Experiment experiment = update.isRemoval() ? null : reader.read(update.text()).experiment();
        if (experiment != null) {
            byKey.put(update.experimentKey(), experiment);
            index(experiment.site());
        } else {
            weights.remove(update.experimentKey());
        }
    }

    private void index(String site) {
        List<Experiment> ofSite = new ArrayList<>();
        for (Experiment each : byKey.values()) {
            if (each.site().equals(site)) {
                ofSite.add(each);
            }
        }
        ofSite.sort(Comparator.comparing(Experiment::id));
        if (ofSite.isEmpty()) {
            bySite.remove(site);
        } else {
            bySite.put(site, ofSite);
        }
    }

    /** Takes in learnt weights; false if they are of no experiment in force, or older ones. */
    public boolean apply(ArmWeights learnt) {
        Experiment experiment = byKey.get(learnt.experimentKey());
        ArmWeights before = weights.get(learnt.experimentKey());
        if (experiment == null
                || !experiment.allocation().learned()
                || (before != null && before.number() >= learnt.number())
                || !isWhole(experiment, learnt)) {
            return false;
        }
        weights.put(learnt.experimentKey(), learnt);
        return true;
    }

    private static boolean isWhole(Experiment experiment, ArmWeights learnt) {
        if (!learnt.isWhole() || learnt.arms().length != experiment.arms().size()) {
            return false;
        }
        List<String> segments = new ArrayList<>(List.of(learnt.segments()));
        segments.add("");
        for (Experiment.Arm arm : experiment.arms()) {
            for (String segment : segments) {
                // Half of the floor leaves room for a floor that was raised meanwhile.
                if (learnt.weight(segment, arm.id()) < experiment.allocation().floor() / 2) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The arms of a list. */
    public Draw draw(Request request) {
        List<Experiment> ofSite = bySite.get(request.site());
        if (ofSite == null) {
            return Draw.NONE;
        }
        List<Draw.Drawn> arms = null;
        double propensity = 1;
        ArmSettings settings = ArmSettings.NONE;
        String isolated = "";
        List<String> segments = List.of();
        for (Experiment each : ofSite) {
            if (!each.isRunning(request.millis())
                    || !each.isOn(request.surface())
                    || !each.isFor(request.segments())) {
                continue;
            }
            String segment = each.allocation().segment(request.segments());
            int place = place(each, segment, request);
            if (place < 0 || (arms != null && arms.size() == MOST_AT_ONCE)) {
                continue;
            }
            arms = arms == null ? new ArrayList<>(MOST_AT_ONCE) : arms;
            Experiment.Arm arm = each.arms().get(place);
            boolean byList = each.units().unit() == Experiment.Unit.LIST;
            arms.add(new Draw.Drawn(each.id(), arm.id(), byList));
            propensity *= share(each, segment, place);
            segments = segment.isEmpty() ? segments : with(segments, segment);
            settings = settings.and(arm.settings());
            isolated = each.isolated() ? isolated + '@' + each.id() + ':' + arm.id() : isolated;
        }
        return arms == null ? Draw.NONE : new Draw(arms, propensity, settings, isolated, segments);
    }

    private static List<String> with(List<String> segments, String more) {
        List<String> all = new ArrayList<>(segments);
        all.add(more);
        return all;
    }

    /** The place of the arm that a request has in an experiment, -1 if it takes no part. */
    private int place(Experiment experiment, String segment, Request request) {
        Experiment.Units units = experiment.units();
        String unit = request.unit(units.unit());
        Point point = Point.of(request.site(), units.salt(), unit);
        String group = units.group();
        double in = group == null ? point.in() : Point.of(request.site(), group, unit).in();
        if (!units.isIn(in)) {
            return -1;
        }
        double left = point.arm();
        int last = experiment.arms().size() - 1;
        for (int place = 0; place < last; place++) {
            left -= share(experiment, segment, place);
            if (left < 0) {
                return place;
            }
        }
        return last;
    }

    private double share(Experiment experiment, String segment, int place) {
        Experiment.Arm arm = experiment.arms().get(place);
        ArmWeights learnt = weights.get(experiment.key());
        return learnt == null ? arm.share() : learnt.weight(segment, arm.id());
    }
}
