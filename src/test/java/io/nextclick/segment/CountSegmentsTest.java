package io.nextclick.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.nextclick.segment.SegmentChange.Kind;
import io.nextclick.testkit.Harness;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is emitted of segments: a scenario is a list of changes, and what each minute's end emits.
 */
class CountSegmentsTest {

    private static final long MINUTE = 60_000;
    private static final String RULE = "loyal";

    private final InterceptingOperatorMetricGroup counters = new InterceptingOperatorMetricGroup();
    private KeyedOneInputStreamOperatorTestHarness<String, SegmentChange, SegmentMetrics> harness;

    @BeforeEach
    void open() throws Exception {
        harness =
                Harness.counting(
                        counters, new CountSegments(Harness.SMALL_CACHE), SegmentChange::ruleKey);
        harness.setProcessingTime(0);
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, SegmentChange, SegmentMetrics>
            harness() throws Exception {
        return Harness.of(new CountSegments(Harness.SMALL_CACHE), SegmentChange::ruleKey);
    }

    private static SegmentChange change(
            Kind kind, String person, String rule, int previousVersion, int version) {
        return new SegmentChange(
                kind,
                person,
                rule,
                rule,
                version,
                false,
                1,
                2,
                List.of(),
                null,
                null,
                previousVersion);
    }

    private static SegmentChange inCategory(Kind kind, String person, String category) {
        return new SegmentChange(
                kind,
                person,
                RULE,
                RULE + '/' + category,
                1,
                false,
                1,
                2,
                List.of(),
                "category",
                category,
                kind == Kind.ENTER ? 0 : 1);
    }

    private void send(SegmentChange change) throws Exception {
        harness.processElement(change, 0);
    }

    private void enter(int version, String... persons) throws Exception {
        for (String person : persons) {
            send(change(Kind.ENTER, person, RULE, 0, version));
        }
    }

    private void stay(int previousVersion, int version, String... persons) throws Exception {
        for (String person : persons) {
            send(change(Kind.REFRESH, person, RULE, previousVersion, version));
        }
    }

    private void exit(int version, String... persons) throws Exception {
        for (String person : persons) {
            send(change(Kind.EXIT, person, RULE, version, version));
        }
    }

    /** Moves to the begin of a minute; what was emitted until then. */
    private List<SegmentMetrics> emittedUntil(long minute) throws Exception {
        harness.setProcessingTime(minute * MINUTE);
        return Harness.take(harness);
    }

    private static SegmentMetrics metrics(
            int version,
            long minute,
            long size,
            long entries,
            long refreshes,
            long exits,
            Double shift) {
        return new SegmentMetrics(
                "default", RULE, version, minute * MINUTE, size, entries, refreshes, exits, shift);
    }

    private long counted(String metric) {
        return ((Counter) counters.get(metric)).getCount();
    }

    @Test
    void a_minute_is_emitted_at_its_end() throws Exception {
        harness.setProcessingTime(10_000);
        enter(1, "ann", "bob", "cid");
        stay(1, 1, "ann", "ann");
        exit(1, "bob");
        harness.setProcessingTime(59_999);
        assertThat(Harness.take(harness)).isEmpty();
        assertThat(emittedUntil(1)).containsExactly(metrics(1, 0, 2, 3, 2, 1, null));
    }

    @Test
    void a_change_at_a_minute_s_first_moment_is_of_that_minute() throws Exception {
        enter(1, "ann");
        assertThat(emittedUntil(1)).containsExactly(metrics(1, 0, 1, 1, 0, 0, null));
        enter(1, "bob");
        assertThat(emittedUntil(2)).containsExactly(metrics(1, 1, 2, 1, 0, 0, null));
    }

    @Test
    void a_quiet_minute_is_emitted_once_and_then_nothing_until_the_next_change() throws Exception {
        enter(1, "ann");
        emittedUntil(1);
        assertThat(emittedUntil(2)).containsExactly(metrics(1, 1, 1, 0, 0, 0, null));
        assertThat(harness.numProcessingTimeTimers()).isZero();
        assertThat(emittedUntil(100)).isEmpty();
        enter(1, "bob");
        assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);
        assertThat(emittedUntil(101)).containsExactly(metrics(1, 100, 2, 1, 0, 0, null));
    }

    @Test
    void the_categories_of_a_rule_are_counted_together_and_a_person_in_each() throws Exception {
        send(inCategory(Kind.ENTER, "ann", "tea"));
        send(inCategory(Kind.ENTER, "ann", "milk"));
        send(inCategory(Kind.ENTER, "bob", "tea"));
        send(inCategory(Kind.EXIT, "ann", "tea"));
        assertThat(emittedUntil(1)).containsExactly(metrics(1, 0, 2, 3, 0, 1, null));
    }

