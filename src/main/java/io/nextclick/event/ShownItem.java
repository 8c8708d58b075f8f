package io.nextclick.event;

/**
 * One item of a list that came into view.
 *
 * @param itemId product or article
 * @param position rank in the list, from 1
 */
public record ShownItem(String itemId, int position) {}
