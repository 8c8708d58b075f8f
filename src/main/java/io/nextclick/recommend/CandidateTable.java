package io.nextclick.recommend;

import io.nextclick.blend.Logarithm;
import io.nextclick.blend.Practice;
import io.nextclick.blend.Selection;
import io.nextclick.blend.Signal;
import io.nextclick.blend.SignalTable;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularItems;
import io.nextclick.flow.VisitPairs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one list: the items of the visit, then all that the asked items name, with what
 * they say of each added up. The weaker ones are left out before the signals are made. Reused from
 * list to list.
 *
 * <p>All the loops over answers and candidates are here and in {@link SignalTable}; a list is some
 * hundred look-ups in one open-addressed table and some thousand multiplications.
 */
final class CandidateTable {

    /** Candidates beyond this many are left out, those of the smallest strength. */
    static final int MOST = 100;

    private static final int MAX_REASONS = 3;
    private static final int FIRST_ROWS = 128;

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

    private final double recencyDecay;
    private final SignalTable signals = new SignalTable();

    private int rows;
    private int asked;
    private int slots;
    private String[] items = new String[0];

    /** Open addressing by item: the row and 1, 0 where there is none. */
    private int[] places = new int[0];

    private float[][] sums = new float[SUMS][0];

    /** What each asked item says of each candidate, candidate by candidate. */
    private float[] parts = new float[0];

    /** Rows that have signals, and the signals' row of each. */
    private int[] kept = new int[0];

    private String[] keptItems = new String[0];
    private float[] probability = new float[0];
    private int[] ranking = new int[0];

    /**
     * @param recencyDecay factor by which each older asked item counts less, 0 to 1
     */
    CandidateTable(double recencyDecay) {
        this.recencyDecay = recencyDecay;
    }

    /**
     * Takes in a request and its answers.
     *
     * @param answers in order of their slots
     * @param most most candidates that are kept
     */
    void fill(PersonEvent request, List<Candidates> answers, Shop shop, int most) {
        List<String> askedItems = request.askedItems();
        asked = askedItems.size();
        slots = Math.max(asked, 1);
        int rowsAtMost = asked;
        for (Candidates answer : answers) {
            rowsAtMost += answer.neighbours().length;
        }
        clear(rowsAtMost);
        for (String item : askedItems) {
            rowOf(item);
        }
        VisitPairs own = VisitPairs.taughtBefore(request);
        for (Candidates answer : answers) {
            add(answer, own);
        }
        addPopular(shop.popular(request.event().site(), null));
        keepBest(most);
        new VisitSignals(request, askedItems).setAll(signals);
        setShared();
        setFacts(request, answers, shop);
    }

    /** The row of an item, which becomes a candidate if it is none. */
    private int rowOf(String item) {
        int at = placeOf(item);
        if (places[at] == 0) {
            items[rows] = item;
            places[at] = ++rows;
        }
        return places[at] - 1;
    }

    /** The row of an item, -1 if it is no candidate. */
    private int find(String item) {
        return places[placeOf(item)] - 1;
    }

    /** Where the item's row is, or would be. */
    private int placeOf(String item) {
        int mask = places.length - 1;
        int at = spread(item.hashCode()) & mask;
        while (places[at] != 0 && !items[places[at] - 1].equals(item)) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }

    /** Makes room for as many rows as there can be, all 0: one sweep is cheaper than one a row. */
    private void clear(int most) {
        rows = 0;
        if (items.length < most) {
            items = new String[most];
            sums = new float[SUMS][most];
        }
        for (float[] sum : sums) {
            Arrays.fill(sum, 0, most, 0);
        }
        if (parts.length < most * slots) {
            parts = new float[most * slots];
        }
        Arrays.fill(parts, 0, most * slots, 0);
        int wanted = Integer.highestOneBit(Math.max(most, FIRST_ROWS)) * 4;
        if (places.length < wanted) {
            places = new int[wanted];
        } else {
            Arrays.fill(places, 0);
        }
    }

