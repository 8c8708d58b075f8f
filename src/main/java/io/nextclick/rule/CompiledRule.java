package io.nextclick.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule with its conditions ready to be asked. Each different condition of the rule has a bit; an
 * event means to the rule the mask of those that hold.
 */
public final class CompiledRule {

    /** Bit of the condition that ends the membership. */
    public static final long EXIT = 1L << 62;

    private final Rule rule;
    private final Map<String, Integer> bits = new LinkedHashMap<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final @Nullable Condition exit;

    /**
     * Compiles a rule.
     *
     * @throws IllegalArgumentException if a condition is not one, which {@link RuleReader} refuses
     */
    public CompiledRule(Rule rule, ConditionLanguage language) {
        this.rule = rule;
        List<RuleFault> faults = new ArrayList<>();
        for (Stage stage : rule.pattern().stages()) {
            add(stage.when(), language, faults);
            String until = stage.times().until();
            if (until != null) {
                add(until, language, faults);
            }
        }
        String exitWhen = rule.exit().when();
        exit =
                exitWhen == null
                        ? null
                        : language.compile(exitWhen, "/exit/when", faults)
                                .map(when -> when.in(rule.currency()))
                                .orElse(null);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("rule " + rule.ruleKey() + ": " + faults);
        }
    }

    private void add(String text, ConditionLanguage language, List<RuleFault> faults) {
        if (!bits.containsKey(text)) {
            bits.put(text, conditions.size());
            language.compile(text, "", faults)
                    .ifPresent(condition -> conditions.add(condition.in(rule.currency())));
        }
    }

    /** The rule. */
    public Rule rule() {
        return rule;
    }

    /** True if it asks how many pieces are in the cart, which depends on the events before. */
    public boolean asksForCart() {
        String exitWhen = rule.exit().when();
        return (exitWhen != null && exitWhen.contains(Facts.IN_CART))
                || bits.keySet().stream().anyMatch(text -> text.contains(Facts.IN_CART));
    }

    /** The mask of one condition of the rule's pattern. */
    public long bit(String text) {
        Integer bit = bits.get(text);
        if (bit == null) {
            throw new IllegalArgumentException("not a condition of the rule: " + text);
        }
        return 1L << bit;
    }

    /** The conditions with their masks, that of the exit among them. */
    public Map<Condition, Long> conditions() {
        Map<Condition, Long> masks = new LinkedHashMap<>();
        for (int i = 0; i < conditions.size(); i++) {
            masks.put(conditions.get(i), 1L << i);
        }
        if (exit != null) {
            masks.merge(exit, EXIT, (ofPattern, ofExit) -> ofPattern | ofExit);
        }
        return masks;
    }

    /** Which conditions hold, that of the exit among them. */
    public long mask(Facts facts) {
        long mask = exit != null && exit.holds(facts) ? EXIT : 0;
        for (int i = 0; i < conditions.size(); i++) {
            if (conditions.get(i).holds(facts)) {
                mask |= 1L << i;
            }
        }
        return mask;
    }
}
