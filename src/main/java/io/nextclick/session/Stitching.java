package io.nextclick.session;

import io.nextclick.event.Event;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PastList;
import io.nextclick.flow.PersonEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What is done with a person's visits when an event, a device's history or a timer comes. */
final class Stitching {

    private Stitching() {}

    /**
     * What an event meant to its person.
     *
     * @param event the event with the visit so far
     * @param late true if its session was settled already, or was over without it
     * @param bot true if the person sends more than people do
     * @param flood true once a minute in which more passive events come than pages send
     */
    record Stitched(PersonEvent event, boolean late, boolean bot, boolean flood) {}

    /**
     * Takes in an event.
     *
     * @param shown false keeps its item out of the recent ones
     * @param nowMillis the processing time, for the sequence only
     */
    static Stitched add(PersonSessions person, Event event, boolean shown, long nowMillis) {
        SessionSettings rules = person.rules;
        PersonVisits visits = person.visits;
        person.nextSequence(nowMillis);
        PastEvent past = PastEvent.of(event).withShown(shown);
        if (event.context().list().isNamed()) {
            visits.listedMillis = Math.max(visits.listedMillis, event.occurredAtMillis());
        }
        Purchases.remember(visits.purchases, past, rules.maxOwned());
        int place = placeOf(visits.log, event.occurredAtMillis());
        if (isLate(person, place, event.occurredAtMillis())) {
            Settlement.settleLate(person, past);
            PersonEvent alone = stitched(person, event, List.of(past), 0, false);
            return new Stitched(alone, true, false, false);
        }
        if (place < visits.log.size()) {
            ItemUpdates updates =
                    new ItemUpdates(rules).minusFrom(past.occurredAtMillis(), visits.log);
            visits.log.add(place, past);
            updates.plusAfter(place, visits.log).correct(person.personKey, person.corrections);
        } else {
            visits.log.add(past);
        }
        boolean bot = SessionCuts.isBot(visits.log, place, rules);
        boolean flood =
                past.type().isPassive()
                        && SessionCuts.inMinuteOf(visits.log, place)
                                == rules.maxPassivePerMinute() + 1;
        int[] starts = person.starts();
        int session = SessionCuts.sessionOf(starts, place);
        List<PastEvent> events = visits.log.subList(starts[session], starts[session + 1]);
        PersonEvent stitched = stitched(person, event, events, place - starts[session], bot);
        person.emitOpen(starts, null);
        Settlement.settleBeyondBound(person);
        return new Stitched(stitched, false, bot, flood);
    }

    /** Puts the anonymous events of a device in the place of those that the person had of it. */
    static void replace(PersonSessions person, DeviceHistory device) {
        SessionSettings rules = person.rules;
        PersonVisits visits = person.visits;
        List<PastEvent> former = new ArrayList<>(visits.log);
        former.removeIf(each -> !device.replaces(each.source(), each.occurredAtMillis()));
        ItemUpdates updates = new ItemUpdates(rules).minus(visits.log).plus(former);
        List<SessionTotals> before = SessionHistory.shown(visits.history, rules);
        List<SessionTotals> taken = new ArrayList<>();
        for (SessionTotals session : visits.history) {
            if (device.replaces(session.source, session.endMillis)) {
                taken.add(session);
            }
        }
        visits.history.removeAll(taken);
        visits.log.removeIf(each -> device.replaces(each.source(), each.occurredAtMillis()));
        visits.purchases.removeIf(each -> device.replaces(each.source(), each.occurredAtMillis()));
        if (device.forgotten()) {
            visits.log.replaceAll(each -> each.without(device.deviceId()));
            visits.history.forEach(each -> each.devices.remove(device.deviceId()));
        }
        for (PastEvent event : device.events()) {
            if (event.list() != null) {
                visits.listedMillis = Math.max(visits.listedMillis, event.occurredAtMillis());
            }
            visits.log.add(event.with((PastList) null));
        }
        visits.log.sort(Comparator.comparingLong(PastEvent::occurredAtMillis));
        // Who loses events leaves them taught as visits of the device alone, and who gains them
        // begins with that, so neither has to know of the other. Forgotten ones are not taught.
        updates.plus(visits.log).minus(Arrays.asList(device.events()));
        if (device.forgotten()) {
            updates.minus(former);
        }
        updates.correct(person.personKey, person.corrections);
        for (PastEvent event : device.events()) {
            Purchases.remember(visits.purchases, event, rules.maxOwned());
        }
        Settlement.settleReplaced(person, before, taken, device.movedTo());
        person.emitOpen(person.starts(), device.movedTo());
        Settlement.settleBeyondBound(person);
    }

    /**
     * Closes the sessions that are over, and settles those that nothing can change now.
     *
     * @return false if there are none, and all is as it was
     */
    static boolean closeDue(PersonSessions person) {
        int events = person.visits.log.size();
        person.emitOpen(person.starts(), null);
        Settlement.settleDue(person);
        return !person.pending.isEmpty() || person.visits.log.size() != events;
    }

    private static int placeOf(List<PastEvent> log, long millis) {
        int place = log.size();
        while (place > 0 && log.get(place - 1).occurredAtMillis() > millis) {
            place--;
        }
        return place;
    }

    /** As in Flink: late is what reaches no session that is kept, and whose own would be over. */
    private static boolean isLate(PersonSessions person, int place, long millis) {
        List<PastEvent> log = person.visits.log;
        long gap = person.rules.gapMillis();
        boolean reachesOlder = place > 0 && millis - log.get(place - 1).occurredAtMillis() <= gap;
        boolean reachesNewer =
                place < log.size() && log.get(place).occurredAtMillis() - millis <= gap;
        return !reachesOlder && !reachesNewer && person.isSettled(millis);
    }

    private static PersonEvent stitched(
            PersonSessions person, Event event, List<PastEvent> session, int place, boolean bot) {
        PersonVisits visits = person.visits;
        String[] owned = Purchases.items(visits.purchases, person.rules.maxOwned());
        return VisitSoFar.of(session, place, person.rules)
                .event(person.personKey, visits.sequence, event, !bot, owned, person.metrics());
    }
}
