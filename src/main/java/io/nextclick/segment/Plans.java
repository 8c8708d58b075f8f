package io.nextclick.segment;

import io.nextclick.rule.CompiledRule;
import io.nextclick.rule.EventPattern;
import io.nextclick.rule.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses how a pattern is matched: the simple shapes by a plan of their own, which keeps a few
 * events, all others on Flink CEP's automaton. The matches are the same; a test on random patterns
 * shows it.
 */
public final class Plans {

    private Plans() {}

    /**
     * The plan's name, for people: {@code count} and {@code chain} keep a few events, {@code
     * automaton} is Flink CEP's.
     */
    public static String nameOf(CompiledRule rule) {
        Plan plan = of(rule, 1);
        if (plan instanceof CountPlan) {
            return "count";
        }
        return plan instanceof ChainPlan ? "chain" : "automaton";
    }

    /**
     * The plan of a rule.
     *
     * @param maxRuns most runs of a chain
     */
    static Plan of(CompiledRule rule, int maxRuns) {
        EventPattern pattern = rule.rule().pattern();
        if (isCount(pattern)) {
            Stage stage = pattern.stages().get(0);
            return new CountPlan(
                    rule.bit(stage.when()),
                    stage.times().from(),
                    pattern.withinMillis(),
                    pattern.skip() == EventPattern.Skip.PAST_LAST_EVENT,
                    stage.distinct());
        }
        return isChain(pattern) ? chain(rule, maxRuns) : new NfaPlan(rule);
    }

    private static boolean isSimple(EventPattern pattern) {
        return pattern.skipTo() == null
                && pattern.stages().stream().allMatch(stage -> stage.withinMillis() == 0);
    }

    private static boolean isCount(EventPattern pattern) {
        Stage first = pattern.stages().get(0);
        return isSimple(pattern)
                && pattern.stages().size() == 1
                && first.isFixed()
                && first.times().inner() == Stage.Contiguity.RELAXED;
    }

    private static boolean isChain(EventPattern pattern) {
        if (!isSimple(pattern) || pattern.withinMillis() == 0) {
            return false;
        }
        boolean afterAbsence = false;
        for (Stage stage : pattern.stages()) {
            boolean relaxed = stage.contiguity() == Stage.Contiguity.RELAXED;
            boolean simple =
                    stage.isFixed()
                            && stage.distinct() == null
                            && stage.contiguity() != Stage.Contiguity.ANY
                            && stage.times().inner() != Stage.Contiguity.ANY
                            && (relaxed || (!stage.absent() && !afterAbsence));
            if (!simple) {
                return false;
            }
            afterAbsence = stage.absent();
        }
        return true;
    }

    private static ChainPlan chain(CompiledRule rule, int maxRuns) {
        EventPattern pattern = rule.rule().pattern();
        List<ChainPlan.Link> links = new ArrayList<>();
        long absent = 0;
        List<Stage> stages = pattern.stages();
        for (int place = 0; place < stages.size(); place++) {
            Stage stage = stages.get(place);
            long bit = rule.bit(stage.when());
            if (stage.absent()) {
                absent = bit;
                continue;
            }
            // What may not follow a repeated stage may not come inside it either, in Flink CEP.
            boolean last = place + 1 == stages.size();
            long inside =
                    last || !stages.get(place + 1).absent()
                            ? 0
                            : rule.bit(stages.get(place + 1).when());
            for (int i = 0; i < stage.times().from(); i++) {
                Stage.Contiguity contiguity = i == 0 ? stage.contiguity() : stage.times().inner();
                boolean strict = contiguity == Stage.Contiguity.STRICT && !links.isEmpty();
                links.add(new ChainPlan.Link(bit, strict, i == 0 ? absent : inside));
            }
            absent = 0;
        }
        return new ChainPlan(
                links,
                absent,
                pattern.withinMillis(),
                pattern.skip() == EventPattern.Skip.PAST_LAST_EVENT,
                maxRuns);
    }
}