    private void add(Candidates answer, VisitPairs own) {
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
            int row = rowOf(neighbours[i]);
            float ownForward = 0;
            if (row < asked) {
                ownForward = own.forward(slot, row);
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
                float ahead = Math.max(answer.forward()[i] - ownForward, 0);
                float straight = row < asked ? own.next(slot, row) : 0;
                float behind = Math.max(weight - ahead, 0) / VisitPairs.BACKWARD_SHARE;
                sums[FORWARD][row] = ahead * byRate;
                sums[BACKWARD][row] = behind * byRate;
                sums[NEXT][row] = Math.max(answer.next()[i] - straight, 0) * byRate;
                sums[TREND][row] = Math.max(answer.trend()[i] - ownForward, 0) * byRecent;
                // The path does not tell what of it the visit itself wanted.
                sums[INTENT][row] = row < asked ? 0 : answer.intent()[i] * byRate;
            } else if (slot > 0) {
                sums[EARLIER][row] += share * weight / visits;
            }
        }
    }

    private void addPopular(@Nullable PopularItems list) {
        float[] popular = sums[POPULAR];
        if (list == null || list.items().length == 0) {
            return;
        }
        float top = Math.max(list.scores()[0], Float.MIN_NORMAL);
        for (int i = 0; i < list.items().length; i++) {
            int row = find(list.items()[i]);
            if (row >= 0) {
                popular[row] = list.scores()[i] / top;
            }
        }
    }

    /** Keeps the items of the visit and the strongest others. */
    private void keepBest(int most) {
        float[] strength = sums[STRENGTH];
        if (rows <= Math.max(most, asked)) {
            kept = new int[rows];
            for (int row = 0; row < rows; row++) {
                kept[row] = row;
            }
        } else {
            int others = Math.max(most - asked, 0);
            long[] order = new long[rows - asked];
            for (int row = asked; row < rows; row++) {
                long bits = Float.floatToRawIntBits(strength[row]);
                order[row - asked] = bits << Integer.SIZE | (Integer.MAX_VALUE - row);
            }
            int from = Selection.moveLargestToEnd(order, order.length, others);
            kept = new int[asked + others];
            for (int row = 0; row < asked; row++) {
                kept[row] = row;
            }
            for (int i = 0; i < others; i++) {
                kept[asked + i] = Integer.MAX_VALUE - (int) order[from + i];
            }
        }
        signals.clear(kept.length);
        keptItems = new String[kept.length];
        for (int i = 0; i < kept.length; i++) {
            keptItems[i] = items[kept[i]];
        }
    }

    private void setShared() {
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

    private void setFacts(PersonEvent request, List<Candidates> answers, Shop shop) {
        String site = request.event().site();
        String current = asked == 0 ? null : items[0];
        ItemFacts own = current == null ? null : shop.facts(site, current);
        String category = request.event().context().category();
        if (category == null && own != null) {
            category = own.category();
        }
        if (category == null) {
            category = ListMaker.categoryOf(request.event(), answers);
        }
        String brand = request.event().context().brand();
        if (brand == null && own != null) {
            brand = own.brand();
        }
        List<String> interests = request.interests();
        if (category == null && brand == null && interests.isEmpty()) {
            return;
        }
        for (int i = 0; i < kept.length; i++) {
            ItemFacts facts = shop.facts(site, keptItems[i]);
            if (facts != null) {
                boolean alike = category != null && category.equals(facts.category());
                boolean same = brand != null && brand.equals(facts.brand());
                signals.set(i, Signal.CATEGORY, alike ? 1 : 0);
                signals.set(i, Signal.BRAND, same ? 1 : 0);
                String theirs = facts.category();
                int interest = theirs == null ? -1 : interests.indexOf(theirs);
                signals.set(i, Signal.AFFINITY, interest < 0 ? 0 : 1f / (interest + 1));
            }
        }
    }

    /**
     * Ranks the kept candidates.
     *
     * @return their places among the kept ones, best first, of equals by id; valid until the next
     *     call
     */
    int[] rank(float[] weights) {
        float[] scores = signals.weigh(weights);
        int count = kept.length;
        long[] order = new long[count];
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, scores[i]);
            order[i] = (long) sortable(scores[i]) << Integer.SIZE | (Integer.MAX_VALUE - i);
        }
        Arrays.sort(order);
        ranking = new int[count];
        for (int i = 0; i < count; i++) {
            ranking[i] = Integer.MAX_VALUE - (int) order[count - 1 - i];
        }
        orderEquals(scores);
        probability = new float[count];
        float total = 0;
        for (int i = 0; i < count; i++) {
            probability[i] = (float) Math.exp(scores[i] - largest);
            total += probability[i];
        }
        for (int i = 0; i < count; i++) {
            probability[i] /= total;
        }
        return ranking;
    }

    /** Bits that are ordered as the numbers are. */
    private static int sortable(float value) {
        int bits = Float.floatToIntBits(value);
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }

    private void orderEquals(float[] scores) {
        for (int i = 1; i < ranking.length; i++) {
            int moved = ranking[i];
            int to = i;
            while (to > 0
                    && scores[ranking[to - 1]] == scores[moved]
                    && keptItems[ranking[to - 1]].compareTo(keptItems[moved]) > 0) {
                ranking[to] = ranking[to - 1];
                to--;
            }
            ranking[to] = moved;
        }
    }

    /** True if weaker candidates were left out. */
    boolean isCut() {
        return kept.length < rows;
    }

    /** Id of a kept candidate. */
    String item(int place) {
        return keptItems[place];
    }

    /** Probability of a kept candidate that the person goes there next, if to any of them. */
    double probability(int place) {
        return probability[place];
    }

    /** The same of an item; 0 if it is no candidate. */
    double probability(String item) {
        for (int i = 0; i < keptItems.length; i++) {
            if (keptItems[i].equals(item)) {
                return probability[i];
            }
        }
        return 0;
    }

    /**
     * What the blend can learn from the last ranking.
     *
     * @param left items that no such list may have: the blend is not to learn where they belong
     */
    Practice practice(Set<String> left) {
        int[] shown = ranking;
        if (!left.isEmpty()) {
            shown = Arrays.stream(ranking).filter(i -> !left.contains(keptItems[i])).toArray();
        }
        return Practice.of(signals, shown, keptItems);
    }

    /** The asked items that speak for a candidate, the strongest first, and what each gives. */
    List<Reason> reasons(String item, double score) {
        float[] strength = sums[STRENGTH];
        int row = find(item);
        List<Reason> reasons = new ArrayList<>(MAX_REASONS + 1);
        if (row < 0) {
            return reasons;
        }
        if (strength[row] > 0) {
            for (int slot = 0; slot < asked; slot++) {
                float part = parts[row * slots + slot];
                if (part > 0) {
                    double weight = score * part / strength[row];
                    reasons.add(new Reason(Source.SIMILAR_ITEM, items[slot], weight));
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
