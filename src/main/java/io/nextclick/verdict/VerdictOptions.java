package io.nextclick.verdict;

import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.option.OptionValues;
import java.time.Duration;

/** Options of experiments. */
public final class VerdictOptions {

    public static final OptionList ALL = new OptionList();

    static final Option<Duration> INTERVAL =
            ALL.duration(
                    "experiments.publish-interval",
                    Duration.ofSeconds(1),
                    Duration.ofMillis(10),
                    Duration.ofHours(1),
                    "How often the result of an experiment is emitted while it changes.");
    static final Option<Duration> RETENTION =
            ALL.duration(
                    "experiments.retention",
                    Duration.ofDays(90),
                    Duration.ofDays(1),
                    Duration.ofDays(3_650),
                    "How long the sums of a person or an experiment are kept after their last change.");
    static final Option<Integer> TUNED_FOR =
            ALL.number(
                    "experiments.tuned-for",
                    5_000,
                    10,
                    1_000_000_000,
                    "Number of units of two arms at which the interval of their difference is"
                            + " narrowest; it holds at any number.");
    static final Option<Integer> LEARN_AFTER =
            ALL.number(
                    "experiments.learn-after",
                    100,
                    2,
                    1_000_000,
                    "Number of shown lists of every arm from which the weights of arms are learnt.");

    private VerdictOptions() {}

    /** The settings. */
    public static VerdictSettings settings(OptionValues values) {
        return new VerdictSettings(
                values.get(INTERVAL).toMillis(),
                values.get(RETENTION).toMillis(),
                values.get(TUNED_FOR),
                values.get(LEARN_AFTER));
    }
}
