package io.nextclick.flow;

import org.jspecify.annotations.Nullable;

/**
 * The answer of one item to a person: its best neighbours, and what it knows of each. Weights are
 * decayed to the item's newest event. The arrays beyond {@code scores} are empty in every answer
 * but that of the first asked item, the one that the person is at.
 *
 * @param personKey person who asked
 * @param sequence the person's event that asked
 * @param slot which of the asked items answers, 0 is the event's own item or the newest
 * @param itemId the item that answers
 * @param category the item's category, if known
 * @param visits the item's visits
 * @param recentVisits the recent visits
 * @param neighbours its strongest neighbours, in no certain order
 * @param scores strengths: weights of going on to them and, in part, of coming from them
 * @param forward weights of going on to them
 * @param next how often people went straight on to them
 * @param trend weights of recently going on to them
 * @param intent how often and how strongly people wanted them later in the visit
 */
public record Candidates(
        String personKey,
        long sequence,
        int slot,
        String itemId,
        @Nullable String category,
        float visits,
        float recentVisits,
        String[] neighbours,
        float[] scores,
        float[] forward,
        float[] next,
        float[] trend,
        float[] intent) {

    private static final float[] NONE = {};

    /** Takes answers of savepoints that knew scores alone, each by the root of the visits. */
    public Candidates {
        forward = forward == null ? NONE : forward;
        next = next == null ? NONE : next;
        trend = trend == null ? NONE : trend;
        intent = intent == null ? NONE : intent;
    }

    /** How many arrays of {@link #transition} there are. */
    public static final int TRANSITIONS = 4;

    /**
     * An answer with transitions as they travel.
     *
     * @param transitions by the number of {@link #transition}; none if it has no transitions
     */
    public Candidates(
            String personKey,
            long sequence,
            int slot,
            String itemId,
            @Nullable String category,
            float visits,
            float recentVisits,
            String[] neighbours,
            float[] scores,
            float[][] transitions) {
        this(
                personKey,
                sequence,
                slot,
                itemId,
                category,
                visits,
                recentVisits,
                neighbours,
                scores,
                transitions.length == 0 ? NONE : transitions[0],
                transitions.length == 0 ? NONE : transitions[1],
                transitions.length == 0 ? NONE : transitions[2],
                transitions.length == 0 ? NONE : transitions[3]);
    }

    /** One of the arrays that say how people went on from the item, in a fixed order. */
    public float[] transition(int number) {
        return switch (number) {
            case 0 -> forward;
            case 1 -> next;
            case 2 -> trend;
            case 3 -> intent;
            default -> throw new IllegalArgumentException("no transition " + number);
        };
    }

    /** True if it says how people went on from the item. */
    public boolean hasTransitions() {
        return forward.length > 0;
    }
}
