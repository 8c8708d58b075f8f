package io.nextclick.recommend;

/** Which part of the engine named an item. The names are those of the contract. */
public enum Source {
    /** An item of the visit, which others went on from. */
    SIMILAR_ITEM,
    /** What others look at in the category. */
    POPULAR_IN_CATEGORY,
    /** What others look at on the site. */
    POPULAR_ON_SITE,
    /** An item of the visit itself, which people come back to. */
    VISITED,
    /** What is new on the site, to learn who wants it. */
    NEW_ITEM,
    /** A segment that the person is in. */
    SEGMENT,
    /** A recommendation rule. */
    RULE;

    /** True if the person's own visit led to it. */
    boolean isOwnBehavior() {
        return this == SIMILAR_ITEM || this == VISITED;
    }
}
