package io.nextclick.segment;

import static io.nextclick.segment.PersonTriggersCodec.CHAIN;
import static io.nextclick.segment.PersonTriggersCodec.COUNT;
import static io.nextclick.segment.PersonTriggersCodec.NFA;
import static io.nextclick.segment.PersonTriggersCodec.PARTIAL_BITS;
import static io.nextclick.segment.PersonTriggersCodec.PARTITION;
import static io.nextclick.segment.PersonTriggersCodec.SETTLED;
import static io.nextclick.segment.PersonTriggersCodec.UNKNOWN;
import static io.nextclick.segment.PersonTriggersCodec.WRITTEN;

import io.nextclick.flow.PersonMetrics;
import io.nextclick.writeback.CompactWriter;
import java.util.Arrays;
import java.util.List;

/**
 * Writes one {@link PersonTriggers} after the other in the layout of {@link PersonTriggersCodec}.
 */
final class PersonTriggersWriter {

    private static final int USUAL_SPANS = 16;

    private final CompactWriter out;
    private final WrittenRows rows = new WrittenRows();
    private long[] spans = new long[USUAL_SPANS];
    private int spanCount;
    private long base;
    private long rowMillis;
    private int partialSlot;

    PersonTriggersWriter(CompactWriter out) {
        this.out = out;
    }

    /** Writes a person out. */
    void write(PersonTriggers person) {
        rows.collect(person);
        spanCount = 0;
        out.number(person.epoch);
        out.number(person.sequence);
        base = person.log.isEmpty() ? person.horizonMillis : person.log.get(0).millis;
        base = base == Long.MIN_VALUE ? 0 : base;
        out.signed(base);
        bound(person.horizonMillis);
        bound(person.passedMillis);
        time(person.timerMillis);
        metrics(person.metrics);
        events(person);
        state(person.settled);
        TriggerState present = person.present;
        TriggerState newest = present == null ? person.settled : present;
        boolean same = isSame(newest, person.settled);
        out.octet(present == null ? UNKNOWN : same ? SETTLED : WRITTEN);
        if (!same) {
            state(newest);
        }
        out.number(person.emitted.size());
        for (Emitted each : person.emitted) {
            emitted(each, newest.memberships());
        }
    }

    private static boolean isSame(TriggerState one, TriggerState other) {
        return one == other || (one.isEmpty() && other.isEmpty());
    }

    private void state(TriggerState state) {
        partialSlot = 0;
        out.number(state.partials().size());
        for (Partial partial : state.partials()) {
            partial(partial);
        }
        out.number(state.memberships().size());
        for (Membership each : state.memberships()) {
            out.number(each.slot());
            text(each.partition());
            place(each.last());
            moment(each.enteredMillis());
            span(each.expiresMillis(), each.last());
        }
    }

    private void events(PersonTriggers person) {
        out.number(rows.size());
        out.number(person.log.size());
        rowMillis = base;
        for (int i = 0; i < rows.size(); i++) {
            Seen seen = rows.event(i);
            SeenCodec.write(seen, seen.fieldsNeeded || i < person.log.size(), rowMillis, out);
            rowMillis = seen.millis;
        }
        for (Seen seen : person.log) {
            if (seen.millis > person.horizonMillis) {
                touches(seen.touches);
            }
        }
    }

    private void emitted(Emitted each, List<Membership> memberships) {
        int place = placeOf(each, memberships);
        out.number(place + 1L);
        if (place < 0) {
            out.number(each.slot());
            text(each.partition());
        }
        Membership of = place < 0 ? null : memberships.get(place);
        boolean same =
                of != null
                        && of.enteredMillis() == each.enteredMillis()
                        && of.expiresMillis() == each.untilMillis();
        out.number(((long) each.version() << 2) | (each.recommendation() ? 2 : 0) | (same ? 1 : 0));
        if (!same) {
            time(each.enteredMillis());
            time(each.untilMillis());
        }
    }

    private static int placeOf(Emitted emitted, List<Membership> memberships) {
        for (int i = 0; i < memberships.size(); i++) {
            if (memberships.get(i).isOf(emitted.slot(), emitted.partition())) {
                return i;
            }
        }
        return -1;
    }

