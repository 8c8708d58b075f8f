package io.nextclick.experiment;

import io.nextclick.rule.RuleFault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The experiments in force together. A change is taken as a whole or refused with the reason, and
 * then what was in force stays so.
 *
 * <p>Whoever has an arm keeps it: a new version may not change what divides the units. It may let
 * more of them take part, and change its end and what is measured.
 */
public final class ExperimentBook {

    /** Most experiments. */
    public static final int MOST = 200;

    private final Map<String, ExperimentUpdate> updates = new LinkedHashMap<>();
    private final Map<String, Experiment> experiments = new LinkedHashMap<>();

    /** Takes over what was in force before a restart. */
    public void restore(Collection<ExperimentUpdate> stored, ExperimentReader reader) {
        for (ExperimentUpdate update : stored) {
            Experiment experiment = reader.read(update.text()).experiment();
            if (experiment != null) {
                updates.put(update.experimentKey(), update);
                experiments.put(update.experimentKey(), experiment);
            }
        }
    }

    /** What is in force. */
    public Collection<ExperimentUpdate> updates() {
        return updates.values();
    }

    /**
     * Takes in an experiment.
     *
     * @param text the definition as JSON
     * @param faults takes why it is refused
     * @return the change; nothing if the experiment is refused or says nothing new
     */
    public Optional<ExperimentUpdate> put(
            Experiment experiment, String text, List<RuleFault> faults) {
        String key = experiment.key();
        Experiment before = experiments.get(key);
        if (before != null && before.version() == experiment.version()) {
            if (!before.equals(experiment)) {
                faults.add(
                        new RuleFault(
                                "/version",
                                "version %d is in force with another content; a change has another"
                                                .formatted(experiment.version())
                                        + " version"));
            }
            return Optional.empty();
        }
        if (before != null) {
            checkArms(before, experiment, faults);
        } else if (experiments.size() >= MOST) {
            faults.add(
                    new RuleFault(
                            "/experiment_id", "there are %d experiments already".formatted(MOST)));
        }
        checkOthers(experiment, faults);
        if (!faults.isEmpty()) {
            return Optional.empty();
        }
        ExperimentUpdate update = new ExperimentUpdate(key, experiment.version(), text);
        updates.put(key, update);
        experiments.put(key, experiment);
        return Optional.of(update);
    }

    private static void checkArms(Experiment before, Experiment now, List<RuleFault> faults) {
        if (!before.arms().equals(now.arms())
                || before.allocation().learned() != now.allocation().learned()
                || before.isolated() != now.isolated()) {
            faults.add(
                    new RuleFault(
                            "/arms",
                            "version %d has other arms; other arms are another experiment"
                                    .formatted(before.version())));
        }
        if (!before.allocation().bySegment().equals(now.allocation().bySegment())) {
            faults.add(
                    new RuleFault(
                            "/by_segment",
                            "version %d has other segments; what was learned is of them"
                                    .formatted(before.version())));
        }
        Experiment.Units was = before.units();
        Experiment.Units is = now.units();
        if (was.unit() != is.unit()
                || !was.salt().equals(is.salt())
                || was.groupFrom() != is.groupFrom()
                || before.startMillis() != now.startMillis()) {
            faults.add(
                    new RuleFault(
                            "/unit",
                            "version %d has other units; unit, salt, group_from and start stay"
                                    .formatted(before.version())));
        }
    }

    private void checkOthers(Experiment experiment, List<RuleFault> faults) {
        List<Experiment> met = new ArrayList<>();
        for (Experiment other : experiments.values()) {
            if (other.key().equals(experiment.key()) || !other.meets(experiment)) {
                continue;
            }
            if (experiment.units().overlaps(other.units())) {
                faults.add(
                        new RuleFault(
                                "/group_from",
                                "'%s' has a part of these units of the group"
                                        .formatted(other.id())));
            }
            if (!isApart(experiment, other)) {
                met.add(other);
                checkSettings(experiment, other, faults);
            }
        }
        int most = 1 + mostOnOneSurface(experiment, met);
        if (most > Experiments.MOST_AT_ONCE) {
            faults.add(
                    new RuleFault(
                            "/surfaces",
                            "%d experiments at once on a surface, allowed are %d"
                                    .formatted(most, Experiments.MOST_AT_ONCE)));
        }
    }

    private static int mostOnOneSurface(Experiment experiment, List<Experiment> others) {
        Set<String> surfaces = new HashSet<>(experiment.surfaces());
        if (surfaces.isEmpty()) {
            surfaces.add("");
            others.forEach(other -> surfaces.addAll(other.surfaces()));
        }
        long most = 0;
        for (String surface : surfaces) {
            most = Math.max(most, others.stream().filter(each -> each.isOn(surface)).count());
        }
        return (int) most;
    }

    private static boolean isApart(Experiment one, Experiment other) {
        String group = one.units().group();
        return group != null && group.equals(other.units().group());
    }

    private static void checkSettings(
            Experiment experiment, Experiment other, List<RuleFault> faults) {
        for (int i = 0; i < experiment.arms().size(); i++) {
            ArmSettings settings = experiment.arms().get(i).settings();
            for (Experiment.Arm arm : other.arms()) {
                if (settings.disagrees(arm.settings())) {
                    faults.add(
                            new RuleFault(
                                    "/arms/" + i + "/settings",
                                    "'%s' of '%s' has the same setting; put both into one group"
                                            .formatted(arm.id(), other.id())));
                    return;
                }
            }
        }
    }

    /** Removes an experiment; nothing if there is none. */
    public Optional<ExperimentUpdate> remove(String experimentKey) {
        experiments.remove(experimentKey);
        return updates.remove(experimentKey) == null
                ? Optional.empty()
                : Optional.of(new ExperimentUpdate(experimentKey, 0, ""));
    }
}
