package io.nextclick.segment;

import io.nextclick.writeback.StoredTimer;

/** When a person is next to be looked at although they do nothing. */
final class Deadlines {

    private final RuleSet rules;

    Deadlines(RuleSet rules) {
        this.rules = rules;
    }

    /** Of the person's timer: the one that is set unless it would be too late; 0 for none. */
    long timerMillis(PersonTriggers person, long watermark) {
        if (StoredTimer.isLost(person.timerMillis, watermark)) {
            person.timerMillis = 0;
        }
        long set = person.timerMillis;
        if (person.isIdle()) {
            return 0;
        }
        if (set != 0 && set <= notBeforeMillis(person)) {
            return set;
        }
        long due = nextMillis(person);
        return due != Long.MAX_VALUE && (set == 0 || due < set) ? due : set;
    }

    /**
     * A bound of {@link #nextMillis} that does not look at every partial match. Of most events it
     * shows that the timer is early enough.
     */
    long notBeforeMillis(PersonTriggers person) {
        if (person.log.isEmpty()) {
            return Long.MIN_VALUE;
        }
        TriggerState state = person.present(rules);
        long idle = person.latestMillis() + rules.bounds().retainedMillis();
        if (!state.partials().isEmpty()) {
            idle = Math.max(idle, state.endsNotBeforeMillis());
        }
        long due = Math.min(idle, state.actsNotBeforeMillis());
        if (!person.emitted.isEmpty()) {
            due = Math.min(due, person.firstEmittedEnd);
        }
        return due == Long.MAX_VALUE ? due : due + rules.bounds().outOfOrderMillis();
    }

    /** When the passing of time is next to be looked at; {@link Long#MAX_VALUE} for never. */
    long nextMillis(PersonTriggers person) {
        TriggerState state = person.present(rules);
        long due = state.actsAtMillis();
        for (Emitted each : person.emitted) {
            due = Math.min(due, each.untilMillis());
        }
        if (due == Long.MAX_VALUE) {
            due = state.isEmpty() ? Long.MIN_VALUE : state.endsAtMillis();
            if (!person.log.isEmpty()) {
                due = Math.max(due, person.latestMillis() + rules.bounds().retainedMillis());
            }
            due = due == Long.MIN_VALUE ? Long.MAX_VALUE : due;
        }
        return due == Long.MAX_VALUE ? due : due + rules.bounds().outOfOrderMillis();
    }
}
