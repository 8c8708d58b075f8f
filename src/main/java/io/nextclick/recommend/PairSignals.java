package io.nextclick.recommend;

import io.nextclick.blend.Logarithm;
import io.nextclick.blend.Signal;
import io.nextclick.blend.SignalTable;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PopularItems;
import io.nextclick.flow.VisitPairs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the asked items say of each candidate, added up by row, and the signals that follow from it.
 * Reused from list to list.
 */
final class PairSignals {

    private static final int MAX_REASONS = 3;

    // What is added up of a candidate.
    private static final int STRENGTH = 0;
    private static final int EARLIER = 1;
    private static final int BEST = 2;
    private static final int SQUARES = 3;
    private static final int ROOTS = 4;
    private static final int NAMED = 5;
    private static final int NEXT = 6;
    private static final int FORWARD = 7;
    private static final int BACKWARD = 8;
    private static final int TREND = 9;
    private static final int INTENT = 10;
    private static final int POPULAR = 11;
    private static final int SUMS = 12;

    private static final double LEAST_VISITS = 1;
    private static final double SHRINKAGE = 2;
    private static final float SHARE_FLOOR = 1e-4f;
    private static final float SQUARE_FLOOR = 1e-6f;
    private static final float RATE_FLOOR = 1e-3f;
    private static final float EARLIER_FLOOR = 1e-2f;

    private final ItemRows rows;
    private final double recencyDecay;

    /** The first rows are the asked items, the newest first. */
    private int asked;

    private int slots;
    private float[][] sums = new float[SUMS][0];

    /** What each asked item says of each candidate, candidate by candidate. */
    private float[] parts = new float[0];

    /**
     * @param rows the candidates
     * @param recencyDecay factor by which each older asked item counts less, 0 to 1
     */
    PairSignals(ItemRows rows, double recencyDecay) {
        this.rows = rows;
        this.recencyDecay = recencyDecay;
    }

    /** Makes room for as many rows as there can be, all 0. */
    void clear(int most, int askedItems) {
        asked = askedItems;
        slots = Math.max(asked, 1);
        if (sums[0].length < most) {
            sums = new float[SUMS][most];
        }
        for (float[] sum : sums) {
            Arrays.fill(sum, 0, most, 0);
        }
        if (parts.length < most * slots) {
            parts = new float[most * slots];
        }
        Arrays.fill(parts, 0, most * slots, 0);
    }

    /**
     * Adds an answer; its items become candidates.
     *
     * @param own the visit's own pairs, which are left out
     */
    void add(Candidates answer, VisitPairs own) {
        int slot = answer.slot();
        if (slot >= asked) {
            return;
        }
        float share = (float) Math.pow(recencyDecay, slot);
        float visits = (float) Math.max(answer.visits() - own.visits(slot), LEAST_VISITS);
        float byRoot = (float) (1 / Math.sqrt(visits));
        float byRate = (float) (1 / (visits + SHRINKAGE));
        float byRecent = 1 / (Math.max(answer.recentVisits() - own.visits(slot), 0) + 1);
        boolean first = slot == 0 && answer.hasTransitions();
        float[] strength = sums[STRENGTH];
        float[] best = sums[BEST];
        float[] squares = sums[SQUARES];
        float[] roots = sums[ROOTS];
        float[] named = sums[NAMED];
        String[] neighbours = answer.neighbours();
        for (int i = 0; i < neighbours.length; i++) {
            float weight = answer.scores()[i];
            if (share * weight * byRoot <= 0) {
                // Nothing, or so little that a float does not hold it: it would be no reason.
                continue;
            }
            int row = rows.rowOf(neighbours[i]);
            if (row < asked) {
                weight = Math.max(weight - own.strength(slot, row), 0);
            }
            float part = share * weight * byRoot;
            strength[row] += part;
            best[row] = Math.max(best[row], part);
            squares[row] += part * part;
            roots[row] += (float) Math.sqrt(weight * byRoot) * share;
            named[row]++;
            parts[row * slots + slot] += part;
            if (first) {
                setTransitions(row, weight, answer, i, own, byRate, byRecent);
            } else if (slot > 0) {
                sums[EARLIER][row] += share * weight / visits;
            }
        }
    }

