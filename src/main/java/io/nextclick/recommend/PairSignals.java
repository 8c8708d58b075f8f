package io.nextclick.recommend;

import io.nextclick.blend.Logarithm;
import io.nextclick.blend.Signal;
import io.nextclick.blend.SignalTable;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.VisitPairs;
import java.util.Arrays;
import java.util.List;

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
    private static final int SUMS = 11;

    /** The signals of the sums from {@link #NEXT} on. */
    private static final Signal[] RATES = {
        Signal.NEXT, Signal.FORWARD, Signal.BACKWARD, Signal.TREND, Signal.INTENT
    };

    private static final double LEAST_VISITS = 1;
    private static final double SHRINKAGE = 2;
    private static final float SHARE_FLOOR = 1e-4f;
    private static final float SQUARE_FLOOR = 1e-6f;
    static final float RATE_FLOOR = 1e-3f;
    private static final float EARLIER_FLOOR = 1e-2f;
    private static final float LEAST_RATE = Logarithm.of(RATE_FLOOR);

    private final ItemRows rows;
    private final double recencyDecay;

    /** The first rows are the asked items, the newest first. */
    private int asked;

    private int slots;

    /** {@value #SUMS} of each candidate, candidate by candidate. */
    private float[] sums = new float[0];

    /** What each asked item says of each candidate, candidate by candidate. */
    private float[] parts = new float[0];

    /** What counts of each asked item, by slot. */
    private float[] shares = new float[0];

    /** The signal of so many asked items that name a candidate. */
    private float[] agreements = new float[1];

    /** The rows that the current item may have named: the first so many. */
    private int namedByCurrent;

    /** The strongest reasons of a candidate, and one more. */
    private final double[] weights = new double[MAX_REASONS + 1];

    private final int[] named = new int[MAX_REASONS + 1];

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
        namedByCurrent = 0;
        if (sums.length < most * SUMS) {
            sums = new float[most * SUMS];
        }
        Arrays.fill(sums, 0, most * SUMS, 0);
        if (parts.length < most * slots) {
            parts = new float[most * slots];
        }
        Arrays.fill(parts, 0, most * slots, 0);
        if (shares.length < asked) {
            shares = new float[asked];
            agreements = new float[asked + 1];
            for (int slot = 0; slot < asked; slot++) {
                shares[slot] = (float) Math.pow(recencyDecay, slot);
                agreements[slot + 1] = slot == 0 ? 0 : Logarithm.of(slot + 1);
            }
        }
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
        float share = shares[slot];
        float visits = (float) Math.max(answer.visits() - own.visits(slot), LEAST_VISITS);
        float byRoot = (float) (1 / Math.sqrt(visits));
        float byRate = (float) (1 / (visits + SHRINKAGE));
        float byRecent = 1 / (Math.max(answer.recentVisits() - own.visits(slot), 0) + 1);
        boolean first = slot == 0 && answer.hasTransitions();
        String[] neighbours = answer.neighbours();
        float[] scores = answer.scores();
        for (int i = 0; i < neighbours.length; i++) {
            float weight = scores[i];
            if (share * weight * byRoot <= 0) {
                // Nothing, or so little that a float does not hold it: it would be no reason.
                continue;
            }
            int row = rows.rowOf(neighbours[i]);
            if (row < asked) {
                weight = Math.max(weight - own.strength(slot, row), 0);
            }
            float part = share * weight * byRoot;
            int at = row * SUMS;
            sums[at + STRENGTH] += part;
            sums[at + BEST] = Math.max(sums[at + BEST], part);
            sums[at + SQUARES] += part * part;
            sums[at + ROOTS] += (float) Math.sqrt(weight * byRoot) * share;
            sums[at + NAMED]++;
            parts[row * slots + slot] += part;
            if (first) {
                setTransitions(row, weight, answer, i, own, byRate, byRecent);
            } else if (slot > 0) {
                sums[at + EARLIER] += share * weight / visits;
            }
        }
        if (first) {
            namedByCurrent = rows.count();
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
        int at = row * SUMS;
        sums[at + FORWARD] = ahead * byRate;
        sums[at + BACKWARD] = behind * byRate;
        sums[at + NEXT] = Math.max(answer.next()[i] - straight, 0) * byRate;
        sums[at + TREND] = Math.max(answer.trend()[i] - ownForward, 0) * byRecent;
        // The path does not contain what of it the visit itself wanted.
        sums[at + INTENT] = visited ? 0 : answer.intent()[i] * byRate;
    }

    /** The strength of a candidate: the sum over the asked items. */
    float strength(int row) {
        return sums[row * SUMS + STRENGTH];
    }

    /**
     * Sets the signals of candidates, of which {@link Signal#CURRENT} and {@link Signal#SEEN} are
     * set.
     *
     * @param kept their rows here by row of the signals; the first are the asked items
     * @param count how many there are
     */
    void setAll(SignalTable signals, int[] kept, int count) {
        float largest = Float.MIN_NORMAL;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, strength(kept[i]));
        }
        setSums(signals, kept, count, 1 / largest);
        setRates(signals, kept, count);
        for (int i = 0; i < asked; i++) {
            float straight = signals.get(i, Signal.NEXT);
            signals.set(i, Signal.CURRENT_NEXT, straight * signals.get(i, Signal.CURRENT));
            signals.set(i, Signal.SEEN_NEXT, straight * signals.get(i, Signal.SEEN));
        }
    }

    /** What all asked items say. */
    private void setSums(SignalTable signals, int[] kept, int count, float by) {
        float[] strength = signals.column(Signal.STRENGTH, count);
        float[] best = signals.column(Signal.BEST, count);
        float[] spread = signals.column(Signal.SPREAD, count);
        float[] root = signals.column(Signal.ROOT, count);
        float[] earlier = signals.column(Signal.EARLIER, count);
        float[] agreement = signals.column(Signal.AGREEMENT, count);
        for (int i = 0; i < count; i++) {
            int at = kept[i] * SUMS;
            strength[i] = Logarithm.of(SHARE_FLOOR + sums[at + STRENGTH] * by);
            best[i] = Logarithm.of(SHARE_FLOOR + sums[at + BEST] * by);
            spread[i] = Logarithm.of(SQUARE_FLOOR + sums[at + SQUARES] * by * by);
            root[i] = Logarithm.of(RATE_FLOOR + sums[at + ROOTS]);
            earlier[i] = Logarithm.of(EARLIER_FLOOR + sums[at + EARLIER]);
            int named = (int) sums[at + NAMED];
            agreement[i] = named < agreements.length ? agreements[named] : Logarithm.of(named);
        }
    }

    /** What the current item says. */
    private void setRates(SignalTable signals, int[] kept, int count) {
        for (int rate = 0; rate < RATES.length; rate++) {
            float[] column = signals.column(RATES[rate], count);
            for (int i = 0; i < count; i++) {
                column[i] =
                        kept[i] < namedByCurrent
                                ? Logarithm.of(RATE_FLOOR + sums[kept[i] * SUMS + NEXT + rate])
                                : LEAST_RATE;
            }
        }
    }

    /** The asked items that name a candidate, the strongest first, and the score each gives. */
    List<Reason> reasons(String item, double score) {
        int row = rows.find(item);
        if (row < 0) {
            return List.of();
        }
        float strength = strength(row);
        if (strength > 0) {
            return reasons(row, strength, score);
        }
        return row < asked ? List.of(new Reason(Source.VISITED, item, score)) : List.of();
    }

    private List<Reason> reasons(int row, float strength, double score) {
        int count = 0;
        for (int slot = 0; slot < asked; slot++) {
            float part = parts[row * slots + slot];
            if (part > 0) {
                double weight = score * part / strength;
                int to = count;
                while (to > 0 && isStronger(weight, slot, to - 1)) {
                    weights[to] = weights[to - 1];
                    named[to] = named[to - 1];
                    to--;
                }
                weights[to] = weight;
                named[to] = slot;
                count = Math.min(count + 1, MAX_REASONS);
            }
        }
        return switch (count) {
            case 0 -> List.of();
            case 1 -> List.of(reason(0));
            case 2 -> List.of(reason(0), reason(1));
            default -> List.of(reason(0), reason(1), reason(2));
        };
    }

    /** The order of {@link Candidate#STRONGEST_FIRST}. */
    private boolean isStronger(double weight, int slot, int other) {
        return weight > weights[other]
                || (weight == weights[other]
                        && rows.item(slot).compareTo(rows.item(named[other])) < 0);
    }

    private Reason reason(int place) {
        return new Reason(Source.SIMILAR_ITEM, rows.item(named[place]), weights[place]);
    }
}
