package io.nextclick.verdict;

import java.util.Arrays;

/**
 * What is summed up of one person: what their lists were worth week by week, and in each arm of
 * each experiment. Stored: its fields are part of every savepoint.
 *
 * <p>Invariant: all of it are sums over lists. So a list that moves to another person, or back, is
 * taken away and added, and leaves no trace.
 */
public final class UnitSums {

    private static final String[] NO_ARMS = {};
    private static final long[] NO_NUMBERS = {};

    /** {@code experiment:arm} of each. */
    public String[] arms = NO_ARMS;

    /** When the experiment of each arm begins, ms since the epoch; 0 for one without a start. */
    public long[] starts = NO_NUMBERS;

    /** Of each arm, by {@link io.nextclick.flow.ListOutcome.Part}. */
    public long[] sums = NO_NUMBERS;

    /** Weeks since the epoch. */
    public long[] weeks = NO_NUMBERS;

    /** Of each week, by the same. */
    public long[] weekly = NO_NUMBERS;

    /** For Flink's serializer. */
    public UnitSums() {}

    /** True if nothing is left. */
    boolean isIdle() {
        return isZero(sums) && isZero(weekly);
    }

    static boolean isZero(long[] numbers) {
        return Arrays.stream(numbers).allMatch(each -> each == 0);
    }
}
