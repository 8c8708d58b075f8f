package io.nextclick.recommend;

import org.jspecify.annotations.Nullable;

/**
 * Why an item is in a list.
 *
 * @param source what named it
 * @param becauseOf the item or category that led here; null for the site
 * @param weight part of the item's score
 */
public record Reason(Source source, @Nullable String becauseOf, double weight) {}
