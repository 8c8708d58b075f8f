package io.nextclick.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nextclick.event.CatalogItem;
import io.nextclick.testkit.Harness;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpdateCatalogueTest {

    private static final Duration TTL = Duration.ofDays(100);

    private KeyedOneInputStreamOperatorTestHarness<String, CatalogItem, CatalogItem> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, CatalogItem, CatalogItem>
            harness() throws Exception {
        return Harness.of(new UpdateCatalogue(TTL, Harness.SMALL_CACHE), CatalogItem::itemKey);
    }

    private static CatalogItem item(String id, String category, long updatedAt, long firstSeen) {
        return new CatalogItem(
                "default", id, null, category, null, null, null, true, false, 0, updatedAt,
                firstSeen);
    }

    private static CatalogItem removal(String id) {
        return new CatalogItem("default", id, null, null, null, null, false, true);
    }

    private List<CatalogItem> send(CatalogItem record) throws Exception {
        harness.processElement(record, 0);
        return Harness.take(harness);
    }

    @Test
    void an_older_record_never_overwrites_a_newer_one() throws Exception {
        assertThat(send(item("lamp", "new", 9, 20))).hasSize(1);
        assertThat(send(item("lamp", "old", 8, 21))).isEmpty();
        assertThat(send(item("cup", "old", 8, 21))).hasSize(1);
        assertThat(send(item("lamp", "as new", 9, 22)))
                .extracting(CatalogItem::category)
                .containsExactly("as new");
        assertThat(send(item("lamp", "newer", 10, 23))).hasSize(1);
        assertThat(send(item("lamp", "new", 9, 24))).isEmpty();
    }

    @Test
    void records_that_name_no_time_hold_as_they_come_and_do_not_let_older_ones_in()
            throws Exception {
        send(item("lamp", "a", 9, 20));
        assertThat(send(item("lamp", "b", 0, 21))).hasSize(1);
        assertThat(send(item("lamp", "c", 8, 22))).isEmpty();
    }

    @Test
    void after_a_removal_only_what_is_newer_than_the_record_before_it_returns() throws Exception {
        send(item("lamp", "a", 9, 20));
        assertThat(send(removal("lamp"))).extracting(CatalogItem::removed).containsExactly(true);
        assertThat(send(item("lamp", "a", 9, 21))).isEmpty();
        assertThat(send(item("lamp", "a", 8, 22))).isEmpty();
        assertThat(send(item("lamp", "a", 10, 23))).hasSize(1);
        assertThat(send(item("lamp", "a", 10, 24))).hasSize(1);
        send(removal("lamp"));
        assertThat(send(item("lamp", "b", 0, 25))).hasSize(1);
    }

    @Test
    void an_item_stays_as_old_as_it_is_however_often_it_is_sent() throws Exception {
        for (int feed = 0; feed < 3; feed++) {
            for (int i = 0; i < 30; i++) {
                assertThat(send(item("i" + i, "c", 0, 1_000 * feed + i + 1)))
                        .extracting(CatalogItem::firstSeenMillis)
                        .containsExactly(i + 1L);
            }
        }
        send(removal("i3"));
        assertThat(send(item("i3", "c", 0, 9_000)))
                .extracting(CatalogItem::firstSeenMillis)
                .containsExactly(4L);
    }

    @Test
    void a_restored_operator_knows_what_the_former_knew() throws Exception {
        for (int i = 0; i < 10; i++) {
            send(item("i" + i, "c", 9, i + 1));
        }
        send(removal("i7"));
        OperatorSubtaskState snapshot = Harness.checkpoint(harness);
        try (var restored = harness()) {
            restored.initializeState(snapshot);
            restored.open();
            restored.processElement(item("i3", "c", 8, 50), 0);
            restored.processElement(item("i7", "c", 9, 50), 0);
            restored.processElement(item("i4", "c", 9, 50), 0);
            assertThat(restored.extractOutputValues())
                    .extracting(CatalogItem::itemId, CatalogItem::firstSeenMillis)
                    .containsExactly(tuple("i4", 5L));
        }
    }

    @Test
    void the_removal_of_an_unknown_item_passes_and_leaves_nothing() throws Exception {
        assertThat(send(removal("nobody"))).hasSize(1);
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void after_the_ttl_nothing_is_left() throws Exception {
        harness.setStateTtlProcessingTime(0);
        send(item("lamp", "a", 9, 20));
        OperatorSubtaskState snapshot = Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
        try (var restored = harness()) {
            restored.setStateTtlProcessingTime(TTL.toMillis() + 1);
            restored.initializeState(snapshot);
            restored.open();
            restored.processElement(item("lamp", "a", 8, 90), 0);
            assertThat(restored.extractOutputValues())
                    .extracting(CatalogItem::firstSeenMillis)
                    .containsExactly(90L);
            assertThat(restored.numProcessingTimeTimers()).isZero();
        }
    }
}
