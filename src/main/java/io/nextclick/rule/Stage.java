package io.nextclick.rule;

import org.jspecify.annotations.Nullable;

/**
 * One stage of a pattern.
 *
 * @param name unique in its pattern
 * @param when condition of its events, in CEL
 * @param contiguity how it follows the stage before
 * @param absent true if no such event may come here
 * @param optional true if it may be left out
 * @param times how many events it stands for
 * @param withinMillis longest time from the event before, ms; 0 for no bound
 * @param distinct field of which each value counts once, or null
 */
public record Stage(
        String name,
        String when,
        Contiguity contiguity,
        boolean absent,
        boolean optional,
        Times times,
        long withinMillis,
        @Nullable String distinct) {

    /**
     * How many events a stage stands for.
     *
     * @param from minimum
     * @param to maximum, {@link #UNBOUNDED} for none
     * @param inner how they follow one another
     * @param greedy true for as many as there can be
     * @param until condition of an event that ends the repetition, or null
     */
    public record Times(
            int from, int to, Contiguity inner, boolean greedy, @Nullable String until) {}

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
        return times.from != 1 || times.to != 1;
    }

    /** True if events that no condition asks for can change a match. */
    boolean seesAll() {
        return contiguity == Contiguity.STRICT
                || times.inner == Contiguity.STRICT
                || times.greedy
                || optional;
    }

    /** True for exactly {@link Times#from} events, none left out. */
    public boolean isFixed() {
        return times.from == times.to && !optional && !times.greedy && times.until == null;
    }
}
