package io.nextclick.evaluate.offpolicy;

import java.util.HashMap;
import java.util.Map;

/**
 * The reward to be expected of an action at a position: the mean of one half of the log, drawn to
 * the position's mean as if {@value #PRIOR} more choices had had that. It serves for the other
 * half, so that no reward is predicted from itself.
 */
final class RewardModel {

    static final double PRIOR = 10;

    private final LogSummary log;
    private final int half;
    private final Map<Integer, Double> means = new HashMap<>();
    private final Map<Integer, Double> ofPolicy = new HashMap<>();
    private double largest;

    /**
     * A model.
     *
     * @param half the half that it learns from
     */
    RewardModel(LogSummary log, int half, TargetPolicy policy) {
        this.log = log;
        this.half = half;
        for (int position : log.positions()) {
            means.put(position, mean(position));
            double sum = 0;
            for (Map.Entry<String, Double> each : policy.at(position).entrySet()) {
                double reward = reward(position, each.getKey());
                largest = Math.max(largest, reward);
                sum += each.getValue() * reward;
            }
            ofPolicy.put(position, sum);
            for (String action : log.at(position).keySet()) {
                largest = Math.max(largest, reward(position, action));
            }
        }
    }

    private double mean(int position) {
        long choices = 0;
        double rewards = 0;
        for (LogSummary.Cell cell : log.at(position).values()) {
            choices += cell.choices(half);
            rewards += cell.rewards(half);
        }
        return choices == 0 ? 0 : rewards / choices;
    }

    double reward(int position, String action) {
        double mean = means.getOrDefault(position, 0.0);
        LogSummary.Cell cell = log.at(position).get(action);
        return cell == null
                ? mean
                : (cell.rewards(half) + PRIOR * mean) / (cell.choices(half) + PRIOR);
    }

    /** Of what the policy would choose for a position. */
    double ofPolicy(int position) {
        return ofPolicy.getOrDefault(position, 0.0);
    }

    /** The largest reward that it expects of anything. */
    double largest() {
        return largest;
    }
}
