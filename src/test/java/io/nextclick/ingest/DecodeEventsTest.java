package io.nextclick.ingest;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.RULES;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.DeadLetters;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.contract.EventEncoder;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.QualityFinding;
import io.nextclick.event.ReasonCode;
import io.nextclick.testkit.Harness;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodeEventsTest {

    private final EventEncoder encoder = new EventEncoder();
    private OneInputStreamOperatorTestHarness<RawRecord, Event> harness;
    private long offset;

    @BeforeEach
    void open() throws Exception {
        harness =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(
                                new DecodeEvents(CodecSettings.DEFAULT, RULES, "EUR")));
        harness.open();
        harness.setProcessingTime(NOON);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void send(byte[] value) throws Exception {
        sendArrived(value, NOON);
    }

    private void sendArrived(byte[] value, long recordMillis) throws Exception {
        byte[] key = "key".getBytes(StandardCharsets.UTF_8);
        harness.processElement(
                new RawRecord("events", 3, offset++, recordMillis, key, value), recordMillis);
    }

    private List<RejectedRecord> rejected() {
        return Harness.take(harness, DeadLetters.TAG);
    }

    @Test
    void a_valid_event_passes() throws Exception {
        Event event = view("milk").event();
        send(encoder.encode(event));
        assertThat(Harness.take(harness)).containsExactly(event);
        assertThat(rejected()).isEmpty();
    }

    @Test
    void a_price_that_states_no_currency_is_in_the_default_one() throws Exception {
        send(encoder.encode(view("milk").with(EventContext.ofItem("c", "b", 2.0)).event()));
        EventContext yen = EventContext.builder().price(2.0).currency("JPY").build();
        send(encoder.encode(view("milk").with(yen).event()));
        send(encoder.encode(view("milk").in("c").event()));
        assertThat(Harness.take(harness))
                .extracting(event -> event.context().currency())
                .containsExactly("EUR", "JPY", null);
    }

    @Test
    void a_price_is_taken_as_the_decimal_that_it_stands_for() throws Exception {
        send(encoder.encode(view("milk").with(EventContext.ofItem("c", "b", 0.1 + 0.2)).event()));
        assertThat(Harness.take(harness))
                .extracting(event -> event.context().price())
                .containsExactly(0.3);
    }

    @Test
    void an_event_of_a_wrong_clock_passes_at_the_time_that_is_right() throws Exception {
        long ahead = NOON + 86_400_000;
        send(encoder.encode(view("milk").at(ahead).sentAt(ahead + 500).event()));
        assertThat(Harness.take(harness))
                .singleElement()
                .matches(event -> event.occurredAtMillis() == NOON - 500);
        send(encoder.encode(view("milk").at(ahead).event()));
        assertThat(rejected())
                .singleElement()
                .matches(dead -> dead.reason() == ReasonCode.TIMESTAMP_IN_FUTURE);
    }

    @Test
    void a_refused_record_keeps_its_bytes_its_place_and_a_reason() throws Exception {
        byte[] value = {1, 2, 3};
        send(value);
        assertThat(rejected())
                .singleElement()
                .satisfies(
                        dead -> {
                            assertThat(dead.reason()).isEqualTo(ReasonCode.UNDECODABLE);
                            assertThat(dead.detail()).isNotBlank();
                            assertThat(dead.record().value()).isEqualTo(value);
                            assertThat(dead.record().topic()).isEqualTo("events");
                            assertThat(dead.record().partition()).isEqualTo(3);
                            assertThat(dead.record().offset()).isZero();
                        });
    }

    @Test
    void each_fault_has_its_reason() throws Exception {
        send(null);
        send(encoder.encode(view("milk").by("").event()));
        send(encoder.encode(of(EventType.VIEW, null).event()));
        send(encoder.encode(view("milk").at(0).event()));
        send(encoder.encode(view("milk").at(4_102_444_800_000L).event()));
        send(encoder.encode(view("milk").with(EventContext.ofItem("c", "b", -1.0)).event()));
        send(encoder.encode(view("x".repeat(5_000_000)).event()));
        send(encoder.encode(view("milk").site("a b").event()));
        assertThat(rejected())
                .extracting(RejectedRecord::reason)
                .containsExactly(
                        ReasonCode.UNDECODABLE,
                        ReasonCode.MISSING_ID,
                        ReasonCode.MISSING_ITEM,
                        ReasonCode.TIMESTAMP_TOO_OLD,
                        ReasonCode.TIMESTAMP_IN_FUTURE,
                        ReasonCode.INVALID_PRICE,
                        ReasonCode.FIELD_TOO_LONG,
                        ReasonCode.INVALID_SITE);
        assertThat(Harness.take(harness)).isEmpty();
    }

    @Test
    void a_record_that_claims_to_come_from_the_future_does_not_help_its_event() throws Exception {
        long year2100 = 4_102_444_800_000L;
        sendArrived(encoder.encode(view("milk").at(year2100).event()), year2100);
        assertThat(rejected())
                .extracting(RejectedRecord::reason)
                .containsExactly(ReasonCode.TIMESTAMP_IN_FUTURE);
    }

    @Test
    void an_old_record_with_its_old_event_is_valid() throws Exception {
        long year2019 = 1_569_888_000_000L;
        sendArrived(encoder.encode(view("milk").at(year2019).event()), year2019);
        assertThat(Harness.take(harness)).hasSize(1);
    }

    @Test
    void an_unknown_type_passes() throws Exception {
        send(encoder.encode(of(EventType.UNKNOWN, null).event()));
        assertThat(Harness.take(harness)).hasSize(1);
    }

    @Test
    void every_record_is_either_passed_on_or_rejected() throws Exception {
        Random random = new Random(9);
        int sent = 5_000;
        for (int i = 0; i < sent; i++) {
            byte[] value = encoder.encode(view("milk").named("e" + i).event());
            if (random.nextBoolean()) {
                value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
            }
            send(value);
        }
        int passed = Harness.take(harness).size();
        assertThat(passed).isBetween(sent / 2, sent - 1);
        assertThat(passed + rejected().size()).isEqualTo(sent);
    }

    private void sendJson(String fields) throws Exception {
        send(
                "{\"event_id\":\"e\",\"event_type\":\"VIEW\",\"item_id\":\"milk\",%s}"
                        .formatted(fields)
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void an_event_with_a_login_as_undefined_is_its_devices_own_and_is_found() throws Exception {
        sendJson("\"user_id\":\"undefined\",\"device_id\":\"d\",\"occurred_at\":" + NOON);
        assertThat(Harness.take(harness))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.userId()).isNull();
                            assertThat(event.deviceId()).isEqualTo("d");
                        });
        assertThat(Harness.take(harness, DecodeEvents.FINDINGS))
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.kind()).isEqualTo(QualityFinding.Kind.IGNORED_FIELD);
                            assertThat(found.detail()).contains("user_id");
                            assertThat(found.deviceId()).isEqualTo("d");
                        });
        assertThat(rejected()).isEmpty();
    }

    @Test
    void an_event_that_has_no_id_of_a_person_is_refused_by_name() throws Exception {
        sendJson("\"user_id\":\"null\",\"occurred_at\":" + NOON);
        assertThat(rejected())
                .singleElement()
                .satisfies(
                        dead -> {
                            assertThat(dead.reason()).isEqualTo(ReasonCode.MISSING_ID);
                            assertThat(dead.detail()).contains("user_id", "device_id");
                        });
        assertThat(Harness.take(harness, DecodeEvents.FINDINGS)).isEmpty();
    }

    @Test
    void a_refusal_names_the_time_that_was_sent_and_an_event_keeps_its_own_whatever_sent_at_says()
            throws Exception {
        sendJson("\"user_id\":\"a\",\"sent_at\":\"9999-05-28T13:13:23Z\",\"occurred_at\":" + NOON);
        sendJson("\"user_id\":\"a\",\"sent_at\":1795687200,\"occurred_at\":" + NOON);
        assertThat(Harness.take(harness))
                .hasSize(2)
                .allMatch(event -> event.occurredAtMillis() == NOON && event.sentAtMillis() == 0);
        assertThat(Harness.take(harness, DecodeEvents.FINDINGS))
                .extracting(QualityFinding::detail)
                .containsOnly("taken for absent: sent_at");
        long year9999 = 253_370_764_800_000L;
        sendJson(
                "\"user_id\":\"a\",\"sent_at\":%d,\"occurred_at\":%d"
                        .formatted(year9999, year9999));
        assertThat(rejected())
                .singleElement()
                .matches(dead -> dead.reason() == ReasonCode.TIMESTAMP_IN_FUTURE)
                .matches(dead -> dead.detail().startsWith("occurred_at"));
    }

    @ParameterizedTest
    @CsvSource({
        "sent_at, 'yesterday'",
        "sent_at, '+999999999-01-01T00:00:00Z'",
        "occurred_at, 'soon'",
        "item_id, 5",
        "context, 7"
    })
    void a_field_of_another_shape_is_named(String field, String value) throws Exception {
        String json = value.matches("\\d+") ? value : '"' + value + '"';
        String time = field.equals("occurred_at") ? "" : ",\"occurred_at\":" + NOON;
        send(
                "{\"event_id\":\"e\",\"device_id\":\"d\",\"%s\":%s%s}"
                        .formatted(field, json, time)
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(rejected())
                .singleElement()
                .matches(dead -> dead.reason() == ReasonCode.UNDECODABLE)
                .matches(dead -> dead.detail().contains("'" + field + "'"), field);
    }

    @Test
    void a_field_that_is_required_and_missing_is_named() throws Exception {
        send("{\"event_id\":\"e\",\"device_id\":\"d\"}".getBytes(StandardCharsets.UTF_8));
        send(
                ("{\"device_id\":\"d\",\"occurred_at\":" + NOON + "}")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(rejected())
                .extracting(RejectedRecord::detail)
                .satisfiesExactly(
                        first -> assertThat(first).contains("occurred_at"),
                        second -> assertThat(second).contains("event_id"));
    }
}
