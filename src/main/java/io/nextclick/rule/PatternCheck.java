package io.nextclick.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;

/** Finds patterns that mean nothing, or would keep or cost more than a rule may. */
final class PatternCheck {

    /** Most events that the stages of a pattern ask for together: so many may have to be kept. */
    private static final int MAX_TIMES = 200;

    /** A stage that takes any combination costs up to two to the power of this. */
    private static final int MAX_COMBINED = 5;

    private PatternCheck() {}

    static void check(EventPattern pattern, List<RuleFault> faults) {
        int before = faults.size();
        Set<String> names = new HashSet<>();
        List<Stage> stages = pattern.stages();
        for (int i = 0; i < stages.size(); i++) {
            String place = "/pattern/stages/" + i;
            Stage stage = stages.get(i);
            if (!names.add(stage.name())) {
                faults.add(new RuleFault(place + "/name", "a stage before has it, too"));
            }
            if (i == 0 && stage.absent()) {
                faults.add(
                        new RuleFault(
                                place + "/absent", "the first stage is something that happens"));
            }
            if (i > 0 && stage.absent() && stages.get(i - 1).absent()) {
                faults.add(
                        new RuleFault(
                                place + "/absent",
                                "so is the stage before; join the two conditions with ||"));
            }
            checkTimes(stage, place, faults);
            checkAbsent(stage, place, faults);
        }
        int asked = stages.stream().mapToInt(stage -> stage.times().from()).sum();
        if (asked > MAX_TIMES) {
            faults.add(
                    new RuleFault(
                            "/pattern/stages",
                            "ask for %d events together; allowed are %d"
                                    .formatted(asked, MAX_TIMES)));
        }
        checkWithin(pattern, faults);
        checkDistinct(pattern, faults);
        if (pattern.skipTo() != null && !names.contains(pattern.skipTo())) {
            faults.add(
                    new RuleFault(
                            "/pattern/after_match",
                            "there is no stage '%s'".formatted(pattern.skipTo())));
        }
        if (faults.size() == before) {
            askFlink(pattern, faults);
        }
    }

    private static void checkTimes(Stage stage, String place, List<RuleFault> faults) {
        Stage.Times times = stage.times();
        if (times.from() < 1 || times.from() > MAX_TIMES) {
            faults.add(
                    new RuleFault(
                            place + "/times",
                            "allowed is 1 to %d; 'optional' stands for none".formatted(MAX_TIMES)));
        }
        if (times.to() < times.from()
                || (times.to() > MAX_TIMES && times.to() != Stage.UNBOUNDED)) {
            faults.add(
                    new RuleFault(
                            place + "/times",
                            "the upper bound is below the lower one, or above " + MAX_TIMES));
        }
        if (times.inner() == Stage.Contiguity.ANY && times.to() > MAX_COMBINED) {
            faults.add(
                    new RuleFault(
                            place + "/inner",
                            "unbounded pattern: combinations of events grow exponentially;"
                                    + " allowed are at most %d times".formatted(MAX_COMBINED)));
        }
        if (!stage.isRepeated() && times.inner() != Stage.Contiguity.RELAXED) {
            faults.add(new RuleFault(place + "/inner", "is of repeated stages only"));
        }
        if (!stage.isRepeated() && times.greedy()) {
            faults.add(new RuleFault(place + "/greedy", "is of repeated stages only"));
        }
        if (times.until() != null && times.to() != Stage.UNBOUNDED) {
            faults.add(
                    new RuleFault(
                            place + "/until", "is of stages without an upper bound, 'n+', only"));
        }
    }

    private static void checkAbsent(Stage stage, String place, List<RuleFault> faults) {
        if (!stage.absent()) {
            return;
        }
        if (stage.isRepeated() || stage.optional() || stage.distinct() != null) {
            faults.add(new RuleFault(place, "an absent stage has no times, optional or distinct"));
        }
        if (stage.contiguity() == Stage.Contiguity.ANY) {
            faults.add(new RuleFault(place + "/contiguity", "of an absent stage is not 'any'"));
        }
        if (stage.withinMillis() > 0) {
            faults.add(
                    new RuleFault(
                            place + "/within", "an absent stage has the time of the pattern"));
        }
    }

    private static void checkWithin(EventPattern pattern, List<RuleFault> faults) {
        List<Stage> stages = pattern.stages();
        for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i).withinMillis() > 0 && !isKept(stages, i)) {
                faults.add(
                        new RuleFault(
                                "/pattern/stages/" + i + "/within",
                                "is of a stage of one event that is not optional, behind another"
                                        + " such stage; between them may be a relaxed absence"));
            }
        }
        boolean single = stages.size() == 1 && !stages.get(0).isRepeated();
        if (!single && pattern.withinMillis() == 0) {
            faults.add(
                    new RuleFault(
                            "/pattern/within",
                            "missing within: partial matches would be kept for ever"));
        }
    }

    /**
     * Flink CEP measures the time of a stage in one of its states; of stages that have several, or
     * that another state leads past, it forgets it.
     */
    private static boolean isKept(List<Stage> stages, int place) {
        int before = place - 1;
        boolean absence = before > 0 && stages.get(before).absent();
        if (absence && stages.get(before).contiguity() == Stage.Contiguity.RELAXED) {
            before--;
        }
        return before >= 0 && isOnce(stages.get(before)) && isOnce(stages.get(place));
    }

    private static boolean isOnce(Stage stage) {
        return !stage.absent() && !stage.optional() && !stage.isRepeated();
    }

    private static void checkDistinct(EventPattern pattern, List<RuleFault> faults) {
        List<Stage> stages = pattern.stages();
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            if (stage.distinct() == null) {
                continue;
            }
            boolean counts =
                    stages.size() == 1
                            && stage.isFixed()
                            && stage.isRepeated()
                            && stage.times().inner() == Stage.Contiguity.RELAXED
                            && pattern.skip() == EventPattern.Skip.NONE;
            if (!counts) {
                faults.add(
                        new RuleFault(
                                "/pattern/stages/" + i + "/distinct",
                                "is of patterns of one stage with a fixed number of times,"
                                        + " relaxed, without after_match"));
            }
        }
    }

    /** The last word on what can be matched is Flink CEP's own compiler's. */
    private static void askFlink(EventPattern pattern, List<RuleFault> faults) {
        try {
            Pattern<Object, Object> built = CepPattern.of(pattern, text -> never());
            NFACompiler.compileFactory(built, false).createNFA();
            if (NFACompiler.canProduceEmptyMatches(built)) {
                faults.add(
                        new RuleFault(
                                "/pattern/stages", "matches without any event: all is optional"));
            }
        } catch (RuntimeException e) {
            faults.add(new RuleFault("/pattern", String.valueOf(e.getMessage())));
        }
    }

    private static IterativeCondition<Object> never() {
        return SimpleCondition.of(event -> false);
    }
}
