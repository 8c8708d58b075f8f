package io.nextclick.segment;

import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.PastEvent;
import io.nextclick.rule.Facts;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the events of a person into their state as if all came in the order of their time. An event
 * in order goes into the present state at once; one that is out of order makes the present state
 * anew from the events that are remembered. What is older than these is late.
 */
final class EventOrder {

    /** A person does less than this within the bound; of more, the oldest are final. */
    private static final int MAX_PENDING = 256;

    private final RuleSet rules;

    EventOrder(RuleSet rules) {
        this.rules = rules;
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
        if (isUnasked(event)) {
            return Outcome.IN_ORDER;
        }
        boolean inOrder = person.knownMillis() <= event.millis;
        if (inOrder) {
            person.present = person.present(rules).after(event, rules);
            person.log.add(event);
        } else {
            List<Seen> before = new ArrayList<>(person.log);
            insert(person.log, event);
            countCartsAnew(person, before, facts.event().site());
            person.present = null;
        }
        if (event.millis <= person.horizonMillis) {
            // As new as the horizon, which the settled state has reached: it follows at once.
            person.settled = person.settled.after(event, rules);
            event.finish();
        }
        forget(person);
        return inOrder ? Outcome.IN_ORDER : Outcome.SORTED_IN;
    }

    /**
     * Puts the events of a device in the place of those that the person had of it. What rules had
     * made of events that are no longer remembered one by one goes if such an event is lost.
     */
    void replace(PersonTriggers person, DeviceHistory history, String site) {
        List<Seen> before = new ArrayList<>(person.log);
        person.log.removeIf(seen -> seen.isReplacedBy(history));
        person.settled =
                person.settled.without(
                        partial -> isAnyLost(partial, history),
                        membership -> membership.last().isLostBy(history));
        List<String> segments = person.segments(rules);
        for (PastEvent past : history.events()) {
            if (past.occurredAtMillis() > person.horizonMillis) {
                Seen event = Seen.of(past);
                int inCart = Seen.inCart(person.log, event);
                rules.touch(event, event.facts(site, person.metrics, segments, inCart));
                if (!isUnasked(event)) {
                    insert(person.log, event);
                }
            }
        }
        countCartsAnew(person, before, site);
        person.present = null;
        forget(person);
        if (person.log.isEmpty()) {
            person.present = person.settled;
        }
    }

    /** What is in the cart follows from the events before, and from that what rules make of it. */
    private void countCartsAnew(PersonTriggers person, List<Seen> before, String site) {
        List<RuleInForce> asking = rules.askingForCart(site);
        if (asking.isEmpty()) {
            return;
        }
        List<String> segments = person.segments(rules);
        for (int place = person.settledEvents(); place < person.log.size(); place++) {
            Seen event = person.log.get(place);
            int known = event.type.movesPieces() ? before.indexOf(event) : -1;
            int inCart = Seen.inCart(person.log.subList(0, place), event);
            if (known >= 0 && inCart != Seen.inCart(before.subList(0, known), event)) {
                Facts facts = event.facts(site, person.metrics, segments, inCart);
                event.touches =
                        Touch.replaced(
                                event.touches,
                                slot -> asking.stream().anyMatch(each -> each.isIn(slot)),
                                Touch.of(event, facts, asking));
            }
        }
    }

    private static boolean isAnyLost(Partial partial, DeviceHistory history) {
        for (Seen event : partial.progress().events()) {
            if (event.isLostBy(history)) {
                return true;
            }
        }
        return false;
    }

    /** Tiles and pings that no rule asks for would push out what people do. */
    private boolean isUnasked(Seen event) {
        return event.type.isPassive() && event.touches.length == 0 && !rules.anySeesAll();
    }

    private static void insert(List<Seen> log, Seen event) {
        int place = log.size();
        while (place > 0 && log.get(place - 1).millis > event.millis) {
            place--;
        }
        log.add(place, event);
    }

    private static boolean isLogged(List<Seen> log, Seen event) {
        for (int i = log.size() - 1; i >= 0 && log.get(i).millis >= event.millis; i--) {
            if (log.get(i).equals(event)) {
                return true;
            }
        }
        return false;
    }

    /** Makes final what is older than a sender may be late. */
    void settleWhatIsInTime(PersonTriggers person) {
        long known = person.knownMillis();
        if (known != Long.MIN_VALUE) {
            settle(person, known - rules.bounds().outOfOrderMillis());
        }
    }

    /** Moves the horizon, and with it the settled state. */
    private void settle(PersonTriggers person, long millis) {
        if (millis <= person.horizonMillis) {
            return;
        }
        TriggerState state = person.settled;
        for (int i = person.settledEvents();
                i < person.log.size() && person.log.get(i).millis <= millis;
                i++) {
            Seen event = person.log.get(i);
            state = state.after(event, rules);
            event.finish();
        }
        person.settled = state.at(Math.min(millis, person.passedMillis), rules);
        person.horizonMillis = millis;
    }

    /** Moves time without an event: what had to be absent has been, what is over ends. */
    void passTo(PersonTriggers person, long millis) {
        person.passedMillis = Math.max(person.passedMillis, millis);
        TriggerState now = person.present(rules).at(millis, rules);
        person.present = now;
        forgetBefore(person, millis - rules.bounds().retainedMillis());
        if (person.log.isEmpty()) {
            // Nothing that is remembered makes a difference between the two any more.
            person.settled = now;
            person.horizonMillis = Math.max(person.horizonMillis, millis);
        }
    }

    private void forgetBefore(PersonTriggers person, long millis) {
        int gone = 0;
        while (gone < person.log.size() && person.log.get(gone).millis <= millis) {
            gone++;
        }
        forget(person, gone);
    }

    /** Keeps the bounds; what may yet come out of order has its place in any case. */
    private void forget(PersonTriggers person) {
        int size = person.log.size();
        if (size == 0) {
            return;
        }
        TriggerSettings bounds = rules.bounds();
        if (size <= bounds.retainedEvents()
                && person.log.get(0).millis >= person.latestMillis() - bounds.retainedMillis()) {
            return;
        }
        long oldest = person.latestMillis() - bounds.retainedMillis();
        long pending = person.latestMillis() - bounds.outOfOrderMillis();
        int gone = 0;
        while (gone < size
                && (size - gone > bounds.retainedEvents() || person.log.get(gone).millis < oldest)
                && (person.log.get(gone).millis <= pending
                        || size - gone > MAX_PENDING + bounds.retainedEvents())) {
            gone++;
        }
        forget(person, gone);
    }

    /** Forgets the first events, which are final then. */
    private void forget(PersonTriggers person, int gone) {
        if (gone > 0) {
            settle(person, person.log.get(gone - 1).millis);
            person.log.subList(0, gone).clear();
        }
    }
}
