package io.nextclick.recommend;

import io.nextclick.blend.Selection;
import io.nextclick.blend.SignalTable;
import io.nextclick.blend.TrainingExample;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.VisitPairs;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The candidates of one list: the items of the visit, then all that the asked items name. The
 * weaker ones are left out before the signals are made. Reused from list to list.
 *
 * <p>A list is some hundred look-ups in {@link ItemRows} and some thousand multiplications in
 * {@link PairSignals} and {@link SignalTable}.
 */
final class CandidateTable {

    /** Candidates beyond this many are left out, those of the smallest strength. */
    static final int MOST = 100;

    private final ItemRows rows = new ItemRows();
    private final PairSignals pairs;
    private final SignalTable signals = new SignalTable();
    private final Ranking ranking = new Ranking();

    /** The rows that have signals, by row of the signals. */
    private int[] kept = new int[0];

    private String[] keptItems = new String[0];

    /**
     * @param recencyDecay factor by which each older asked item counts less, 0 to 1
     */
    CandidateTable(double recencyDecay) {
        this.pairs = new PairSignals(rows, recencyDecay);
    }

    /**
     * Takes in a request and its answers.
     *
     * @param answers in order of their slots
     * @param most most candidates that are kept
     */
    void fill(PersonEvent request, List<Candidates> answers, Shop shop, int most) {
        List<String> asked = request.askedItems();
        int rowsAtMost = asked.size();
        for (Candidates answer : answers) {
            rowsAtMost += answer.neighbours().length;
        }
        rows.clear(rowsAtMost);
        pairs.clear(rowsAtMost, asked.size());
        for (String item : asked) {
            rows.rowOf(item);
        }
        VisitPairs own = VisitPairs.taughtBefore(request);
        for (Candidates answer : answers) {
            pairs.add(answer, own);
        }
        pairs.addPopular(shop.popular(request.event().site(), null));
        keepBest(asked.size(), most);
        new VisitSignals(request, asked).setAll(signals);
        pairs.setAll(signals, kept);
        String current = asked.isEmpty() ? null : asked.get(0);
        new FactSignals(request, current, answers, shop).setAll(signals, keptItems);
    }

    /** Keeps the items of the visit, which are the first rows, and the strongest others. */
    private void keepBest(int asked, int most) {
        int count = rows.count();
        int others = count <= Math.max(most, asked) ? count - asked : Math.max(most - asked, 0);
        kept = new int[asked + others];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = i;
        }
        if (kept.length < count) {
            float[] strength = pairs.strengths();
            long[] order = new long[count - asked];
            for (int row = asked; row < count; row++) {
                long bits = Float.floatToRawIntBits(strength[row]);
                order[row - asked] = bits << Integer.SIZE | (Integer.MAX_VALUE - row);
            }
            int from = Selection.moveLargestToEnd(order, order.length, others);
            for (int i = 0; i < others; i++) {
                kept[asked + i] = Integer.MAX_VALUE - (int) order[from + i];
            }
        }
        signals.clear(kept.length);
        keptItems = new String[kept.length];
        for (int i = 0; i < kept.length; i++) {
            keptItems[i] = rows.item(kept[i]);
        }
    }

    /**
     * Ranks the kept candidates.
     *
     * @return their places among the kept ones, best first, of equals by id; valid until the next
     *     call
     */
    int[] rank(float[] weights) {
        return ranking.rank(signals, weights, keptItems);
    }

    /** True if weaker candidates were left out. */
    boolean isCut() {
        return kept.length < rows.count();
    }

    /** Id of a kept candidate. */
    String item(int place) {
        return keptItems[place];
    }

    /** Probability of a kept candidate that the person goes there next, if to any of them. */
    double probability(int place) {
        return ranking.probability(place);
    }

    /** The same of an item; 0 if it is no candidate. */
    double probability(String item) {
        for (int i = 0; i < keptItems.length; i++) {
            if (keptItems[i].equals(item)) {
                return ranking.probability(i);
            }
        }
        return 0;
    }

    /**
     * What the blend can learn from the last ranking.
     *
     * @param left items that no such list may have: the blend is not to learn where they belong
     */
    TrainingExample example(Set<String> left) {
        int[] shown = ranking.places();
        if (!left.isEmpty()) {
            shown = Arrays.stream(shown).filter(i -> !left.contains(keptItems[i])).toArray();
        }
        return TrainingExample.of(signals, shown, keptItems);
    }

    /** The asked items that name a candidate, the strongest first, and the score each gives. */
    List<Reason> reasons(String item, double score) {
        return pairs.reasons(item, score);
    }
}
