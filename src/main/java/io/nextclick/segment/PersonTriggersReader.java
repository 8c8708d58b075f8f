package io.nextclick.segment;

import static io.nextclick.segment.PersonTriggersCodec.CHAIN;
import static io.nextclick.segment.PersonTriggersCodec.COUNT;
import static io.nextclick.segment.PersonTriggersCodec.NFA;
import static io.nextclick.segment.PersonTriggersCodec.TYPES;
import static io.nextclick.segment.PersonTriggersCodec.UUID_ID;
import static io.nextclick.segment.PersonTriggersCodec.VERSION;

import io.nextclick.event.EventType;
import io.nextclick.event.PersonMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    PersonTriggersReader(DataInputView in) {
        this.in = in;
    }

    PersonTriggers read() throws IOException {
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
            texts[i] = characters();
        }
        events = new Seen[size()];
        int logged = size();
        for (int i = 0; i < events.length; i++) {
            events[i] = seen();
        }
        person.log = new ArrayList<>(Arrays.asList(events).subList(0, logged));
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
                    new Membership(slot, partition, span(last), span(last), new Seen[] {last}));
        }
        person.settled = new TriggerState(partials, memberships);
        person.present = null;
        person.told = new ArrayList<>();
        for (int left = size(); left > 0; left--) {
            person.told.add(told(person.settled));
        }
        return person;
    }

    private Told told(TriggerState settled) throws IOException {
        int slot = size();
        String partition = text();
        long version = number();
        Membership same = in.readBoolean() ? settled.membership(slot, partition) : null;
        return new Told(
                slot,
                partition,
                (int) (version >>> 1),
                (version & 1) != 0,
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
        long millis = time();
        EventType type = TYPES.get(in.readByte());
        return new Seen(
                millis, id(), type, optionalText(), optionalText(), optionalText(), number() - 1);
    }

    private String id() throws IOException {
        if (in.readByte() == UUID_ID) {
            return new UUID(in.readLong(), in.readLong()).toString();
        }
        return characters();
    }

    private String characters() throws IOException {
        int length = size();
        if ((length & 1) != 0) {
            char[] text = new char[length >>> 1];
            for (int i = 0; i < text.length; i++) {
                text[i] = in.readChar();
            }
            return new String(text);
        }
        byte[] bytes = new byte[length >>> 1];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Touch[] touches() throws IOException {
        Touch[] touches = new Touch[size()];
        for (int i = 0; i < touches.length; i++) {
            touches[i] = new Touch(size(), number(), text());
        }
        return touches;
    }

    private Partial partial() throws IOException {
        int slot = size();
        String partition = text();
        int kind = in.readByte();
        Progress progress =
                switch (kind) {
                    case COUNT -> {
                        Seen[] newest = places();
                        yield new CountPlan.Newest(newest, span(newest[newest.length - 1]));
                    }
                    case CHAIN -> {
                        Seen[][] runs = new Seen[size()][];
                        for (int i = 0; i < runs.length; i++) {
                            runs[i] = places();
                        }
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
        return new Partial(slot, partition, progress);
    }

    private Seen[] places() throws IOException {
        Seen[] seen = new Seen[size()];
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
        long difference = value - 1;
        return base + ((difference >>> 1) ^ -(difference & 1));
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
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    private int size() throws IOException {
        return (int) number();
    }

    private long number() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                break;
            }
        }
        return value;
    }
}
