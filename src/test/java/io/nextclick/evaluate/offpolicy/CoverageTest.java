package io.nextclick.evaluate.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.testkit.Soak;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Simulated shops with a known truth: a click is a look at the position and a liking of the item.
 * Their logs are looked at again and again while they grow.
 */
class CoverageTest {

    private static final int ITEMS = 8;
    private static final int POSITIONS = 3;
    private static final String[] ESTIMATORS = {"ips", "snips", "dr"};
    private static final String ANYTIME = " anytime";
    private static final String ONCE = " once";

    private final double[][] logging = new double[POSITIONS + 1][];
    private final double[][] target = new double[POSITIONS + 1][];
    private final double[] liking = new double[ITEMS];

    private static double[] policy(SplittableRandom random, double floor) {
        double[] probabilities = new double[ITEMS];
        double sum = 0;
        for (int item = 0; item < ITEMS; item++) {
            probabilities[item] = floor + random.nextDouble() * random.nextDouble();
            sum += probabilities[item];
        }
        for (int item = 0; item < ITEMS; item++) {
            probabilities[item] /= sum;
        }
        return probabilities;
    }

    private void open(SplittableRandom random, double clickRate) {
        for (int position = 1; position <= POSITIONS; position++) {
            logging[position] = policy(random, 0.2);
            target[position] = policy(random, 0);
        }
        for (int item = 0; item < ITEMS; item++) {
            liking[item] = clickRate * 2 * random.nextDouble();
        }
    }

    private double reward(int position, int item) {
        return liking[item] / position;
    }

    private double truth() {
        double truth = 0;
        for (int position = 1; position <= POSITIONS; position++) {
            for (int item = 0; item < ITEMS; item++) {
                truth += target[position][item] * reward(position, item) / POSITIONS;
            }
        }
        return truth;
    }

    private Choice choose(SplittableRandom random) {
        int position = 1 + random.nextInt(POSITIONS);
        double draw = random.nextDouble();
        int item = 0;
        while (item + 1 < ITEMS && draw >= logging[position][item]) {
            draw -= logging[position][item++];
        }
        boolean clicked = random.nextDouble() < reward(position, item);
        return new Choice(position, "i" + item, logging[position][item], clicked ? 1 : 0);
    }

    private TargetPolicy targetPolicy() {
        Map<Integer, Map<String, Double>> byPosition = new HashMap<>();
        for (int position = 1; position <= POSITIONS; position++) {
            Map<String, Double> probabilities = new HashMap<>();
            for (int item = 0; item < ITEMS; item++) {
                probabilities.put("i" + item, target[position][item]);
            }
            byPosition.put(position, probabilities);
        }
        return TargetPolicy.byPosition(byPosition);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 2000, 100", "0.02, 10000, 1000"})
    void intervals_cover_the_truth_in_95_of_100_logs_at_all_looks(
            double clickRate, int most, int step) {
        int logs = Soak.runs(1_000);
        Map<String, Integer> looks = new TreeMap<>();
        Map<String, Integer> missed = new TreeMap<>();
        for (int log = 0; log < logs; log++) {
            SplittableRandom random = new SplittableRandom(log);
            open(random, clickRate);
            List<Choice> choices = new ArrayList<>();
            Set<String> misses = new TreeSet<>();
            while (choices.size() < most) {
                for (int i = 0; i < step; i++) {
                    choices.add(choose(random));
                }
                look(choices, choices.size() == most, looks, misses);
            }
            misses.forEach(name -> missed.merge(name, 1, Integer::sum));
        }
        for (String name : ESTIMATORS) {
            assertThat(looks.get(name + ANYTIME)).as(name).isGreaterThan(3 * logs);
            assertThat(looks.get(name + ONCE)).as(name).isGreaterThan(9 * logs / 10);
        }
        assertThat(missed)
                .as("missed, of %d logs", logs)
                .allSatisfy((name, count) -> assertThat(count).isLessThanOrEqualTo(logs / 20));
    }

    private void look(
            List<Choice> log, boolean last, Map<String, Integer> looks, Set<String> misses) {
        OffPolicyResult result;
        try {
            result =
                    new OffPolicyEvaluation(10)
                            .evaluate(ChoiceLog.of(log), actions -> targetPolicy());
        } catch (RefusedEvaluation e) {
            return;
        }
        for (String name : ESTIMATORS) {
            OffPolicyResult.Estimate estimate = result.estimate(name);
            check(name + ANYTIME, estimate.anytime(), looks, misses);
            if (last) {
                check(name + ONCE, estimate.once(), looks, misses);
            }
        }
    }

    private void check(
            String name,
            @Nullable Interval interval,
            Map<String, Integer> looks,
            Set<String> misses) {
        if (interval != null) {
            looks.merge(name, 1, Integer::sum);
            if (!interval.contains(truth())) {
                misses.add(name);
            }
        }
    }
}
