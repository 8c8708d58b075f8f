package io.nextclick.ingest;

import static io.nextclick.testkit.Events.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.DeadLetters;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.contract.EventEncoder;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.EventChecks;
import io.nextclick.event.ReasonCode;
import io.nextclick.testkit.Harness;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecodeItemsTest {

    private static final long ARRIVED = 1_700_000_000_000L;
    private static final CatalogItem MILK =
            new CatalogItem(
                    "north",
                    "milk",
                    "Milk",
                    "food/dairy",
                    "farm",
                    1.25,
                    "EUR",
                    true,
                    false,
                    ARRIVED + 5_000,
                    ARRIVED - 1_000,
                    ARRIVED - 1_000);

    private OneInputStreamOperatorTestHarness<RawRecord, CatalogItem> harness;
    private long offset;

    @BeforeEach
    void open() throws Exception {
        open(null);
    }

    private void open(OperatorSubtaskState state) throws Exception {
        harness =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(
                                new DecodeItems(CodecSettings.DEFAULT, RULES, "EUR")));
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        harness.setProcessingTime(ARRIVED);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void send(String key, byte[] value) throws Exception {
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        harness.processElement(new RawRecord("items", 0, offset++, ARRIVED, bytes, value), 1);
    }

    private List<ReasonCode> reasons() {
        return Harness.take(harness, DeadLetters.TAG).stream().map(RejectedRecord::reason).toList();
    }

    @Test
    void an_item_passes_in_avro_and_in_json() throws Exception {
        send("north/milk", new EventEncoder().encode(MILK));
        send(
                "north/milk",
                """
                {"item_id":"milk","site":"north","title":"Milk","category":"food/dairy",
                 "brand":"farm","price":1.25,"currency":"EUR","in_stock":true,
                 "available_from":"2023-11-14T22:13:25Z","updated_at":1699999999000}"""
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(Harness.take(harness)).containsExactly(MILK, MILK);
    }

    @Test
    void a_price_that_states_no_currency_is_in_the_default_one() throws Exception {
        send("a", "{\"item_id\":\"a\",\"price\":2}".getBytes(StandardCharsets.UTF_8));
        send(
                "a",
                "{\"item_id\":\"a\",\"price\":2,\"currency\":\"JPY\"}"
                        .getBytes(StandardCharsets.UTF_8));
        send("a", "{\"item_id\":\"a\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(Harness.take(harness))
                .extracting(CatalogItem::currency)
                .containsExactly("EUR", "JPY", null);
    }

    @Test
    void a_tombstone_removes_the_item_of_its_key() throws Exception {
        send("milk", null);
        send("north/milk", null);
        assertThat(Harness.take(harness))
                .extracting(CatalogItem::itemKey, CatalogItem::removed, CatalogItem::isAvailable)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("milk", true, false),
                        org.assertj.core.groups.Tuple.tuple("north/milk", true, false));
    }

    private CatalogItem sent(String json) throws Exception {
        send("milk", json.getBytes(StandardCharsets.UTF_8));
        return Harness.take(harness).get(0);
    }

    @Test
    void an_item_is_known_since_its_change_or_its_arrival() throws Exception {
        assertThat(sent("{'item_id':'milk'}".replace('\'', '"')).firstSeenMillis())
                .isEqualTo(ARRIVED);
        assertThat(sent("{'item_id':'milk','updated_at':5}".replace('\'', '"')).firstSeenMillis())
                .isEqualTo(5);
    }

    @Test
    void a_first_moment_that_no_event_can_be_before_is_none() throws Exception {
        EventChecks rules = new EventChecks(300_000, 86_400_000, 120_000, 256, 4_096, 64);
        try (var strict =
                new OneInputStreamOperatorTestHarness<RawRecord, CatalogItem>(
                        new ProcessOperator<>(
                                new DecodeItems(CodecSettings.DEFAULT, rules, "EUR")))) {
            strict.open();
            strict.setProcessingTime(ARRIVED);
            for (long ago : new long[] {86_400_001, 86_400_000, -1}) {
                String json =
                        "{\"item_id\":\"milk\",\"available_from\":%d}".formatted(ARRIVED - ago);
                byte[] value = json.getBytes(StandardCharsets.UTF_8);
                strict.processElement(new RawRecord("items", 0, 0, ARRIVED, null, value), 1);
            }
            assertThat(strict.extractOutputValues())
                    .extracting(CatalogItem::availableFromMillis)
                    .containsExactly(0L, ARRIVED - 86_400_000, ARRIVED + 1);
        }
    }

    @Test
    void a_refusal_names_the_time_that_is_wrong() throws Exception {
        for (String field :
                List.of(
                        "'updated_at':" + (ARRIVED + 300_001),
                        "'updated_at':-1",
                        "'updated_at':'yesterday'",
                        "'available_from':'soon'")) {
            String json = ("{'item_id':'milk'," + field + "}").replace('\'', '"');
            send("milk", json.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Harness.take(harness)).isEmpty();
        List<RejectedRecord> refused = Harness.take(harness, DeadLetters.TAG);
        assertThat(refused)
                .extracting(RejectedRecord::reason)
                .containsExactly(
                        ReasonCode.TIMESTAMP_IN_FUTURE,
                        ReasonCode.TIMESTAMP_TOO_OLD,
                        ReasonCode.UNDECODABLE,
                        ReasonCode.UNDECODABLE);
        assertThat(refused.subList(0, 3))
                .allSatisfy(each -> assertThat(each.detail()).contains("updated_at"));
        assertThat(refused.get(3).detail()).contains("available_from");
    }

    @Test
    void bad_records_are_rejected_with_their_reason() throws Exception {
        send(null, null);
        send("milk", new byte[] {9});
        send("milk", "{\"item_id\":\"\"}".getBytes(StandardCharsets.UTF_8));
        send("milk", "{\"item_id\":\"a\",\"site\":\"no/site\"}".getBytes(StandardCharsets.UTF_8));
        send(
                "milk",
                ("{\"item_id\":\"" + "x".repeat(300) + "\"}").getBytes(StandardCharsets.UTF_8));
        send(
                "milk",
                ("{\"item_id\":\"a\",\"category\":\"" + "x".repeat(5_000) + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
        send("a", "{\"item_id\":\"a\",\"price\":-1}".getBytes(StandardCharsets.UTF_8));
        send("a", "{\"item_id\":\"a\",\"currency\":\"yen\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(Harness.take(harness)).isEmpty();
        assertThat(reasons())
                .containsExactly(
                        ReasonCode.MISSING_ITEM,
                        ReasonCode.UNDECODABLE,
                        ReasonCode.MISSING_ITEM,
                        ReasonCode.INVALID_SITE,
                        ReasonCode.FIELD_TOO_LONG,
                        ReasonCode.FIELD_TOO_LONG,
                        ReasonCode.INVALID_PRICE,
                        ReasonCode.INVALID_CURRENCY);
    }

    private List<String> removed() {
        return Harness.take(harness).stream()
                .filter(CatalogItem::removed)
                .map(CatalogItem::itemKey)
                .toList();
    }

    private void put(String key, String site, String item) throws Exception {
        String json = "{\"item_id\":\"%s\",\"site\":\"%s\"}".formatted(item, site);
        send(key, json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_tombstone_under_a_bare_id_with_a_slash_removes_the_item_that_was_written_under_it()
            throws Exception {
        put("shoes/42", "default", "shoes/42");
        put("/news/flood", "default", "/news/flood");
        put("shoes/42", "shoes", "42");
        send("shoes/42", null);
        send("/news/flood", null);
        assertThat(removed()).containsExactly("shoes%2F42", "%2Fnews%2Fflood");
        // The other site's item of the same key can still be removed.
        send("shoes/42", null);
        assertThat(removed()).containsExactly("shoes/42");
    }

    @Test
    void a_key_as_the_contract_says_means_one_item_whatever_was_written_before() throws Exception {
        put("shoes%2F42", "default", "shoes/42");
        put("shoes/42", "shoes", "42");
        send("shoes/42", null);
        send("shoes%2F42", null);
        send("/unknown/x", null);
        assertThat(removed()).containsExactly("shoes/42", "shoes%2F42", "%2Funknown%2Fx");
    }

    @Test
    void the_keys_of_items_are_known_after_a_restart_and_bounded() throws Exception {
        put("north/1", "default", "north/1");
        put("shoes/42", "default", "shoes/42");
        var snapshot = harness.snapshot(1, 1);
        harness.close();
        open(snapshot);
        send("shoes/42", null);
        assertThat(removed()).containsExactly("shoes%2F42");
        for (int i = 0; i < ItemKeys.MOST; i++) {
            put("a/" + i, "default", "a/" + i);
        }
        Harness.take(harness);
        send("north/1", null);
        send("a/0", null);
        assertThat(removed()).containsExactly("north/1", "a%2F0");
    }

    @Test
    void what_another_subtask_still_has_of_a_key_does_not_come_back() throws Exception {
        put("shoes/42", "default", "shoes/42");
        var first = harness.snapshot(1, 1);
        send("shoes/42", null);
        var second = harness.snapshot(2, 2);
        put("shoes/42", "default", "shoes/42");
        var third = harness.snapshot(3, 3);
        Harness.take(harness);
        // Two subtasks write all they know, and either may come first.
        for (var states : List.of(List.of(first, second), List.of(second, first))) {
            assertThat(removedAfter(states)).isEqualTo("shoes/42");
        }
        for (var states : List.of(List.of(third, second), List.of(second, third))) {
            assertThat(removedAfter(states)).isEqualTo("shoes%2F42");
        }
    }

    private String removedAfter(List<OperatorSubtaskState> states) throws Exception {
        harness.close();
        open(
                AbstractStreamOperatorTestHarness.repackageState(
                        states.toArray(OperatorSubtaskState[]::new)));
        send("shoes/42", null);
        return removed().get(0);
    }
}
