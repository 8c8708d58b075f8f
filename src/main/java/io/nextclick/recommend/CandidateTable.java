package io.nextclick.recommend;

import io.nextclick.blend.Context;
import io.nextclick.blend.Logarithm;
import io.nextclick.blend.Selection;
import io.nextclick.blend.Signal;
import io.nextclick.blend.SignalTable;
import io.nextclick.blend.TrainingExample;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.VisitPairs;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The candidates of one list: the items of the visit, then all that the asked items name, where two
 * steps lead to, and some of the current item's category, or else of the site. The weaker ones are
 * left out before the signals are made. Reused from list to list.
 *
 * <p>A list is some hundred look-ups in {@link ItemRows} and some thousand multiplications in
 * {@link PairSignals} and {@link SignalTable}.
 */
final class CandidateTable {

    /** Candidates beyond this many are left out, those of the smallest strength. */
    static final int MOST = 64;

    /** Most candidates that no item names. */
    private static final int MOST_OF_SHOP =
            Math.max(CategoryCandidates.MOST, PopularSite.MOST_LIKELY);

    private final ItemRows rows = new ItemRows();
    private final PairSignals pairs;
    private final TwoStepSignals twoSteps = new TwoStepSignals();
    private final PopularSignals popular = new PopularSignals();
    private final CategoryCandidates ofCategory = new CategoryCandidates();
    private final SignalTable signals = new SignalTable();
    private final Ranking ranking = new Ranking();

    /** The rows that have signals, by row of the signals. */
    private int[] kept = new int[MOST];

    private String[] keptItems = new String[MOST];
    private int size;
    private long[] order = new long[MOST];
    private final int[] shown = new int[TrainingExample.MAX_CANDIDATES];
    private final TrainingExample example = new TrainingExample();

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
     * @param followed what the lists before say
     * @param most most candidates that are kept
     */
    void fill(
            PersonEvent request, List<Candidates> answers, Followed followed, Shop shop, int most) {
        List<String> asked = request.askedItems();
        TwoStepNeighbours.Ends ends = followed.ends();
        int rowsAtMost = asked.size() + ends.items().length + MOST_OF_SHOP;
        for (Candidates answer : answers) {
            rowsAtMost += answer.neighbours().length;
        }
        rows.clear(rowsAtMost);
        pairs.clear(rowsAtMost, asked.size());
        for (String item : asked) {
            rows.rowOf(item);
        }
        int[] places = VisitPairs.places(request, asked);
        VisitPairs own = VisitPairs.taughtBefore(request, asked, places);
        for (Candidates answer : answers) {
            pairs.add(answer, own);
        }
        twoSteps.fill(ends, rows, rowsAtMost);
        String current = asked.isEmpty() ? null : asked.get(0);
        FactSignals facts = new FactSignals(request, current, answers, shop);
        ofCategory.fill(request, facts, shop, rows, rowsAtMost);
        popular.use(shop.popular(request.event().site(), null));
        if (ofCategory.isEmpty()) {
            popular.addLikely(rows);
        }
        popular.find(rows);
        keepBest(asked.size(), most);
        signals.clear(size);
        new VisitSignals(request, asked.size(), places).setAll(signals);
        signals.set(Context.VISITS, visitsOfCurrent(answers));
        pairs.setAll(signals, kept, size);
        twoSteps.setAll(signals, kept, size);
        popular.setAll(signals, kept, size, own, asked.size());
        ofCategory.setAll(signals, kept, size, own, asked.size());
        facts.setAll(signals, keptItems, ofCategory, kept, size);
        setInterest(followed.interest(), asked.size());
    }

    /** What the visit itself was at is for the signals of the visit to say. */
    private void setInterest(AttributeInterest interest, int asked) {
        if (interest.equals(AttributeInterest.NONE)) {
            return;
        }
        float[] column = signals.column(Signal.ATTRIBUTES, size);
        Arrays.fill(column, 0, Math.min(asked, size), 0);
        for (int row = asked; row < size; row++) {
            column[row] = interest.of(keptItems[row]);
        }
    }

