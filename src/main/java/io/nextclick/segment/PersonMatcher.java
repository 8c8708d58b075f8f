package io.nextclick.segment;

import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.ListRequests;
import io.nextclick.flow.Occasion;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.rule.Facts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Matches the rules in force, of which a person may yet know older ones, against what they do. */
final class PersonMatcher {

    private final ListRequests requests;
    private final RuleSet rules;
    private final RuleAdoption adoption;
    private final EventOrder order;
    private final SegmentChanges changes;
    private final Deadlines deadlines;

    PersonMatcher(RuleSet rules, ListRequests requests) {
        this.requests = requests;
        this.rules = rules;
        order = new EventOrder(rules);
        adoption = new RuleAdoption(rules);
        changes = new SegmentChanges(rules);
        deadlines = new Deadlines(rules);
    }

    /** Takes in changes of the rules, and then an event. */
    EventOrder.Outcome add(PersonTriggers person, PersonEvent event) {
        adoption.adopt(person, event.event().site());
        person.sequence = Math.max(person.sequence, event.sequence());
        // After a read the newest memberships have yet to be made; conditions may ask for them.
        person.present(rules);
        PersonMetrics metrics = event.metrics() == null ? PersonMetrics.NONE : event.metrics();
        boolean moves = event.event().type().movesPieces();
        return order.add(
                person,
                new Facts(
                        event.event(),
                        metrics,
                        person.segments(rules),
                        event.steps(),
                        moves ? Seen.inCart(person.log, Seen.of(event.event())) : -1));
    }

    /** Takes in changes of the rules, and then the history of a device that has changed hands. */
    void replace(PersonTriggers person, PersonEvent move) {
        adoption.adopt(person, move.event().site());
        person.sequence = Math.max(person.sequence, move.sequence());
        person.present(rules);
        person.metrics = move.metrics() == null ? PersonMetrics.NONE : move.metrics();
        DeviceHistory history = move.history();
        if (history != null) {
            order.replace(person, history, move.event().site());
        }
    }

    /** What a move means to the lists: one to be made anew or withdrawn, or nothing. */
    Optional<PersonEvent> moved(PersonTriggers person, PersonEvent move) {
        if (!move.asksForList()) {
            return move.occasion() == Occasion.MOVE
                    ? Optional.empty()
                    : Optional.of(move.with(null));
        }
        PersonEvent request =
                requests.request(
                        move.occasion(),
                        move.personKey(),
                        move.sequence(),
                        move.event().eventId(),
                        move.event().occurredAtMillis(),
                        Reminder.recentItems(person));
        return Optional.of(guided(person, request));
    }

    /** The time of a timer has come. */
    void passTo(PersonTriggers person, long timerMillis) {
        if (person.timerMillis <= timerMillis) {
            person.timerMillis = 0;
        }
        order.passTo(person, timerMillis - rules.bounds().outOfOrderMillis());
    }

    /** Takes in changes of the rules. */
    void adopt(PersonTriggers person, String site) {
        adoption.adopt(person, site);
    }

    /** The changes of memberships that were not emitted yet, as of a time. */
    List<SegmentChange> changes(PersonTriggers person, String personKey, long nowMillis) {
        return changes.of(person, personKey, nowMillis);
    }

    /** The request for a list that some changes give rise to, or null. */
    @Nullable PersonEvent reminder(PersonTriggers person, List<SegmentChange> emitted) {
        PersonEvent reminder = Reminder.of(person, emitted, requests);
        return reminder == null ? null : guided(person, reminder);
    }

    /** When the person's timer is to be; 0 for none. */
    long timerMillis(PersonTriggers person, long watermark) {
        return deadlines.timerMillis(person, watermark);
    }

    /** The event with the person's segments and what recommendation rules do to their list. */
    PersonEvent guided(PersonTriggers person, PersonEvent event) {
        return event.guided(person.segments(rules), Guidance.of(person, rules));
    }
}
