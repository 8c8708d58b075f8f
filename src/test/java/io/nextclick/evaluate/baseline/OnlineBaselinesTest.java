package io.nextclick.evaluate.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.evaluate.Click;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The baselines that learn at every click, against sums over whole sessions. */
class OnlineBaselinesTest {

    private static long clicks(List<Click> clicks, String item) {
        return clicks.stream().filter(click -> click.itemId().equals(item)).count();
    }

    @Test
    void popularity_counts_clicks() {
        for (int seed = 0; seed < 50; seed++) {
            RandomSessions log = new RandomSessions(seed, 60, 25);
            Popularity model = new Popularity();
            log.teach(model);
            Map<String, Double> counts = new HashMap<>();
            log.clicks().forEach(click -> counts.merge(click.itemId(), 1.0, Double::sum));
            RandomSessions.assertBest(model.rank(log.prefix(), 20), counts, 20);
        }
    }

    @Test
    void popularity_is_in_order_after_every_click() {
        RandomSessions log = new RandomSessions(3, 30, 40);
        Popularity model = new Popularity();
        Map<String, Double> counts = new HashMap<>();
        for (Click click : log.clicks()) {
            model.learn(click);
            counts.merge(click.itemId(), 1.0, Double::sum);
            RandomSessions.assertBest(model.rank(List.of(click), 100), counts, 100);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10})
    void a_sequential_rule_is_the_sum_of_inverse_distances(int steps) {
        for (int seed = 0; seed < 20; seed++) {
            RandomSessions log = new RandomSessions(seed, 60, 12);
            SequentialRules model = new SequentialRules(steps);
            log.teach(model);
            for (int i = 0; i < 30; i++) {
                List<Click> prefix = log.prefix();
                String current = prefix.get(prefix.size() - 1).itemId();
                Map<String, Double> rules = new HashMap<>();
                for (List<Click> session : log.sessions()) {
                    for (int from = 0; from < session.size(); from++) {
                        int last = Math.min(session.size() - 1, from + steps);
                        for (int to = from + 1; to <= last; to++) {
                            if (session.get(from).itemId().equals(current)) {
                                rules.merge(
                                        session.get(to).itemId(), 1.0 / (to - from), Double::sum);
                            }
                        }
                    }
                }
                RandomSessions.assertBest(model.rank(prefix, 5), rules, 5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 20})
    void item_similarity_is_the_cosine_of_sessions(double lambda) {
        for (int seed = 0; seed < 20; seed++) {
            RandomSessions log = new RandomSessions(seed, 60, 12);
            ItemCf model = new ItemCf(lambda);
            log.teach(model);
            for (int i = 0; i < 30; i++) {
                List<Click> prefix = log.prefix();
                String current = prefix.get(prefix.size() - 1).itemId();
                Map<String, Double> similarities = new HashMap<>();
                for (List<Click> session : log.sessions()) {
                    long times = clicks(session, current);
                    session.stream()
                            .map(Click::itemId)
                            .distinct()
                            .filter(item -> times > 0 && !item.equals(current))
                            .forEach(item -> similarities.merge(item, (double) times, Double::sum));
                }
                similarities.replaceAll(
                        (item, together) ->
                                together
                                        / Math.sqrt(clicks(log.clicks(), item) + lambda)
                                        / Math.sqrt(clicks(log.clicks(), current) + lambda));
                RandomSessions.assertBest(model.rank(prefix, 5), similarities, 5);
            }
        }
    }

    @Test
    void an_unknown_current_item_gives_an_empty_list() {
        List<Click> prefix = List.of(new Click("s", "a", 1));
        assertThat(new SequentialRules().rank(prefix, 20)).isEmpty();
        assertThat(new ItemCf().rank(prefix, 20)).isEmpty();
        assertThat(new Popularity().rank(prefix, 20)).isEmpty();
    }

    @Test
    void they_say_how_much_they_keep_and_need_no_refit() {
        RandomSessions log = new RandomSessions(1, 60, 12);
        for (var model : List.of(new Popularity(), new SequentialRules(), new ItemCf())) {
            log.teach(model);
            assertThat(model.stateBytes()).isPositive();
            assertThat(model.needsRefit()).isFalse();
        }
    }
}
