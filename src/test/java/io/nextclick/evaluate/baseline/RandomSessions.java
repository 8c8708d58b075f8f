package io.nextclick.evaluate.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.evaluate.Click;
import io.nextclick.evaluate.NextItemModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small random logs, and comparisons of a model with a slow one that is plainly right. */
final class RandomSessions {

    private final Random random;
    private final int items;

    /** Clicks of all sessions in order of time, no two at one time. */
    private final List<Click> clicks = new ArrayList<>();

    RandomSessions(long seed, int sessions, int items) {
        this.random = new Random(seed);
        this.items = items;
        long millis = 0;
        List<Integer> open = new ArrayList<>();
        for (int session = 0; session < sessions; session++) {
            for (int i = random.nextInt(6); i >= 0; i--) {
                open.add(session);
            }
        }
        Collections.shuffle(open, random);
        for (int session : open) {
            millis += 1 + random.nextInt(100_000_000);
            clicks.add(new Click("s" + session, item(), millis));
        }
    }

    /** Few items are clicked much, many little. */
    private String item() {
        return "i" + (int) (items * random.nextDouble() * random.nextDouble());
    }

    List<Click> clicks() {
        return clicks;
    }

    /** The sessions, the one with the oldest last click first. */
    List<List<Click>> sessions() {
        Map<String, List<Click>> byId = new LinkedHashMap<>();
        for (Click click : clicks) {
            byId.computeIfAbsent(click.sessionId(), id -> new ArrayList<>()).add(click);
        }
        List<List<Click>> sessions = new ArrayList<>(byId.values());
        sessions.sort(
                Comparator.comparingLong(session -> session.get(session.size() - 1).atMillis()));
        return sessions;
    }

    /** Some clicks of a new session; an item in a hundred is unknown. */
    List<Click> prefix() {
        List<Click> prefix = new ArrayList<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            String item = random.nextInt(100) == 0 ? "unknown" : item();
            prefix.add(new Click("now", item, Long.MAX_VALUE));
        }
        return prefix;
    }

    void teach(NextItemModel model) {
        clicks.forEach(model::learn);
        model.endTraining();
    }

    /** The list has the best scores in order; which of several equal ones does not matter. */
    static void assertBest(List<String> list, Map<String, Double> scores, int size) {
        List<Double> best =
                scores.values().stream().sorted(Comparator.reverseOrder()).limit(size).toList();
        assertThat(list).doesNotHaveDuplicates().hasSameSizeAs(best);
        for (int i = 0; i < list.size(); i++) {
            assertThat(scores).containsKey(list.get(i));
            double score = scores.get(list.get(i));
            assertThat(score).isEqualTo(best.get(i), within(1e-9 * (1 + Math.abs(score))));
        }
    }
}
