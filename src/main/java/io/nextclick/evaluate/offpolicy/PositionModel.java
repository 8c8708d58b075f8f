package io.nextclick.evaluate.offpolicy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The position-based model (Li, Abbasi-Yadkori, Kveton, Muthukrishnan, Vinay and Wen, "Offline
 * evaluation of ranking policies with click models", 2018, section 4.4): a click is a look at the
 * position and a liking of the action. What an action got at one position so serves for all. Looks
 * are estimated from the log, as rewards at each position of a policy that chooses alike
 * everywhere. It knows no contexts: neither policy may depend on them.
 */
final class PositionModel {

    private final Map<String, Double> factors = new HashMap<>();
    private double largest;

    PositionModel(LogSummary log, TargetPolicy policy) {
        Set<String> actions = log.actions();
        Set<String> everywhere = new TreeSet<>(actions);
        log.positions().forEach(position -> everywhere.retainAll(log.at(position).keySet()));
        Map<String, Double> ofPolicy = new HashMap<>();
        Map<String, Double> ofLog = new HashMap<>();
        for (int position : log.positions()) {
            double looks = 0;
            for (Map.Entry<String, LogSummary.Cell> each : log.at(position).entrySet()) {
                looks += everywhere.contains(each.getKey()) ? each.getValue().weightedRewards() : 0;
            }
            looks /= log.choices(position);
            for (String action : actions) {
                double wanted = policy.probability(position, action) * log.choices(position);
                ofPolicy.merge(action, looks * wanted, Double::sum);
                LogSummary.Cell cell = log.at(position).get(action);
                ofLog.merge(action, cell == null ? 0 : looks * cell.choices(), Double::sum);
            }
        }
        for (String action : actions) {
            double logged = ofLog.getOrDefault(action, 0.0);
            double factor = logged == 0 ? 0 : ofPolicy.getOrDefault(action, 0.0) / logged;
            factors.put(action, factor);
            largest = Math.max(largest, factor);
        }
    }

    /** How much more often the policy has the action looked at than the log had. */
    double factor(String action) {
        return factors.getOrDefault(action, 0.0);
    }

    double largest() {
        return largest;
    }
}
