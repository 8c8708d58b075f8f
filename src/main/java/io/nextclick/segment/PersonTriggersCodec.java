package io.nextclick.segment;

import io.nextclick.event.EventType;
import io.nextclick.event.PersonMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link PersonTriggers}: each text once, each event once, times as differences, all
 * numbers in as many bytes as they need. What rules hold of events are places in the list of
 * events. The first byte is the version of this layout.
 */
final class PersonTriggersCodec {

    private static final int VERSION = 1;
    private static final int UUID_LENGTH = 36;
    private static final int TEXT_ID = 0;
    private static final int UUID_ID = 1;

    private static final int COUNT = 0;
    private static final int CHAIN = 1;
    private static final int NFA = 2;

    /** Types by their number in the bytes; new ones go to the end. */
    private static final List<EventType> TYPES =
            List.of(
                    EventType.UNKNOWN,
                    EventType.VIEW,
                    EventType.SEARCH,
                    EventType.FILTER,
                    EventType.ADD_TO_CART,
                    EventType.REMOVE_FROM_CART,
                    EventType.CHECKOUT,
                    EventType.PURCHASE,
                    EventType.RATE,
                    EventType.WISH,
                    EventType.SHARE,
                    EventType.IMPRESSION,
                    EventType.CLICK,
                    EventType.PAGE_PING,
                    EventType.LOGIN,
                    EventType.LOGOUT);

    private PersonTriggersCodec() {}

    static void write(PersonTriggers person, DataOutputView out) throws IOException {
        new Writer(out).write(person);
    }

    static PersonTriggers read(DataInputView in) throws IOException {
        return new Reader(in).read();
    }

    /** Writes one value. */
    private static final class Writer {
        private final DataOutputView out;
        private final Map<String, Integer> texts = new LinkedHashMap<>();
        private final Map<Seen, Integer> places = new LinkedHashMap<>();
        private final Map<Long, Integer> spans = new HashMap<>();
        private long base;

        Writer(DataOutputView out) {
            this.out = out;
        }

        void write(PersonTriggers person) throws IOException {
            collect(person);
            out.writeByte(VERSION);
            number(person.epoch);
            number(person.sequence);
            base = person.horizonMillis == Long.MIN_VALUE ? 0 : person.horizonMillis;
            signed(person.horizonMillis);
            time(person.timerMillis);
            metrics(person.metrics);
            number(texts.size());
            for (String text : texts.keySet()) {
                characters(text);
            }
            number(places.size());
            number(person.log.size());
            for (Seen seen : places.keySet()) {
                seen(seen);
            }
            for (Seen seen : person.log) {
                if (seen.millis > person.horizonMillis) {
                    touches(seen.touches);
                }
            }
            number(person.settled.partials().size());
            for (Partial partial : person.settled.partials()) {
                partial(partial);
            }
            number(person.settled.memberships().size());
            for (Membership each : person.settled.memberships()) {
                number(each.slot());
                text(each.partition());
                place(each.last());
                span(each.enteredMillis(), each.last());
                span(each.expiresMillis(), each.last());
            }
            number(person.told.size());
            for (Told each : person.told) {
                number(each.slot());
                text(each.partition());
                number(((long) each.version() << 1) | (each.recommendation() ? 1 : 0));
                Membership membership = person.settled.membership(each.slot(), each.partition());
                boolean same =
                        membership != null
                                && membership.enteredMillis() == each.enteredMillis()
                                && membership.expiresMillis() == each.untilMillis();
                out.writeBoolean(same);
                if (!same) {
                    time(each.enteredMillis());
                    time(each.untilMillis());
                }
            }
        }

        /** The log comes first, so that its events need no list of their own. */
        private void collect(PersonTriggers person) {
            for (Seen seen : person.log) {
                // Two events of the log may be equal; each has its row.
                places.put(seen, places.size());
                collect(seen);
                for (Touch touch : seen.touches) {
                    collect(touch.partition());
                }
            }
            if (places.size() < person.log.size()) {
                throw new IllegalStateException("an event is twice in the log of a person");
            }
            for (Partial partial : person.settled.partials()) {
                collect(partial.partition());
                for (Seen seen : partial.progress().events()) {
                    collectHeld(seen);
                }
            }
            for (Membership membership : person.settled.memberships()) {
                collect(membership.partition());
                collectHeld(membership.last());
            }
            for (Told each : person.told) {
                collect(each.partition());
            }
        }

