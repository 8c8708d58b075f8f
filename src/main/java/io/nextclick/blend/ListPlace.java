package io.nextclick.blend;

/**
 * Where a person found an item.
 *
 * @param recommendationId the list
 * @param position rank of the item in it, from 1
 */
public record ListPlace(String recommendationId, int position) {}
