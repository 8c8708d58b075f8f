package io.nextclick.segment;

import static io.nextclick.segment.PersonTriggersCodec.CHAIN;
import static io.nextclick.segment.PersonTriggersCodec.COUNT;
import static io.nextclick.segment.PersonTriggersCodec.KIND_MASK;
import static io.nextclick.segment.PersonTriggersCodec.NFA;
import static io.nextclick.segment.PersonTriggersCodec.PARTIAL_BITS;
import static io.nextclick.segment.PersonTriggersCodec.PARTITION;
import static io.nextclick.segment.PersonTriggersCodec.SETTLED;
import static io.nextclick.segment.PersonTriggersCodec.UNKNOWN;
import static io.nextclick.segment.PersonTriggersCodec.WRITTEN;

import io.nextclick.flow.PersonMetrics;
import io.nextclick.writeback.CompactReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one {@link PersonTriggers} after the other in the layout of {@link PersonTriggersCodec}.
 */
final class PersonTriggersReader {

    private static final int USUAL_SPANS = 16;

    private final CompactReader in;
    private Seen[] events = {};
    private long[] spans = new long[USUAL_SPANS];
    private int spanCount;
    private long base;
    private long rowMillis;
    private int partialSlot;

    PersonTriggersReader(CompactReader in) {
        this.in = in;
    }

    /** Reads a person. */
    PersonTriggers read() throws IOException {
        spanCount = 0;
        PersonTriggers person = new PersonTriggers();
        person.epoch = in.number();
        person.sequence = in.number();
        base = in.signed();
        person.horizonMillis = bound();
        person.passedMillis = bound();
        person.timerMillis = time();
        person.metrics = metrics();
        readLog(person);
        person.settled = state();
        int how = in.octet();
        person.present =
                switch (how) {
                    case UNKNOWN -> null;
                    case SETTLED -> person.settled;
                    case WRITTEN -> state();
                    default -> throw new IOException("unknown kind of state " + how);
                };
        TriggerState newest = person.present == null ? person.settled : person.present;
        int emittedCount = in.count(2);
        person.emitted = new ArrayList<>(emittedCount);
        for (int i = 0; i < emittedCount; i++) {
            person.emitted.add(emitted(newest));
        }
        events = new Seen[0];
        return person;
    }

    private TriggerState state() throws IOException {
        partialSlot = 0;
        int partialCount = in.count(3);
        List<Partial> partials = new ArrayList<>(partialCount);
        for (int i = 0; i < partialCount; i++) {
            partials.add(partial());
        }
        int membershipCount = in.count(5);
        List<Membership> memberships = new ArrayList<>(membershipCount);
        for (int i = 0; i < membershipCount; i++) {
            int slot = in.whole();
            String partition = text();
            Seen last = event();
            memberships.add(
                    new Membership(slot, partition, moment(), span(last), new Seen[] {last}));
        }
        return partials.isEmpty() && memberships.isEmpty()
                ? TriggerState.EMPTY
                : new TriggerState(partials, memberships);
    }

    private void readLog(PersonTriggers person) throws IOException {
        events = new Seen[in.count(2)];
        int logged = in.count(2);
        if (logged > events.length) {
            throw new IOException("%d of %d events logged".formatted(logged, events.length));
        }
        rowMillis = base;
        for (int i = 0; i < events.length; i++) {
            events[i] = SeenCodec.read(rowMillis, in);
            rowMillis = events[i].millis;
        }
        person.log = new ArrayList<>(logged + 1);
        for (int i = 0; i < logged; i++) {
            person.log.add(events[i]);
        }
        for (Seen seen : person.log) {
            if (seen.millis > person.horizonMillis) {
                seen.touches = touches();
            }
        }
    }

