package io.nextclick.experiment;

import static io.nextclick.experiment.ExperimentBookTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;

class ExperimentsTest {

    private static final int UNITS = 20_000;
    private static final double SURE = 0.01;

    private final ExperimentReader reader = new ExperimentReader();
    private final Experiments experiments = new Experiments();

    private void inForce(String... texts) {
        for (String text : texts) {
            ExperimentReader.Reading reading = reader.read(text);
            assertThat(reading.faults()).isEmpty();
            Experiment experiment = reading.experiment();
            experiments.apply(
                    new ExperimentUpdate(experiment.key(), experiment.version(), reading.text()));
        }
    }

    private Draw draw(String person, String device, String event) {
        return experiments.draw(
                new Experiments.Request(
                        "default", "home", person, device, event, List.of(), 1_000));
    }

    private String label(int person) {
        return draw("person" + person, "device", "e").label();
    }

    /** How often each label came up among many persons. */
    private Map<String, Integer> labels() {
        Map<String, Integer> labels = new HashMap<>();
        for (int person = 0; person < UNITS; person++) {
            labels.merge(label(person), 1, Integer::sum);
        }
        return labels;
    }

    private static void assertShares(Map<String, Integer> found, Map<String, Double> shares) {
        assertThat(found).containsOnlyKeys(shares.keySet());
        double squares = 0;
        int all = found.values().stream().mapToInt(Integer::intValue).sum();
        for (Map.Entry<String, Double> each : shares.entrySet()) {
            double expected = all * each.getValue();
            squares += Math.pow(found.get(each.getKey()) - expected, 2) / expected;
        }
        double p = ChiSquaredDistribution.of(shares.size() - 1).survivalProbability(squares);
        assertThat(p).as("chi-squared of %s", found).isGreaterThan(SURE);
    }

    @Test
    void units_are_divided_as_declared_and_two_experiments_independently() {
        inForce(
                """
                experiment_id: a
                version: 1
                arms: [{arm: x, share: 0.2}, {arm: y, share: 0.3}, {arm: z, share: 0.5}]
                """,
                text("b", 1, "share: 0.5", "rules: false"));
        assertShares(
                labels(),
                Map.of(
                        "a:x", 0.1,
                        "a:y", 0.15,
                        "a:z", 0.25,
                        "a:x,b:control", 0.05,
                        "a:y,b:control", 0.075,
                        "a:z,b:control", 0.125,
                        "a:x,b:other", 0.05,
                        "a:y,b:other", 0.075,
                        "a:z,b:other", 0.125));
    }

    @Test
    void a_person_keeps_the_arm_when_more_take_part() {
        inForce(text("a", 1, "share: 0.3", "rules: false"));
        Map<Integer, String> before = new HashMap<>();
        for (int person = 0; person < 1_000; person++) {
            before.put(person, label(person));
        }
        inForce(text("a", 2, "share: 0.6", "rules: false"));
        Set<String> joined = new HashSet<>();
        before.forEach(
                (person, label) -> {
                    if (label.isEmpty()) {
                        joined.add(label(person));
                    } else {
                        assertThat(label(person)).isEqualTo(label);
                    }
                });
        assertThat(joined).containsExactlyInAnyOrder("", "a:control", "a:other");
    }

    @Test
    void nobody_is_in_two_experiments_of_a_group() {
        inForce(
                text("a", 1, "group: g\nshare: 0.5", "rules: false"),
                text("b", 1, "group: g\nshare: 0.5\ngroup_from: 0.5", "rules: false"));
        assertShares(
                labels(),
                Map.of("a:control", 0.25, "a:other", 0.25, "b:control", 0.25, "b:other", 0.25));
    }

