package io.nextclick.similarity;

import io.nextclick.flow.ForwardDecay;

/**
 * What a message adds to its item: a visit, and weights of its pairs. A message with weights below
 * 0 takes back what one with the opposite weights taught, whenever that was: under forward decay
 * both are scaled alike. Trends decay with visits, so what is taken of them is as if it came now.
 */
public final class PairLearning {

    /**
     * Of a weight that is taken back so much of it may be left by rounding; it is nothing then. A
     * float has 24 bits, and a weight is the sum of many.
     */
    private static final float ROUNDING = 1e-4f;

    /** Far inside float's range. */
    private static final double LARGEST_SCALE = 1e20;

    private final SimilaritySettings rules;
    private final ForwardDecay decay;

    /**
     * @param rules how pairs are learnt
     */
    public PairLearning(SimilaritySettings rules) {
        this.rules = rules;
        this.decay = rules.decay();
    }

    /** Learns from a message; false if there is nothing to learn. */
    public boolean learn(ItemMessage message, ItemNeighbours item) {
        long millis = message.occurredAtMillis();
        boolean learnt = message.visits() != 0;
        if (learnt) {
            visit(item, message.visits(), millis);
            for (int i = 0; i < message.before().length; i++) {
                float weight = message.beforeWeights()[i];
                if (weight != 0) {
                    addBefore(item, message.before()[i], weight, millis);
                }
            }
        }
        String after = message.after();
        if (after != null && message.afterWeight() != 0) {
            addAfter(item, after, message.afterWeight(), message.afterNext(), millis);
            learnt = true;
        }
        if (after != null && message.afterIntent() != 0) {
            addIntent(item, after, message, millis);
            learnt = true;
        }
        return learnt;
    }

    /** Adds a visit of the item, or takes one back. */
    void visit(ItemNeighbours item, int visits, long millis) {
        double scale = scaleAt(item, millis);
        if (visits < 0) {
            item.weight = less(item.weight, scale);
            item.recentWeight = less(item.recentWeight, item.trendScale());
            item.trendScale =
                    item.weight == 0
                            ? 0
                            : item.trendScale() / Math.pow(2, 1.0 / rules.trendVisits());
            return;
        }
        item.weight += scale;
        item.trendScale = item.trendScale() * Math.pow(2, 1.0 / rules.trendVisits());
        item.recentWeight += item.trendScale;
        if (item.trendScale > LARGEST_SCALE) {
            item.resetTrendScale();
        }
    }

    /**
     * Adds weight to the pair of the item and one that came after it, or takes it back.
     *
     * @param straight true if nothing came in between
     */
    void addAfter(
            ItemNeighbours item, String after, float pairWeight, boolean straight, long millis) {
        double scale = scaleAt(item, millis);
        double trendScale = item.trendScale();
        if (pairWeight < 0) {
            int place = item.find(after);
            if (place >= 0) {
                item.forward[place] = less(item.forward[place], -pairWeight * scale);
                item.next[place] = less(item.next[place], straight ? scale : 0);
                item.trend[place] = less(item.trend[place], -pairWeight * trendScale);
                settleLess(item, place);
            }
            return;
        }
        int place = placeOf(item, after);
        boolean isNew = item.strength(place) == 0;
        item.forward[place] += (float) (pairWeight * scale);
        item.next[place] += straight ? (float) scale : 0;
        item.trend[place] += (float) (pairWeight * trendScale);
        NeighbourOrder.settle(item, place, isNew);
    }

    /** Adds weight to the pair of the item and one that came before it, or takes it back. */
    void addBefore(ItemNeighbours item, String before, float pairWeight, long millis) {
        double scale = scaleAt(item, millis);
        if (pairWeight < 0) {
            int place = item.find(before);
            if (place >= 0) {
                item.backward[place] = less(item.backward[place], -pairWeight * scale);
                settleLess(item, place);
            }
            return;
        }
        int place = placeOf(item, before);
        boolean isNew = item.strength(place) == 0;
        item.backward[place] += (float) (pairWeight * scale);
        NeighbourOrder.settle(item, place, isNew);
    }

    /**
     * Adds that a person wants an item that came after this one, if it is a neighbour. A correction
     * may say so before it says that the person came to it: then there is a place for it already.
     */
    private void addIntent(ItemNeighbours item, String wanted, ItemMessage message, long millis) {
        float strength = message.afterIntent();
        double scale = scaleAt(item, millis);
        int place = item.find(wanted);
        if (place < 0 && strength > 0 && message.slot() == ItemMessage.NO_ANSWER) {
            place = item.size < rules.maxNeighbours() ? placeOf(item, wanted) : place;
        }
        if (place >= 0 && strength < 0) {
            item.intent[place] = less(item.intent[place], -strength * scale);
            settleLess(item, place);
        } else if (place >= 0) {
            item.intent[place] += (float) (strength * scale);
        }
    }

    /**
     * A neighbour of which no pair is left, and that nobody wants, leaves; else it may be weaker
     * than others now.
     */
    private static void settleLess(ItemNeighbours item, int place) {
        if (item.strength(place) == 0 && item.intent[place] == 0) {
            item.remove(place);
        }
        item.front = 0;
    }

    private static float less(float weight, double taken) {
        return (float) less((double) weight, taken);
    }

    private static double less(double weight, double taken) {
        double left = weight - taken;
        return left <= taken * ROUNDING ? 0 : left;
    }

    /** The factor by which a weight of an event is scaled. */
    private double scaleAt(ItemNeighbours item, long millis) {
        if (item.updatedAtMillis == 0) {
            item.landmarkMillis = millis;
        }
        item.updatedAtMillis = Math.max(item.updatedAtMillis, millis);
        if (decay.isLandmarkWorn(item.updatedAtMillis, item.landmarkMillis)) {
            item.moveLandmark(decay.factor(item.updatedAtMillis, item.landmarkMillis));
        }
        return decay.factor(millis, item.landmarkMillis);
    }

    /** The place of a neighbour, which is added if need be. */
    private int placeOf(ItemNeighbours item, String neighbour) {
        int place = item.find(neighbour);
        if (place < 0 && item.size < rules.maxNeighbours()) {
            return item.append(neighbour, rules.maxNeighbours());
        }
        if (place < 0) {
            place = leastWorth(item);
            item.replace(place, neighbour);
        }
        return place;
    }

    private int leastWorth(ItemNeighbours item) {
        float byDecay = (float) (1 / decay.factor(item.updatedAtMillis, item.landmarkMillis));
        float byTrend = (float) (1 / item.trendScale());
        int weakest = 0;
        float least = Float.MAX_VALUE;
        for (int i = 0; i < item.size; i++) {
            float worth = item.strength(i) * byDecay + item.trend[i] * byTrend;
            if (worth < least) {
                least = worth;
                weakest = i;
            }
        }
        return weakest;
    }
}
