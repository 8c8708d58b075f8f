package io.nextclick.contract;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.avro.BehaviorEvent;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.event.DeviceSignals;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.ReasonCode;
import io.nextclick.testkit.Events;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {

    private static final Event FULL = full(Events.FULL_CONTEXT);

    private final RecordDecoder<Event> decoder = EventContract.decoder(CodecSettings.DEFAULT);
    private final EventEncoder encoder = new EventEncoder();

    private static Event full(EventContext context) {
        return view("milk")
                .by("ann")
                .on("phone")
                .site("north")
                .during("s1")
                .sentAt(NOON + 5)
                .showing(new DeviceSignals("n1", "safari-ios", "Europe/Berlin"))
                .with(context)
                .event();
    }

    private static ReasonCode refused(RecordDecoder<Event> decoder, byte[] value) {
        try {
            return fail(decoder.decode(value));
        } catch (RefusedException e) {
            assertThat(e.detail()).isNotBlank();
            return e.reason();
        }
    }

    private static ReasonCode fail(Event decoded) {
        throw new AssertionError("decoded: " + decoded);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void the_full_event_leaves_no_field_out() throws Exception {
        for (RecordComponent component : EventContext.class.getRecordComponents()) {
            assertThat(component.getAccessor().invoke(FULL.context()))
                    .as(component.getName())
                    .isNotNull();
        }
    }

    @Test
    void an_event_comes_back_as_it_was_encoded() throws Exception {
        assertThat(decoder.decode(encoder.encode(FULL))).isEqualTo(FULL);
        Event bare = view("milk").event();
        assertThat(decoder.decode(encoder.encode(bare))).isEqualTo(bare);
    }

    @Test
    void every_event_type_comes_back() throws Exception {
        for (EventType type : EventType.values()) {
            Event event = io.nextclick.testkit.Events.of(type, "milk").event();
            assertThat(decoder.decode(encoder.encode(event)).type()).isEqualTo(type);
        }
    }

    @Test
    void json_as_a_producer_writes_it_gives_the_event() throws Exception {
        String json =
                """
                {"event_id":"%s","event_type":"VIEW","occurred_at":%d,"site":"north",
                 "user_id":"ann","device_id":"phone","item_id":"milk","from_the_future":[1,2],
                 "context":{"category":"food/dairy","brand":"farm","price":1.25,"currency":"EUR",
                  "quantity":2,"query":"fresh milk","dwell_millis":900,"scroll_depth":0.5,
                  "rating":4.5,"page_type":"item","campaign":"spring","recommendation_id":"r1",
                  "recommendation_position":3,"attributes":{"colour":"white"},
                  "shown":[{"item_id":"milk","position":3}],"token":"t1","visible_millis":1500,
                  "source":"letter","medium":"mail","content":"top","term":"milk"},
                 "source_session_id":"s1","sent_at":%d,
                 "signals":{"network_hash":"n1","user_agent_family":"safari-ios",
                  "time_zone":"Europe/Berlin"}}"""
                        .formatted(FULL.eventId(), NOON, NOON + 5);
        Event said = full(Events.SAID_CONTEXT);
        assertThat(decoder.decode(utf8(json))).isEqualTo(said);
    }

    @Test
    void json_of_every_field_of_the_contract_gives_the_event() throws Exception {
        // Avro writes a record's text as JSON by the names of its fields, moments as ISO 8601.
        String json =
                EventContract.of(FULL)
                        .toString()
                        .replaceFirst("\\{", "{\"from_the_future\": [1, 2], ");
        assertThat(decoder.decode(utf8(json))).isEqualTo(FULL);
    }

    @Test
    void json_may_leave_out_what_has_a_default_and_give_time_as_text() throws Exception {
        Event event =
                decoder.decode(
                        utf8(
                                "{\"event_id\":\"e\",\"event_type\":\"NEVER_HEARD\",\"user_id\":\"u\","
                                        + "\"occurred_at\":\"2026-01-06T12:26:40+01:00\"}"));
        assertThat(event.type()).isEqualTo(EventType.UNKNOWN);
        assertThat(event.site()).isEqualTo("default");
        assertThat(event.occurredAtMillis()).isEqualTo(NOON - 1_200_000);
        assertThat(event.context()).isEqualTo(EventContext.NONE);
    }

    @Test
    void an_attribute_without_a_value_is_left_out() throws Exception {
        Event event =
                decoder.decode(
                        utf8(
                                "{\"event_id\":\"e\",\"occurred_at\":1,"
                                        + "\"context\":{\"attributes\":{\"a\":null,\"b\":\"c\"}}}"));
        assertThat(event.context().attributes()).containsExactly(Map.entry("b", "c"));
    }

    @Test
    void white_space_and_a_byte_order_mark_may_come_before_json() throws Exception {
        String json = "{\"event_id\":\"e\",\"occurred_at\":1}";
        assertThat(decoder.decode(utf8(" \n\t" + json)).eventId()).isEqualTo("e");
        assertThat(decoder.decode(utf8("\uFEFF" + json)).eventId()).isEqualTo("e");
        assertThat(refused(decoder, utf8("   "))).isEqualTo(ReasonCode.UNDECODABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "{\"event_id\":\"e\"}",
                "{\"event_id\":5,\"occurred_at\":1}",
                "{\"event_id\":\"e\",\"occurred_at\":\"soon\"}",
                "{\"event_id\":\"e\",\"occurred_at\":null}",
                "{\"event_id\":\"e\",\"occurred_at\":1,\"context\":{\"price\":\"cheap\"}}",
                "{\"event_id\":\"e\",\"occurred_at\":1,\"context\":[]}",
                "{\"event_id\":\"e\",\"occurred_at\":1,\"context\":{\"quantity\":1.5}}",
                "{\"event_id\":\"e\",\"occurred_at\":1} trailing",
                "{\"event_id\":\"e\",\"occurred_at\":1e400}",
            })
    void json_of_another_shape_is_refused(String json) {
        assertThat(refused(decoder, utf8(json))).isEqualTo(ReasonCode.UNDECODABLE);
    }

    @Test
    void deeply_nested_json_is_refused() {
        String deep = "{\"context\":" + "[".repeat(100_000);
        assertThat(refused(decoder, utf8(deep))).isEqualTo(ReasonCode.UNDECODABLE);
    }

    @Test
    void a_wrong_type_is_told_with_its_place_and_not_its_value() {
        byte[] value =
                utf8(
                        "{\"event_id\":\"e\",\"occurred_at\":1,"
                                + "\"context\":{\"price\":\"secret\"}}");
        RefusedException refusal =
                catchThrowableOfType(RefusedException.class, () -> decoder.decode(value));
        assertThat(refusal.detail()).contains("context.price").doesNotContain("secret");
    }

    @Test
    void random_bytes_are_refused() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            assertThat(refused(decoder, bytes)).isEqualTo(ReasonCode.UNDECODABLE);
        }
    }

    @Test
    void a_record_cut_anywhere_is_refused() {
        byte[] whole = encoder.encode(FULL);
        for (int length = 0; length < whole.length; length++) {
            assertThat(refused(decoder, Arrays.copyOf(whole, length)))
                    .isEqualTo(ReasonCode.UNDECODABLE);
        }
        assertThat(refused(decoder, Arrays.copyOf(whole, whole.length + 1)))
                .isEqualTo(ReasonCode.UNDECODABLE);
    }

    @Test
    void a_record_with_damaged_bytes_never_throws_anything_but_a_refusal() {
        Random random = new Random(2);
        byte[] whole = encoder.encode(FULL);
        for (int i = 0; i < 50_000; i++) {
            byte[] damaged = whole.clone();
            for (int times = random.nextInt(4); times >= 0; times--) {
                damaged[10 + random.nextInt(damaged.length - 10)] = (byte) random.nextInt();
            }
            try {
                assertThat(decoder.decode(damaged)).isNotNull();
            } catch (RefusedException e) {
                assertThat(e.reason()).isEqualTo(ReasonCode.UNDECODABLE);
            }
        }
    }

    @Test
    void a_few_bytes_cannot_ask_for_a_gigabyte() {
        byte[] bomb = Arrays.copyOf(encoder.encode(FULL), 15);
        // A string of 2^30 bytes, as a zigzag varint.
        byte[] length = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x08};
        System.arraycopy(length, 0, bomb, 10, length.length);
        assertThat(refused(decoder, bomb)).isEqualTo(ReasonCode.UNDECODABLE);
    }

    @Test
    void confluent_framing_is_refused_without_a_registry() {
        byte[] framed = {0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7};
        assertThat(refused(decoder, framed)).isEqualTo(ReasonCode.UNDECODABLE);
    }

    @Test
    void a_newer_producer_is_refused_by_name_until_its_schema_is_given(@TempDir Path schemas)
            throws Exception {
        Schema newer = newer(BehaviorEvent.getClassSchema());
        byte[] value = encodeNewer(newer);
        assertThat(refused(decoder, value)).isEqualTo(ReasonCode.UNKNOWN_SCHEMA);

        Files.writeString(schemas.resolve("BehaviorEvent-2.avsc"), newer.toString());
        Event event =
                EventContract.decoder(new CodecSettings(null, schemas.toString(), 900_000))
                        .decode(value);
        assertThat(event.eventId()).isEqualTo("e1");
        assertThat(event.type()).isEqualTo(EventType.UNKNOWN);
        assertThat(event.userId()).isEqualTo("ann");
    }

    @ParameterizedTest
    @ValueSource(strings = {"occurred_at", "sent_at"})
    void microseconds_under_the_contract_s_fingerprint_are_refused_by_the_field(String field)
            throws Exception {
        Schema contract = BehaviorEvent.getClassSchema();
        Schema micros = inMicros(contract, field);
        assertThat(SchemaNormalization.parsingFingerprint64(micros))
                .isEqualTo(SchemaNormalization.parsingFingerprint64(contract));
        GenericRecord record = record(micros);
        record.put("sent_at", NOON);
        record.put(field, NOON * 1_000);
        byte[] value = encoded(micros, record);

        RefusedException refusal =
                catchThrowableOfType(RefusedException.class, () -> decoder.decode(value));
        assertThat(refusal.reason()).isEqualTo(ReasonCode.TIMESTAMP_IN_FUTURE);
        assertThat(refusal.detail()).startsWith(field + ' ' + NOON * 1_000);
        byte[] json =
                utf8(
                        "{\"event_id\":\"e\",\"occurred_at\":1,\"sent_at\":1,\"%s\":%d}"
                                .formatted(field, NOON * 1_000));
        assertThat(refused(decoder, json)).isEqualTo(ReasonCode.TIMESTAMP_IN_FUTURE);
    }

    @Test
    void a_newer_schema_in_microseconds_is_refused_by_the_field(@TempDir Path schemas)
            throws Exception {
        Schema micros = inMicros(newer(BehaviorEvent.getClassSchema()), "occurred_at");
        Files.writeString(schemas.resolve("BehaviorEvent-2.avsc"), micros.toString());
        RecordDecoder<Event> given =
                EventContract.decoder(new CodecSettings(null, schemas.toString(), 900_000));
        byte[] value = encodeNewer(micros);

        RefusedException refusal =
                catchThrowableOfType(RefusedException.class, () -> given.decode(value));
        assertThat(refusal.reason()).isEqualTo(ReasonCode.UNDECODABLE);
        assertThat(refusal.detail())
                .isEqualTo(
                        "field occurred_at is timestamp-micros, the contract's is"
                                + " timestamp-millis");
    }

    @Test
    void a_schema_that_only_its_units_tell_from_the_contract_is_no_further_schema(
            @TempDir Path schemas) throws Exception {
        Schema micros = inMicros(BehaviorEvent.getClassSchema(), "sent_at");
        Files.writeString(schemas.resolve("BehaviorEvent-2.avsc"), micros.toString());
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                EventContract.decoder(
                                        new CodecSettings(null, schemas.toString(), 900_000)))
                .withMessageContaining("field sent_at is timestamp-micros");
    }

    /** The same schema with a time in microseconds. */
    private static Schema inMicros(Schema schema, String field) {
        ObjectNode json = (ObjectNode) parsed(schema);
        json.get("fields")
                .forEach(
                        each -> {
                            if (each.get("name").asText().equals(field)) {
                                ((ObjectNode) each.findParent("logicalType"))
                                        .put("logicalType", "timestamp-micros");
                            }
                        });
        return new Schema.Parser().parse(json.toString());
    }

    private static JsonNode parsed(Schema schema) {
        try {
            return new ObjectMapper().readTree(schema.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The contract with one more field and one more event type. */
    private static Schema newer(Schema current) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : current.getFields()) {
            Schema schema = field.schema();
            if (field.name().equals("event_type")) {
                List<String> symbols = new ArrayList<>(schema.getEnumSymbols());
                symbols.add("TELEPORT");
                schema =
                        Schema.createEnum(
                                schema.getName(),
                                schema.getDoc(),
                                schema.getNamespace(),
                                symbols,
                                "UNKNOWN");
            }
            fields.add(new Schema.Field(field.name(), schema, field.doc(), field.defaultVal()));
        }
        fields.add(new Schema.Field("mood", Schema.create(Schema.Type.STRING), "new", "fine"));
        return Schema.createRecord(
                current.getName(), current.getDoc(), current.getNamespace(), false, fields);
    }

    private static byte[] encodeNewer(Schema newer) throws Exception {
        GenericRecord record = record(newer);
        record.put(
                "event_type",
                new GenericData.EnumSymbol(newer.getField("event_type").schema(), "TELEPORT"));
        record.put("mood", "happy");
        return encoded(newer, record);
    }

    private static GenericRecord record(Schema schema) {
        GenericRecord record = new GenericData.Record(schema);
        record.put("event_id", "e1");
        record.put(
                "event_type",
                new GenericData.EnumSymbol(schema.getField("event_type").schema(), "SEARCH"));
        record.put("occurred_at", NOON);
        record.put("site", "default");
        record.put("user_id", "ann");
        return record;
    }

    private static byte[] encoded(Schema schema, GenericRecord record) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(
                ByteBuffer.allocate(10)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put((byte) 0xC3)
                        .put((byte) 1)
                        .putLong(SchemaNormalization.parsingFingerprint64(schema))
                        .array());
        BinaryEncoder binary = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, binary);
        binary.flush();
        return out.toByteArray();
    }
}
