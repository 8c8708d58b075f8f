package io.nextclick.ingest;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.avro.IdentityAction;
import io.nextclick.codec.AvroEncoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.DeadLetters;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.ReasonCode;
import io.nextclick.testkit.Harness;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeIdentityEventsTest {

    private static final IdentityEvent LINK =
            new IdentityEvent(IdentityEvent.Action.LINK, NOON, "north", "phone", "ann", 1);

    private final AvroEncoder<io.nextclick.avro.IdentityEvent> encoder =
            new AvroEncoder<>(
                    io.nextclick.avro.IdentityEvent.getClassSchema(),
                    "identity-events",
                    CodecSettings.DEFAULT);
    private OneInputStreamOperatorTestHarness<RawRecord, IdentityEvent> harness;
    private long offset;

    @BeforeEach
    void open() throws Exception {
        harness =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(
                                new DecodeIdentityEvents(CodecSettings.DEFAULT, RULES)));
        harness.open();
        harness.setProcessingTime(NOON);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void send(byte @Nullable [] value) throws Exception {
        byte[] key = "phone".getBytes(StandardCharsets.UTF_8);
        harness.processElement(
                new RawRecord("identity-events", 2, offset++, NOON, key, value), NOON);
    }

    private void send(String json) throws Exception {
        send(json.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] avro(
            IdentityAction action,
            String device,
            @Nullable String user,
            String site,
            long occurredAtMillis) {
        return encoder.encode(
                new io.nextclick.avro.IdentityEvent(
                        action, device, user, site, Instant.ofEpochMilli(occurredAtMillis)));
    }

    private List<RejectedRecord> rejected() {
        return Harness.take(harness, DeadLetters.TAG);
    }

    private List<ReasonCode> reasons() {
        return rejected().stream().map(RejectedRecord::reason).toList();
    }

    @Test
    void a_statement_passes_in_avro_and_in_json() throws Exception {
        send(avro(IdentityAction.LINK, "phone", "ann", "north", NOON));
        send(
                """
                {"action":"LINK","device_id":"phone","user_id":"ann","site":"north",
                 "occurred_at":%d,"from_the_future":[1]}"""
                        .formatted(NOON));
        assertThat(Harness.take(harness)).containsExactly(LINK, LINK);
        assertThat(rejected()).isEmpty();
    }

    @Test
    void json_may_leave_out_the_site_and_give_the_time_as_text() throws Exception {
        send(
                """
                {"action":"UNLINK","device_id":"phone","user_id":"ann",
                 "occurred_at":"2026-01-06T12:26:40+01:00"}""");
        assertThat(Harness.take(harness))
                .containsExactly(
                        new IdentityEvent(
                                IdentityEvent.Action.UNLINK,
                                NOON - 1_200_000,
                                "default",
                                "phone",
                                "ann",
                                1));
    }

    @ParameterizedTest
    @EnumSource(
            value = IdentityEvent.Action.class,
            names = {"LINK", "UNLINK", "FORGET_DEVICE"})
    void every_action_passes_in_both_encodings(IdentityEvent.Action action) throws Exception {
        send(avro(IdentityAction.valueOf(action.name()), "phone", "ann", "north", NOON));
        send(
                """
                {"action":"%s","device_id":"phone","user_id":"ann","site":"north",
                 "occurred_at":%d}"""
                        .formatted(action, NOON));
        assertThat(Harness.take(harness))
                .hasSize(2)
                .containsOnly(new IdentityEvent(action, NOON, "north", "phone", "ann", 1));
    }

    @Test
    void every_action_of_the_contract_is_one_of_the_job_and_the_guess_is_none_of_it() {
        assertThat(IdentityAction.values())
                .extracting(Enum::name)
                .containsExactlyInAnyOrder("UNKNOWN", "LINK", "UNLINK", "FORGET_DEVICE");
    }

    @Test
    void a_device_is_forgotten_without_a_user() throws Exception {
        send(avro(IdentityAction.FORGET_DEVICE, "phone", null, "default", NOON));
        send(
                """
                {"action":"FORGET_DEVICE","device_id":"phone","occurred_at":%d}"""
                        .formatted(NOON));
        assertThat(Harness.take(harness))
                .hasSize(2)
                .containsOnly(
                        new IdentityEvent(
                                IdentityEvent.Action.FORGET_DEVICE,
                                NOON,
                                "default",
                                "phone",
                                null,
                                1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GUESS", "MERGE", "UNKNOWN", "link", ""})
    void an_unknown_action_and_a_guess_are_refused(String action) throws Exception {
        send(
                """
                {"action":"%s","device_id":"phone","user_id":"ann","occurred_at":%d}"""
                        .formatted(action, NOON));
        assertThat(reasons()).containsExactly(ReasonCode.INVALID_IDENTITY);
        assertThat(Harness.take(harness)).isEmpty();
    }

    @Test
    void an_action_that_is_null_or_unknown_in_avro_is_refused() throws Exception {
        send(avro(IdentityAction.UNKNOWN, "phone", "ann", "north", NOON));
        send(
                """
                {"action":null,"device_id":"phone","user_id":"ann","occurred_at":%d}"""
                        .formatted(NOON));
        assertThat(reasons())
                .containsExactly(ReasonCode.INVALID_IDENTITY, ReasonCode.INVALID_IDENTITY);
    }

    @Test
    void each_fault_has_its_reason_in_avro() throws Exception {
        send(avro(IdentityAction.LINK, "phone", null, "north", NOON));
        send(avro(IdentityAction.UNLINK, "phone", " ", "north", NOON));
        send(avro(IdentityAction.LINK, "", "ann", "north", NOON));
        send(avro(IdentityAction.FORGET_DEVICE, " ", null, "north", NOON));
        send(avro(IdentityAction.LINK, "phone", "ann", "no/site", NOON));
        send(avro(IdentityAction.LINK, "phone", "ann", "", NOON));
        send(avro(IdentityAction.LINK, "phone", "ann", "north", NOON + 300_001));
        send(avro(IdentityAction.LINK, "phone", "ann", "north", Long.MAX_VALUE));
        send(avro(IdentityAction.LINK, "phone", "ann", "north", 0));
        send(avro(IdentityAction.LINK, "phone", "ann", "north", Long.MIN_VALUE));
        send(avro(IdentityAction.LINK, "x".repeat(257), "ann", "north", NOON));
        send(avro(IdentityAction.LINK, "phone", "x".repeat(257), "north", NOON));
        send(avro(IdentityAction.FORGET_DEVICE, "phone", "x".repeat(257), "north", NOON));
        assertThat(reasons())
                .containsExactly(
                        ReasonCode.INVALID_IDENTITY,
                        ReasonCode.INVALID_IDENTITY,
                        ReasonCode.INVALID_IDENTITY,
                        ReasonCode.INVALID_IDENTITY,
                        ReasonCode.INVALID_SITE,
                        ReasonCode.INVALID_SITE,
                        ReasonCode.TIMESTAMP_IN_FUTURE,
                        ReasonCode.TIMESTAMP_IN_FUTURE,
                        ReasonCode.TIMESTAMP_TOO_OLD,
                        ReasonCode.TIMESTAMP_TOO_OLD,
                        ReasonCode.FIELD_TOO_LONG,
                        ReasonCode.FIELD_TOO_LONG,
                        ReasonCode.FIELD_TOO_LONG);
        assertThat(Harness.take(harness)).isEmpty();
    }

    @Test
    void each_fault_has_its_reason_in_json() throws Exception {
        send("{\"action\":\"LINK\",\"device_id\":\"phone\",\"occurred_at\":" + NOON + "}");
        send(
                "{\"action\":\"LINK\",\"device_id\":null,\"user_id\":\"ann\",\"occurred_at\":"
                        + NOON
                        + "}");
        send(
                "{\"action\":\"LINK\",\"device_id\":\"phone\",\"user_id\":\"ann\",\"site\":\"a b\","
                        + "\"occurred_at\":1}");
        send(
                "{\"action\":\"LINK\",\"device_id\":\"phone\",\"user_id\":\"ann\","
                        + "\"occurred_at\":\"2100-01-01T00:00:00Z\"}");
        assertThat(reasons())
                .containsExactly(
                        ReasonCode.INVALID_IDENTITY,
                        ReasonCode.INVALID_IDENTITY,
                        ReasonCode.INVALID_SITE,
                        ReasonCode.TIMESTAMP_IN_FUTURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"undefined", "null", "0", "[object Object]"})
    void a_link_with_what_is_no_id_is_refused_by_its_name(String text) throws Exception {
        send(avro(IdentityAction.LINK, "phone", text, "north", NOON));
        send(avro(IdentityAction.LINK, text, "ann", "north", NOON));
        assertThat(rejected())
                .allMatch(dead -> dead.reason() == ReasonCode.INVALID_IDENTITY)
                .extracting(RejectedRecord::detail)
                .containsExactly("LINK: user_id is empty or no id", "device_id is empty or no id");
    }

    @Test
    void what_is_just_allowed_passes() throws Exception {
        send(avro(IdentityAction.LINK, "x".repeat(256), "y".repeat(256), "north", NOON + 300_000));
        send(avro(IdentityAction.UNLINK, "phone", "ann", "north", 1));
        assertThat(Harness.take(harness)).hasSize(2);
        assertThat(rejected()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "{\"action\":\"LINK\",\"user_id\":\"ann\",\"occurred_at\":1}",
                "{\"action\":\"LINK\",\"device_id\":\"phone\",\"user_id\":\"ann\"}",
                "{\"device_id\":\"phone\",\"user_id\":\"ann\",\"occurred_at\":1}",
                "{\"action\":\"LINK\",\"device_id\":5,\"user_id\":\"ann\",\"occurred_at\":1}",
                "{\"action\":1,\"device_id\":\"phone\",\"user_id\":\"ann\",\"occurred_at\":1}",
                "{\"action\":\"LINK\",\"device_id\":\"d\",\"user_id\":\"ann\",\"occurred_at\":null}",
                "{\"action\":\"LINK\",\"device_id\":\"d\",\"user_id\":\"a\",\"occurred_at\":\"soon\"}",
                "{\"action\":\"LINK\",\"device_id\":\"d\",\"user_id\":\"a\",\"occurred_at\":1e400}",
                "{\"action\":\"LINK\",\"device_id\":\"d\",\"user_id\":\"a\","
                        + "\"occurred_at\":\"+999999999-01-01T00:00:00Z\"}",
                "{\"action\":\"LINK\",\"device_id\":\"d\",\"user_id\":\"a\",\"occurred_at\":1} more",
            })
    void json_of_another_shape_is_refused(String json) throws Exception {
        send(json);
        assertThat(reasons()).containsExactly(ReasonCode.UNDECODABLE);
    }

    @Test
    void a_record_without_a_value_is_refused() throws Exception {
        send((byte[]) null);
        send(new byte[0]);
        assertThat(reasons()).containsExactly(ReasonCode.UNDECODABLE, ReasonCode.UNDECODABLE);
    }

    @Test
    void a_refused_record_keeps_its_bytes_its_place_and_a_reason() throws Exception {
        byte[] value = avro(IdentityAction.LINK, "x".repeat(5_000), "ann", "north", NOON);
        send(value);
        assertThat(rejected())
                .singleElement()
                .satisfies(
                        dead -> {
                            assertThat(dead.detail()).contains("device_id").doesNotContain("xxx");
                            assertThat(dead.record().value()).isEqualTo(value);
                            assertThat(dead.record().topic()).isEqualTo("identity-events");
                            assertThat(dead.record().partition()).isEqualTo(2);
                            assertThat(dead.record().offset()).isZero();
                        });
    }

    @Test
    void a_record_cut_anywhere_is_refused() throws Exception {
        byte[] whole = avro(IdentityAction.LINK, "phone", "ann", "north", NOON);
        for (int length = 0; length < whole.length; length++) {
            send(Arrays.copyOf(whole, length));
        }
        assertThat(reasons()).hasSize(whole.length).containsOnly(ReasonCode.UNDECODABLE);
    }

    @Test
    void random_bytes_are_refused() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            byte[] value = new byte[random.nextInt(100)];
            random.nextBytes(value);
            send(value);
        }
        assertThat(Harness.take(harness)).isEmpty();
        assertThat(reasons()).hasSize(5_000).containsOnly(ReasonCode.UNDECODABLE);
    }

    @Test
    void every_record_is_either_passed_on_or_rejected() throws Exception {
        Random random = new Random(4);
        int sent = 5_000;
        byte[] whole = avro(IdentityAction.LINK, "phone", "ann", "north", NOON);
        for (int i = 0; i < sent; i++) {
            byte[] value = whole.clone();
            if (random.nextBoolean()) {
                value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
            }
            send(value);
        }
        int passed = Harness.take(harness).size();
        assertThat(passed).isBetween(sent / 2 - 200, sent - 1);
        assertThat(passed + rejected().size()).isEqualTo(sent);
    }
}
