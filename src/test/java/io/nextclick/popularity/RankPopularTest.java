package io.nextclick.popularity;

import static io.nextclick.testkit.Events.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.flow.PopularItems;
import io.nextclick.flow.PopularityChange;
import io.nextclick.testkit.Harness;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RankPopularTest {

    private static final Duration TTL = Duration.ofDays(90);
    private static final PopularitySettings RULES =
            new PopularitySettings(3_600_000, 300_000, 200, 100, 1_000);

    private KeyedOneInputStreamOperatorTestHarness<String, PopularityChange, PopularItems> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.setStateTtlProcessingTime(0);
        harness.setProcessingTime(0);
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PopularityChange, PopularItems>
            harness() throws Exception {
        return Harness.of(
                new RankPopular(RULES, TTL, Harness.SMALL_CACHE), PopularityChange::scopeKey);
    }

    private List<PopularItems> visit(String category, String item) throws Exception {
        harness.processElement(
                new PopularityChange("default", category, item, 1, NOON, true), NOON);
        return Harness.take(harness);
    }

    @Test
    void the_first_item_is_published_at_once() throws Exception {
        assertThat(visit(null, "a"))
                .singleElement()
                .satisfies(list -> assertThat(list.items()).containsExactly("a"));
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void further_ones_are_published_together_after_the_interval() throws Exception {
        visit(null, "a");
        assertThat(visit(null, "b")).isEmpty();
        assertThat(visit(null, "b")).isEmpty();
        assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);
        harness.setProcessingTime(1_000);
        assertThat(Harness.take(harness))
                .singleElement()
                .satisfies(list -> assertThat(list.items()).containsExactly("b", "a"));
        harness.setProcessingTime(60_000);
        assertThat(Harness.take(harness)).isEmpty();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void categories_and_the_site_are_apart() throws Exception {
        visit(null, "a");
        assertThat(visit("tea", "b")).isEmpty();
        harness.setProcessingTime(1_000);
        assertThat(Harness.take(harness))
                .singleElement()
                .satisfies(list -> assertThat(list.items()).containsExactly("b"));
    }

    @Test
    void a_restored_operator_goes_on_counting_and_after_the_ttl_nothing_is_left() throws Exception {
        for (int i = 0; i < 10; i++) {
            visit("c" + i, "a");
        }
        OperatorSubtaskState snapshot = Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(10);
        try (var restored = harness()) {
            restored.setStateTtlProcessingTime(0);
            restored.initializeState(snapshot);
            restored.open();
            restored.setProcessingTime(0);
            restored.processElement(
                    new PopularityChange("default", "c3", "b", 1, NOON, true), NOON);
            restored.setProcessingTime(1_000);
            assertThat(restored.extractOutputValues())
                    .hasSize(10)
                    .filteredOn(list -> "c3".equals(list.category()))
                    .singleElement()
                    .satisfies(list -> assertThat(list.items()).containsExactly("a", "b"));
        }
        try (var expired = harness()) {
            expired.setStateTtlProcessingTime(TTL.toMillis() + 1);
            expired.initializeState(snapshot);
            expired.open();
            expired.setProcessingTime(0);
            for (int i = 0; i < 10; i++) {
                expired.getOperator().setCurrentKey("default/c" + i);
                assertThat(
                                expired.getOperator()
                                        .getKeyedStateStore()
                                        .getState(RankPopular.state(TTL).descriptor())
                                        .value())
                        .isNull();
            }
            assertThat(expired.numKeyedStateEntries()).isZero();
            expired.setProcessingTime(10_000);
            Harness.checkpoint(expired);
            assertThat(expired.numKeyedStateEntries()).isZero();
            assertThat(expired.numProcessingTimeTimers()).isZero();
            assertThat(expired.extractOutputValues()).isEmpty();
        }
    }

    @Test
    void the_next_visit_sets_a_timer_anew_that_a_restore_lost() throws Exception {
        visit("tea", "a");
        try (var restored = harness()) {
            restored.setStateTtlProcessingTime(0);
            restored.open();
            restored.setProcessingTime(600_000);
            Harness.copyWithoutTimers(
                    harness, restored, RankPopular.state(TTL).descriptor(), "default/tea");
            restored.processElement(
                    new PopularityChange("default", "tea", "b", 1, NOON, true), NOON);
            assertThat(restored.numProcessingTimeTimers()).isEqualTo(1);
            restored.setProcessingTime(601_000);
            assertThat(Harness.take(restored))
                    .singleElement()
                    .satisfies(list -> assertThat(list.items()).containsExactly("a", "b"));
        }
    }
}