    @Test
    void who_goes_on_under_a_new_version_moves_from_the_old_one_s_size_to_its_own()
            throws Exception {
        enter(1, "ann", "bob", "cid", "dan");
        emittedUntil(1);
        stay(1, 2, "ann", "bob");
        assertThat(emittedUntil(2))
                .containsExactly(metrics(1, 1, 2, 0, 0, 0, null), metrics(2, 1, 2, 0, 2, 0, -0.5));
        stay(1, 2, "cid");
        exit(1, "dan");
        enter(2, "eve", "fay");
        assertThat(emittedUntil(3))
                .containsExactly(metrics(1, 2, 0, 0, 0, 1, null), metrics(2, 2, 5, 2, 1, 0, 0.25));
        assertThat(emittedUntil(4))
                .as("the old version comes down to zero, too")
                .containsExactly(metrics(1, 3, 0, 0, 0, 0, null), metrics(2, 3, 5, 0, 0, 0, 0.25));
        exit(2, "ann");
        assertThat(emittedUntil(5)).containsExactly(metrics(2, 4, 4, 0, 0, 1, 0.0));
    }

    @Test
    void a_new_version_that_is_first_seen_by_an_entry_has_its_shift_too() throws Exception {
        enter(1, "ann", "bob");
        enter(2, "cid");
        assertThat(emittedUntil(1))
                .containsExactly(metrics(1, 0, 2, 2, 0, 0, null), metrics(2, 0, 1, 1, 0, 0, -0.5));
    }

    @Test
    void there_is_no_shift_against_a_version_that_had_no_members() throws Exception {
        enter(1, "ann");
        exit(1, "ann");
        enter(2, "bob");
        assertThat(emittedUntil(1))
                .containsExactly(metrics(1, 0, 0, 1, 0, 1, null), metrics(2, 0, 1, 1, 0, 0, null));
    }

    @Test
    void the_shift_of_a_roll_back_is_against_the_version_that_it_ends() throws Exception {
        enter(1, "ann", "bob", "cid", "dan");
        stay(1, 2, "ann", "bob", "cid", "dan");
        enter(2, "eve");
        emittedUntil(1);
        stay(2, 1, "ann");
        assertThat(emittedUntil(2))
                .containsExactly(metrics(2, 1, 4, 0, 0, 0, 0.0), metrics(1, 1, 1, 0, 1, 0, -0.8));
    }

    @Test
    void a_matcher_that_learns_of_a_new_version_late_does_not_bring_the_old_one_back()
            throws Exception {
        enter(1, "ann", "bob");
        stay(1, 2, "ann");
        enter(1, "cid");
        stay(1, 1, "bob");
        enter(2, "dan");
        assertThat(emittedUntil(1))
                .containsExactly(metrics(1, 0, 2, 3, 1, 0, null), metrics(2, 0, 2, 1, 1, 0, 0.0));
    }

    @Test
    void two_rules_and_two_sites_are_apart() throws Exception {
        send(change(Kind.ENTER, "ann", "loyal", 0, 1));
        send(change(Kind.ENTER, "ann", "new", 0, 1));
        send(change(Kind.ENTER, "north/ann", "new", 0, 7));
        send(change(Kind.ENTER, "north/bob", "new", 0, 7));
        assertThat(harness.numProcessingTimeTimers()).isEqualTo(3);
        assertThat(emittedUntil(1))
                .extracting(
                        SegmentMetrics::site,
                        SegmentMetrics::ruleId,
                        SegmentMetrics::version,
                        SegmentMetrics::size)
                .containsExactlyInAnyOrder(
                        tuple("default", "loyal", 1, 1L),
                        tuple("default", "new", 1, 1L),
                        tuple("north", "new", 7, 2L));
    }

    @Test
    void nothing_is_left_when_all_have_gone_and_a_quiet_minute_was_emitted() throws Exception {
        enter(1, "ann");
        stay(1, 2, "ann");
        Harness.checkpoint(harness);
        exit(2, "ann");
        assertThat(emittedUntil(1)).hasSize(2);
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
        assertThat(emittedUntil(2))
                .containsExactly(metrics(1, 1, 0, 0, 0, 0, null), metrics(2, 1, 0, 0, 0, 0, -1.0));
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
        enter(3, "ann");
        assertThat(emittedUntil(3))
                .as("a rule that was forgotten begins as a new one")
                .containsExactly(metrics(3, 2, 1, 1, 0, 0, null));
    }

