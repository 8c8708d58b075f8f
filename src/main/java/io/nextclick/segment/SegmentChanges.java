package io.nextclick.segment;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares a person's memberships with those that were emitted. */
final class SegmentChanges {

    private final RuleSet rules;

    SegmentChanges(RuleSet rules) {
        this.rules = rules;
    }

    /**
     * Emits what was not emitted yet of the present memberships.
     *
     * @param nowMillis the time up to which the present state is known
     */
    List<SegmentChange> of(PersonTriggers person, String personKey, long nowMillis) {
        TriggerState state = person.present(rules);
        List<Emitted> emitted = person.emitted;
        boolean known =
                state.memberships() == person.emittedOf
                        && nowMillis < person.firstEmittedEnd
                        && person.epoch == person.emittedEpoch;
        if (known || (state.memberships().isEmpty() && emitted.isEmpty())) {
            return List.of();
        }
        List<SegmentChange> changes = new ArrayList<>();
        List<Emitted> now = new ArrayList<>(state.memberships().size());
        boolean[] stays = new boolean[emitted.size()];
        int next = 0;
        for (Membership membership : state.memberships()) {
            RuleInForce rule = rules.get(membership.slot());
            if (rule == null) {
                continue;
            }
            int place = placeOf(membership, emitted, next);
            Emitted was = place < 0 ? null : emitted.get(place);
            if (was != null && was.recommendation() != rule.isRecommendation()) {
                // A rule of another kind is another thing: one ends, and one begins.
                was = null;
            }
            if (was != null) {
                stays[place] = true;
                next = place + 1;
            }
            boolean due = was == null || was.isDue(membership, rule, nowMillis);
            if (due) {
                changes.add(entry(personKey, membership, rule, was));
            }
            now.add(due ? Emitted.of(membership, rule) : was);
        }
        for (int i = 0; i < stays.length; i++) {
            // A rule whose very name was forgotten, beyond triggers.max-rules, cannot be named.
            if (!stays[i] && !rules.ruleId(emitted.get(i).slot()).isEmpty()) {
                changes.add(emitted.get(i).exit(personKey, rules));
            }
        }
        person.emitted = now;
        person.emittedOf = state.memberships();
        person.emittedEpoch = person.epoch;
        person.firstEmittedEnd = Long.MAX_VALUE;
        for (Emitted each : now) {
            person.firstEmittedEnd = Math.min(person.firstEmittedEnd, each.untilMillis());
        }
        return changes;
    }

    /**
     * Place of what was emitted of a membership, or −1. Both lists are in order of entry, so it is
     * mostly found where the search begins.
     */
    private static int placeOf(Membership membership, List<Emitted> emitted, int from) {
        int size = emitted.size();
        for (int i = 0; i < size; i++) {
            int place = (from + i) % size;
            Emitted each = emitted.get(place);
            if (membership.isOf(each.slot(), each.partition())) {
                return place;
            }
        }
        return -1;
    }

    private static SegmentChange entry(
            String personKey, Membership membership, RuleInForce rule, @Nullable Emitted was) {
        List<String> ids = new ArrayList<>();
        for (Seen seen : membership.matched()) {
            ids.add(seen.eventId);
        }
        String partition = rule.rule().partition();
        return new SegmentChange(
                was == null ? SegmentChange.Kind.ENTER : SegmentChange.Kind.REFRESH,
                personKey,
                rule.rule().ruleId(),
                rule.segment(membership.partition()),
                rule.rule().version(),
                rule.isRecommendation(),
                membership.enteredMillis(),
                membership.expiresMillis(),
                ids,
                partition,
                partition == null ? null : membership.partition(),
                was == null ? 0 : was.version());
    }
}
