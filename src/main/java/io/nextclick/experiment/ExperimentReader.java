package io.nextclick.experiment;

import io.nextclick.event.ListToken;
import io.nextclick.event.SiteKey;
import io.nextclick.experiment.Experiment.Allocation;
import io.nextclick.experiment.Experiment.Arm;
import io.nextclick.experiment.Experiment.Goal;
import io.nextclick.experiment.Experiment.Guardrail;
import io.nextclick.experiment.Experiment.Unit;
import io.nextclick.experiment.Experiment.Units;
import io.nextclick.rule.DefinitionReader;
import io.nextclick.rule.RuleFault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an experiment from YAML or JSON and finds all that is wrong with it: its shape by the JSON
 * schema, then what the schema cannot say.
 */
public final class ExperimentReader {

    private static final String SCHEMA = "/experiments/experiment.schema.json";
    private static final double DEFAULT_FLOOR = 0.01;
    private static final double DEFAULT_ALPHA = 0.05;
    private static final double ROUNDING = 1e-9;

    /** Of a segment's name, so that a list's token has those of all its experiments. */
    private static final int MOST_BYTES = ListToken.MAX_SEGMENT_BYTES / Experiments.MOST_AT_ONCE;

    private final DefinitionReader<ExperimentDocument> reader =
            new DefinitionReader<>(SCHEMA, ExperimentDocument.class);

    /**
     * What came of reading an experiment.
     *
     * @param experiment the experiment, or null if anything is wrong with it
     * @param text the definition as one line of JSON; empty if it is not readable at all
     * @param faults all that is wrong, up to a bound
     */
    public record Reading(@Nullable Experiment experiment, String text, List<RuleFault> faults) {}

    /** Reads an experiment written in YAML, of which JSON is a part. */
    public Reading read(String text) {
        DefinitionReader.Reading<ExperimentDocument> read = reader.read(text);
        Experiment experiment = read.meaning(ExperimentReader::experiment);
        return new Reading(experiment, read.text(), read.faults());
    }

    private static Experiment experiment(ExperimentDocument document, List<RuleFault> faults) {
        List<Arm> arms = arms(document.arms(), faults);
        Unit unit =
                document.unit() == null
                        ? Unit.PERSON
                        : Unit.valueOf(document.unit().toUpperCase(Locale.ROOT));
        long start = DefinitionReader.millis(document.start(), Long.MIN_VALUE, "/start", faults);
        long stop = DefinitionReader.millis(document.stop(), Long.MAX_VALUE, "/stop", faults);
        if (stop <= start) {
            faults.add(new RuleFault("/stop", "is not after start"));
        }
        boolean isolated = "isolated".equals(document.learning());
        if (isolated && unit == Unit.LIST) {
            faults.add(
                    new RuleFault(
                            "/learning",
                            "'isolated' needs the unit person or device: the visitors of a list's"
                                    + " arm are all visitors"));
        }
        return new Experiment(
                document.site() == null ? SiteKey.DEFAULT_SITE : document.site(),
                document.experimentId(),
                document.version(),
                document.surfaces() == null ? Set.of() : Set.copyOf(document.surfaces()),
                document.segments() == null ? Set.of() : Set.copyOf(document.segments()),
                units(document, unit, faults),
                arms,
                allocation(document, unit, arms.size(), faults),
                goal(document, faults),
                isolated,
                start,
                stop);
    }

    private static List<Arm> arms(
            List<ExperimentDocument.ArmDocument> documents, List<RuleFault> faults) {
        List<Arm> arms = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        double sum = 0;
        for (ExperimentDocument.ArmDocument each : documents) {
            if (!ids.add(each.arm())) {
                faults.add(
                        new RuleFault(
                                "/arms/" + arms.size() + "/arm",
                                "'%s' is there twice".formatted(each.arm())));
            }
            sum += each.share();
            arms.add(
                    new Arm(
                            each.arm(),
                            each.share(),
                            each.settings() == null ? ArmSettings.NONE : each.settings()));
        }
        if (Math.abs(sum - 1) > ROUNDING) {
            faults.add(new RuleFault("/arms", "the shares are %s together, not 1".formatted(sum)));
        }
        return arms;
    }

    private static Units units(ExperimentDocument document, Unit unit, List<RuleFault> faults) {
        double share = document.share() == null ? 1 : document.share();
        double from = document.groupFrom() == null ? 0 : document.groupFrom();
        if (document.group() == null && document.groupFrom() != null) {
            faults.add(new RuleFault("/group_from", "needs a group"));
        }
        if (from + share > 1 + ROUNDING) {
            faults.add(
                    new RuleFault(
                            "/share",
                            "begins at %s of the group and ends above 1".formatted(from)));
        }
        String salt = document.salt() == null ? document.experimentId() : document.salt();
        return new Units(unit, salt, share, document.group(), from);
    }

    private static Allocation allocation(
            ExperimentDocument document, Unit unit, int arms, List<RuleFault> faults) {
        boolean learned = "learned".equals(document.allocation());
        double floor = document.floor() == null ? DEFAULT_FLOOR : document.floor();
        if (learned && unit != Unit.LIST) {
            faults.add(
                    new RuleFault(
                            "/allocation",
                            "'learned' needs the unit list: a person would change arms"));
        }
        if (!learned && document.floor() != null) {
            faults.add(new RuleFault("/floor", "needs the allocation 'learned'"));
        }
        if (floor * arms > 1) {
            faults.add(new RuleFault("/floor", "%d arms of at least %s".formatted(arms, floor)));
        }
        return new Allocation(learned, floor, bySegment(document, learned, faults));
    }

    private static List<String> bySegment(
            ExperimentDocument document, boolean learned, List<RuleFault> faults) {
        if (document.bySegment() == null) {
            return List.of();
        }
        if (!learned) {
            faults.add(new RuleFault("/by_segment", "needs the allocation 'learned'"));
        }
        for (int i = 0; i < document.bySegment().size(); i++) {
            int bytes = document.bySegment().get(i).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MOST_BYTES) {
                faults.add(
                        new RuleFault(
                                "/by_segment/" + i,
                                "has %d bytes, allowed are %d".formatted(bytes, MOST_BYTES)));
            }
        }
        return List.copyOf(document.bySegment());
    }

    private static Goal goal(ExperimentDocument document, List<RuleFault> faults) {
        UnitMetric primary =
                document.primary() == null ? UnitMetric.VALUE : UnitMetric.of(document.primary());
        List<Guardrail> guardrails = new ArrayList<>();
        Set<UnitMetric> guarded = new HashSet<>();
        if (document.guardrails() != null) {
            for (ExperimentDocument.GuardrailDocument each : document.guardrails()) {
                UnitMetric metric = UnitMetric.of(each.metric());
                if (!guarded.add(metric)) {
                    faults.add(
                            new RuleFault(
                                    "/guardrails/" + guardrails.size() + "/metric",
                                    "'%s' is there twice".formatted(each.metric())));
                }
                guardrails.add(new Guardrail(metric, each.atMostWorse()));
            }
        }
        return new Goal(
                primary,
                document.minimumEffect() == null ? 0 : document.minimumEffect(),
                document.alpha() == null ? DEFAULT_ALPHA : document.alpha(),
                guardrails);
    }
}
