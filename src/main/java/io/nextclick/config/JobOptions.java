package io.nextclick.config;

import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.option.OptionValues;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;

/** Options of event time, of state in memory and of the job as a whole. */
final class JobOptions {

    static final OptionList ALL = new OptionList();

    static final Option<Duration> OUT_OF_ORDERNESS =
            ALL.duration(
                    "event-time.out-of-orderness",
                    Duration.ofSeconds(10),
                    Duration.ZERO,
                    Duration.ofDays(7),
                    "How far the watermark stays behind the newest record of a partition.");
    static final Option<Duration> IDLENESS =
            ALL.duration(
                    "event-time.idleness",
                    Duration.ofSeconds(15),
                    Duration.ofMillis(10),
                    Duration.ofDays(1),
                    "A partition silent for this long does not hold the watermark back. If all are,"
                            + " time passes by the job's own clock, less this and"
                            + " event-time.out-of-orderness, unless the records' clock is the"
                            + " producer's.");
    static final Option<Integer> CACHED_OBJECTS =
            ALL.number(
                    "state.cached-objects",
                    20_000,
                    1,
                    100_000_000,
                    "Maximum number of state objects that an operator's subtask keeps in memory.");
    static final Option<Integer> UNWRITTEN_OBJECTS =
            ALL.number(
                    "state.unwritten-objects",
                    2_000,
                    1,
                    100_000_000,
                    "Maximum number of them that are changed and not yet written; a checkpoint writes them"
                            + " first. Requests in flight do not count.");
    static final Option<Integer> MAX_PARALLELISM =
            ALL.number(
                    "job.max-parallelism",
                    128,
                    1,
                    32_768,
                    "Number of key groups. Can never change once there is a savepoint.");
    static final Option<Duration> BUFFER_TIMEOUT =
            ALL.duration(
                    "job.buffer-timeout",
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofSeconds(10),
                    "Maximum time that a record waits for a network buffer to fill; 0 sends each at"
                            + " once.");

    private JobOptions() {}

    static WriteBackState.Limits cache(OptionValues given) {
        given.require(
                given.get(UNWRITTEN_OBJECTS) <= given.get(CACHED_OBJECTS),
                UNWRITTEN_OBJECTS,
                "at most state.cached-objects=" + given.get(CACHED_OBJECTS));
        return new WriteBackState.Limits(given.get(CACHED_OBJECTS), given.get(UNWRITTEN_OBJECTS));
    }
}