    private static float visitsOfCurrent(List<Candidates> answers) {
        boolean known = !answers.isEmpty() && answers.get(0).slot() == 0;
        return known ? Logarithm.of(1 + answers.get(0).visits()) / 10 : 0;
    }

    /** Keeps the items of the visit, which are the first rows, and the strongest others. */
    private void keepBest(int asked, int most) {
        int count = rows.count();
        int others = count <= Math.max(most, asked) ? count - asked : Math.max(most - asked, 0);
        size = asked + others;
        if (kept.length < size) {
            kept = new int[size];
            keptItems = new String[size];
        }
        for (int i = 0; i < size; i++) {
            kept[i] = i;
        }
        rows.copyItems(keptItems, size);
        if (size < count) {
            keepStrongest(asked, others, count);
        }
    }

    private void keepStrongest(int asked, int others, int count) {
        int candidates = count - asked;
        if (order.length < candidates) {
            order = new long[candidates];
        }
        for (int row = asked; row < count; row++) {
            float worth =
                    pairs.strength(row)
                            + twoSteps.worth(row)
                            + ofCategory.worth(row)
                            + popular.worth(row);
            order[row - asked] = Selection.numberOf(worth, row);
        }
        int from = Selection.moveLargestToEnd(order, candidates, others);
        for (int i = 0; i < others; i++) {
            kept[asked + i] = Selection.placeIn(order[from + i]);
            keptItems[asked + i] = rows.item(kept[asked + i]);
        }
    }

    /** Ranks the kept candidates: the best first, equals by id. */
    void rank(float[] weights) {
        ranking.rank(signals, weights, keptItems, size);
    }

    /** How many candidates are kept. */
    int size() {
        return size;
    }

    /** The kept candidate at a place of the ranking, 0 the best. */
    int ranked(int place) {
        return ranking.row(place);
    }

    /** True if weaker candidates were left out. */
    boolean isCut() {
        return size < rows.count();
    }

    /** Id of a kept candidate. */
    String item(int candidate) {
        return keptItems[candidate];
    }

    /** Probability of a kept candidate that the person goes there next, if to any of them. */
    double probability(int candidate) {
        return ranking.probability(candidate);
    }

    /** The same of an item; 0 if it is no candidate. */
    double probability(String item) {
        for (int i = 0; i < size; i++) {
            if (keptItems[i].equals(item)) {
                return ranking.probability(i);
            }
        }
        return 0;
    }

    /**
     * What the blend can learn from the last ranking; valid until the next one.
     *
     * @param left items that no such list may have: the blend is not to learn where they belong
     */
    TrainingExample example(Set<String> left) {
        int count = 0;
        for (int place = 0; place < size && count < shown.length; place++) {
            int candidate = ranking.row(place);
            if (left.isEmpty() || !left.contains(keptItems[candidate])) {
                shown[count++] = candidate;
            }
        }
        example.fill(signals, shown, count, keptItems);
        return example;
    }

    /**
     * The asked items that name a candidate, the strongest first, and the score each gives; the
     * current item if only two steps from it lead there; else the category or site where it is
     * popular.
     */
    List<Reason> reasons(String item, double score) {
        List<Reason> reasons = pairs.reasons(item, score);
        int row = reasons.isEmpty() ? rows.find(item) : -1;
        if (row < 0) {
            return reasons;
        }
        if (twoSteps.isEnd(row)) {
            return List.of(new Reason(Source.SIMILAR_ITEM, rows.item(0), score));
        }
        String category = ofCategory.categoryOf(row);
        if (category != null) {
            return List.of(new Reason(Source.POPULAR_IN_CATEGORY, category, score));
        }
        return popular.worth(row) > 0
                ? List.of(new Reason(Source.POPULAR_ON_SITE, null, score))
                : reasons;
    }
}
