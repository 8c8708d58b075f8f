package io.nextclick.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** JSON as the gateway reads and writes it. */
final class Json {

    static final String CONTENT_TYPE = "application/json";

    static final JsonMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A time as in all answers: UTC with milliseconds. */
    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    /**
     * Reads an object.
     *
     * @throws Problem if the bytes are none
     */
    static ObjectNode readObject(byte[] body) {
        JsonNode read;
        try {
            read = MAPPER.readTree(body);
        } catch (IOException e) {
            throw malformed(e);
        }
        if (read instanceof ObjectNode object) {
            return object;
        }
        throw Problem.invalid("the body is not a JSON object");
    }

    /** What is wrong, without the text itself. */
    static Problem malformed(IOException e) {
        int column =
                e instanceof JsonProcessingException json && json.getLocation() != null
                        ? json.getLocation().getColumnNr()
                        : 0;
        return new Problem(400, "MALFORMED", "the body is not well-formed at column " + column);
    }

    /** A tree, or JSON's null if the bytes are none. */
    static JsonNode treeOrNull(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            return JsonNodeFactory.instance.nullNode();
        }
    }

    /** A text field of an object. */
    static Optional<String> field(byte[] json, String name) {
        return Optional.ofNullable(treeOrNull(json).path(name).textValue());
    }
}
