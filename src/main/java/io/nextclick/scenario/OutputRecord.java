package io.nextclick.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.codec.AvroDecoder;
import io.nextclick.codec.RefusedException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record that the job wrote.
 *
 * @param topic its default name
 * @param key its key; null without one
 * @param value its value by the contract's field names; null for a tombstone
 * @param headers texts by their names
 * @param partition of the topic
 * @param offset in the partition
 */
record OutputRecord(
        String topic,
        @Nullable String key,
        @Nullable JsonNode value,
        ObjectNode headers,
        int partition,
        long offset) {

    static OutputRecord of(
            String topic,
            ConsumerRecord<byte[], byte[]> record,
            AvroDecoder<? extends SpecificRecord> decoder)
            throws RefusedException {
        byte[] key = record.key();
        byte[] value = record.value();
        ObjectNode headers = JsonNodeFactory.instance.objectNode();
        for (Header header : record.headers()) {
            byte[] text = header.value();
            headers.put(
                    header.key(), text == null ? null : new String(text, StandardCharsets.UTF_8));
        }
        return new OutputRecord(
                topic,
                key == null ? null : new String(key, StandardCharsets.UTF_8),
                value == null ? null : AvroJson.of(decoder.decode(value)),
                headers,
                record.partition(),
                record.offset());
    }

    /** A line of the file of its topic. */
    String toJson() {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("key", key);
        line.set("value", value == null ? JsonNodeFactory.instance.nullNode() : value);
        line.set("headers", headers);
        line.put("partition", partition);
        line.put("offset", offset);
        return line.toString();
    }
}
