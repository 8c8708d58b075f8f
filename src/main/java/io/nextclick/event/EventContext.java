package io.nextclick.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where and how an event happened; everything may be absent.
 *
 * @param category path from the root, levels separated by '/'
 * @param brand brand of the item
 * @param price price of one piece, in the currency's main unit
 * @param currency ISO 4217 code
 * @param quantity pieces
 * @param query search text as typed
 * @param dwellMillis time spent, ms
 * @param scrollDepth largest share of the page in view, 0 to 1
 * @param rating on the site's own scale
 * @param pageType surface, for example {@code home}, {@code item}, {@code cart}
 * @param campaign campaign that led here
 * @param recommendationId list an impression or click came from
 * @param recommendationPosition rank in that list, from 1
 * @param attributes free attributes of the site
 */
public record EventContext(
        @Nullable String category,
        @Nullable String brand,
        @Nullable Double price,
        @Nullable String currency,
        @Nullable Integer quantity,
        @Nullable String query,
        @Nullable Long dwellMillis,
        @Nullable Float scrollDepth,
        @Nullable Float rating,
        @Nullable String pageType,
        @Nullable String campaign,
        @Nullable String recommendationId,
        @Nullable Integer recommendationPosition,
        Map<String, String> attributes) {

    /** Nothing known. */
    public static final EventContext NONE = ofAttributes(Map.of());

    /** Nothing known but free attributes of the site. */
    public static EventContext ofAttributes(Map<String, String> attributes) {
        return new EventContext(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                attributes);
    }

    /** What a catalogue page knows of the item and nothing else. */
    public static EventContext ofItem(
            @Nullable String category, @Nullable String brand, @Nullable Double price) {
        return new EventContext(
                category, brand, price, null, null, null, null, null, null, null, null, null, null,
                Map.of());
    }
}
