package io.nextclick.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.codec.AvroDecoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Passes on to open streams what is not kept: changes of sessions, and findings. */
final class Inspection {

    private final Map<Topic<?>, String> names = new LinkedHashMap<>();
    private final Map<Topic<?>, AvroDecoder<SpecificRecord>> decoders = new LinkedHashMap<>();
    private final Activity activity;
    private final Counts counts;

    Inspection(CodecSettings codec, Activity activity, Counts counts) {
        this.activity = activity;
        this.counts = counts;
        names.put(Topics.SESSIONS, "session");
        names.put(Topics.QUALITY, "finding");
        names.keySet()
                .forEach(topic -> decoders.put(topic, new AvroDecoder<>(topic.schema(), codec)));
    }

    /** The topics that it takes records of. */
    List<Topic<?>> topics() {
        return List.copyOf(names.keySet());
    }

    void take(Topic<?> topic, ConsumerRecord<byte[], byte[]> record) {
        AvroDecoder<SpecificRecord> decoder = decoders.get(topic);
        byte[] key = record.key();
        byte[] value = record.value();
        if (decoder == null || key == null || value == null) {
            return;
        }
        try {
            // A record's text is JSON, by Avro's own word.
            byte[] text = decoder.decode(value).toString().getBytes(StandardCharsets.UTF_8);
            if (Json.treeOrNull(text) instanceof ObjectNode fields) {
                activity.inspected(
                        names.getOrDefault(topic, ""),
                        new String(key, StandardCharsets.UTF_8),
                        fields);
            }
        } catch (RefusedException e) {
            counts.add("view_refused_total", "topic", topic.name());
        }
    }
}
