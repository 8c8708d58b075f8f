package io.nextclick.ingest;

import static io.nextclick.testkit.Events.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.DeadLetters;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.contract.EventEncoder;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.ReasonCode;
import io.nextclick.testkit.Harness;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecodeItemsTest {

    private static final CatalogItem MILK =
            new CatalogItem("north", "milk", "Milk", "food/dairy", "farm", 1.25, true, false);

    private OneInputStreamOperatorTestHarness<RawRecord, CatalogItem> harness;

    @BeforeEach
    void open() throws Exception {
        harness =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(new DecodeItems(CodecSettings.DEFAULT, RULES)));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void send(String key, byte[] value) throws Exception {
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        harness.processElement(new RawRecord("items", 0, 0, 1, bytes, value), 1);
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
                 "brand":"farm","price":1.25,"in_stock":true}"""
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(Harness.take(harness)).containsExactly(MILK, MILK);
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
        assertThat(Harness.take(harness)).isEmpty();
        assertThat(reasons())
                .containsExactly(
                        ReasonCode.MISSING_ITEM,
                        ReasonCode.UNDECODABLE,
                        ReasonCode.MISSING_ITEM,
                        ReasonCode.INVALID_SITE,
                        ReasonCode.FIELD_TOO_LONG,
                        ReasonCode.FIELD_TOO_LONG);
    }
}
