package io.nextclick.segment;

import static io.nextclick.segment.PersonTriggersCodec.BRAND;
import static io.nextclick.segment.PersonTriggersCodec.CHAIN;
import static io.nextclick.segment.PersonTriggersCodec.COUNT;
import static io.nextclick.segment.PersonTriggersCodec.FIELDS;
import static io.nextclick.segment.PersonTriggersCodec.NEEDED;
import static io.nextclick.segment.PersonTriggersCodec.NFA;
import static io.nextclick.segment.PersonTriggersCodec.PARTIAL_BITS;
import static io.nextclick.segment.PersonTriggersCodec.PARTITION;
import static io.nextclick.segment.PersonTriggersCodec.PRICE;
import static io.nextclick.segment.PersonTriggersCodec.ROW_BITS;
import static io.nextclick.segment.PersonTriggersCodec.TYPES;
import static io.nextclick.segment.PersonTriggersCodec.UUID_ID;
import static io.nextclick.segment.PersonTriggersCodec.VERSION;
import static io.nextclick.segment.PersonTriggersCodec.writeCharacters;
import static io.nextclick.segment.PersonTriggersCodec.zigZag;

import io.nextclick.flow.PersonMetrics;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Writes one {@link PersonTriggers} in the layout of {@link PersonTriggersCodec}. */
final class PersonTriggersWriter {
    private final DataOutputView out;
    private final WrittenRows rows;
    private final Map<Long, Integer> spans = new HashMap<>();
    private final Map<Long, Integer> moments = new HashMap<>();
    private long base;
    private long rowMillis;
    private int partialSlot;

    /** Writes a person out. */
    static void write(PersonTriggers person, DataOutputView out) throws IOException {
        new PersonTriggersWriter(new WrittenRows(person), out).write(person);
    }

    private PersonTriggersWriter(WrittenRows rows, DataOutputView out) {
        this.rows = rows;
        this.out = out;
    }

    private void write(PersonTriggers person) throws IOException {
        out.writeByte(VERSION);
        number(person.epoch);
        number(person.sequence);
        base = person.horizonMillis == Long.MIN_VALUE ? 0 : person.horizonMillis;
        signed(person.horizonMillis);
        time(person.timerMillis);
        metrics(person.metrics);
        number(rows.texts().size());
        for (String text : rows.texts()) {
            writeCharacters(text, out);
        }
        events(person);
        number(person.settled.partials().size());
        for (Partial partial : person.settled.partials()) {
            partial(partial);
        }
        number(person.settled.memberships().size());
        for (Membership each : person.settled.memberships()) {
            number(each.slot());
            text(each.partition());
            place(each.last());
            moment(each.enteredMillis());
            span(each.expiresMillis(), each.last());
        }
        number(person.emitted.size());
        for (Emitted each : person.emitted) {
            emitted(each, person.settled.memberships());
        }
    }

    private void events(PersonTriggers person) throws IOException {
        List<Seen> events = rows.events();
        number(events.size());
        number(person.log.size());
        rowMillis = base;
        int logged = events.size() - person.log.size();
        for (int i = 0; i < events.size(); i++) {
            Seen seen = events.get(i);
            moments.putIfAbsent(seen.millis, i);
            seen(seen, seen.fieldsNeeded || i >= logged);
        }
        for (Seen seen : person.log) {
            if (seen.millis > person.horizonMillis) {
                touches(seen.touches);
            }
        }
    }

