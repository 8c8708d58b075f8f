package io.nextclick.similarity;

import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.option.OptionValues;
import java.time.Duration;

/** Options of the similarity of items. */
public final class SimilarityOptions {

    public static final OptionList ALL = new OptionList();

    private static final Duration YEARS = Duration.ofDays(3_650);

    static final Option<Duration> HALF_LIFE =
            ALL.duration(
                    "similarity.half-life",
                    Duration.ofDays(30),
                    Duration.ofMinutes(1),
                    YEARS,
                    "Time in which the weight of a pair halves.");
    static final Option<Integer> TREND_VISITS =
            ALL.number(
                    "similarity.trend-visits",
                    50,
                    1,
                    100_000,
                    "Visits of an item in which the weight of what is trending halves.");
    static final Option<Integer> MAX_NEIGHBOURS =
            ALL.number(
                    "similarity.max-neighbours",
                    100,
                    1,
                    1_000,
                    "Maximum number of neighbours of an item.");
    static final Option<Integer> CANDIDATES =
            ALL.number(
                    "similarity.candidates",
                    50,
                    1,
                    1_000,
                    ("Maximum number of candidates of an answer. Items that the person was at"
                                    + " before name fewer: the last one %d at most, older ones %d.")
                            .formatted(ItemAnswers.SECOND, ItemAnswers.OLDER));
    public static final Option<Duration> TTL =
            ALL.duration(
                    "similarity.ttl",
                    Duration.ofDays(90),
                    Duration.ofMinutes(1),
                    YEARS,
                    "How long an item is remembered after the last event.");
    static final Option<Duration> PUBLISH =
            ALL.duration(
                    "similarity.publish-interval",
                    Duration.ofMinutes(1),
                    Duration.ZERO,
                    Duration.ofDays(1),
                    "Minimum time between two publications of an item's list; 0 publishes none.");
    static final Option<Integer> MAX_REMOVED =
            ALL.number(
                    "similarity.max-removed-items",
                    100_000,
                    1,
                    100_000_000,
                    "Maximum number of removed items that a subtask keeps, so that no published list"
                            + " names them; the one removed first is forgotten.");
    static final Option<Integer> SWEEP_RATE =
            ALL.number(
                    "similarity.sweep-rate",
                    500,
                    1,
                    1_000_000,
                    "Items a second whose lists a subtask looks through after an item was removed or"
                            + " came back.");

    private SimilarityOptions() {}

    public static SimilaritySettings settings(OptionValues given) {
        return new SimilaritySettings(
                given.millis(HALF_LIFE),
                given.get(TREND_VISITS),
                given.get(MAX_NEIGHBOURS),
                given.get(CANDIDATES),
                given.millis(PUBLISH),
                given.get(MAX_REMOVED),
                given.get(SWEEP_RATE));
    }
}