    @Test
    void a_device_keeps_its_arm_whoever_uses_it_and_a_list_has_one_of_its_own() {
        inForce(text("a", 1, "unit: device", "rules: false"));
        Set<String> labels = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            labels.add(draw("person" + i, "phone", "e" + i).label());
        }
        assertThat(labels).hasSize(1);
        inForce(text("b", 1, "unit: list", "repeats: none"));
        labels.clear();
        for (int i = 0; i < 50; i++) {
            labels.add(draw("person", "phone", "e" + i).label());
        }
        assertThat(labels).hasSize(2).allMatch(label -> label.contains(",b~"));
        assertThat(draw("person", "phone", "e1")).isEqualTo(draw("person", "phone", "e1"));
    }

    @Test
    void learned_weights_are_the_probabilities_that_are_stated() {
        inForce(text("a", 1, "unit: list\nallocation: learned", "repeats: none"));
        assertThat(draw("p", null, "e").propensity()).isEqualTo(0.5);
        assertThat(experiments.apply(weights(2, "control", 0.9, "other", 0.1))).isTrue();
        Map<String, Integer> found = new HashMap<>();
        for (int i = 0; i < UNITS; i++) {
            Draw draw = draw("person" + i, null, "e");
            found.merge(draw.label(), 1, Integer::sum);
            assertThat(draw.propensity()).isEqualTo(draw.label().equals("a~other") ? 0.1 : 0.9);
        }
        assertShares(found, Map.of("a~control", 0.9, "a~other", 0.1));
    }

    private static ArmWeights weights(
            long number, String one, double its, String other, double others) {
        return new ArmWeights(
                "a",
                number,
                0,
                new String[] {one, other},
                new double[] {its, others},
                new String[0],
                new double[0]);
    }

    @Test
    void weights_that_cannot_be_those_of_the_arms_are_not_taken() {
        assertThat(experiments.apply(weights(1, "control", 0.5, "other", 0.5)))
                .as("no such experiment")
                .isFalse();
        inForce(text("a", 1, "unit: list\nallocation: learned\nfloor: 0.1", "rules: false"));
        assertThat(experiments.apply(weights(1, "control", 0.5, "another", 0.5))).isFalse();
        assertThat(experiments.apply(weights(1, "control", 0.99, "other", 0.01)))
                .as("below the floor")
                .isFalse();
        assertThat(experiments.apply(weights(2, "control", 0.7, "other", 0.3))).isTrue();
        assertThat(experiments.apply(weights(1, "control", 0.5, "other", 0.5)))
                .as("older")
                .isFalse();
        inForce(text("a", 2, "", "rules: false"));
        assertThat(experiments.apply(weights(3, "control", 0.5, "other", 0.5)))
                .as("not learned")
                .isFalse();
    }

    private static ArmWeights bySegment(long number, double... weights) {
        return new ArmWeights(
                "a",
                number,
                0,
                new String[] {"control", "other"},
                new double[] {0.5, 0.5},
                new String[] {"new", "tea"},
                weights);
    }

    private static final String BY_SEGMENT =
            "unit: list\nallocation: learned\nfloor: 0.1\nby_segment: [new, tea]";

    @Test
    void the_first_named_segment_of_a_person_says_by_which_weights_an_arm_is_drawn() {
        inForce(text("a", 1, BY_SEGMENT, "rules: false"));
        assertThat(of("p", "tea").propensity()).as("nothing is learnt yet").isEqualTo(0.5);
        assertThat(experiments.apply(bySegment(1, 0.9, 0.1, 0.2, 0.8))).isTrue();
        Map<String, Double> ofOther =
                Map.of("", 0.5, "other", 0.5, "new", 0.1, "tea", 0.8, "other,tea,new", 0.1);
        ofOther.forEach(
                (segments, weight) -> {
                    Map<String, Integer> found = new HashMap<>();
                    for (int i = 0; i < UNITS; i++) {
                        Draw draw = of("person" + i, segments.split(","));
                        found.merge(draw.label(), 1, Integer::sum);
                        assertThat(draw.propensity())
                                .as("of %s", segments)
                                .isEqualTo(
                                        draw.label().equals("a~other") ? weight : 1 - weight,
                                        within(1e-15));
                        assertThat(of("person" + i, segments.split(",")))
                                .as("drawn again")
                                .isEqualTo(draw);
                    }
                    assertShares(found, Map.of("a~control", 1 - weight, "a~other", weight));
                });
    }

    @Test
    void the_segments_that_were_drawn_by_come_first_and_none_is_lost() {
        inForce(text("a", 1, BY_SEGMENT, "rules: false"));
        String[] segments = {"x", "y", "tea", "z"};
        assertThat(of("p", segments).inOrder(segments)).containsExactly("tea", "x", "y", "z");
        assertThat(of("p", "x", "y").inOrder(new String[] {"x", "y"})).containsExactly("x", "y");
    }

    @Test
    void weights_by_segment_that_cannot_be_those_of_the_arms_are_not_taken() {
        inForce(text("a", 1, BY_SEGMENT, "rules: false"));
        assertThat(experiments.apply(bySegment(1, 0.9, 0.1, 0.99, 0.01)))
                .as("below the floor")
                .isFalse();
        assertThat(experiments.apply(bySegment(1, 0.9, 0.1))).as("of one segment").isFalse();
        assertThat(experiments.apply(bySegment(1, 0.9, 0.1, 0.9, 0.1))).isTrue();
    }

    @Test
    void an_experiment_is_of_its_site_surfaces_and_time() {
        inForce(
                text("a", 1, "surfaces: [cart]", "rules: false"),
                text("b", 1, "site: north", "rules: false"),
                text("c", 1, "start: 1970-01-01T00:00:02Z", "rules: false"),
                text("d", 1, "stop: 1970-01-01T00:00:01Z", "rules: false"));
        assertThat(label(1)).isEmpty();
        assertThat(draw("p", null, "e")).isEqualTo(Draw.NONE);
        Experiments.Request later =
                new Experiments.Request("default", "cart", "p", null, "e", List.of(), 2_000);
        assertThat(experiments.draw(later).arms())
                .extracting(Draw.Drawn::experiment)
                .containsExactly("a", "c");
        experiments.apply(new ExperimentUpdate("a", 0, ""));
        assertThat(experiments.draw(later).arms())
                .extracting(Draw.Drawn::experiment)
                .containsExactly("c");
    }

    private Draw of(String person, String... segments) {
        return experiments.draw(
                new Experiments.Request(
                        "default", "home", person, "device", "e", List.of(segments), 1_000));
    }

    @Test
    void an_experiment_with_segments_is_about_who_is_in_one_of_them() {
        inForce(text("a", 1, "segments: [new, enthusiast/tea]", "rules: false"));
        assertThat(of("p")).isEqualTo(Draw.NONE);
        assertThat(of("p", "enthusiast", "enthusiast/cup", "tea")).isEqualTo(Draw.NONE);
        assertThat(of("p", "other", "new").arms()).hasSize(1);
        assertThat(of("p", "enthusiast/tea")).isEqualTo(of("p", "new"));
        inForce(text("a", 2, "segments: [other]", "rules: false"));
        assertThat(of("p", "new")).isEqualTo(Draw.NONE);
        assertThat(of("p", "other").arms()).hasSize(1);
    }

    @Test
    void who_comes_into_a_segment_has_the_arm_that_a_hash_says_and_keeps_it() {
        inForce(text("a", 1, "segments: [new, old]", "rules: false"));
        for (int person = 0; person < 100; person++) {
            Draw first = of("p" + person, "new");
            assertThat(of("p" + person, "old")).isEqualTo(first);
            assertThat(first.propensity()).isEqualTo(0.5);
        }
    }

    @Test
    void the_settings_of_all_arms_go_together_and_isolated_arms_are_named() {
        inForce(
                text("a", 1, "learning: isolated", "diversity: 0.3"),
                text("b", 1, "", "repeats: none"));
        Draw both = null;
        for (int person = 0; both == null; person++) {
            Draw draw = draw("person" + person, null, "e");
            both = draw.label().equals("a:other,b:other") ? draw : null;
        }
        assertThat(both.settings()).isEqualTo(new ArmSettings(null, "none", 0.3, null, null));
        assertThat(both.isolated()).isEqualTo("@a:other");
        assertThat(both.propensity()).isEqualTo(0.25);
    }

    @Test
    void a_label_says_its_arms_and_what_is_none_says_nothing() {
        assertThat(Draw.arms("a:x,b~y"))
                .containsExactly(new Draw.Drawn("a", "x", false), new Draw.Drawn("b", "y", true));
        for (String odd : List.of("", "bold", ":", "a:", ":x", ",", ",,,", "~")) {
            assertThat(Draw.arms(odd)).as(odd).isEmpty();
        }
        assertThat(Draw.arms("a:x,a:x,a:x,a:x,a:x")).hasSize(Experiments.MOST_AT_ONCE);
    }

    /** Computed with Python: sha256(b"default\\na\\nperson1"), first eight bytes shifted by 11. */
    @Test
    void anybody_can_compute_the_point_of_a_unit() {
        Point point = Point.of("default", "a", "person1");
        assertThat(point).isEqualTo(new Point(0.60692293211083, 0.7608502593867641));
    }
}
