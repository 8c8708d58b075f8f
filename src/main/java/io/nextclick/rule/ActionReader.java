package io.nextclick.rule;

import io.nextclick.flow.ItemAction;
import io.nextclick.flow.ItemSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what a recommendation rule does to lists, and finds what is wrong with it. */
final class ActionReader {

    private static final double DEFAULT_BOOST = 2;
    private static final double DEFAULT_BURY = 0.5;
    private static final int DEFAULT_COUNT = 5;

    private ActionReader() {}

    /** The actions of a rule. */
    static List<ItemAction> actions(
            RuleDocument document, String currency, List<RuleFault> faults) {
        List<ItemAction> actions = new ArrayList<>();
        if (document.actions() == null) {
            return actions;
        }
        for (RuleDocument.ActionDocument action : document.actions()) {
            ItemSelector selector = selector(action.what(), currency);
            ItemAction.Verb verb = ItemAction.Verb.valueOf(action.verb().toUpperCase(Locale.ROOT));
            check(action, verb, selector, "/actions/" + actions.size(), faults);
            double factor = verb == ItemAction.Verb.BURY ? DEFAULT_BURY : DEFAULT_BOOST;
            actions.add(
                    new ItemAction(
                            verb,
                            document.ruleId(),
                            document.priority(),
                            selector,
                            action.factor() == null ? factor : action.factor(),
                            action.position() == null ? 1 : action.position(),
                            action.count() == null ? DEFAULT_COUNT : action.count(),
                            action.keepOnly(),
                            texts(action.fallback())));
        }
        return actions;
    }

    private static void check(
            RuleDocument.ActionDocument action,
            ItemAction.Verb verb,
            ItemSelector selector,
            String place,
            List<RuleFault> faults) {
        if (action.what().currency() != null && !selector.asksForPrice()) {
            faults.add(new RuleFault(place + "/what/currency", "needs price_from or price_to"));
        }
        if (selector.priceFrom() > selector.priceTo()) {
            faults.add(new RuleFault(place + "/what/price_to", "is below price_from"));
        }
        boolean findable =
                selector.items().length > 0
                        || selector.category() != null
                        || action.fallback() != null;
        boolean adds = verb == ItemAction.Verb.ADD || verb == ItemAction.Verb.PIN;
        if (adds && !findable) {
            faults.add(
                    new RuleFault(
                            place + "/what",
                            "to add or pin, name items, a category or a fallback"));
        }
        Double factor = action.factor();
        if (verb == ItemAction.Verb.BURY && factor != null && factor >= 1) {
            faults.add(new RuleFault(place + "/factor", "of bury is below 1"));
        }
        if (verb == ItemAction.Verb.BOOST && factor != null && factor <= 1) {
            faults.add(new RuleFault(place + "/factor", "of boost is above 1"));
        }
    }

    private static ItemSelector selector(RuleDocument.SelectorDocument what, String currency) {
        return new ItemSelector(
                texts(what.items()),
                what.category(),
                what.brand(),
                what.priceFrom() == null ? -1 : what.priceFrom(),
                what.priceTo() == null ? Double.MAX_VALUE : what.priceTo(),
                what.currency() == null ? currency : what.currency(),
                what.inStock(),
                what.boughtBefore());
    }

    private static String[] texts(@Nullable List<String> texts) {
        return texts == null ? new String[0] : texts.toArray(new String[0]);
    }
}
