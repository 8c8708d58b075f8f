package io.nextclick.recommend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An item on its way into a list, with what popularity and rules have to do with it. */
final class Candidate {

    static final int MAX_RULE_REASONS = 3;

    /** Of equals the order so far stays, so it has to be a definite one. */
    static final Comparator<Candidate> BEST_FIRST = (a, b) -> Double.compare(b.score, a.score);

    /**
     * The strongest first, whichever way it pulls; then an order that does not depend on chance.
     */
    static final Comparator<Reason> STRONGEST_FIRST =
            Comparator.<Reason>comparingDouble(reason -> -Math.abs(reason.weight()))
                    .thenComparing(Reason::source)
                    .thenComparing(reason -> String.valueOf(reason.becauseOf()));

    String itemId;

    /** The score without any rule. */
    double base;

    /** Set if it is here for another reason than the items of the visit. */
    final @Nullable Reason origin;

    /** Probability of the draw that gave it its place, 1 without one. */
    final double chance;

    private double score;

    /** Null as long as no rule touched it. */
    private @Nullable Map<String, Double> partsOfRules;

    Candidate(String itemId, double base, @Nullable Reason origin) {
        this(itemId, base, origin, 1);
    }

    Candidate(String itemId, double base, @Nullable Reason origin, double chance) {
        this.itemId = itemId;
        this.base = base;
        this.origin = origin;
        this.chance = chance;
        this.score = base;
    }

    /** Becomes another item that no rule touched yet. */
    void become(String item, double newBase) {
        itemId = item;
        base = newBase;
        score = newBase;
        partsOfRules = null;
    }

    /** The item before any rule touched it. */
    Candidate untouched() {
        return new Candidate(itemId, base, origin, chance);
    }

    double score() {
        return score;
    }

    /** Gives it another score, of which the difference is the rule's doing. */
    void move(String ruleId, double newScore) {
        if (partsOfRules == null) {
            partsOfRules = new LinkedHashMap<>();
        }
        partsOfRules.merge(ruleId, newScore - score, Double::sum);
        score = newScore;
    }

    /** The rules that touched it with what each gave or, negative, took. */
    List<Reason> reasonsOfRules() {
        if (partsOfRules == null) {
            return List.of();
        }
        List<Reason> reasons = new ArrayList<>(partsOfRules.size());
        partsOfRules.forEach((rule, part) -> reasons.add(new Reason(Source.RULE, rule, part)));
        reasons.sort(STRONGEST_FIRST);
        return reasons.size() <= MAX_RULE_REASONS ? reasons : reasons.subList(0, MAX_RULE_REASONS);
    }
}
