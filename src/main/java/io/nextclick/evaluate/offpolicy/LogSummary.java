package io.nextclick.evaluate.offpolicy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a log says of each action at each position, of one reading. Choices are counted in two
 * halves, every other one in each, so that an estimate for one half comes from the other.
 */
final class LogSummary {

    static final int HALVES = 2;

    private final Map<Integer, Map<String, Cell>> cells = new TreeMap<>();
    private long choices;
    private long withoutPropensity;
    private double rewards;

    /** An action at a position. */
    static final class Cell {
        private final long[] choices = new long[HALVES];
        private final double[] rewards = new double[HALVES];
        private double weightedRewards;

        long choices(int half) {
            return choices[half];
        }

        double rewards(int half) {
            return rewards[half];
        }

        long choices() {
            return choices[0] + choices[1];
        }

        /** Sum of rewards, each divided by its propensity. */
        double weightedRewards() {
            return weightedRewards;
        }
    }

    static LogSummary of(ChoiceLog log) {
        LogSummary summary = new LogSummary();
        log.forEach(summary::add);
        return summary;
    }

    private void add(Choice choice) {
        Cell cell =
                cells.computeIfAbsent(choice.position(), position -> new HashMap<>())
                        .computeIfAbsent(choice.action(), action -> new Cell());
        int half = half(choices);
        cell.choices[half]++;
        cell.rewards[half] += choice.reward();
        if (choice.hasPropensity()) {
            cell.weightedRewards += choice.reward() / choice.propensity();
        } else {
            withoutPropensity++;
        }
        rewards += choice.reward();
        choices++;
    }

    /** Which half the choice of a number is in, counted from 0. */
    static int half(long number) {
        return (int) (number % HALVES);
    }

    long choices() {
        return choices;
    }

    long withoutPropensity() {
        return withoutPropensity;
    }

    double meanReward() {
        return rewards / choices;
    }

    /** The actions that were chosen for any position. */
    Set<String> actions() {
        Set<String> actions = new TreeSet<>();
        cells.values().forEach(position -> actions.addAll(position.keySet()));
        return actions;
    }

    Set<Integer> positions() {
        return cells.keySet();
    }

    /** The actions that were chosen for a position. */
    Map<String, Cell> at(int position) {
        return cells.getOrDefault(position, Map.of());
    }

    /** How many choices are for a position. */
    long choices(int position) {
        return at(position).values().stream().mapToLong(Cell::choices).sum();
    }
}
