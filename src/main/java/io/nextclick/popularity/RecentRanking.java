package io.nextclick.popularity;

import io.nextclick.flow.ForwardDecay;
import io.nextclick.flow.PopularityChange;
import java.util.Map;

/**
 * Counts visits by a shorter half-life beside a list's own, and finds out which of both suits the
 * list: the one that gave the larger share to what was visited then, each visit judged before it is
 * counted (prequential log loss; Dawid: Present Position and Potential Developments, JRSS A 1984).
 * So articles are ranked by minutes and a slow shop by days, and nobody has to know.
 */
final class RecentRanking {

    /** One of so many visits is judged: it costs a pass over both lists. */
    static final int EVERY = 8;

    /** Judged visits over which the advantage is taken, approximately. */
    private static final int WINDOW = 500;

    /** Judged visits before the shorter half-life serves. */
    static final int FEWEST = 50;

    /**
     * Advantage from which on it does, nats a visit; it does no more below half of it. Of the
     * validation logs those with more than 1 got better lists by it, and those with .3 did not.
     */
    private static final double SURE = 0.9;

    /** Chance of an item that is in no list, by which both shares are shrunk. */
    private static final double UNSEEN = 1e-4;

    /** Visits so many half-lives ago are none. */
    private static final int OVER = 20;

    private final ForwardDecay decay;
    private final int maxItems;

    RecentRanking(PopularitySettings rules) {
        this.decay = new ForwardDecay(rules.recentHalfLifeMillis());
        this.maxItems = rules.maxItems();
    }

    /** A visit of an available item, which the list's own weights do not have yet. */
    void add(PopularList list, PopularityChange change) {
        RecentVisits recent = list.recent;
        String item = change.itemId();
        long millis = change.occurredAtMillis();
        if (recent.visits++ % EVERY == 0 && millis >= recent.updatedAtMillis) {
            judge(list, item);
        }
        if (recent.updatedAtMillis - millis > OVER * decay.halfLifeMillis()) {
            return;
        }
        float added = (float) (change.weight() * scaleAt(recent, millis));
        PopularityRanking.makeRoomFor(item, recent.weights, Map.of(), maxItems);
        recent.weights.merge(item, added, Float::sum);
    }

    /** A visit is taken back. */
    void takeBack(RecentVisits recent, String item, double weight, long millis) {
        double taken = weight * scaleAt(recent, millis);
        PopularityRanking.takeBack(recent.weights, item, taken, false);
    }

    /** What a weight is divided by to be of the newest visit's time. */
    double now(RecentVisits recent) {
        return decay.factor(recent.updatedAtMillis, recent.landmarkMillis);
    }

    private void judge(PopularList list, String item) {
        RecentVisits recent = list.recent;
        double more = Math.log(share(recent.weights, item) / share(list.weights, item));
        long judged = recent.visits / EVERY + 1;
        recent.advantage += (more - recent.advantage) / Math.min(judged, WINDOW);
        recent.serve = judged >= FEWEST && recent.advantage > (recent.serve ? SURE / 2 : SURE);
    }

    private static double share(Map<String, Float> weights, String item) {
        double sum = 0;
        for (float weight : weights.values()) {
            sum += weight;
        }
        double share = sum > 0 ? weights.getOrDefault(item, 0f) / sum : 0;
        return UNSEEN + (1 - UNSEEN) * share;
    }

    private double scaleAt(RecentVisits recent, long millis) {
        if (recent.updatedAtMillis == 0) {
            recent.landmarkMillis = millis;
        }
        recent.updatedAtMillis = Math.max(recent.updatedAtMillis, millis);
        if (decay.isLandmarkWorn(recent.updatedAtMillis, recent.landmarkMillis)) {
            double worn = now(recent);
            recent.weights.replaceAll((item, weight) -> (float) (weight / worn));
            recent.landmarkMillis = recent.updatedAtMillis;
        }
        return decay.factor(millis, recent.landmarkMillis);
    }
}
