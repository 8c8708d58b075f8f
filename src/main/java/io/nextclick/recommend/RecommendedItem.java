package io.nextclick.recommend;

import java.util.List;

/**
 * One item of a list.
 *
 * @param itemId product or article
 * @param score larger is better
 * @param reasons why it is here, the strongest first; never empty
 */
public record RecommendedItem(String itemId, double score, List<Reason> reasons) {}
