package io.nextclick.segment;

import io.nextclick.rule.Facts;
import java.util.List;

/**
 * Takes the events of a person into their state as if all came in the order of their time. An event
 * in order goes into the present state at once; one that is out of order makes the present state
 * anew. What is before the horizon is late.
 */
final class EventOrder {

    /** A person does less than this within the bound; of more, the oldest are final. */
    private static final int MAX_PENDING = 256;

    private final RuleSet rules;
    private final TriggerSettings bounds;

    EventOrder(RuleSet rules, TriggerSettings bounds) {
        this.rules = rules;
        this.bounds = bounds;
    }

    /** What became of an event. */
    enum Outcome {
        IN_ORDER,
        SORTED_IN,
        LATE,
        REPEATED
    }

    /** Takes in an event. */
    Outcome add(PersonTriggers person, Facts facts) {
        Seen event = Seen.of(facts.event());
        if (event.millis < person.horizonMillis) {
            return Outcome.LATE;
        }
        if (isLogged(person.log, event)) {
            return Outcome.REPEATED;
        }
        rules.touch(event, facts);
        person.metrics = facts.person();
        boolean inOrder = person.latestMillis() <= event.millis;
        if (inOrder) {
            settle(person, event.millis - bounds.outOfOrderMillis());
            person.present = person.present(rules, bounds).after(event, rules, bounds);
            person.log.add(event);
        } else {
            int place = person.log.size();
            while (place > 0 && person.log.get(place - 1).millis > event.millis) {
                place--;
            }
            person.log.add(place, event);
            person.present = null;
        }
        if (event.millis <= person.horizonMillis) {
            // As new as the horizon, which the settled state has reached: it follows at once.
            person.settled = person.settled.after(event, rules, bounds);
            event.finish();
        }
        forget(person);
        return inOrder ? Outcome.IN_ORDER : Outcome.SORTED_IN;
    }

    private static boolean isLogged(List<Seen> log, Seen event) {
        for (int i = log.size() - 1; i >= 0 && log.get(i).millis >= event.millis; i--) {
            if (log.get(i).equals(event)) {
                return true;
            }
        }
        return false;
    }

    /** Moves the horizon, and with it the settled state. */
    private void settle(PersonTriggers person, long millis) {
        if (millis <= person.horizonMillis) {
            return;
        }
        boolean all = person.latestMillis() <= millis;
        TriggerState state = all ? person.present(rules, bounds) : person.settled;
        for (int i = person.settledEvents();
                i < person.log.size() && person.log.get(i).millis <= millis;
                i++) {
            Seen event = person.log.get(i);
            state = all ? state : state.after(event, rules, bounds);
            event.finish();
        }
        person.settled = state;
        person.horizonMillis = millis;
    }

    /** Moves time without an event: what had to be absent has been, what is over ends. */
    void passTo(PersonTriggers person, long millis) {
        if (millis > person.horizonMillis) {
            settle(person, millis);
            person.settled = person.settled.at(millis, rules, bounds);
            person.present = null;
        }
        person.present = person.present(rules, bounds).at(millis, rules, bounds);
        person.log.removeIf(
                seen ->
                        seen.millis <= person.horizonMillis
                                && seen.millis + bounds.retainedMillis() <= millis);
    }

    private void forget(PersonTriggers person) {
        if (person.log.size() > MAX_PENDING + bounds.retainedEvents()) {
            settle(person, person.log.get(person.log.size() - MAX_PENDING).millis);
        }
        long oldest = person.latestMillis() - bounds.retainedMillis();
        int settledEvents = person.settledEvents();
        int gone = 0;
        while (gone < settledEvents
                && (settledEvents - gone > bounds.retainedEvents()
                        || person.log.get(gone).millis < oldest)) {
            gone++;
        }
        person.log.subList(0, gone).clear();
    }
}