        private void collectHeld(Seen seen) {
            if (!places.containsKey(seen)) {
                places.put(seen, places.size());
                collect(seen);
            }
        }

        private void collect(Seen seen) {
            collect(seen.item);
            collect(seen.category);
            collect(seen.brand);
        }

        private void collect(@Nullable String text) {
            if (text != null && !text.isEmpty()) {
                texts.putIfAbsent(text, texts.size());
            }
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

        private void seen(Seen seen) throws IOException {
            time(seen.millis);
            out.writeByte(TYPES.indexOf(seen.type));
            id(seen.eventId);
            optionalText(seen.item);
            optionalText(seen.category);
            optionalText(seen.brand);
            number(seen.priceHundredths + 1);
        }

        private void id(String id) throws IOException {
            UUID uuid = uuid(id);
            if (uuid != null) {
                out.writeByte(UUID_ID);
                out.writeLong(uuid.getMostSignificantBits());
                out.writeLong(uuid.getLeastSignificantBits());
                return;
            }
            out.writeByte(TEXT_ID);
            characters(id);
        }

        /** Half a surrogate pair, which JSON can hold and UTF-8 cannot, must come back, too. */
        private void characters(String text) throws IOException {
            if (isWellFormed(text)) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                number((long) bytes.length << 1);
                out.write(bytes);
            } else {
                number(((long) text.length() << 1) | 1);
                out.writeChars(text);
            }
        }

        private static boolean isWellFormed(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isSurrogate(text.charAt(i))
                        && !Character.isSupplementaryCodePoint(text.codePointAt(i++))) {
                    return false;
                }
            }
            return true;
        }

        private static @Nullable UUID uuid(String id) {
            if (id.length() != UUID_LENGTH) {
                return null;
            }
            try {
                UUID uuid = UUID.fromString(id);
                return uuid.toString().equals(id) ? uuid : null;
            } catch (IllegalArgumentException e) {
                return null;
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
            number(partial.slot());
            text(partial.partition());
            Progress progress = partial.progress();
            if (progress instanceof CountPlan.Newest newest) {
                out.writeByte(COUNT);
                places(newest.seen());
                span(newest.endsAtMillis(), newest.seen()[newest.seen().length - 1]);
            } else if (progress instanceof ChainPlan.Runs runs) {
                out.writeByte(CHAIN);
                number(runs.runs().length);
                for (Seen[] run : runs.runs()) {
                    places(run);
                }
                Seen first = runs.runs()[0][0];
                span(runs.actsAtMillis(), first);
                span(runs.endsAtMillis(), first);
            } else if (progress instanceof Automaton automaton) {
                out.writeByte(NFA);
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

        private void places(Seen[] events) throws IOException {
            number(events.length);
            for (Seen seen : events) {
                place(seen);
            }
        }

        private void place(Seen seen) throws IOException {
            Integer place = places.get(seen);
            if (place == null) {
                throw new IllegalStateException("an event was not collected: " + seen);
            }
            number(place);
        }

        private void text(String text) throws IOException {
            optionalText(text.isEmpty() ? null : text);
        }

        private void optionalText(@Nullable String text) throws IOException {
            Integer place = text == null ? null : texts.get(text);
            number(place == null ? 0 : place + 1);
        }

        /** A time near the horizon; the largest long stands for never. */
        private void time(long millis) throws IOException {
            if (millis == Long.MAX_VALUE) {
                number(0);
            } else {
                long difference = millis - base;
                number(1 + ((difference << 1) ^ (difference >> 63)));
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
            number((value << 1) ^ (value >> 63));
        }

        private void number(long value) throws IOException {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.writeByte((int) (rest & 0x7F) | 0x80);
                rest >>>= 7;
            }
            out.writeByte((int) rest);
        }
    }

    /** Reads one value. */
    private static final class Reader {
        private final DataInputView in;
        private String[] texts = {};
        private Seen[] events = {};
        private final List<Long> spans = new ArrayList<>();
        private long base;

        Reader(DataInputView in) {
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
                    millis,
                    id(),
                    type,
                    optionalText(),
                    optionalText(),
                    optionalText(),
                    number() - 1);
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
}
