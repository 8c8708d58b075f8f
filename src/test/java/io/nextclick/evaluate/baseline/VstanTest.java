package io.nextclick.evaluate.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextclick.evaluate.Click;
import io.nextclick.testkit.Soak;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VstanTest {

    private static final double DAY = 86_400_000;

    private record Neighbour(List<String> items, double similarity) {}

    /** The paper's formulas one by one, over all sessions. */
    private static Map<String, Double> literal(
            List<List<Click>> sessions, List<Click> prefix, Vstan.Settings settings) {
        List<String> current = prefix.stream().map(Click::itemId).toList();
        int length = current.size();
        long now = sessions.get(sessions.size() - 1).get(0).atMillis() + 5_000_000;
        double norm = 0;
        for (String item : new HashSet<>(current)) {
            double weight = Math.exp((current.lastIndexOf(item) + 1 - length) / settings.spw());
            norm += weight * weight;
        }
        List<Neighbour> sample = new ArrayList<>();
        for (int i = sessions.size() - 1; i >= 0 && sample.size() < settings.sampleSize(); i--) {
            List<String> items = sessions.get(i).stream().map(Click::itemId).toList();
            Set<String> shared = new HashSet<>(items);
            shared.retainAll(current);
            if (shared.isEmpty()) {
                continue;
            }
            double dot = 0;
            for (String item : shared) {
                dot += Math.exp((current.lastIndexOf(item) + 1 - length) / settings.spw());
            }
            double cosine = dot / Math.sqrt(norm) / Math.sqrt(new HashSet<>(items).size());
            long end = sessions.get(i).get(items.size() - 1).atMillis();
            double decay = Math.exp(-(now - end) / DAY / settings.snh());
            sample.add(new Neighbour(items, cosine * decay));
        }
        sample.sort(Comparator.comparingDouble(Neighbour::similarity).reversed());
        Map<String, Double> scores = new HashMap<>();
        for (Neighbour neighbour : sample.subList(0, Math.min(settings.k(), sample.size()))) {
            int sharedAt = 0;
            for (int i = 0; i < neighbour.items.size(); i++) {
                if (current.contains(neighbour.items.get(i))) {
                    sharedAt = i;
                }
            }
            int newest =
                    neighbour.items.stream().mapToInt(current::lastIndexOf).max().orElseThrow();
            for (String item : new HashSet<>(neighbour.items)) {
                int distance = Math.abs(neighbour.items.lastIndexOf(item) - sharedAt);
                double score =
                        neighbour.similarity
                                * Math.exp(-distance / settings.inh())
                                * Math.exp((newest + 1 - length) / settings.ipw());
                scores.merge(
                        item, score + score * settings.idf() * idf(sessions, item), Double::sum);
            }
        }
        return scores;
    }

    private static double idf(List<List<Click>> sessions, String item) {
        long clicks =
                sessions.stream()
                        .flatMap(List::stream)
                        .filter(click -> click.itemId().equals(item))
                        .count();
        return Math.log(sessions.size() / (double) clicks);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 1000, 0.5, 5, 2, 2, 2",
        "5, 1000, 4, 5, 4, 0.5, 1",
        "5, 12, 1.02, 5, 2.05, 1.02, 5",
        "1, 3, 2, 20, 0.5, 1, 0",
        "20, 21, 8, 1, 8, 3, 2"
    })
    void its_lists_are_those_of_the_formulas(
            int k, int sample, double spw, double snh, double inh, double ipw, double idf) {
        Vstan.Settings settings = new Vstan.Settings(k, sample, spw, snh, inh, ipw, idf);
        for (int seed = 0; seed < Soak.runs(20, 5); seed++) {
            RandomSessions log = new RandomSessions(seed, 60, 25);
            Vstan model = new Vstan(settings);
            log.teach(model);
            List<List<Click>> sessions = log.sessions();
            for (int i = 0; i < 50; i++) {
                List<Click> prefix = log.prefix();
                Map<String, Double> expected = scaled(literal(sessions, prefix, settings));
                RandomSessions.assertBest(model.rank(prefix, 10), expected, 10);
            }
        }
    }

    /** To a largest score of 1, as scores are compared with a tolerance. */
    private static Map<String, Double> scaled(Map<String, Double> scores) {
        double largest = scores.values().stream().mapToDouble(Math::abs).max().orElse(1);
        Map<String, Double> scaled = new HashMap<>();
        scores.forEach((item, score) -> scaled.put(item, score / largest));
        return scaled;
    }

    @Test
    void it_knows_nothing_before_training() {
        Vstan model = new Vstan();
        assertThat(model.rank(List.of(new Click("s", "a", 1)), 20)).isEmpty();
        assertThat(model.needsRefit()).isTrue();
        assertThat(model.stateBytes()).isLessThan(100);
    }

    @Test
    void settings_of_0_are_refused() {
        assertThatThrownBy(() -> new Vstan.Settings(1, 1, 0, 1, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
