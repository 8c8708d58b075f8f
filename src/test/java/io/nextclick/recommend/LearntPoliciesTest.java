package io.nextclick.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.blend.Policy;
import io.nextclick.blend.SharedPolicy;
import io.nextclick.blend.Signal;
import io.nextclick.blend.Weights;
import io.nextclick.config.Settings;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.testkit.Answers;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one subtask of the list making learns, another one serves, also after a restart. */
class LearntPoliciesTest {

    private static final RecommendSettings RULES = Settings.defaults().recommend();
    private static final String KEY = "default/other";

    private KeyedTwoInputStreamOperatorTestHarness<
                    String, PersonMessage, ShopUpdate, RecommendationList>
            harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
        harness.setProcessingTime(1_000);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, PersonMessage, ShopUpdate, RecommendationList>
            harness() throws Exception {
        return Harness.of(
                new Recommend(RULES, Harness.SMALL_CACHE), PersonMessage::personKey, null);
    }

    private void restart() throws Exception {
        OperatorSubtaskState snapshot = Harness.checkpoint(harness);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        harness.setProcessingTime(1_000_000);
    }

    private static Candidates answer(String person, float[] strengths) {
        return new Candidates(
                person,
                1,
                0,
                "tea",
                null,
                10,
                10,
                new String[] {"cup", "pot"},
                strengths,
                new float[] {2, 2},
                new float[] {1, 1},
                new float[] {1, 1},
                new float[] {1, 1});
    }

    private void send(PersonEvent request) throws Exception {
        harness.processElement1(new PersonMessage(request.personKey(), request, null), 0);
    }

    /** A person is shown two items and goes on to the one that speaks less for itself. */
    private List<Policy> visit(String person) throws Exception {
        String[] none = {};
        send(
                new PersonEvent(
                        person,
                        1,
                        Events.view("tea").by(person).event(),
                        none,
                        none,
                        1,
                        true,
                        true,
                        none));
        harness.processElement1(Answers.message(answer(person, new float[] {9, 1})), 0);
        String[] recent = {"tea"};
        send(
                new PersonEvent(
                        person,
                        2,
                        Events.view("pot").by(person).event(),
                        none,
                        recent,
                        2,
                        true,
                        true,
                        none));
        harness.setProcessingTime(harness.getProcessingTime() + RULES.policyIntervalMillis());
        return Harness.take(harness, Recommend.CONTRIBUTIONS);
    }

    private void take(Policy policy) throws Exception {
        harness.processElement2(ShopUpdate.of(policy), 0);
    }

    private List<Policy> kept() throws Exception {
        List<Policy> kept = new ArrayList<>();
        var backend = harness.getOperator().getOperatorStateBackend();
        for (var entry : backend.getBroadcastState(ShopState.POLICIES).immutableEntries()) {
            kept.add(entry.getValue());
        }
        return kept;
    }

    private static Policy published(Policy contribution) {
        SharedPolicy shared = new SharedPolicy();
        shared.add(contribution);
        return shared.publish(5_000);
    }

    /** A policy of another subtask. */
    private static Policy withWeight(Signal signal, float weight, long since) {
        Policy initial = Policy.initial(KEY, since);
        initial.weights()[Weights.place(signal)] = weight;
        return new Policy(
                KEY,
                1,
                2,
                since,
                initial.weights(),
                initial.squares(),
                100,
                0,
                0,
                false,
                new int[] {17},
                new long[] {1},
                0,
                0);
    }

    @Test
    void where_a_person_went_is_a_contribution() throws Exception {
        List<Policy> first = visit("ann");
        assertThat(first).hasSize(1);
        Policy contribution = first.get(0);
        assertThat(contribution.policyKey()).isEqualTo(KEY);
        assertThat(contribution.examples()).isEqualTo(1);
        assertThat(contribution.subtasks()).containsExactly(0);
        assertThat(contribution.weight(Weights.place(Signal.STRENGTH)))
                .isLessThan(Weights.initial(Weights.place(Signal.STRENGTH)));
    }

