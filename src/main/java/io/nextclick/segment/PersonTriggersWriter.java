package io.nextclick.segment;

import static io.nextclick.segment.PersonTriggersCodec.CHAIN;
import static io.nextclick.segment.PersonTriggersCodec.COUNT;
import static io.nextclick.segment.PersonTriggersCodec.NFA;
import static io.nextclick.segment.PersonTriggersCodec.TEXT_ID;
import static io.nextclick.segment.PersonTriggersCodec.TYPES;
import static io.nextclick.segment.PersonTriggersCodec.UUID_ID;
import static io.nextclick.segment.PersonTriggersCodec.UUID_LENGTH;
import static io.nextclick.segment.PersonTriggersCodec.VERSION;

import io.nextclick.event.PersonMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Writes one {@link PersonTriggers} in the layout of {@link PersonTriggersCodec}. */
final class PersonTriggersWriter {
    private final DataOutputView out;
    private final Map<String, Integer> texts = new LinkedHashMap<>();
    private final Map<Seen, Integer> places = new LinkedHashMap<>();
    private final Map<Long, Integer> spans = new HashMap<>();
    private long base;

    PersonTriggersWriter(DataOutputView out) {
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
