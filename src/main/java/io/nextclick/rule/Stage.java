package io.nextclick.rule;

import org.jspecify.annotations.Nullable;

/**
 * One stage of a pattern.
 *
 * @param name unique in its pattern
 * @param when condition of its events, in CEL
 * @param contiguity how it follows the stage before
 * @param absent true if no such event may come here
 * @param from fewest events
 * @param to most events, {@link #UNBOUNDED} for no bound
 * @param inner how its repeated events follow one another
 * @param optional true if it may be left out
 * @param greedy true if it takes as many events as it can
 * @param until condition of an event that ends the repetition, or null
 * @param withinMillis longest time from the event before, ms; 0 for no bound
 * @param distinct field of which each value counts once, or null
 */
public record Stage(
        String name,
        String when,
        Contiguity contiguity,
        boolean absent,
        int from,
        int to,
        Contiguity inner,
        boolean optional,
        boolean greedy,
        @Nullable String until,
        long withinMillis,
        @Nullable String distinct) {

    /** No upper bound of events. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /** How events may lie between two events of a match. */
    public enum Contiguity {
        /** None: Flink CEP's {@code next}, {@code consecutive}. */
        STRICT,
        /** Such as do not match: {@code followedBy}. */
        RELAXED,
        /** Any, also such as match: {@code followedByAny}, {@code allowCombinations}. */
        ANY
    }

    /** True if it stands for more or less than one event. */
    public boolean isRepeated() {
        return from != 1 || to != 1;
    }

    /** True if events that no condition asks for can change a match. */
    public boolean seesAll() {
        return contiguity == Contiguity.STRICT || inner == Contiguity.STRICT || greedy || optional;
    }

    /** True for exactly {@link #from} events, none left out. */
    public boolean isFixed() {
        return from == to && !optional && !greedy && until == null;
    }
}
