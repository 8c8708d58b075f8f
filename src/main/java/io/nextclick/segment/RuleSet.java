package io.nextclick.segment;

import io.nextclick.event.SiteKey;
import io.nextclick.rule.CompiledRule;
import io.nextclick.rule.ConditionIndex;
import io.nextclick.rule.ConditionLanguage;
import io.nextclick.rule.Facts;
import io.nextclick.rule.Rule;
import io.nextclick.rule.RuleReader;
import io.nextclick.rule.RuleUpdate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force, compiled. One a subtask, for one thread; persons refer to rules by their
 * slots.
 */
final class RuleSet {

    private final TriggerSettings bounds;
    private final ConditionLanguage language = new ConditionLanguage();
    private final RuleReader reader;
    private final Map<Integer, RuleInForce> bySlot = new HashMap<>();
    private final Map<Integer, String> keys = new HashMap<>();
    private final Map<String, Integer> slots = new HashMap<>();
    private final Map<String, SiteRules> bySite = new HashMap<>();
    private final List<Touch> found = new ArrayList<>();
    private final Touching touching = new Touching();
    private long epoch;
    private boolean anySeesAll;
    private boolean anyRecommends;

    /**
     * @param bounds of how rules are matched and what is kept
     */
    RuleSet(TriggerSettings bounds) {
        this.bounds = bounds;
        this.reader = new RuleReader(language, bounds.defaultCurrency());
    }

    /** How the rules are matched, and the bounds of what is kept. */
    TriggerSettings bounds() {
        return bounds;
    }

    private record SiteRules(
            List<RuleInForce> rules, ConditionIndex index, List<RuleInForce> askingForCart) {}

    /** Takes in changes; the last of a rule counts. */
    void apply(Collection<RuleUpdate> updates) {
        for (RuleUpdate update : updates) {
            epoch = Math.max(epoch, update.epoch());
            keys.put(update.slot(), update.ruleKey());
            slots.put(update.ruleKey(), update.slot());
            Rule rule = update.isRemoval() ? null : reader.read(update.text()).rule();
            if (rule == null || !rule.validity().enabled()) {
                bySlot.remove(update.slot());
            } else {
                CompiledRule compiled = new CompiledRule(rule, language);
                bySlot.put(
                        update.slot(),
                        new RuleInForce(update, compiled, Plans.of(compiled, bounds.maxRuns())));
            }
        }
        bySite.clear();
        anySeesAll = bySlot.values().stream().anyMatch(each -> each.plan().seesAll());
        anyRecommends = bySlot.values().stream().anyMatch(RuleInForce::isRecommendation);
    }

    private SiteRules of(String site) {
        SiteRules rules = bySite.get(site);
        if (rules == null) {
            List<RuleInForce> ofSite =
                    bySlot.values().stream()
                            .filter(each -> each.rule().site().equals(site))
                            .toList();
            rules =
                    new SiteRules(
                            ofSite,
                            new ConditionIndex(ofSite.stream().map(RuleInForce::compiled).toList()),
                            ofSite.stream().filter(each -> each.compiled().asksForCart()).toList());
            bySite.put(site, rules);
        }
        return rules;
    }

    /** Number of the newest change. */
    long epoch() {
        return epoch;
    }

    /** True if some rule's partial matches change by events that no condition asks for. */
    boolean anySeesAll() {
        return anySeesAll;
    }

    /** True if some rule makes recommendations. */
    boolean anyRecommends() {
        return anyRecommends;
    }

    /** How many rules are in force. */
    int size() {
        return bySlot.size();
    }

    /** The rules of a site that changed since. */
    List<RuleInForce> changedSince(String site, long since) {
        return of(site).rules().stream().filter(each -> each.update().epoch() > since).toList();
    }

    /** The rules of a site that ask how many pieces are in the cart. */
    List<RuleInForce> askingForCart(String site) {
        return of(site).askingForCart();
    }

    /** A rule in force, or null. */
    @Nullable RuleInForce get(int slot) {
        return bySlot.get(slot);
    }

    /** The rule that is or was in a slot. */
    String ruleId(int slot) {
        String key = keys.get(slot);
        return key == null ? "" : SiteKey.id(key);
    }

    /** Slot of a rule of a site, or −1. */
    int slotOf(String site, String ruleId) {
        return slots.getOrDefault(SiteKey.of(site, ruleId), -1);
    }

    /** Finds what an event means to the rules of its site, and notes it there. */
    void touch(Seen event, Facts facts) {
        SiteRules rules = of(facts.event().site());
        if (rules.rules().isEmpty()) {
            return;
        }
        found.clear();
        touching.start(rules, event, facts);
        rules.index().find(facts, touching);
        event.touches = found.isEmpty() ? Touch.NONE : found.toArray(Touch.NONE);
    }

    /** Takes what the index finds of an event. */
    private final class Touching implements ConditionIndex.Touches {
        private List<RuleInForce> ofSite = List.of();
        private @Nullable Seen event;
        private @Nullable Facts facts;

        void start(SiteRules site, Seen seen, Facts known) {
            ofSite = site.rules();
            event = seen;
            facts = known;
        }

        @Override
        public void touch(int place, long mask) {
            if (event == null || facts == null) {
                return;
            }
            RuleInForce rule = ofSite.get(place);
            Touch touch = rule.touch(facts, mask);
            if (touch != null) {
                found.add(touch);
                event.fieldsNeeded |= rule.looksBack();
            }
        }
    }
}
