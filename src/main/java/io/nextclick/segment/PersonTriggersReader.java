package io.nextclick.segment;

import static io.nextclick.segment.PersonTriggersCodec.BRAND;
import static io.nextclick.segment.PersonTriggersCodec.CHAIN;
import static io.nextclick.segment.PersonTriggersCodec.COUNT;
import static io.nextclick.segment.PersonTriggersCodec.FIELDS;
import static io.nextclick.segment.PersonTriggersCodec.KIND_MASK;
import static io.nextclick.segment.PersonTriggersCodec.NEEDED;
import static io.nextclick.segment.PersonTriggersCodec.NFA;
import static io.nextclick.segment.PersonTriggersCodec.PARTIAL_BITS;
import static io.nextclick.segment.PersonTriggersCodec.PARTITION;
import static io.nextclick.segment.PersonTriggersCodec.PRICE;
import static io.nextclick.segment.PersonTriggersCodec.ROW_BITS;
import static io.nextclick.segment.PersonTriggersCodec.TYPES;
import static io.nextclick.segment.PersonTriggersCodec.TYPE_MASK;
import static io.nextclick.segment.PersonTriggersCodec.UUID_ID;
import static io.nextclick.segment.PersonTriggersCodec.VERSION;
import static io.nextclick.segment.PersonTriggersCodec.plain;
import static io.nextclick.segment.PersonTriggersCodec.readCharacters;

import io.nextclick.flow.PersonMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.flink.core.memory.DataInputView;
import org.jspecify.annotations.Nullable;

/** Reads one {@link PersonTriggers} in the layout of {@link PersonTriggersCodec}. */
final class PersonTriggersReader {
    private final DataInputView in;
    private String[] texts = {};
    private Seen[] events = {};
    private final List<Long> spans = new ArrayList<>();
    private long base;
    private long rowMillis;
    private int partialSlot;

    /** Reads a person. */
    static PersonTriggers read(DataInputView in) throws IOException {
        return new PersonTriggersReader(in).read();
    }

    private PersonTriggersReader(DataInputView in) {
        this.in = in;
    }

    private PersonTriggers read() throws IOException {
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("triggers of a person in layout %d".formatted(version));
        }
        PersonTriggers person = new PersonTriggers();
        person.epoch = number();
        person.sequence = number();
        person.horizonMillis = signed();
        base = person.horizonMillis == Long.MIN_VALUE ? 0 : person.horizonMillis;
        person.timerMillis = time();
        person.metrics = metrics();
        texts = new String[size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = readCharacters(in);
        }
        events = new Seen[size()];
        int logged = size();
        rowMillis = base;
        for (int i = 0; i < events.length; i++) {
            events[i] = seen();
        }
        person.log =
                new ArrayList<>(
                        Arrays.asList(events).subList(events.length - logged, events.length));
        for (Seen seen : person.log) {
            if (seen.millis > person.horizonMillis) {
                seen.touches = touches();
            }
        }
        List<Partial> partials = new ArrayList<>();
        for (int left = size(); left > 0; left--) {
            partials.add(partial());
        }
        List<Membership> memberships = new ArrayList<>();
        for (int left = size(); left > 0; left--) {
            int slot = size();
            String partition = text();
            Seen last = events[size()];
            memberships.add(
                    new Membership(slot, partition, moment(), span(last), new Seen[] {last}));
        }
        person.settled = new TriggerState(partials, memberships);
        person.present = null;
        person.emitted = new ArrayList<>();
        for (int left = size(); left > 0; left--) {
            person.emitted.add(emitted(person.settled));
        }
        return person;
    }

    private Emitted emitted(TriggerState settled) throws IOException {
        int place = size();
        Membership of = place == 0 ? null : settled.memberships().get(place - 1);
        int slot = of == null ? size() : of.slot();
        String partition = of == null ? text() : of.partition();
        long version = number();
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
        if (!in.readBoolean()) {
            return PersonMetrics.NONE;
        }
        return new PersonMetrics(
                size(),
                size(),
                size(),
                size(),
                in.readFloat(),
                in.readFloat(),
                in.readFloat(),
                in.readFloat(),
                time());
    }

    private Seen seen() throws IOException {
        long row = number();
        rowMillis += plain(row >>> ROW_BITS);
        String id =
                (row & UUID_ID) == 0
                        ? readCharacters(in)
                        : new UUID(in.readLong(), in.readLong()).toString();
        if ((row & FIELDS) == 0) {
            return Seen.bare(rowMillis, id);
        }
        int what = in.readUnsignedByte();
        Seen seen =
                new Seen(
                        rowMillis,
                        id,
                        TYPES.get(what & TYPE_MASK),
                        optionalText(),
                        optionalText(),
                        (what & BRAND) == 0 ? null : optionalText(),
                        (what & PRICE) == 0 ? -1 : number());
        seen.fieldsNeeded = (what & NEEDED) != 0;
        return seen;
    }

    private Touch[] touches() throws IOException {
        Touch[] touches = new Touch[size()];
        for (int i = 0; i < touches.length; i++) {
            touches[i] = new Touch(size(), number(), text());
        }
        return touches;
    }

    private Partial partial() throws IOException {
        int head = size();
        partialSlot += head >>> PARTIAL_BITS;
        String partition = (head & PARTITION) == 0 ? "" : text();
        int kind = head & KIND_MASK;
        Progress progress =
                switch (kind) {
                    case COUNT -> {
                        Seen[] newest = places();
                        yield new CountPlan.Newest(newest, span(newest[newest.length - 1]));
                    }
                    case CHAIN -> {
                        Seen[][] runs = runs();
                        Seen first = runs[0][0];
                        yield new ChainPlan.Runs(runs, span(first), span(first));
                    }
                    case NFA -> {
                        Seen[] list = places();
                        byte[] bytes = new byte[size()];
                        in.readFully(bytes);
                        yield Automaton.read(new Automaton.Bytes(list, bytes), time(), time());
                    }
                    default -> throw new IOException("unknown progress " + kind);
                };
        return new Partial(partialSlot, partition, progress);
    }

    private Seen[][] runs() throws IOException {
        int count = size();
        Seen[][] runs = new Seen[count >>> 1][];
        int length = (count & 1) == 0 ? 0 : size();
        for (int i = 0; i < runs.length; i++) {
            runs[i] = length == 0 ? places() : places(length);
        }
        return runs;
    }

    private Seen[] places() throws IOException {
        return places(size());
    }

    private Seen[] places(int count) throws IOException {
        Seen[] seen = new Seen[count];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = events[size()];
        }
        return seen;
    }

    private String text() throws IOException {
        String text = optionalText();
        return text == null ? "" : text;
    }

    private @Nullable String optionalText() throws IOException {
        int place = size();
        return place == 0 ? null : texts[place - 1];
    }

    private long time() throws IOException {
        long value = number();
        if (value == 0) {
            return Long.MAX_VALUE;
        }
        return base + plain(value - 1);
    }

    private long moment() throws IOException {
        int place = size();
        return place == 0 ? time() : events[place - 1].millis;
    }

    private long span(Seen from) throws IOException {
        int place = size();
        if (place == 0) {
            return Long.MAX_VALUE;
        }
        if (place == 1) {
            spans.add(signed());
        }
        return from.millis + spans.get(place == 1 ? spans.size() - 1 : place - 2);
    }

    private long signed() throws IOException {
        return plain(number());
    }

    private int size() throws IOException {
        return (int) number();
    }

    private long number() throws IOException {
        return PersonTriggersCodec.readNumber(in);
    }
}
