package io.nextclick.rule;

import io.nextclick.event.SiteKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force together. A change is taken as a whole or refused with the reason, and then
 * what was in force stays so.
 *
 * <p>What the topic holds is what is in force: a lower version than the present one is a roll-back,
 * the same version with the same text is a repetition, and the same version with another text is
 * refused.
 */
public final class RuleBook {

    private final int maxRules;
    private final Map<String, RuleUpdate> updates = new LinkedHashMap<>();
    private final Map<String, Rule> rules = new HashMap<>();
    private long epoch;

    /**
     * @param maxRules most rules, removed ones whose number is still in use among them
     */
    public RuleBook(int maxRules) {
        this.maxRules = maxRules;
    }

    /** Takes over what was in force before a restart. */
    public void restore(Collection<RuleUpdate> stored, RuleReader reader) {
        for (RuleUpdate update : stored) {
            updates.put(update.ruleKey(), update);
            epoch = Math.max(epoch, update.epoch());
            if (!update.isRemoval()) {
                Rule rule = reader.read(update.text()).rule();
                if (rule != null) {
                    rules.put(update.ruleKey(), rule);
                }
            }
        }
    }

    /** What is in force, and what was removed. */
    public Collection<RuleUpdate> updates() {
        return updates.values();
    }

    /**
     * Takes in a rule.
     *
     * @param text the rule as JSON
     * @param faults takes why it is refused
     * @return the change; nothing if the rule is refused or says nothing new
     */
    public Optional<RuleUpdate> put(Rule rule, String text, List<RuleFault> faults) {
        String key = rule.ruleKey();
        RuleUpdate before = updates.get(key);
        Rule ruleBefore = rules.get(key);
        if (before != null && before.version() == rule.version()) {
            if (!before.text().equals(text)) {
                faults.add(
                        new RuleFault(
                                "/version",
                                "version %d is in force with another content; a change has another"
                                                .formatted(rule.version())
                                        + " version"));
            }
            return Optional.empty();
        }
        // A disabled version keeps nothing that one could go on from.
        boolean keep =
                rule.onChange() == Rule.OnChange.KEEP
                        && ruleBefore != null
                        && ruleBefore.validity().enabled();
        check(rule, keep ? ruleBefore : null, before == null, faults);
        if (!faults.isEmpty()) {
            return Optional.empty();
        }
        if (before == null) {
            makeRoom();
        }
        epoch++;
        RuleUpdate update =
                new RuleUpdate(
                        key,
                        before == null ? Math.toIntExact(epoch) : before.slot(),
                        rule.version(),
                        epoch,
                        keep && before != null ? before.restartEpoch() : epoch,
                        text);
        updates.put(key, update);
        rules.put(key, rule);
        return Optional.of(update);
    }

    /** Finds why a rule cannot be in force with the others, or go on from a version before. */
    private void check(Rule rule, @Nullable Rule kept, boolean isNew, List<RuleFault> faults) {
        if (kept != null && !rule.canKeep(kept)) {
            faults.add(
                    new RuleFault(
                            "/on_change",
                            "'keep' needs the kind, the stages and the partition of version %d"
                                    .formatted(kept.version())));
        }
        String cycle = cycle(rule);
        if (cycle != null) {
            faults.add(new RuleFault("/exit/segments", "cycle of exits: " + cycle));
        }
        if (isNew && faults.isEmpty() && !hasRoom()) {
            faults.add(new RuleFault("/rule_id", "there are %d rules already".formatted(maxRules)));
        }
    }

    /** Removes a rule; nothing if there is none. */
    public Optional<RuleUpdate> remove(String ruleKey) {
        RuleUpdate before = updates.get(ruleKey);
        if (before == null || before.isRemoval()) {
            return Optional.empty();
        }
        epoch++;
        RuleUpdate update = new RuleUpdate(ruleKey, before.slot(), 0, epoch, epoch, "");
        updates.put(ruleKey, update);
        rules.remove(ruleKey);
        return Optional.of(update);
    }

    /** True if a rule more can be taken. */
    private boolean hasRoom() {
        return updates.size() < maxRules
                || updates.values().stream().anyMatch(RuleUpdate::isRemoval);
    }

    /** Forgets the rule removed longest ago, if there are as many as there may be. */
    private void makeRoom() {
        if (updates.size() >= maxRules) {
            updates.values().stream()
                    .filter(RuleUpdate::isRemoval)
                    .min(Comparator.comparingLong(RuleUpdate::epoch))
                    .ifPresent(update -> updates.remove(update.ruleKey()));
        }
    }

    /** A way along exits from a rule back to itself, or null. */
    private @Nullable String cycle(Rule changed) {
        List<String> way = new ArrayList<>(List.of(changed.ruleId()));
        return leadsTo(changed, changed, way, new HashSet<>()) ? String.join(" > ", way) : null;
    }

    private boolean leadsTo(Rule from, Rule target, List<String> way, Set<String> seen) {
        for (String exit : from.exit().segments()) {
            way.add(exit);
            if (exit.equals(target.ruleId())) {
                return true;
            }
            Rule next = rules.get(SiteKey.of(target.site(), exit));
            if (next != null && seen.add(exit) && leadsTo(next, target, way, seen)) {
                return true;
            }
            way.remove(way.size() - 1);
        }
        return false;
    }
}
