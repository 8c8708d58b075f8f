package io.nextclick.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of the contracts as plain JSON, in the notation in which the job takes it: the contract's
 * field names, ISO-8601 times, no names of union branches. Bytes are a text if they are UTF-8, else
 * {@code base64:} and that.
 */
final class AvroJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Numbers keep all of their digits: 1.10 is not 1.1. */
    private static final JsonMapper JSON =
            JsonMapper.builder().disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

    private AvroJson() {}

    static JsonNode of(SpecificRecord record) {
        ObjectNode node = NODES.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            node.set(field.name(), value(record.get(field.pos())));
        }
        return node;
    }

    private static JsonNode value(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof SpecificRecord record) {
            return of(record);
        }
        if (value instanceof Collection<?> values) {
            ArrayNode array = NODES.arrayNode(values.size());
            values.forEach(each -> array.add(value(each)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            map.forEach((key, each) -> sorted.put(String.valueOf(key), value(each)));
            return NODES.objectNode().setAll(sorted);
        }
        return scalar(value);
    }

    private static JsonNode scalar(Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            return JSON.valueToTree(value);
        }
        // Texts, enums, times.
        return NODES.textNode(
                value instanceof ByteBuffer bytes ? text(bytes) : String.valueOf(value));
    }

    private static String text(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
        } catch (CharacterCodingException e) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return "base64:" + Base64.getEncoder().encodeToString(copy);
        }
    }
}
