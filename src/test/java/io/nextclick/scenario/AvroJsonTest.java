package io.nextclick.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.nextclick.avro.SubjectKind;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AvroJsonTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** A record of one field. */
    private record One(@Nullable Object value) implements SpecificRecord {
        private static final Schema SCHEMA =
                SchemaBuilder.record("One").fields().requiredString("value").endRecord();

        @Override
        public void put(int field, Object given) {
            throw new UnsupportedOperationException("is only read");
        }

        @Override
        public @Nullable Object get(int field) {
            return value;
        }

        @Override
        public Schema getSchema() {
            return SCHEMA;
        }
    }

    private static JsonNode json(@Nullable Object value) {
        return AvroJson.of(new One(value)).get("value");
    }

    @Test
    void numbers_keep_their_kind_and_all_digits() {
        assertThat(json(7)).isEqualTo(NODES.numberNode(7));
        assertThat(json(7L)).isEqualTo(NODES.numberNode(7L));
        assertThat(json(Long.MAX_VALUE)).isEqualTo(NODES.numberNode(Long.MAX_VALUE));
        assertThat(json(0.1f)).isEqualTo(NODES.numberNode(0.1f));
        assertThat(json(0.1)).isEqualTo(NODES.numberNode(0.1));
        assertThat(json(-0.0)).isEqualTo(NODES.numberNode(-0.0));
        assertThat(json(Double.NaN)).isEqualTo(NODES.numberNode(Double.NaN));
        assertThat(json(new BigDecimal("1.10")))
                .isEqualTo(NODES.numberNode(new BigDecimal("1.10")));
        assertThat(json(new BigDecimal("1.10"))).hasToString("1.10");
    }

    @Test
    void truths_texts_constants_and_times_are_as_the_job_takes_them() {
        assertThat(json(true)).isEqualTo(NODES.booleanNode(true));
        assertThat(json("tea")).isEqualTo(NODES.textNode("tea"));
        assertThat(json(SubjectKind.USER)).isEqualTo(NODES.textNode("USER"));
        assertThat(json(Instant.EPOCH)).isEqualTo(NODES.textNode("1970-01-01T00:00:00Z"));
        assertThat(json(null)).isEqualTo(NODES.nullNode());
    }

    @Test
    void bytes_are_a_text_only_if_they_are_one() {
        assertThat(json(ByteBuffer.wrap("jäm".getBytes(UTF_8)))).isEqualTo(NODES.textNode("jäm"));
        assertThat(json(ByteBuffer.wrap(new byte[] {(byte) 0xC3, 0x28})))
                .isEqualTo(NODES.textNode("base64:wyg="));
    }

    @Test
    void lists_maps_and_records_are_gone_into_and_maps_are_sorted() {
        assertThat(json(List.of(new One(1), new One("b"))))
                .hasToString("[{\"value\":1},{\"value\":\"b\"}]");
        assertThat(json(Map.of("b", 2, "a", 1))).hasToString("{\"a\":1,\"b\":2}");
    }
}