    private void metrics(PersonMetrics metrics) {
        boolean known = !metrics.equals(PersonMetrics.NONE);
        out.octet(known ? 1 : 0);
        if (known) {
            out.number(metrics.sessions7());
            out.number(metrics.sessions30());
            out.number(metrics.days7());
            out.number(metrics.days30());
            real(metrics.durationMillis());
            real(metrics.pages());
            real(metrics.conversion());
            real(metrics.daysBetween());
            time(metrics.lastMillis());
        }
    }

    private void touches(Touch[] touches) {
        out.number(touches.length);
        for (Touch touch : touches) {
            out.number(touch.slot());
            out.number(touch.mask());
            text(touch.partition());
        }
    }

    private void partial(Partial partial) {
        Progress progress = partial.progress();
        if (progress instanceof CountPlan.Newest newest) {
            head(partial, COUNT);
            places(newest.seen());
            span(newest.endsAtMillis(), newest.seen()[newest.seen().length - 1]);
        } else if (progress instanceof ChainPlan.Runs runs) {
            head(partial, CHAIN);
            runs(runs.runs());
            Seen first = runs.runs()[0][0];
            span(runs.actsAtMillis(), first);
            span(runs.endsAtMillis(), first);
        } else if (progress instanceof Automaton automaton) {
            head(partial, NFA);
            Automaton.Bytes written = automaton.bytes();
            places(written.events());
            out.number(written.bytes().length);
            out.raw(written.bytes(), 0, written.bytes().length);
            time(automaton.actsAtMillis());
            time(automaton.endsAtMillis());
        } else {
            throw new IllegalStateException("unknown progress " + progress.getClass());
        }
    }

    /** Most often all runs have come equally far, which is said once then. */
    private void runs(Seen[][] runs) {
        int length = runs[0].length;
        boolean equal = true;
        for (Seen[] run : runs) {
            equal &= run.length == length;
        }
        out.number(((long) runs.length << 1) | (equal ? 1 : 0));
        if (equal) {
            out.number(length);
        }
        for (Seen[] run : runs) {
            if (!equal) {
                out.number(run.length);
            }
            for (Seen seen : run) {
                place(seen);
            }
        }
    }

    private void head(Partial partial, int kind) {
        boolean parted = !partial.partition().isEmpty();
        int step = partial.slot() - partialSlot;
        out.number(((long) step << PARTIAL_BITS) | (parted ? PARTITION : 0) | kind);
        partialSlot = partial.slot();
        if (parted) {
            text(partial.partition());
        }
    }

    private void places(Seen[] events) {
        out.number(events.length);
        for (Seen seen : events) {
            place(seen);
        }
    }

    private void place(Seen seen) {
        out.number(rows.placeOf(seen));
    }

    private void text(String text) {
        out.text(text.isEmpty() ? null : text);
    }

    private void real(double value) {
        out.fixedInt(Float.floatToRawIntBits((float) value));
    }

    /** A time near the oldest event; the smallest long stands for none. */
    private void bound(long millis) {
        out.number(millis == Long.MIN_VALUE ? 0 : 1 + SeenCodec.zigZag(millis - base));
    }

    /** A time near the oldest event; the largest long stands for never. */
    private void time(long millis) {
        if (millis == Long.MAX_VALUE) {
            out.number(0);
        } else {
            out.number(1 + SeenCodec.zigZag(millis - base));
        }
    }

    /** A time that is most often that of an event in the list. */
    private void moment(long millis) {
        int place = rows.placeOf(millis);
        out.number(place + 1L);
        if (place < 0) {
            time(millis);
        }
    }

    /** A time after an event; rules have few lengths of time, and each is written once. */
    private void span(long millis, Seen from) {
        if (millis == Long.MAX_VALUE) {
            out.number(0);
            return;
        }
        long span = millis - from.millis;
        int place = 0;
        while (place < spanCount && spans[place] != span) {
            place++;
        }
        if (place < spanCount) {
            out.number(place + 2L);
            return;
        }
        if (spanCount == spans.length) {
            spans = Arrays.copyOf(spans, 2 * spanCount);
        }
        spans[spanCount++] = span;
        out.number(1);
        out.signed(span);
    }
}
