package io.nextclick.evaluate;

import java.util.Locale;

/**
 * A figure of one list, averaged over all positions of the test. The definitions are those of
 * session-rec (Ludewig et al., "Empirical analysis of session-based recommendation algorithms",
 * 2020, and its published code), so that figures can be compared; where session-rec departs from
 * the textbook it is said at {@link ListScorer}.
 */
public enum Metric {
    HR5(0),
    HR10(1),
    HR20(2),
    MRR5(3),
    MRR10(4),
    MRR20(5),
    RECALL5(6),
    RECALL10(7),
    RECALL20(8),
    PRECISION5(9),
    PRECISION10(10),
    PRECISION20(11),
    MAP5(12),
    MAP10(13),
    MAP20(14),
    NDCG5(15),
    NDCG10(16),
    NDCG20(17);

    private final int column;

    Metric(int column) {
        this.column = column;
    }

    /** Where its sum is among those of all metrics, from 0; the three cut-offs are neighbours. */
    int column() {
        return column;
    }

    /** Name in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
