package io.nextclick.gateway;

import com.fasterxml.jackson.core.io.SerializedString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list as a view keeps it.
 *
 * @param recommendationId the list's id
 * @param site the tenant
 * @param personId whom it is for
 * @param surface where it is shown
 * @param generatedAtMillis when it was made, ms since the epoch
 * @param triggerEventId the event that led to it
 * @param triggerOccurredAtMillis when that happened, ms since the epoch
 * @param fallback true if nothing of it comes from the person's own behaviour
 * @param complete false if it was made at the deadline
 * @param arm what an experiment decided; null for nothing
 * @param segments the person's
 * @param items best first
 */
record SlimList(
        String recommendationId,
        String site,
        String personId,
        String surface,
        long generatedAtMillis,
        String triggerEventId,
        long triggerOccurredAtMillis,
        boolean fallback,
        boolean complete,
        @Nullable String arm,
        List<String> segments,
        List<Item> items) {

    /**
     * An item of it.
     *
     * @param itemId the item
     * @param score its probability
     * @param propensity with which probability it stands there; not a number if that is not known
     * @param reasons strongest first
     */
    record Item(SerializedString itemId, float score, float propensity, List<Reason> reasons) {}

    /**
     * Why it is there.
     *
     * @param source code of the contract's {@code ReasonSource}
     * @param becauseOf item, category, segment or rule; null for none
     * @param weight its part of the score
     */
    record Reason(int source, @Nullable SerializedString becauseOf, float weight) {}
}