    private void emitted(Emitted each, List<Membership> memberships) throws IOException {
        int place = placeOf(each, memberships);
        number(place + 1L);
        if (place < 0) {
            number(each.slot());
            text(each.partition());
        }
        Membership of = place < 0 ? null : memberships.get(place);
        boolean same =
                of != null
                        && of.enteredMillis() == each.enteredMillis()
                        && of.expiresMillis() == each.untilMillis();
        number(((long) each.version() << 2) | (each.recommendation() ? 2 : 0) | (same ? 1 : 0));
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

    private void metrics(PersonMetrics metrics) throws IOException {
        boolean known = !metrics.equals(PersonMetrics.NONE);
        out.writeBoolean(known);
        if (known) {
            number(metrics.sessions7());
            number(metrics.sessions30());
            number(metrics.days7());
            number(metrics.days30());
            out.writeFloat((float) metrics.durationMillis());
            out.writeFloat((float) metrics.pages());
            out.writeFloat((float) metrics.conversion());
            out.writeFloat((float) metrics.daysBetween());
            time(metrics.lastMillis());
        }
    }

    private void seen(Seen seen, boolean fields) throws IOException {
        UUID uuid = PersonTriggersCodec.uuid(seen.eventId);
        int what = (uuid == null ? 0 : UUID_ID) | (fields ? FIELDS : 0);
        number((zigZag(seen.millis - rowMillis) << ROW_BITS) | what);
        rowMillis = seen.millis;
        if (uuid == null) {
            writeCharacters(seen.eventId, out);
        } else {
            out.writeLong(uuid.getMostSignificantBits());
            out.writeLong(uuid.getLeastSignificantBits());
        }
        if (!fields) {
            return;
        }
        boolean priced = seen.priceHundredths >= 0;
        out.writeByte(
                TYPES.indexOf(seen.type)
                        | (seen.brand == null ? 0 : BRAND)
                        | (priced ? PRICE : 0)
                        | (seen.fieldsNeeded ? NEEDED : 0));
        optionalText(seen.item);
        optionalText(seen.category);
        if (seen.brand != null) {
            optionalText(seen.brand);
        }
        if (priced) {
            number(seen.priceHundredths);
        }
    }

    private void touches(Touch[] touches) throws IOException {
        number(touches.length);
        for (Touch touch : touches) {
            number(touch.slot());
            number(touch.mask());
            text(touch.partition());
        }
    }

    private void partial(Partial partial) throws IOException {
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
            number(written.bytes().length);
            out.write(written.bytes());
            time(automaton.actsAtMillis());
            time(automaton.endsAtMillis());
        } else {
            throw new IllegalStateException("unknown progress " + progress.getClass());
        }
    }

    /** Most often all runs have come equally far, which is said once then. */
    private void runs(Seen[][] runs) throws IOException {
        int length = runs[0].length;
        boolean equal = Arrays.stream(runs).allMatch(run -> run.length == length);
        number(((long) runs.length << 1) | (equal ? 1 : 0));
        if (equal) {
            number(length);
        }
        for (Seen[] run : runs) {
            if (!equal) {
                number(run.length);
            }
            for (Seen seen : run) {
                place(seen);
            }
        }
    }

    private void head(Partial partial, int kind) throws IOException {
        boolean parted = !partial.partition().isEmpty();
        int step = partial.slot() - partialSlot;
        number(((long) step << PARTIAL_BITS) | (parted ? PARTITION : 0) | kind);
        partialSlot = partial.slot();
        if (parted) {
            text(partial.partition());
        }
    }

    private void places(Seen[] events) throws IOException {
        number(events.length);
        for (Seen seen : events) {
            place(seen);
        }
    }

    private void place(Seen seen) throws IOException {
        number(rows.placeOf(seen));
    }

    private void text(String text) throws IOException {
        optionalText(text.isEmpty() ? null : text);
    }

    private void optionalText(@Nullable String text) throws IOException {
        number(rows.placeOf(text) + 1L);
    }

    /** A time near the horizon; the largest long stands for never. */
    private void time(long millis) throws IOException {
        if (millis == Long.MAX_VALUE) {
            number(0);
        } else {
            number(1 + zigZag(millis - base));
        }
    }

    /** A time that is most often that of an event in the list. */
    private void moment(long millis) throws IOException {
        Integer place = moments.get(millis);
        if (place == null) {
            number(0);
            time(millis);
        } else {
            number(place + 1L);
        }
    }

    /** A time after an event; rules have few lengths of time, and each is written once. */
    private void span(long millis, Seen from) throws IOException {
        if (millis == Long.MAX_VALUE) {
            number(0);
            return;
        }
        long span = millis - from.millis;
        Integer place = spans.get(span);
        if (place == null) {
            spans.put(span, spans.size());
            number(1);
            signed(span);
        } else {
            number(place + 2);
        }
    }

    private void signed(long value) throws IOException {
        number(zigZag(value));
    }

    private void number(long value) throws IOException {
        PersonTriggersCodec.writeNumber(value, out);
    }
}
