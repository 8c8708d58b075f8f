package io.nextclick.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.experiment.ExperimentReader;
import io.nextclick.experiment.ExperimentUpdate;
import io.nextclick.experiment.UnitMetric;
import io.nextclick.flow.ListOutcome;
import io.nextclick.testkit.Harness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeasureUnitsTest {

    private static final VerdictSettings SETTINGS =
            new VerdictSettings(1_000, 90 * 86_400_000L, 5_000, 100);
    private static final long WEEK = 7 * 86_400_000L;
    private static final long MICROS = 1_000_000;
    private static final double EXACT = 1e-9;

    private KeyedTwoInputStreamOperatorTestHarness<
                    String, ListOutcome, ExperimentUpdate, UnitChange>
            units;

    @BeforeEach
    void open() throws Exception {
        units = harness();
        units.open();
        for (String id : List.of("x", "y", "more")) {
            inForce(units, id, "");
        }
    }

    private static void inForce(
            KeyedTwoInputStreamOperatorTestHarness<
                            String, ListOutcome, ExperimentUpdate, UnitChange>
                    harness,
            String id,
            String more)
            throws Exception {
        for (String site : List.of("default", "north")) {
            ExperimentReader.Reading reading =
                    new ExperimentReader()
                            .read(
                                    """
                                    experiment_id: %s
                                    version: 1
                                    site: %s
                                    %s
                                    arms: [{arm: a, share: 0.5}, {arm: b, share: 0.5}]
                                    """
                                            .formatted(id, site, more));
            assertThat(reading.faults()).isEmpty();
            harness.processElement2(
                    new ExperimentUpdate(reading.experiment().key(), 1, reading.text()), 0);
        }
    }

    @AfterEach
    void close() throws Exception {
        units.close();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, ListOutcome, ExperimentUpdate, UnitChange>
            harness() throws Exception {
        return Harness.of(
                new MeasureUnits(SETTINGS, Harness.SMALL_CACHE), ListOutcome::personKey, null);
    }

    /** Sums of a shown list with clicks and an order for so much. */
    private static long[] list(int clicks, long euros) {
        return new long[] {1, clicks, 0, euros > 0 ? 1 : 0, euros * MICROS, clicks * MICROS};
    }

    private static ListOutcome outcome(String person, String arm, long[] before, long[] after) {
        return new ListOutcome(person, arm, List.of(), 3 * WEEK, before, after);
    }

    private static ListOutcome shown(String person, String arm, int clicks) {
        return outcome(person, arm, ListOutcome.NOTHING, list(clicks, 0));
    }

    private static ListOutcome taken(String person, String arm, int clicks) {
        return outcome(person, arm, list(clicks, 0), ListOutcome.NOTHING);
    }

    private List<UnitChange> send(ListOutcome... outcomes) throws Exception {
        for (ListOutcome each : outcomes) {
            units.processElement1(each, 0);
        }
        return Harness.take(units);
    }

    /** What all changes of an arm are together. */
    private static Moments sum(List<UnitChange> changes, String arm, UnitMetric metric) {
        Moments sum = Moments.NONE;
        for (UnitChange each : changes) {
            if (each.arm().equals(arm)) {
                sum = sum.plus(UnitInArms.moments(each.units(), each.moments(), metric));
            }
        }
        return sum;
    }

    private static long crossovers(List<UnitChange> changes) {
        return changes.stream()
                .filter(each -> each.arm().isEmpty())
                .mapToLong(UnitChange::units)
                .sum();
    }

    @Test
    void a_list_counts_in_the_first_named_segment_and_is_taken_from_it() throws Exception {
        String learned =
                """
                experiment_id: l
                version: 1
                unit: list
                allocation: learned
                by_segment: [new, tea]
                arms: [{arm: a, share: 0.5}, {arm: b, share: 0.5}]
                """;
        String text = new ExperimentReader().read(learned).text();
        units.processElement2(new ExperimentUpdate("l", 1, text), 0);
        long[] none = ListOutcome.NOTHING;
        List<String> both = List.of("other", "tea", "new");
        assertThat(
                        send(
                                new ListOutcome("ann", "l~a", both, 0, none, list(1, 0)),
                                new ListOutcome("ann", "l~a", List.of("tea"), 0, none, list(0, 0)),
                                new ListOutcome("ann", "l~b", List.of("cup"), 0, none, list(0, 0)),
                                new ListOutcome("ann", "l~a", both, 0, list(1, 0), none)))
                .extracting(UnitChange::arm, UnitChange::segment, UnitChange::units)
                .containsExactly(
                        tuple("a", "new", 1L),
                        tuple("a", "tea", 1L),
                        tuple("b", "", 1L),
                        tuple("a", "new", -1L));
    }

    @Test
    void a_person_counts_once_with_the_sum_of_their_lists() throws Exception {
        List<UnitChange> changes = send(shown("ann", "x:a", 0));
        assertThat(changes).singleElement().extracting(UnitChange::units).isEqualTo(1L);
        changes =
                new ArrayList<>(
                        send(
                                shown("bob", "x:a", 1),
                                outcome("ann", "x:a", list(0, 0), list(1, 30)),
                                shown("ann", "x:a", 2)));
        changes.add(0, new UnitChange("x", "a", "", 1, UnitChange.none()));
        Moments clicks = sum(changes, "a", UnitMetric.CLICKS);
        assertThat(clicks.units()).isEqualTo(2);
        assertThat(clicks.y()).isEqualTo(1 + 3);
        assertThat(clicks.yy()).isEqualTo(1 + 9);
        assertThat(sum(changes, "a", UnitMetric.CLICKED).y()).isEqualTo(2);
        assertThat(sum(changes, "a", UnitMetric.REVENUE).yy()).isEqualTo(900);
        assertThat(sum(changes, "a", UnitMetric.ORDERED).y()).isEqualTo(1);
    }

    @Test
    void one_who_saw_lists_of_two_arms_counts_in_none_until_one_is_taken_back() throws Exception {
        List<UnitChange> changes = new ArrayList<>(send(shown("ann", "x:a", 2)));
        changes.addAll(send(shown("ann", "x:b", 1)));
        assertThat(crossovers(changes)).isEqualTo(1);
        assertThat(sum(changes, "a", UnitMetric.CLICKS)).isEqualTo(Moments.NONE);
        assertThat(sum(changes, "b", UnitMetric.CLICKS)).isEqualTo(Moments.NONE);
        changes.addAll(send(taken("ann", "x:a", 2)));
        assertThat(crossovers(changes)).isZero();
        assertThat(sum(changes, "a", UnitMetric.CLICKS)).isEqualTo(Moments.NONE);
        assertThat(sum(changes, "b", UnitMetric.CLICKS).y()).isEqualTo(1);
        changes.addAll(send(taken("ann", "x:b", 1)));
        assertThat(sum(changes, "b", UnitMetric.CLICKS)).isEqualTo(Moments.NONE);
        Harness.checkpoint(units);
        assertThat(units.numKeyedStateEntries()).as("nothing is left").isZero();
        assertThat(units.numEventTimeTimers() + units.numProcessingTimeTimers()).isZero();
    }

    @Test
    void where_each_list_has_an_arm_each_counts_by_itself() throws Exception {
        List<UnitChange> changes =
                send(
                        shown("ann", "x~a", 0),
                        shown("ann", "x~a", 2),
                        shown("ann", "x~b", 1),
                        outcome("ann", "x~b", list(1, 0), list(3, 0)));
        assertThat(sum(changes, "a", UnitMetric.CLICKS)).isEqualTo(new Moments(2, 2, 4, 0, 0, 0));
        assertThat(sum(changes, "b", UnitMetric.CLICKS)).isEqualTo(new Moments(1, 3, 9, 0, 0, 0));
        assertThat(crossovers(changes)).isZero();
    }

    @Test
    void a_list_of_several_experiments_counts_in_each() throws Exception {
        List<UnitChange> changes = send(shown("north/ann", "x:a,y:b", 1));
        assertThat(changes)
                .extracting(UnitChange::experimentKey)
                .containsExactlyInAnyOrder("north/x", "north/y");
    }

    @Test
    void a_click_without_an_impression_is_no_exposure() throws Exception {
        long[] unseen = {0, 1, 0, 0, 0, MICROS};
        assertThat(send(outcome("ann", "x:a", ListOutcome.NOTHING, unseen))).isEmpty();
        assertThat(send(outcome("ann", "x:a", unseen, list(1, 0))))
                .singleElement()
                .extracting(UnitChange::units)
                .isEqualTo(1L);
    }

    @Test
    void what_a_person_did_in_the_two_weeks_before_is_the_covariate() throws Exception {
        inForce(units, "x", "start: 1970-02-06T00:00:00Z");
        send(
                new ListOutcome("ann", "", List.of(), 2 * WEEK, ListOutcome.NOTHING, list(7, 0)),
                new ListOutcome("ann", "", List.of(), 3 * WEEK, ListOutcome.NOTHING, list(3, 0)),
                new ListOutcome("ann", "", List.of(), 4 * WEEK, ListOutcome.NOTHING, list(2, 0)),
                new ListOutcome("ann", "", List.of(), 5 * WEEK, ListOutcome.NOTHING, list(9, 0)));
        List<UnitChange> changes =
                send(
                        new ListOutcome(
                                "ann",
                                "x:a",
                                List.of(),
                                5 * WEEK,
                                ListOutcome.NOTHING,
                                list(4, 0)));
        assertThat(sum(changes, "a", UnitMetric.CLICKS))
                .isEqualTo(new Moments(1, 4, 16, 5, 25, 20));
    }

    @Test
    void arms_beyond_a_bound_are_left_out() throws Exception {
        for (int i = 0; i < UnitMemory.MOST_ARMS; i++) {
            inForce(units, "x" + i, "");
            assertThat(send(shown("ann", "x" + i + ":a", 1))).hasSize(1);
        }
        assertThat(send(shown("ann", "more:a", 1))).isEmpty();
    }

    @Test
    void arms_that_there_never_were_are_not_kept() throws Exception {
        assertThat(
                        send(
                                shown("ann", "made-up:a", 1),
                                shown("ann", "x:z", 1),
                                shown("ann", "bold", 1)))
                .isEmpty();
        assertThat(send(shown("ann", "x~z", 1))).isEmpty();
        assertThat(send(shown("ann", "x:a", 1))).hasSize(1);
    }

    @Test
    void a_restart_changes_nothing() throws Exception {
        List<UnitChange> changes = new ArrayList<>(send(shown("ann", "x:a", 2)));
        OperatorSubtaskState snapshot = Harness.checkpoint(units);
        try (var restored = harness()) {
            restored.initializeState(snapshot);
            restored.open();
            restored.processElement1(outcome("ann", "x:a", list(2, 0), list(5, 0)), 0);
            changes.addAll(Harness.take(restored));
        }
        assertThat(sum(changes, "a", UnitMetric.CLICKS)).isEqualTo(new Moments(1, 5, 25, 0, 0, 0));
    }

    /** Devices have one arm, but for every seventh list. */
    private static String arm(int list) {
        return (list / 3 + (list % 7 == 0 ? 1 : 0)) % 2 == 0 ? "x:a" : "x:b";
    }

    /**
     * Lists of devices are given to users and taken back at any time, and clicked meanwhile. What
     * is left is what those have who never were linked.
     */
    @Test
    void links_that_were_undone_leave_every_sum_as_if_never_linked() throws Exception {
        Random random = new Random(17);
        Map<Integer, String> owner = new HashMap<>();
        Map<Integer, Integer> clicks = new HashMap<>();
        List<UnitChange> changes = new ArrayList<>();
        for (int step = 0; step < 2_000; step++) {
            int list = random.nextInt(60);
            String arm = arm(list);
            String home = "device" + list / 3;
            String at = owner.get(list);
            if (at == null) {
                owner.put(list, home);
                clicks.put(list, 0);
                changes.addAll(send(shown(home, arm, 0)));
            } else if (random.nextInt(3) == 0) {
                String to = at.equals(home) ? "user" + random.nextInt(5) : home;
                int has = clicks.get(list);
                owner.put(list, to);
                changes.addAll(send(taken(at, arm, has), shown(to, arm, has)));
            } else {
                int has = clicks.merge(list, 1, Integer::sum);
                changes.addAll(send(outcome(at, arm, list(has - 1, 0), list(has, 0))));
            }
        }
        for (Map.Entry<Integer, String> each : owner.entrySet()) {
            int list = each.getKey();
            String home = "device" + list / 3;
            String arm = arm(list);
            if (!each.getValue().equals(home)) {
                int has = clicks.get(list);
                changes.addAll(send(taken(each.getValue(), arm, has), shown(home, arm, has)));
            }
        }
        List<UnitChange> never = new ArrayList<>();
        try (var unlinked = harness()) {
            unlinked.open();
            inForce(unlinked, "x", "");
            for (Map.Entry<Integer, Integer> each : clicks.entrySet()) {
                int list = each.getKey();
                String arm = arm(list);
                unlinked.processElement1(shown("device" + list / 3, arm, each.getValue()), 0);
            }
            never.addAll(Harness.take(unlinked));
        }
        assertThat(crossovers(changes)).isEqualTo(crossovers(never)).isPositive();
        for (String arm : List.of("a", "b")) {
            for (UnitMetric metric : UnitMetric.values()) {
                Moments found = sum(changes, arm, metric);
                Moments expected = sum(never, arm, metric);
                assertThat(found.units()).isEqualTo(expected.units());
                assertThat(found.y()).isCloseTo(expected.y(), within(EXACT));
                assertThat(found.yy()).isCloseTo(expected.yy(), within(EXACT));
            }
        }
    }
}
