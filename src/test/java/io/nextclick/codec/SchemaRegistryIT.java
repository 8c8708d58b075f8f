package io.nextclick.codec;

import static io.nextclick.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.avro.BehaviorEvent;
import io.nextclick.avro.RecommendationList;
import io.nextclick.contract.EventContract;
import io.nextclick.contract.RecordDecoder;
import io.nextclick.demo.FreePort;
import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.ReasonCode;
import io.nextclick.testkit.ChildJvm;
import io.nextclick.testkit.Patience;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The job's side of a schema registry, against a real one: Apicurio Registry with its Confluent
 * API, in a JVM of its own. Producers are foreign here: plain HTTP and generic Avro.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SchemaRegistryIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final String SUBJECT = "events-value";

    @TempDir static Path directory;

    private static Registry registry;

    @BeforeAll
    static void start_the_registry() throws Exception {
        registry = Registry.start(directory.resolve("registry"));
    }

    @AfterAll
    static void stop_the_registry() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void an_event_of_a_registered_schema_is_decoded() throws Exception {
        int id = registry.register(SUBJECT, contract());

        Event event = decoder(registry.url()).decode(framed(id, view(parsed(contract()))));

        assertThat(event.eventId()).isEqualTo("e-1");
        assertThat(event.type()).isEqualTo(EventType.VIEW);
        assertThat(event.occurredAtMillis()).isEqualTo(NOON.toEpochMilli());
        assertThat(event.site()).isEqualTo("shop");
        assertThat(event.deviceId()).isEqualTo("d-1");
        assertThat(event.itemId()).isEqualTo("boots");
    }

    @Test
    void a_registered_schema_with_other_units_is_refused_by_the_field() throws Exception {
        String text = contract().toString().replace("timestamp-millis", "timestamp-micros");
        ObjectNode micros = (ObjectNode) JSON.readTree(text);
        int id = registry.register("micros-value", micros);
        byte[] value = framed(id, view(parsed(micros)));
        RecordDecoder<Event> decoder = decoder(registry.url());

        for (int twice = 0; twice < 2; twice++) {
            RefusedException refusal =
                    catchThrowableOfType(RefusedException.class, () -> decoder.decode(value));
            assertThat(refusal.reason()).isEqualTo(ReasonCode.UNDECODABLE);
            assertThat(refusal.detail()).contains("field occurred_at is timestamp-micros");
        }
    }

    @Test
    void of_a_newer_schema_what_is_unknown_is_left_out() throws Exception {
        Schema newer = parsed(newerContract());
        int id = registry.register(SUBJECT, newerContract());
        GenericRecord event = view(newer);
        event.put("event_type", symbol(newer, "VIEW_IN_3D"));
        event.put("loyalty_tier", "gold");

        Event decoded = decoder(registry.url()).decode(framed(id, event));

        assertThat(decoded.type()).isEqualTo(EventType.UNKNOWN);
        assertThat(decoded.eventId()).isEqualTo("e-1");
        assertThat(decoded.site()).isEqualTo("shop");
        assertThat(decoded.itemId()).isEqualTo("boots");
    }

    @Test
    void a_schema_that_refers_to_another_subject_is_read_whole() throws Exception {
        ObjectNode contract = contract();
        ObjectNode type = (ObjectNode) field(contract, "event_type").get("type");
        registry.register("event-type", type);
        ((ObjectNode) field(contract, "event_type"))
                .put("type", type.get("name").asText())
                .put("doc", "refers");
        ObjectNode request = JSON.createObjectNode().put("schema", contract.toString());
        request.putArray("references")
                .addObject()
                .put("name", "io.nextclick.avro.EventType")
                .put("subject", "event-type")
                .put("version", 1);
        int id = registry.post(SUBJECT, request);

        Event event = decoder(registry.url()).decode(framed(id, view(parsed(contract()))));

        assertThat(event.type()).isEqualTo(EventType.VIEW);
        assertThat(event.itemId()).isEqualTo("boots");
    }

    /** The bytes after a zero byte are anything at all if a producer is broken. */
    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 999_999, Integer.MAX_VALUE})
    void an_id_without_a_schema_is_refused_and_the_next_event_is_decoded(int unknown)
            throws Exception {
        int id = registry.register(SUBJECT, contract());
        RecordDecoder<Event> decoder = decoder(registry.url());
        GenericRecord event = view(parsed(contract()));

        assertRefused(decoder, framed(unknown, event), ReasonCode.UNKNOWN_SCHEMA, "" + unknown);

        assertThat(decoder.decode(framed(id, event)).eventId()).isEqualTo("e-1");
    }

    @Test
    void a_schema_that_is_not_avro_is_refused() throws Exception {
        ObjectNode request =
                JSON.createObjectNode()
                        .put("schemaType", "JSON")
                        .put("schema", "{\"$schema\":\"http://json-schema.org/draft-07/schema#\"}");
        int id = registry.post("pages-value", request);

        assertRefused(
                decoder(registry.url()),
                framed(id, view(parsed(contract()))),
                ReasonCode.UNKNOWN_SCHEMA,
                "" + id);
    }

    @Test
    void a_record_of_another_contract_is_refused() throws Exception {
        ObjectNode other = JSON.createObjectNode().put("type", "record").put("name", "Weather");
        other.putArray("fields").addObject().put("name", "degrees").put("type", "int");
        int id = registry.register("weather-value", other);
        GenericRecord weather = new GenericData.Record(parsed(other));
        weather.put("degrees", 21);

        assertRefused(
                decoder(registry.url()),
                framed(id, weather),
                ReasonCode.UNDECODABLE,
                "BehaviorEvent");
    }

    @Test
    void output_carries_the_id_of_the_contract_in_the_registry() throws Exception {
        AvroEncoder<RecommendationList> encoder =
                new AvroEncoder<>(
                        RecommendationList.getClassSchema(),
                        "recommendations",
                        new CodecSettings(registry.url(), null, 900_000));
        RecommendationList list =
                RecommendationList.newBuilder()
                        .setRecommendationId("l-1")
                        .setPersonId("d-1")
                        .setSite("shop")
                        .setGeneratedAt(NOON)
                        .setTriggerEventId("e-1")
                        .setTriggerOccurredAt(NOON)
                        .setItems(List.of())
                        .build();

        ByteBuffer written = ByteBuffer.wrap(encoder.encode(list));

        assertThat(written.get()).isZero();
        int id = written.getInt();
        assertThat(registry.schema(id)).isEqualTo(RecommendationList.getClassSchema());
        assertThat(registry.latestId("recommendations-value")).isEqualTo(id);
        assertThat(
                        new AvroDecoder<RecommendationList>(
                                        RecommendationList.getClassSchema(),
                                        SchemaBundle.of(RecommendationList.getClassSchema(), null),
                                        new SchemaRegistry(registry.url()))
                                .decode(written.array()))
                .isEqualTo(list);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    @Timeout(
            value = Patience.MINUTES,
            unit = TimeUnit.MINUTES,
            threadMode = ThreadMode.SEPARATE_THREAD)
    void without_the_registry_known_ids_are_decoded_and_new_ones_are_no_bad_input()
            throws Exception {
        GenericRecord event = view(parsed(contract()));
        int known = registry.register(SUBJECT, contract());
        int unseen = registry.register(SUBJECT, newerContract());
        RecordDecoder<Event> decoder = decoder(registry.url());
        decoder.decode(framed(known, event));
        registry.close();

        assertThat(decoder.decode(framed(known, event)).eventId()).isEqualTo("e-1");
        assertThatThrownBy(() -> decoder.decode(framed(unseen, event)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("schema " + unseen)
                .hasRootCauseInstanceOf(ConnectException.class);
    }

    @Test
    @Timeout(
            value = Patience.MINUTES,
            unit = TimeUnit.MINUTES,
            threadMode = ThreadMode.SEPARATE_THREAD)
    void a_registry_that_does_not_answer_is_given_up_in_time() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String url = "http://%s:%d".formatted(ChildJvm.LOOPBACK, silent.getLocalPort());
            byte[] event = framed(1, view(parsed(contract())));

            assertThatThrownBy(() -> decoder(url).decode(event))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(url);
        }
    }

    private static RecordDecoder<Event> decoder(String url) {
        return EventContract.decoder(new CodecSettings(url, null, 900_000));
    }

    private static void assertRefused(
            RecordDecoder<Event> decoder, byte[] value, ReasonCode reason, String detail) {
        assertThatThrownBy(() -> decoder.decode(value))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessageContaining(detail);
    }

    private static ObjectNode contract() throws IOException {
        return (ObjectNode) JSON.readTree(BehaviorEvent.getClassSchema().toString());
    }

    /** The contract with one more kind of event, and one more field in its middle. */
    private static ObjectNode newerContract() throws IOException {
        ObjectNode contract = contract();
        ((ArrayNode) field(contract, "event_type").get("type").get("symbols")).add("VIEW_IN_3D");
        ((ArrayNode) contract.get("fields"))
                .insertObject(4)
                .put("name", "loyalty_tier")
                .put("type", "string")
                .put("default", "none");
        return contract;
    }

    private static JsonNode field(ObjectNode record, String name) {
        for (JsonNode field : record.get("fields")) {
            if (field.get("name").asText().equals(name)) {
                return field;
            }
        }
        throw new AssertionError("no field " + name);
    }

    private static Schema parsed(ObjectNode schema) {
        return new Schema.Parser().parse(schema.toString());
    }

    private static GenericRecord view(Schema schema) {
        GenericRecord event = new GenericData.Record(schema);
        event.put("event_id", "e-1");
        event.put("event_type", symbol(schema, "VIEW"));
        event.put("occurred_at", NOON.toEpochMilli());
        event.put("site", "shop");
        event.put("device_id", "d-1");
        event.put("item_id", "boots");
        return event;
    }

    private static GenericData.EnumSymbol symbol(Schema event, String name) {
        return new GenericData.EnumSymbol(event.getField("event_type").schema(), name);
    }

    private static byte[] framed(int id, GenericRecord record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream header = new DataOutputStream(bytes);
        header.writeByte(0);
        header.writeInt(id);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /**
     * Apicurio Registry with its storage in memory.
     *
     * @param jvm where it runs
     * @param url root of its Confluent API
     */
    private record Registry(ChildJvm jvm, String url) implements AutoCloseable {

        private static final HttpClient HTTP =
                HttpClient.newBuilder().connectTimeout(Patience.LONGEST).build();

        static Registry start(Path directory) throws Exception {
            int port = FreePort.choose();
            ChildJvm jvm =
                    ChildJvm.start(
                            "registry",
                            directory,
                            List.of(
                                    "-Xmx256m",
                                    ChildJvm.QUICK,
                                    "-Djava.io.tmpdir=" + directory,
                                    "-Dquarkus.http.host=" + ChildJvm.LOOPBACK,
                                    "-Dquarkus.http.port=" + port,
                                    "-jar",
                                    runnerJar()));
            String url = "http://%s:%d/apis/ccompat/v7".formatted(ChildJvm.LOOPBACK, port);
            Registry started = new Registry(jvm, url);
            try {
                await("registry")
                        .failFast("the registry ended", () -> !jvm.isAlive())
                        .ignoreExceptions()
                        .until(() -> started.get("/subjects").isArray());
            } catch (RuntimeException | Error e) {
                jvm.close();
                throw new IllegalStateException(jvm.output(), e);
            }
            return started;
        }

        private static String runnerJar() throws IOException {
            Path unpacked = Path.of("target", "apicurio").toAbsolutePath();
            try (Stream<Path> files = Files.list(unpacked)) {
                return files.map(Path::toString)
                        .filter(name -> name.endsWith("-runner.jar"))
                        .findFirst()
                        .orElseThrow(() -> new IOException("no registry in " + unpacked));
            }
        }

        int register(String subject, ObjectNode schema) throws Exception {
            return post(subject, JSON.createObjectNode().put("schema", schema.toString()));
        }

        int post(String subject, ObjectNode body) throws Exception {
            HttpRequest request =
                    request("/subjects/" + subject + "/versions")
                            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                            .build();
            return send(request).get("id").asInt();
        }

        Schema schema(int id) throws Exception {
            return new Schema.Parser().parse(get("/schemas/ids/" + id).get("schema").asText());
        }

        int latestId(String subject) throws Exception {
            return get("/subjects/" + subject + "/versions/latest").get("id").asInt();
        }

        private JsonNode get(String path) throws Exception {
            return send(request(path).build());
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create(url + path)).timeout(Patience.LONGEST);
        }

        private static JsonNode send(HttpRequest request) throws Exception {
            HttpResponse<String> response =
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return JSON.readTree(response.body());
        }

        @Override
        public void close() {
            jvm.close();
        }
    }
}
