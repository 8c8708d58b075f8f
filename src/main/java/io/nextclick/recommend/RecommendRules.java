package io.nextclick.recommend;

import java.io.Serializable;

/**
 * How lists are made, and the bounds of what is kept.
 *
 * @param size items of a list
 * @param recencyDecay factor by which the candidates of each older recent item count less, 0 to 1
 * @param excludeCurrentItem true keeps the item that the person is looking at out of the list
 * @param deadlineMillis longest wait for answers, ms; then the list is made of those that came
 * @param maxInFlight most unfinished requests of a person; beyond it the oldest is superseded
 * @param maxScopes most popularity lists of sites, and of categories, that a subtask keeps
 * @param maxUnavailable most unavailable items that a subtask keeps
 * @param maxItemFacts most items of which a subtask keeps what rules ask for
 */
public record RecommendRules(
        int size,
        double recencyDecay,
        boolean excludeCurrentItem,
        long deadlineMillis,
        int maxInFlight,
        int maxScopes,
        int maxUnavailable,
        int maxItemFacts)
        implements Serializable {}
