package io.nextclick.recommend;

/** Which part of the engine named an item. The names are those of the contract. */
public enum Source {
    SIMILAR_ITEM,
    POPULAR_IN_CATEGORY,
    POPULAR_ON_SITE
}
