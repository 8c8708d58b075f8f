package io.nextclick.rule;

import java.util.List;

/** Finds rules that contradict themselves, or whose conditions or pattern mean nothing. */
final class RuleCheck {

    private RuleCheck() {}

    static void check(Rule rule, ConditionLanguage language, List<RuleFault> faults) {
        if (rule.validity().fromMillis() >= rule.validity().untilMillis()) {
            faults.add(new RuleFault("/valid_until", "is not after valid_from"));
        }
        if (rule.exit().segments().contains(rule.ruleId())) {
            faults.add(new RuleFault("/exit/segments", "the rule would end itself"));
        }
        if (rule.kind() == Rule.Kind.SEGMENT && !rule.actions().isEmpty()) {
            faults.add(new RuleFault("/actions", "a rule of kind SEGMENT has none"));
        }
        if (rule.kind() == Rule.Kind.RECOMMENDATION && rule.actions().isEmpty()) {
            faults.add(new RuleFault("/actions", "a rule of kind RECOMMENDATION has at least one"));
        }
        List<Stage> stages = rule.pattern().stages();
        for (int i = 0; i < stages.size(); i++) {
            String place = "/pattern/stages/" + i;
            language.compile(stages.get(i).when(), place + "/when", faults);
            String until = stages.get(i).times().until();
            if (until != null) {
                language.compile(until, place + "/until", faults);
            }
        }
        String exitWhen = rule.exit().when();
        if (exitWhen != null) {
            language.compile(exitWhen, "/exit/when", faults);
        }
        PatternCheck.check(rule.pattern(), faults);
        checkPartition(rule, faults);
    }

    /** Other fields are not remembered of an event that no condition asks for. */
    private static void checkPartition(Rule rule, List<RuleFault> faults) {
        String partition = rule.partition();
        boolean remembered =
                partition == null || List.of("item", "category", "brand").contains(partition);
        if (!remembered && rule.pattern().seesAll()) {
            faults.add(
                    new RuleFault(
                            "/partition",
                            "with strict, optional or greedy stages, or an absence behind a"
                                    + " stage of no fixed number, it is item, category or brand"));
        }
    }
}