    @Test
    void members_without_changes_stay_in_the_state_and_cost_no_timer() throws Exception {
        enter(1, "ann");
        emittedUntil(1_000);
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void what_does_not_fit_is_counted_as_an_anomaly_and_no_size_is_below_zero() throws Exception {
        exit(1, "ann");
        assertThat(counted(CountSegments.ANOMALIES)).isEqualTo(1);
        stay(1, 1, "ann");
        assertThat(counted(CountSegments.ANOMALIES)).isEqualTo(2);
        stay(1, 2, "ann");
        assertThat(counted(CountSegments.ANOMALIES)).isEqualTo(3);
        assertThat(emittedUntil(1))
                .containsExactly(metrics(1, 0, 0, 0, 1, 1, null), metrics(2, 0, 1, 0, 1, 0, null));
        exit(2, "ann");
        assertThat(counted(CountSegments.ANOMALIES)).isEqualTo(3);
    }

    @Test
    void at_most_eight_versions_are_kept_and_the_oldest_without_members_leaves() throws Exception {
        enter(1, "a");
        for (int version = 2; version <= 9; version++) {
            enter(version, "b", "c");
            if (version == 4) {
                exit(4, "b", "c");
            }
        }
        assertThat(counted(CountSegments.FORGOTTEN)).isEqualTo(1);
        assertThat(emittedUntil(1))
                .extracting(SegmentMetrics::version)
                .containsExactly(1, 2, 3, 5, 6, 7, 8, 9);
    }

    @Test
    void if_all_versions_have_members_the_one_with_the_fewest_leaves_but_not_the_newest()
            throws Exception {
        for (int version = 1; version <= 8; version++) {
            enter(version, "a", "b", "c");
        }
        exit(5, "a");
        enter(9, "d");
        assertThat(counted(CountSegments.FORGOTTEN)).isEqualTo(1);
        assertThat(emittedUntil(1))
                .extracting(SegmentMetrics::version)
                .containsExactly(1, 2, 3, 4, 6, 7, 8, 9);
        exit(5, "b");
        assertThat(counted(CountSegments.ANOMALIES)).isEqualTo(1);
    }

    @Test
    void a_restored_operator_goes_on_counting_and_closes_the_minute_that_was_open()
            throws Exception {
        for (int i = 0; i < 10; i++) {
            send(change(Kind.ENTER, "ann", "rule" + i, 0, 1));
        }
        OperatorSubtaskState snapshot = Harness.checkpoint(harness);
        try (var restored = harness()) {
            restored.initializeState(snapshot);
            restored.open();
            restored.setProcessingTime(50 * MINUTE);
            assertThat(restored.extractOutputValues())
                    .as("a minute with a change and a quiet one of each")
                    .hasSize(20)
                    .extracting(SegmentMetrics::minuteMillis)
                    .containsOnly(0L, MINUTE);
            restored.getOutput().clear();
            restored.processElement(change(Kind.EXIT, "ann", "rule3", 1, 1), 0);
            restored.setProcessingTime(60 * MINUTE);
            assertThat(restored.extractOutputValues())
                    .extracting(
                            SegmentMetrics::minuteMillis,
                            SegmentMetrics::size,
                            SegmentMetrics::exits)
                    .containsExactly(tuple(50 * MINUTE, 0L, 1L), tuple(51 * MINUTE, 0L, 0L));
            Harness.checkpoint(restored);
            assertThat(restored.numKeyedStateEntries()).isEqualTo(9);
            assertThat(restored.numProcessingTimeTimers()).isZero();
        }
    }

    @Test
    void a_change_that_comes_before_a_late_timer_does_not_count_in_the_old_minute()
            throws Exception {
        enter(1, "ann");
        OperatorSubtaskState snapshot = Harness.checkpoint(harness);
        try (var restored = harness()) {
            restored.setProcessingTime(50 * MINUTE);
            restored.initializeState(snapshot);
            restored.open();
            restored.processElement(change(Kind.ENTER, "bob", RULE, 0, 1), 0);
            assertThat(restored.extractOutputValues())
                    .containsExactly(
                            metrics(1, 0, 1, 1, 0, 0, null), metrics(1, 1, 1, 0, 0, 0, null));
            assertThat(restored.numProcessingTimeTimers()).isEqualTo(1);
            restored.getOutput().clear();
            restored.setProcessingTime(51 * MINUTE);
            assertThat(restored.extractOutputValues())
                    .containsExactly(metrics(1, 50, 2, 1, 0, 0, null));
        }
    }
}