    private Emitted emitted(TriggerState settled) throws IOException {
        int place = in.whole();
        List<Membership> memberships = settled.memberships();
        Membership of = place == 0 ? null : memberships.get(at(place - 1, memberships.size()));
        int slot = of == null ? in.whole() : of.slot();
        String partition = of == null ? text() : of.partition();
        long version = in.number();
        Membership same = (version & 1) != 0 ? of : null;
        return new Emitted(
                slot,
                partition,
                (int) (version >>> 2),
                (version & 2) != 0,
                same == null ? time() : same.enteredMillis(),
                same == null ? time() : same.expiresMillis());
    }

    private PersonMetrics metrics() throws IOException {
        if (in.octet() == 0) {
            return PersonMetrics.NONE;
        }
        return new PersonMetrics(
                in.whole(),
                in.whole(),
                in.whole(),
                in.whole(),
                real(),
                real(),
                real(),
                real(),
                time(),
                // Rules do not ask for categories, so they are not kept.
                List.of());
    }

    private Touch[] touches() throws IOException {
        Touch[] touches = new Touch[in.count(3)];
        for (int i = 0; i < touches.length; i++) {
            touches[i] = new Touch(in.whole(), in.number(), text());
        }
        return touches;
    }

    private Partial partial() throws IOException {
        int head = in.whole();
        partialSlot += head >>> PARTIAL_BITS;
        String partition = (head & PARTITION) == 0 ? "" : text();
        int kind = head & KIND_MASK;
        Progress progress =
                switch (kind) {
                    case COUNT -> {
                        Seen[] newest = places(in.count(1));
                        yield new CountPlan.Newest(newest, span(newest[newest.length - 1]));
                    }
                    case CHAIN -> {
                        Seen[][] runs = runs();
                        Seen first = runs[0][0];
                        yield new ChainPlan.Runs(runs, span(first), span(first));
                    }
                    case NFA -> {
                        Seen[] list = places(in.count(1));
                        byte[] bytes = in.raw(in.count(1));
                        yield Automaton.read(new Automaton.Bytes(list, bytes), time(), time());
                    }
                    default -> throw new IOException("unknown progress " + kind);
                };
        return new Partial(partialSlot, partition, progress);
    }

    private Seen[][] runs() throws IOException {
        int head = in.count(1);
        Seen[][] runs = new Seen[head >>> 1][];
        if (runs.length == 0) {
            throw new IOException("a chain without a run");
        }
        int length = (head & 1) == 0 ? 0 : in.count(1);
        for (int i = 0; i < runs.length; i++) {
            runs[i] = places(length == 0 ? in.count(1) : length);
        }
        return runs;
    }

    /** At least one. */
    private Seen[] places(int count) throws IOException {
        if (count == 0) {
            throw new IOException("progress without an event");
        }
        Seen[] seen = new Seen[count];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = event();
        }
        return seen;
    }

    private Seen event() throws IOException {
        return events[at(in.whole(), events.length)];
    }

    private static int at(int place, int size) throws IOException {
        if (place < 0 || place >= size) {
            throw new IOException("place %d of %d".formatted(place, size));
        }
        return place;
    }

    private String text() throws IOException {
        String text = in.text();
        return text == null ? "" : text;
    }

    private double real() throws IOException {
        return Float.intBitsToFloat(in.fixedInt());
    }

    private long bound() throws IOException {
        long value = in.number();
        return value == 0 ? Long.MIN_VALUE : base + SeenCodec.plain(value - 1);
    }

    private long time() throws IOException {
        long value = in.number();
        return value == 0 ? Long.MAX_VALUE : base + SeenCodec.plain(value - 1);
    }

    private long moment() throws IOException {
        int place = in.whole();
        return place == 0 ? time() : events[at(place - 1, events.length)].millis;
    }

    private long span(Seen from) throws IOException {
        int place = in.whole();
        if (place == 0) {
            return Long.MAX_VALUE;
        }
        if (place != 1) {
            return from.millis + spans[at(place - 2, spanCount)];
        }
        if (spanCount == spans.length) {
            spans = Arrays.copyOf(spans, 2 * spanCount);
        }
        spans[spanCount++] = in.signed();
        return from.millis + spans[spanCount - 1];
    }
}
