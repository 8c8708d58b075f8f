package io.nextclick.similarity;

import io.nextclick.event.SiteKey;
import org.jspecify.annotations.Nullable;

/**
 * What one event tells one item, and asks of it. The item's state is read once and written at most
 * once for it.
 *
 * @param site the tenant
 * @param itemId the item that is told and asked
 * @param personKey who asks
 * @param sequence the person's event
 * @param slot place of the answer among the asked items
 * @param occurredAtMillis time of the event, ms since the epoch
 * @param visited true if the event is a visit of this item, to be learnt
 * @param category category that the event gives for this item
 * @param after the item that the person came to after this one, or wants; null if that teaches
 *     nothing; the item itself where the person came back to it
 * @param afterWeight weight of that pair, 0 if the event is no step
 * @param afterNext true if the person went straight on to it
 * @param afterIntent how strongly the person wants it, 0 for a view
 * @param before other items that the person came from, newest first
 * @param beforeWeights weights of those pairs
 */
public record ItemMessage(
        String site,
        String itemId,
        String personKey,
        long sequence,
        int slot,
        long occurredAtMillis,
        boolean visited,
        @Nullable String category,
        @Nullable String after,
        float afterWeight,
        boolean afterNext,
        float afterIntent,
        String[] before,
        float[] beforeWeights) {

    /** Key of the item among all sites. */
    public String itemKey() {
        return SiteKey.of(site, itemId);
    }
}
