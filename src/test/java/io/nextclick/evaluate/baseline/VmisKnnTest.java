package io.nextclick.evaluate.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextclick.evaluate.Click;
import io.nextclick.testkit.Soak;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VmisKnnTest {

    private record Scored(List<String> items, int similarity) {}

    /** All sessions are looked at, newest first, and sorted: no index, no heap, no early end. */
    private static Map<String, Double> bruteForce(
            List<List<Click>> sessions, List<Click> prefix, VmisKnn.Settings settings) {
        List<String> current =
                prefix.stream()
                        .map(Click::itemId)
                        .skip(Math.max(0, prefix.size() - settings.lastItems()))
                        .toList();
        List<Scored> recent = new ArrayList<>();
        for (int i = sessions.size() - 1; i >= 0 && recent.size() < settings.mostRecent(); i--) {
            List<String> items = sessions.get(i).stream().map(Click::itemId).distinct().toList();
            int similarity = items.stream().mapToInt(item -> current.lastIndexOf(item) + 1).sum();
            if (similarity > 0) {
                recent.add(new Scored(items, similarity));
            }
        }
        recent.sort(Comparator.comparingInt(Scored::similarity).reversed());
        Map<String, Double> scores = new HashMap<>();
        for (Scored session : recent.subList(0, Math.min(settings.neighbours(), recent.size()))) {
            int newest = session.items.stream().mapToInt(current::lastIndexOf).max().orElseThrow();
            double weight = 1 - 0.1 * (current.size() - newest);
            for (String item : session.items) {
                scores.merge(item, weight * session.similarity * idf(sessions, item), Double::sum);
            }
        }
        return scores;
    }

    private static double idf(List<List<Click>> sessions, String item) {
        long with =
                sessions.stream()
                        .filter(s -> s.stream().anyMatch(click -> click.itemId().equals(item)))
                        .count();
        return Math.log(sessions.size() / (double) with);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 1000, 100",
        "7, 1000, 100",
        "7, 3, 100",
        "12, 5, 3",
        "40, 1, 2",
        "1, 1, 1",
        "30, 29, 10"
    })
    void its_lists_are_those_of_a_brute_force(int mostRecent, int neighbours, int lastItems) {
        VmisKnn.Settings settings = new VmisKnn.Settings(mostRecent, neighbours, lastItems);
        for (int seed = 0; seed < Soak.runs(20, 5); seed++) {
            RandomSessions log = new RandomSessions(seed, 60, 25);
            VmisKnn model = new VmisKnn(settings);
            log.teach(model);
            List<List<Click>> sessions = log.sessions();
            for (int i = 0; i < 50; i++) {
                List<Click> prefix = log.prefix();
                Map<String, Double> expected = bruteForce(sessions, prefix, settings);
                RandomSessions.assertBest(model.rank(prefix, 10), expected, 10);
            }
        }
    }

    @Test
    void it_knows_nothing_before_training_and_of_unknown_items() {
        VmisKnn model = new VmisKnn();
        List<Click> prefix = List.of(new Click("s", "a", 1));
        assertThat(model.rank(prefix, 20)).isEmpty();
        model.learn(new Click("t", "b", 0));
        model.endTraining();
        assertThat(model.rank(prefix, 20)).isEmpty();
        assertThat(model.stateBytes()).isPositive();
    }

    @Test
    void what_is_learnt_counts_after_the_next_fit() {
        VmisKnn model = new VmisKnn();
        List.of(new Click("t", "a", 0), new Click("t", "b", 1), new Click("u", "c", 2))
                .forEach(model::learn);
        model.endTraining();
        model.learn(new Click("v", "d", 3));
        model.learn(new Click("v", "e", 4));
        List<Click> prefix = List.of(new Click("s", "d", 5));
        assertThat(model.needsRefit()).isTrue();
        assertThat(model.rank(prefix, 20)).isEmpty();
        model.endTraining();
        assertThat(model.rank(prefix, 20)).containsExactlyInAnyOrder("d", "e");
    }

    @Test
    void settings_below_1_are_refused() {
        assertThatThrownBy(() -> new VmisKnn.Settings(0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
