package io.nextclick.popularity;

import io.nextclick.option.Durations;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.option.OptionValues;
import java.time.Duration;

/** Options of popularity. */
public final class PopularityOptions {

    public static final OptionList ALL = new OptionList();

    private static final Duration YEARS = Duration.ofDays(3_650);

    static final Option<Duration> HALF_LIFE =
            ALL.duration(
                    "popularity.half-life",
                    Duration.ofDays(1),
                    Duration.ofMinutes(1),
                    YEARS,
                    "Time in which the weight of a visit halves.");
    static final Option<Duration> RECENT_HALF_LIFE =
            ALL.duration(
                    "popularity.recent-half-life",
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(1),
                    YEARS,
                    "The same for lists of which that says better what is visited next, as of articles"
                            + " of the day. At most popularity.half-life; the same as that counts all lists alike.");
    static final Option<Integer> ITEMS =
            ALL.number(
                    "popularity.max-items",
                    200,
                    1,
                    10_000,
                    "Maximum number of items of a popularity list.");
    static final Option<Integer> PUBLISHED =
            ALL.number(
                    "popularity.published",
                    100,
                    1,
                    10_000,
                    "Maximum number of items of a popularity list that the list making sees.");
    static final Option<Duration> PUBLISH =
            ALL.duration(
                    "popularity.publish-interval",
                    Duration.ofSeconds(1),
                    Duration.ofMillis(10),
                    Duration.ofDays(1),
                    "Minimum time between two publications of a popularity list.");
    public static final Option<Duration> TTL =
            ALL.duration(
                    "popularity.ttl",
                    Duration.ofDays(90),
                    Duration.ofMinutes(1),
                    YEARS,
                    "How long a popularity list is kept after the last visit.");

    private PopularityOptions() {}

    public static PopularitySettings settings(OptionValues given) {
        given.require(
                given.get(PUBLISHED) <= given.get(ITEMS),
                PUBLISHED,
                "at most popularity.max-items=" + given.get(ITEMS));
        given.require(
                given.millis(RECENT_HALF_LIFE) <= given.millis(HALF_LIFE),
                RECENT_HALF_LIFE,
                "at most popularity.half-life, " + Durations.text(given.get(HALF_LIFE)));
        return new PopularitySettings(
                given.millis(HALF_LIFE),
                given.millis(RECENT_HALF_LIFE),
                given.get(ITEMS),
                given.get(PUBLISHED),
                given.millis(PUBLISH));
    }
}