    /** What the current item says of how people went on. */
    private void setTransitions(
            int row,
            float weight,
            Candidates answer,
            int i,
            VisitPairs own,
            float byRate,
            float byRecent) {
        boolean visited = row < asked;
        float ownForward = visited ? own.forward(0, row) : 0;
        float ahead = Math.max(answer.forward()[i] - ownForward, 0);
        float straight = visited ? own.next(0, row) : 0;
        float behind = Math.max(weight - ahead, 0) / VisitPairs.BACKWARD_SHARE;
        sums[FORWARD][row] = ahead * byRate;
        sums[BACKWARD][row] = behind * byRate;
        sums[NEXT][row] = Math.max(answer.next()[i] - straight, 0) * byRate;
        sums[TREND][row] = Math.max(answer.trend()[i] - ownForward, 0) * byRecent;
        // The path does not contain what of it the visit itself wanted.
        sums[INTENT][row] = visited ? 0 : answer.intent()[i] * byRate;
    }

    /** Adds the popularity of candidates; other items are ignored. */
    void addPopular(@Nullable PopularItems list) {
        float[] popular = sums[POPULAR];
        if (list == null || list.items().length == 0) {
            return;
        }
        float top = Math.max(list.scores()[0], Float.MIN_NORMAL);
        for (int i = 0; i < list.items().length; i++) {
            int row = rows.find(list.items()[i]);
            if (row >= 0) {
                popular[row] = list.scores()[i] / top;
            }
        }
    }

    /** The strength of each candidate by row: the sum over the asked items. */
    float[] strengths() {
        return sums[STRENGTH];
    }

    /**
     * Sets the signals of candidates, of which {@link Signal#CURRENT} and {@link Signal#SEEN} are
     * set.
     *
     * @param kept their rows here by row of the signals
     */
    void setAll(SignalTable signals, int[] kept) {
        float[] strength = sums[STRENGTH];
        float[] earlier = sums[EARLIER];
        float[] best = sums[BEST];
        float[] squares = sums[SQUARES];
        float[] roots = sums[ROOTS];
        float[] named = sums[NAMED];
        float[] next = sums[NEXT];
        float[] forward = sums[FORWARD];
        float[] backward = sums[BACKWARD];
        float[] trend = sums[TREND];
        float[] intent = sums[INTENT];
        float[] popular = sums[POPULAR];
        float largest = Float.MIN_NORMAL;
        for (int row : kept) {
            largest = Math.max(largest, strength[row]);
        }
        float by = 1 / largest;
        for (int i = 0; i < kept.length; i++) {
            int row = kept[i];
            signals.set(i, Signal.STRENGTH, Logarithm.of(SHARE_FLOOR + strength[row] * by));
            signals.set(i, Signal.BEST, Logarithm.of(SHARE_FLOOR + best[row] * by));
            signals.set(i, Signal.SPREAD, Logarithm.of(SQUARE_FLOOR + squares[row] * by * by));
            signals.set(i, Signal.ROOT, Logarithm.of(RATE_FLOOR + roots[row]));
            signals.set(i, Signal.EARLIER, Logarithm.of(EARLIER_FLOOR + earlier[row]));
            signals.set(i, Signal.AGREEMENT, named[row] > 1 ? Logarithm.of(named[row]) : 0);
            float straight = Logarithm.of(RATE_FLOOR + next[row]);
            signals.set(i, Signal.NEXT, straight);
            signals.set(i, Signal.FORWARD, Logarithm.of(RATE_FLOOR + forward[row]));
            signals.set(i, Signal.BACKWARD, Logarithm.of(RATE_FLOOR + backward[row]));
            signals.set(i, Signal.TREND, Logarithm.of(RATE_FLOOR + trend[row]));
            signals.set(i, Signal.INTENT, Logarithm.of(RATE_FLOOR + intent[row]));
            signals.set(i, Signal.POPULAR, Logarithm.of(RATE_FLOOR + popular[row]));
            signals.set(i, Signal.CURRENT_NEXT, straight * signals.get(i, Signal.CURRENT));
            signals.set(i, Signal.SEEN_NEXT, straight * signals.get(i, Signal.SEEN));
        }
    }

    /** The asked items that name a candidate, the strongest first, and the score each gives. */
    List<Reason> reasons(String item, double score) {
        float[] strength = sums[STRENGTH];
        int row = rows.find(item);
        List<Reason> reasons = new ArrayList<>(MAX_REASONS + 1);
        if (row < 0) {
            return reasons;
        }
        if (strength[row] > 0) {
            for (int slot = 0; slot < asked; slot++) {
                float part = parts[row * slots + slot];
                if (part > 0) {
                    double weight = score * part / strength[row];
                    reasons.add(new Reason(Source.SIMILAR_ITEM, rows.item(slot), weight));
                }
            }
            reasons.sort(Candidate.STRONGEST_FIRST);
            if (reasons.size() > MAX_REASONS) {
                reasons = new ArrayList<>(reasons.subList(0, MAX_REASONS));
            }
        } else if (row < asked) {
            reasons.add(new Reason(Source.VISITED, item, score));
        }
        return reasons;
    }
}
