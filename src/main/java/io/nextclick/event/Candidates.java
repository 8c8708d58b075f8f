package io.nextclick.event;

import org.jspecify.annotations.Nullable;

/**
 * The answer of one item to a person: its best neighbours.
 *
 * @param personKey person who asked
 * @param sequence the person's event that asked
 * @param slot which of the asked items answers, 0 is the event's own item or the newest
 * @param itemId the item that answers
 * @param category the item's category, if known
 * @param neighbours its neighbours, best first
 * @param scores their scores
 */
public record Candidates(
        String personKey,
        long sequence,
        int slot,
        String itemId,
        @Nullable String category,
        String[] neighbours,
        float[] scores) {}
