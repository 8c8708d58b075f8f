package io.nextclick.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.EventContract;
import io.nextclick.contract.RecordDecoder;
import io.nextclick.contract.Topics;
import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import java.nio.charset.StandardCharsets;

/**
 * The events among recorded records, one a line: {@code {"topic": "events", "value": {…}}}, the
 * value by the contract {@code BehaviorEvent}. They keep the ids that they have.
 */
final class RecordedEvents {

    private static final JsonMapper JSON = new JsonMapper();

    private final RecordDecoder<Event> decoder = EventContract.decoder(CodecSettings.DEFAULT);

    /** The event of a line. */
    Event parse(String line) throws BadLine {
        if (line.stripLeading().startsWith("#")) {
            throw new BadLine(SkipCause.NO_EVENT, "a comment");
        }
        JsonNode node = json(line);
        String topic = node.path("topic").asText();
        JsonNode value = node.path("value");
        boolean ofEvents =
                topic.equals(Topics.EVENTS.name()) || topic.equals(Topics.EVENTS_JSON.name());
        if (!ofEvents || !value.isObject()) {
            throw new BadLine(SkipCause.NO_EVENT, "no record of the topic of events");
        }
        try {
            return checked(decoder.decode(value.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (RefusedException e) {
            throw new BadLine(SkipCause.MALFORMED_JSON, e.detail());
        }
    }

    private static JsonNode json(String line) throws BadLine {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new BadLine(SkipCause.MALFORMED_JSON, e.getOriginalMessage());
        }
    }

    private static Event checked(Event event) throws BadLine {
        if (event.eventId().isEmpty()) {
            throw new BadLine(SkipCause.MISSING_FIELD, "event_id is empty");
        }
        if (event.userId() == null && event.deviceId() == null) {
            throw new BadLine(SkipCause.MISSING_FIELD, "there is neither user_id nor device_id");
        }
        if (event.type() == EventType.UNKNOWN) {
            throw new BadLine(SkipCause.UNKNOWN_TYPE, "event_type is unknown");
        }
        long millis = event.occurredAtMillis();
        if (millis < 0 || millis > Fields.MAX_MILLIS) {
            throw new BadLine(SkipCause.INVALID_TIME, "occurred_at is not between 1970 and 2100");
        }
        return event;
    }
}
