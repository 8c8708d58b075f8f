package io.nextclick.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of a body as they were written: one object, an array of them, or an object with the
 * array {@code events}. So the contract's own decoder reads each as the job would.
 */
final class EventSlices {

    /** Most events in a body. */
    static final int MOST = 100;

    /**
     * An event as it was written.
     *
     * @param json its bytes
     * @param site the site that it names; null if it names none
     */
    record Slice(byte[] json, @Nullable String site) {}

    private final byte[] body;
    private final List<Slice> slices = new ArrayList<>();

    private EventSlices(byte[] body) {
        this.body = body;
    }

    /**
     * Finds the events.
     *
     * @throws Problem if the body is no JSON, or holds no events or too many
     */
    static List<Slice> of(byte[] body) {
        EventSlices found = new EventSlices(body);
        try (JsonParser parser = Json.MAPPER.createParser(body)) {
            found.read(parser);
        } catch (IOException e) {
            throw Json.malformed(e);
        }
        if (found.slices.isEmpty()) {
            throw Problem.invalid("there is no event in the body");
        }
        return found.slices;
    }

    private void read(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_ARRAY) {
            array(parser);
        } else if (first == JsonToken.START_OBJECT) {
            long from = parser.currentTokenLocation().getByteOffset();
            String site = null;
            boolean several = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("events") && value == JsonToken.START_ARRAY) {
                    several = true;
                    array(parser);
                } else {
                    site = name.equals("site") ? text(parser, value) : site;
                    skip(parser);
                }
            }
            if (!several) {
                add(from, parser.currentLocation().getByteOffset(), site);
            }
        } else {
            throw Problem.invalid("the body must be an event, or an array of them");
        }
        if (parser.nextToken() != null) {
            throw Problem.invalid("something is behind the events");
        }
    }

    private void array(JsonParser parser) throws IOException {
        for (JsonToken each = parser.nextToken();
                each != JsonToken.END_ARRAY;
                each = parser.nextToken()) {
            if (each != JsonToken.START_OBJECT) {
                throw Problem.invalid("event %d is not an object".formatted(slices.size()));
            }
            long from = parser.currentTokenLocation().getByteOffset();
            String site = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                site = name.equals("site") ? text(parser, value) : site;
                skip(parser);
            }
            add(from, parser.currentLocation().getByteOffset(), site);
        }
    }

    private static void skip(JsonParser parser) throws IOException {
        parser.skipChildren();
    }

    private static @Nullable String text(JsonParser parser, JsonToken value) throws IOException {
        return value == JsonToken.VALUE_STRING ? parser.getText() : null;
    }

    private void add(long from, long to, @Nullable String site) {
        if (slices.size() == MOST) {
            throw Problem.invalid("more than %d events".formatted(MOST));
        }
        slices.add(
                new Slice(
                        Arrays.copyOfRange(body, Math.toIntExact(from), Math.toIntExact(to)),
                        site));
    }
}
