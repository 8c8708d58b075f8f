package io.nextclick.rule;

import io.nextclick.event.SiteKey;
import io.nextclick.flow.ItemAction;
import io.nextclick.flow.ItemAction.Verb;
import io.nextclick.flow.ItemSelector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds rules that are right by themselves and may not mean what their authors think together. Two
 * recommendation rules disagree if both are enabled, of one site and of equal priority, valid at
 * the same time, and one undoes what the other does to items that may be the same. Whether a person
 * is ever under both is not asked.
 */
public final class RuleConflicts {

    /** More are not listed; who has so many reads no more. */
    static final int MAX_WARNINGS = 1_000;

    private RuleConflicts() {}

    /**
     * What may be wrong between a rule and others.
     *
     * @param ruleKey the rule among all sites; the first of two
     * @param place JSON pointer into it
     * @param reason what may be wrong
     */
    public record Warning(String ruleKey, String place, String reason) {
        @Override
        public String toString() {
            return ruleKey + ": " + place + ": " + reason;
        }
    }

    /** The warnings, by rule and place; the same for the same rules in any order. */
    public static List<Warning> of(Collection<Rule> rules) {
        List<Rule> sorted = new ArrayList<>(rules);
        sorted.sort(Comparator.comparing(Rule::ruleKey));
        Set<String> known = new HashSet<>();
        sorted.forEach(rule -> known.add(rule.ruleKey()));
        List<Warning> warnings = new ArrayList<>();
        for (int i = 0; i < sorted.size() && warnings.size() < MAX_WARNINGS; i++) {
            Rule rule = sorted.get(i);
            unknownExits(rule, known, warnings);
            if (!acts(rule)) {
                continue;
            }
            for (Rule other : sorted.subList(i + 1, sorted.size())) {
                if (acts(other) && meet(rule, other)) {
                    compare(rule, other, warnings);
                }
            }
        }
        return warnings.size() <= MAX_WARNINGS ? warnings : warnings.subList(0, MAX_WARNINGS);
    }

    private static void unknownExits(Rule rule, Set<String> known, List<Warning> warnings) {
        for (int i = 0; i < rule.exit().segments().size(); i++) {
            String exit = rule.exit().segments().get(i);
            if (!known.contains(SiteKey.of(rule.site(), exit))) {
                warnings.add(
                        new Warning(
                                rule.ruleKey(),
                                "/exit/segments/" + i,
                                "there is no rule '%s'".formatted(exit)));
            }
        }
    }

    private static boolean acts(Rule rule) {
        return rule.validity().enabled() && rule.kind() == Rule.Kind.RECOMMENDATION;
    }

    private static boolean meet(Rule rule, Rule other) {
        return rule.priority() == other.priority()
                && rule.site().equals(other.site())
                && rule.validity().overlaps(other.validity());
    }

    private static void compare(Rule rule, Rule other, List<Warning> warnings) {
        for (int i = 0; i < rule.actions().size(); i++) {
            for (int j = 0; j < other.actions().size(); j++) {
                String reason = conflict(rule.actions().get(i), other.actions().get(j));
                if (reason != null) {
                    warnings.add(
                            new Warning(
                                    rule.ruleKey(),
                                    "/actions/" + i,
                                    "%s /actions/%d of '%s', and both have priority %d"
                                            .formatted(
                                                    reason, j, other.ruleId(), rule.priority())));
                }
            }
        }
    }

    /** What an action does to another, or null. */
    private static @Nullable String conflict(ItemAction action, ItemAction other) {
        Verb verb = action.verb();
        Verb otherVerb = other.verb();
        if (verb == Verb.PIN && otherVerb == Verb.PIN) {
            return action.position() == other.position()
                    ? "pins at position %d, as does".formatted(action.position())
                    : null;
        }
        boolean boosts = verb == Verb.BOOST && otherVerb == Verb.BURY;
        boolean buries = verb == Verb.BURY && otherVerb == Verb.BOOST;
        if (boosts || buries) {
            return mayOverlap(action.selector(), other.selector())
                    ? (boosts ? "boosts what may be buried by" : "buries what may be boosted by")
                    : null;
        }
        if (brings(verb) && otherVerb == Verb.FILTER) {
            return mayRemove(other, action) ? "brings what may be filtered out by" : null;
        }
        if (verb == Verb.FILTER && brings(otherVerb)) {
            return mayRemove(action, other) ? "filters out what may be brought by" : null;
        }
        return null;
    }

    private static boolean brings(Verb verb) {
        return verb == Verb.ADD || verb == Verb.PIN;
    }

    private static boolean mayRemove(ItemAction filter, ItemAction brings) {
        return filter.keepOnly()
                ? !isWithin(brings.selector(), filter.selector())
                : mayOverlap(brings.selector(), filter.selector());
    }

    /** True unless no item can be of both selections. */
    static boolean mayOverlap(ItemSelector one, ItemSelector other) {
        String category = fixed(one.category());
        String otherCategory = fixed(other.category());
        boolean categoriesApart =
                category != null
                        && otherCategory != null
                        && !ItemSelector.isWithin(category, otherCategory)
                        && !ItemSelector.isWithin(otherCategory, category);
        return !itemsApart(one, other)
                && !categoriesApart
                && !differ(fixed(one.brand()), fixed(other.brand()))
                && !differ(one.inStock(), other.inStock())
                && !differ(one.boughtBefore(), other.boughtBefore())
                && !pricesApart(one, other);
    }

    /** True if every item of a selection is surely of another. */
    private static boolean isWithin(ItemSelector inner, ItemSelector outer) {
        String category = fixed(inner.category());
        String outerCategory = outer.category();
        List<String> items = Arrays.asList(inner.items());
        boolean itemsWithin =
                outer.items().length == 0
                        || (!items.isEmpty()
                                && !items.contains(ItemSelector.MATCH)
                                && Arrays.asList(outer.items()).containsAll(items));
        boolean categoryWithin =
                outerCategory == null
                        || (category != null && ItemSelector.isWithin(category, outerCategory));
        return itemsWithin
                && categoryWithin
                && implies(fixed(inner.brand()), outer.brand())
                && implies(inner.inStock(), outer.inStock())
                && implies(inner.boughtBefore(), outer.boughtBefore())
                && (!outer.asksForPrice()
                        || (outer.currency().equals(inner.currency())
                                && outer.priceFrom() <= inner.priceFrom()
                                && inner.priceTo() <= outer.priceTo()));
    }

    /** An item has one price, in one currency. */
    private static boolean pricesApart(ItemSelector one, ItemSelector other) {
        return one.asksForPrice()
                && other.asksForPrice()
                && (!one.currency().equals(other.currency())
                        || one.priceFrom() > other.priceTo()
                        || other.priceFrom() > one.priceTo());
    }

    private static boolean itemsApart(ItemSelector one, ItemSelector other) {
        Set<String> items = new HashSet<>(Arrays.asList(one.items()));
        Set<String> others = new HashSet<>(Arrays.asList(other.items()));
        if (items.isEmpty() || others.isEmpty() || items.contains(ItemSelector.MATCH)) {
            return false;
        }
        items.retainAll(others);
        return items.isEmpty() && !others.contains(ItemSelector.MATCH);
    }

    /** A value that is known before the match. */
    private static @Nullable String fixed(@Nullable String value) {
        return value == null || value.equals(ItemSelector.MATCH) ? null : value;
    }

    private static boolean differ(@Nullable Object one, @Nullable Object other) {
        return one != null && other != null && !one.equals(other);
    }

    private static boolean implies(@Nullable Object inner, @Nullable Object outer) {
        return outer == null || outer.equals(inner);
    }
}
