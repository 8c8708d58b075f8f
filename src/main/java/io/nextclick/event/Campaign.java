package io.nextclick.event;

import org.jspecify.annotations.Nullable;

/**
 * What led to a visit; everything may be absent.
 *
 * @param name the campaign
 * @param source where it came from
 * @param medium by what medium
 * @param content which of several links or pictures
 * @param term search term that was paid for
 */
public record Campaign(
        @Nullable String name,
        @Nullable String source,
        @Nullable String medium,
        @Nullable String content,
        @Nullable String term) {

    /** Nothing known. */
    public static final Campaign NONE = new Campaign(null, null, null, null, null);
}
