package io.nextclick.recommend;

import static io.nextclick.recommend.Requests.RULES;
import static io.nextclick.recommend.Requests.answer;
import static io.nextclick.recommend.Requests.guided;
import static io.nextclick.recommend.Requests.request;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Surface;
import io.nextclick.experiment.ArmWeights;
import io.nextclick.experiment.Draw;
import io.nextclick.experiment.ExperimentReader;
import io.nextclick.experiment.ExperimentUpdate;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularItems;
import io.nextclick.testkit.Answers;
import io.nextclick.testkit.Harness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the arms of experiments do to lists. */
class ExperimentListsTest {

    private KeyedTwoInputStreamOperatorTestHarness<
                    String, PersonMessage, ShopUpdate, RecommendationList>
            lists;

    private int sequence;
    private List<String> inSegments = List.of();

    @BeforeEach
    void open() throws Exception {
        lists = harness();
        lists.open();
        lists.setProcessingTime(0);
        popular("p1", "p2");
    }

    @AfterEach
    void close() throws Exception {
        lists.close();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, PersonMessage, ShopUpdate, RecommendationList>
            harness() throws Exception {
        return Harness.of(
                new Recommend(RULES, Harness.SMALL_CACHE), PersonMessage::personKey, null);
    }

    private void popular(String... items) throws Exception {
        float[] scores = {2, 1};
        lists.processElement2(ShopUpdate.of(new PopularItems("default", null, items, scores)), 0);
    }

    private void inForce(String more, String setting) throws Exception {
        ExperimentReader.Reading reading =
                new ExperimentReader()
                        .read(
                                """
                                experiment_id: x
                                version: 1
                                unit: list
                                %s
                                arms:
                                  - {arm: control, share: 0.5}
                                  - {arm: other, share: 0.5, settings: {%s}}
                                """
                                        .formatted(more, setting));
        assertThat(reading.faults()).isEmpty();
        lists.processElement2(ShopUpdate.of(new ExperimentUpdate("x", 1, reading.text())), 0);
    }

    private RecommendationList list(Action... actions) throws Exception {
        return list(lists, actions);
    }

    /** The list for an event whose item leads to another one. */
    private RecommendationList list(
            KeyedTwoInputStreamOperatorTestHarness<
                            String, PersonMessage, ShopUpdate, RecommendationList>
                    harness,
            Action... actions)
            throws Exception {
        sequence++;
        PersonEvent request = request(sequence, view("x").named("e" + sequence).on("phone"));
        request = actions.length == 0 ? request : guided(request, List.of(actions));
        request = request.guided(inSegments, List.of(request.actions()));
        harness.processElement1(new PersonMessage(request.personKey(), request, null), 0);
        harness.processElement1(Answers.message(answer(sequence, 0, "x", "near", 2)), 0);
        List<RecommendationList> made = Harness.take(harness);
        assertThat(made).hasSize(1);
        return made.get(0);
    }

    private static List<String> items(RecommendationList list) {
        return list.items().stream().map(RecommendedItem::itemId).toList();
    }

    /** A list of each arm. */
    private Map<String, RecommendationList> byArm(Action... actions) throws Exception {
        Map<String, RecommendationList> lists = new HashMap<>();
        while (lists.size() < 2) {
            RecommendationList list = list(actions);
            lists.put(list.draw().arms().get(0).arm(), list);
        }
        return lists;
    }

    @Test
    void without_experiments_nothing_is_drawn() throws Exception {
        assertThat(list().draw()).isEqualTo(Draw.NONE);
    }

    @Test
    void an_arm_makes_its_lists_its_way_and_they_say_so() throws Exception {
        inForce("", "ranking: popular");
        Map<String, RecommendationList> made = byArm();
        assertThat(items(made.get("control"))).startsWith("near");
        assertThat(items(made.get("other"))).containsExactly("p1", "p2");
        assertThat(made.get("other").draw().label()).isEqualTo("x~other");
        assertThat(made.get("other").draw().propensity()).isEqualTo(0.5);
        assertThat(made.get("other").fallback()).isTrue();
    }

    @Test
    void an_experiment_of_a_segment_is_about_who_is_in_it_when_the_list_is_made() throws Exception {
        inForce("segments: [tea-lovers]", "rules: false");
        assertThat(list().draw()).isEqualTo(Draw.NONE);
        inSegments = List.of("tea-lovers");
        assertThat(list().draw().arms()).hasSize(1);
        inSegments = List.of("cup-lovers");
        assertThat(list().draw()).isEqualTo(Draw.NONE);
    }

    @Test
    void a_list_by_what_is_popular_obeys_rules_and_knows_nothing_of_the_list_before()
            throws Exception {
        inForce("", "ranking: popular");
        Action pin = Action.pin("near");
        Map<String, RecommendationList> made = byArm(pin);
        RecommendedItem pinned = made.get("other").items().get(0);
        assertThat(pinned.itemId()).isEqualTo("near");
        assertThat(pinned.reasons())
                .extracting(Reason::source)
                .as("it is there by the rule alone")
                .containsOnly(Source.RULE);
    }

    @Test
    void an_arm_without_rules_ignores_them() throws Exception {
        inForce("", "rules: false");
        Action pin = Action.pin("p2");
        Map<String, RecommendationList> made = byArm(pin);
        assertThat(items(made.get("control"))).startsWith("p2");
        assertThat(items(made.get("other"))).startsWith("near");
    }

    @Test
    void the_same_items_by_another_arm_are_another_list() {
        PersonEvent request = request(1, view("x").named("e"));
        List<RecommendedItem> items = List.of(new RecommendedItem("a", 1, List.of()));
        Draw arm =
                new Draw(
                        List.of(new Draw.Drawn("x", "a", false)),
                        0.5,
                        io.nextclick.experiment.ArmSettings.NONE,
                        "",
                        List.of());
        assertThat(
                        RecommendationList.of(new ListIds(), "ann", request, items, arm, true, 0)
                                .recommendationId())
                .isNotEqualTo(
                        RecommendationList.of(
                                        new ListIds(), "ann", request, items, Draw.NONE, true, 0)
                                .recommendationId());
    }

    @Test
    void learned_weights_are_drawn_by_and_a_restart_keeps_them() throws Exception {
        inForce("allocation: learned\nby_segment: [tea-lovers]", "ranking: popular");
        lists.processElement2(
                ShopUpdate.of(
                        new ArmWeights(
                                "x",
                                1,
                                0,
                                new String[] {"control", "other"},
                                new double[] {0.99, 0.01},
                                new String[] {"tea-lovers"},
                                new double[] {0.25, 0.75})),
                0);
        OperatorSubtaskState snapshot = Harness.checkpoint(lists);
        try (var restored = harness()) {
            restored.initializeState(snapshot);
            restored.open();
            int control = 0;
            for (int i = 0; i < 100; i++) {
                Draw draw = list(restored).draw();
                boolean isControl = draw.label().equals("x~control");
                control += isControl ? 1 : 0;
                assertThat(draw.propensity()).isEqualTo(isControl ? 0.99 : 0.01);
            }
            assertThat(control).isGreaterThan(90);
            inSegments = List.of("new", "tea-lovers");
            RecommendationList list = list(restored);
            assertThat(list.draw().propensity())
                    .isEqualTo(list.draw().label().equals("x~control") ? 0.25 : 0.75);
            assertThat(list.segments())
                    .as("the token has what was drawn by, though it is bounded")
                    .containsExactly("tea-lovers", "new");
        }
    }

    @Test
    void an_experiment_that_was_removed_draws_no_more() throws Exception {
        inForce("", "ranking: popular");
        assertThat(list().draw()).isNotEqualTo(Draw.NONE);
        lists.processElement2(ShopUpdate.of(new ExperimentUpdate("x", 0, "")), 0);
        assertThat(list().draw()).isEqualTo(Draw.NONE);
    }

    @Test
    void isolated_arms_learn_by_themselves() {
        PolicyKeys keys = new PolicyKeys();
        Draw isolated =
                new Draw(
                        List.of(),
                        1,
                        io.nextclick.experiment.ArmSettings.NONE,
                        "@x:other",
                        List.of());
        assertThat(keys.of("default", Surface.HOME, isolated)).isEqualTo("default/home@x:other");
        assertThat(keys.of("default", Surface.HOME, Draw.NONE)).isEqualTo("default/home");
        assertThat(keys.of("north", Surface.HOME, Draw.NONE)).isEqualTo("north/home");
    }
}
