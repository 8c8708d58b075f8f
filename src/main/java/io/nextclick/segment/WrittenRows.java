package io.nextclick.segment;

import java.util.Arrays;
import java.util.List;

/**
 * The events of a person, each once, by the places at which they are written: the log, then what
 * rules hold besides. Is used again and again.
 */
final class WrittenRows {

    private static final int USUAL_EVENTS = 64;

    private Seen[] events = new Seen[USUAL_EVENTS / 2];
    private int size;

    /** An open hash table of place + 1. */
    private int[] table = new int[USUAL_EVENTS];

    /** Collects them. */
    void collect(PersonTriggers person) {
        if (size > 0) {
            Arrays.fill(events, 0, size, null);
            Arrays.fill(table, 0);
            size = 0;
        }
        for (Seen seen : person.log) {
            put(seen);
        }
        if (size < person.log.size()) {
            throw new IllegalStateException("an event is twice in the log of a person");
        }
        collect(person.settled);
        if (person.present != null && person.present != person.settled) {
            collect(person.present);
        }
    }

    private void collect(TriggerState state) {
        for (Partial partial : state.partials()) {
            collect(partial.progress());
        }
        List<Membership> memberships = state.memberships();
        for (int i = 0; i < memberships.size(); i++) {
            put(memberships.get(i).last());
        }
    }

    private void collect(Progress progress) {
        if (progress instanceof CountPlan.Newest newest) {
            for (Seen seen : newest.seen()) {
                put(seen);
            }
        } else if (progress instanceof ChainPlan.Runs runs) {
            for (Seen[] run : runs.runs()) {
                for (Seen seen : run) {
                    put(seen);
                }
            }
        } else {
            progress.events().forEach(this::put);
        }
    }

    private void put(Seen seen) {
        int slot = slotOf(seen);
        if (table[slot] != 0) {
            return;
        }
        if (size == events.length) {
            events = Arrays.copyOf(events, 2 * size);
            table = new int[2 * events.length];
            for (int place = 0; place < size; place++) {
                table[slotOf(events[place])] = place + 1;
            }
            slot = slotOf(seen);
        }
        events[size++] = seen;
        table[slot] = size;
    }

    int size() {
        return size;
    }

    Seen event(int place) {
        return events[place];
    }

    int placeOf(Seen seen) {
        int place = table[slotOf(seen)] - 1;
        if (place < 0) {
            throw new IllegalStateException("an event was not collected: " + seen);
        }
        return place;
    }

    /** Place of the first event at a time, or −1. */
    int placeOf(long millis) {
        for (int place = 0; place < size; place++) {
            if (events[place].millis == millis) {
                return place;
            }
        }
        return -1;
    }

    private int slotOf(Seen seen) {
        int mask = table.length - 1;
        int hash = seen.hashCode();
        int slot = (hash ^ (hash >>> 16)) & mask;
        while (table[slot] != 0 && !events[table[slot] - 1].equals(seen)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
