package io.nextclick.segment;

import io.nextclick.rule.Facts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes changes of the rules into the state of a person. Rules that began anew are matched against
 * the recent events, so that they hold for who qualifies already; of others that changed, a new
 * version takes over what the one before has begun.
 */
final class RuleAdoption {

    private final RuleSet rules;
    private final EventOrder order;

    RuleAdoption(RuleSet rules) {
        this.rules = rules;
        this.order = new EventOrder(rules);
    }

    /**
     * The rules that a person has yet to take in.
     *
     * @param rules those that changed
     * @param begun slots of those that began anew
     * @param kept slots of those that take over what was begun
     */
    private record Changed(List<RuleInForce> rules, Set<Integer> begun, Set<Integer> kept) {

        static Changed since(long epoch, List<RuleInForce> rules) {
            Changed changed = new Changed(rules, new HashSet<>(), new HashSet<>());
            for (RuleInForce rule : rules) {
                boolean keeps = rule.update().restartEpoch() <= epoch;
                (keeps ? changed.kept : changed.begun).add(rule.update().slot());
            }
            return changed;
        }

        boolean has(int slot) {
            return begun.contains(slot) || kept.contains(slot);
        }
    }

    /** Takes in changes of the rules of a site since the person was last seen. */
    void adopt(PersonTriggers person, String site) {
        if (person.epoch == rules.epoch()) {
            return;
        }
        if (person.log.isEmpty() && person.settled.isEmpty()) {
            // Most who come first come to many rules, of which none has begun.
            person.present = TriggerState.EMPTY;
            person.epoch = rules.epoch();
            return;
        }
        Changed changed = Changed.since(person.epoch, rules.changedSince(site, person.epoch));
        if (hasAny(person, changed)) {
            // What a former version made of the events cannot be made anew: it is final.
            order.settleWhatIsInTime(person);
        }
        TriggerState before = person.settled;
        TriggerState others =
                before.without(
                                each -> isGone(each.slot()) || changed.begun.contains(each.slot()),
                                each -> isGone(each.slot()) || changed.has(each.slot()))
                        .takenOver(changed.kept::contains, rules);
        TriggerState filled = backfilled(person, site, changed);
        for (Membership membership : before.memberships()) {
            boolean lost =
                    changed.kept.contains(membership.slot())
                            && filled.membership(membership.slot(), membership.partition()) == null;
            if (lost) {
                filled =
                        filled.with(
                                new TriggerState(List.of(), List.of(membership)), rules.bounds());
            }
        }
        person.settled = atHorizon(person, others.with(withEntry(filled, before), rules.bounds()));
        person.present = null;
        person.epoch = rules.epoch();
    }

    /** What the changed rules make of the recent events up to the horizon; later ones wait. */
    private TriggerState backfilled(PersonTriggers person, String site, Changed changed) {
        TriggerState filled = TriggerState.EMPTY;
        List<String> segments = person.segments(rules);
        for (int place = 0; place < person.log.size(); place++) {
            Seen event = person.log.get(place);
            int inCart = Seen.inCart(person.log.subList(0, place), event);
            Facts facts = event.facts(site, person.metrics, segments, inCart);
            Touch[] pending = event.touches;
            event.touches = Touch.of(event, facts, changed.rules);
            if (event.millis <= person.horizonMillis) {
                filled = filled.after(event, rules);
                event.finish();
            } else {
                event.touches =
                        Touch.replaced(
                                pending, slot -> changed.has(slot) || isGone(slot), event.touches);
            }
        }
        return atHorizon(person, filled)
                .without(each -> changed.kept.contains(each.slot()), each -> false);
    }

    private TriggerState atHorizon(PersonTriggers person, TriggerState state) {
        return person.horizonMillis == Long.MIN_VALUE
                ? state
                : state.at(person.horizonMillis, rules);
    }

    /** Who stays in a segment under a new version has been in it since they entered. */
    private static TriggerState withEntry(TriggerState filled, TriggerState before) {
        List<Membership> memberships = new ArrayList<>();
        for (Membership each : filled.memberships()) {
            Membership was = before.membership(each.slot(), each.partition());
            memberships.add(
                    was == null
                            ? each
                            : new Membership(
                                    each.slot(),
                                    each.partition(),
                                    Math.min(was.enteredMillis(), each.enteredMillis()),
                                    each.expiresMillis(),
                                    each.matched()));
        }
        return new TriggerState(filled.partials(), memberships);
    }

    /** True if rules that have changed, or are gone, have begun anything with the person. */
    private boolean hasAny(PersonTriggers person, Changed changed) {
        return has(person.present(rules), changed) || has(person.settled, changed);
    }

    private boolean has(TriggerState state, Changed changed) {
        for (Partial each : state.partials()) {
            if (isGone(each.slot()) || changed.has(each.slot())) {
                return true;
            }
        }
        for (Membership each : state.memberships()) {
            if (isGone(each.slot()) || changed.has(each.slot())) {
                return true;
            }
        }
        return false;
    }

    private boolean isGone(int slot) {
        return rules.get(slot) == null;
    }
}
