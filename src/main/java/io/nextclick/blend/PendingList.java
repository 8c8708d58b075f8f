package io.nextclick.blend;

import java.util.Map;

/**
 * A list that a blend may learn from.
 *
 * @param policyKey the blend
 * @param recommendationId the list; empty if nobody will name it
 * @param chances of items that a draw gave their place, its probability; all others have 1
 * @param later what the click after the next one counts, 0 to 1
 * @param drawnPlace the upper of two places whose order was drawn, from 1; 0 if none was
 * @param atMillis time of the event that the list is for, ms since the epoch
 */
public record PendingList(
        String policyKey,
        String recommendationId,
        Map<String, Double> chances,
        double later,
        int drawnPlace,
        long atMillis) {

    /** A list without draws that nobody will name. */
    public PendingList(String policyKey, double later, long atMillis) {
        this(policyKey, "", Map.of(), later, 0, atMillis);
    }

    /** True if a place of the list is one of two whose order was drawn. */
    boolean isDrawn(ListPlace place) {
        return drawnPlace > 0
                && place.recommendationId().equals(recommendationId)
                && (place.position() == drawnPlace || place.position() == drawnPlace + 1);
    }
}