    @Test
    void another_subtask_goes_on_from_what_was_learnt_also_after_a_restart() throws Exception {
        Policy policy = withWeight(Signal.TREND, 7, 0);
        take(policy);
        assertThat(visit("ann").get(0).weight(Weights.place(Signal.TREND))).isBetween(6.5f, 7.5f);
        restart();
        assertThat(kept()).usingRecursiveFieldByFieldElementComparator().containsExactly(policy);
        assertThat(visit("bob").get(0).weight(Weights.place(Signal.TREND))).isBetween(6.5f, 7.5f);
    }

    @Test
    void its_own_policy_that_comes_back_changes_nothing() throws Exception {
        Policy own = visit("ann").get(0);
        // It has waited for its own policy long enough.
        harness.setProcessingTime(harness.getProcessingTime() + 1_000_000);
        Policy unaware = visit("bob").get(0);
        harness.close();
        open();
        assertThat(visit("ann").get(0).weights()).containsExactly(own.weights());
        take(published(own));
        take(published(own));
        Policy next = visit("bob").get(0);
        assertThat(next.weights()).containsExactly(unaware.weights());
        assertThat(next.squares()).containsExactly(unaware.squares());
        assertThat(next.examples()).isEqualTo(1);
        assertThat(next.numbers()[0]).isGreaterThan(own.numbers()[0]);
    }

    @Test
    void after_a_reset_a_restart_does_not_bring_back_what_was_learnt_before() throws Exception {
        take(withWeight(Signal.TREND, 7, 0));
        Policy reset = Policy.initial(KEY, 500);
        take(reset);
        take(withWeight(Signal.TREND, 8, 0));
        assertThat(kept()).usingRecursiveFieldByFieldElementComparator().containsExactly(reset);
        restart();
        Policy contribution = visit("ann").get(0);
        assertThat(contribution.sinceMillis()).isEqualTo(500);
        assertThat(contribution.weight(Weights.place(Signal.TREND)))
                .isBetween(
                        Weights.initial(Weights.place(Signal.TREND)) - 0.2f,
                        Weights.initial(Weights.place(Signal.TREND)) + 0.2f);
    }

    private void view(String person, long sequence, String item, long at, String... recent)
            throws Exception {
        String[] none = {};
        send(
                new PersonEvent(
                        person,
                        sequence,
                        Events.view(item).by(person).after(at).event(),
                        none,
                        recent,
                        recent.length + 1,
                        true,
                        true,
                        none));
    }

    private void expectOneExampleFromTheListOfTea() {
        List<Policy> contributions = Harness.take(harness, Recommend.CONTRIBUTIONS);
        assertThat(contributions).hasSize(1);
        assertThat(contributions.get(0).examples()).isEqualTo(1);
        assertThat(contributions.get(0).weight(Weights.place(Signal.STRENGTH)))
                .isLessThan(Weights.initial(Weights.place(Signal.STRENGTH)));
    }

    @Test
    void a_late_event_is_not_where_the_person_went_nor_where_they_are() throws Exception {
        view("ann", 1, "tea", 10_000);
        harness.processElement1(Answers.message(answer("ann", new float[] {9, 1})), 0);
        view("ann", 2, "jam", 0);
        harness.setProcessingTime(harness.getProcessingTime() + 2 * RULES.deadlineMillis());
        view("ann", 3, "pot", 20_000, "tea");
        harness.setProcessingTime(harness.getProcessingTime() + 2 * RULES.deadlineMillis());
        expectOneExampleFromTheListOfTea();
    }

    @Test
    void a_step_without_a_list_teaches_the_list_before_it_and_not_the_step_after_it()
            throws Exception {
        view("ann", 1, "tea", 0);
        harness.processElement1(Answers.message(answer("ann", new float[] {9, 1})), 0);
        view("ann", 2, "pot", 1, "tea");
        for (int newer = 1; newer <= RULES.maxInFlight(); newer++) {
            view("ann", 2 + newer, "cup", 1 + newer, "pot", "tea");
        }
        expectOneExampleFromTheListOfTea();
    }
}
