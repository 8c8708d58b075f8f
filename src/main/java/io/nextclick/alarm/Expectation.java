package io.nextclick.alarm;

/**
 * What is expected of a series in a minute, and how it is learnt.
 *
 * <p>Where the hour of the week was seen before, it is what is usual in it, between two hours'
 * middles in proportion, times how the last day was beside what is usual. Else it is the level of
 * the last quarter of an hour. Counts vary around it by their dispersion d, with variance m + d m²;
 * it is learnt for each length of window, so that slow drift and errors of the expectation are in
 * it.
 */
final class Expectation {

    /** Minutes of a week and the phase of the epoch, which began on a Thursday. */
    private static final long WEEK = 7 * 24 * 60;

    private static final int HOUR = 60;
    private static final int ENOUGH_OF_AN_HOUR = 30;
    private static final int MAX_WEEKS = 100;

    /** Weight of a new week at least. */
    private static final float WEEK_GAIN = 0.25f;

    /** Minutes that the level is of. */
    private static final int LEVEL_MINUTES = 15;

    private static final float LEVEL_DECAY = 1 - 1f / LEVEL_MINUTES;
    private static final float DAY_DECAY = 1 - 1f / (24 * 60);
    private static final float SPREAD_DECAY = 1 - 1f / (2 * 24 * 60);

    /** Minutes as usual that are added to what was seen in the last day. */
    private static final float USUAL_MINUTES = 240;

    private static final double MAX_DAY = 10;

    /** Dispersion of a series of which nothing is known, and how many windows it stands for. */
    private static final double FIRST_DISPERSION = 0.03;

    private static final double FIRST_WINDOWS = 30;

    private static final double MAX_DISPERSION = 10;

    /** Deviation from which on a minute teaches no more than one at it, standard deviations. */
    private static final double OUTLIER = 2.5;

    /** Noise of a dispersion that is taken of an hour of counts of mean 1: √(2 / 60), twice. */
    private static final double BURST_NOISE = 0.37;

    private Expectation() {}

    /** How many are expected in a minute. */
    static double of(SeriesState state, long minute, double base) {
        double usual = usual(state.norm, minute);
        double rate = usual < 0 ? level(state.norm) : usual * day(state.norm, usual * base);
        return Math.max(rate, state.kind.leastLevel()) * base;
    }

    /** True if the hour of the week was seen before. */
    static boolean knows(SeriesState state, long minute) {
        return usual(state.norm, minute) >= 0;
    }

    /** What is usual in the minute's hour of the week; below 0 if it is not known. */
    private static double usual(SeriesNorm norm, long minute) {
        double place = Math.floorMod(minute, WEEK) / (double) HOUR - 0.5;
        int before = Math.floorMod((int) Math.floor(place), SeriesState.SLOTS);
        int after = (before + 1) % SeriesState.SLOTS;
        if (norm.weeks[before] == 0 || norm.weeks[after] == 0) {
            return -1;
        }
        double share = place - Math.floor(place);
        return (1 - share) * norm.shape[before] + share * norm.shape[after];
    }

    private static double level(SeriesNorm norm) {
        return norm.levelBase > 0 ? norm.levelCount / norm.levelBase : 0;
    }

    /** How the last day was beside what is usual, 1 if alike. */
    private static double day(SeriesNorm norm, double usualNow) {
        double prior = USUAL_MINUTES * usualNow;
        double usual = norm.dayShape + prior;
        double ratio = usual > 0 ? (norm.dayCount + prior) / usual : 1;
        return Math.min(MAX_DAY, Math.max(1 / MAX_DAY, ratio));
    }

    /** Dispersion of the count of a window that ends with a minute. */
    static double dispersion(SeriesState state, int window, long minute, double expected) {
        SeriesNorm norm = state.norm;
        double square = FIRST_WINDOWS * expected * expected;
        double known = norm.squares[window] + square;
        double learnt =
                known > 0
                        ? (norm.excess[window] + FIRST_DISPERSION * square) / known
                        : FIRST_DISPERSION;
        double dispersion = Math.max(0, Math.min(MAX_DISPERSION, learnt));
        int slot = slot(minute);
        int weeks = norm.weeks[slot];
        if (weeks == 0) {
            // The level is an estimate of as many counts as it was taken of.
            return Math.max(dispersion, 1 / Math.max(1.0, norm.levelCount));
        }
        double mean = expected / SeriesState.WINDOWS[window];
        double noise = BURST_NOISE / (Math.max(1, mean) * Math.sqrt(weeks));
        double burst = (norm.burst[slot] - noise) / SeriesState.WINDOWS[window];
        return Math.max(dispersion, burst);
    }

    private static int slot(long minute) {
        return (int) (Math.floorMod(minute, WEEK) / HOUR);
    }

    /**
     * Learns of a minute that is as expected, or nearly so. The first quarter of an hour is taken
     * as it is while it is not judged: what begins often begins small.
     */
    static void learn(SeriesState state, long minute, long count, double base) {
        SeriesNorm norm = state.norm;
        double expected = of(state, minute, base);
        double usual = usual(norm, minute);
        double taken = count;
        // Of what has just begun nothing is known by which a minute could be far off.
        if (state.ring > 0 || state.minutes >= LEVEL_MINUTES) {
            double spread = expected + dispersion(state, 0, minute, expected) * expected * expected;
            double most = OUTLIER * Math.sqrt(Math.max(1, spread));
            taken = Math.max(expected - most, Math.min(expected + most, (double) count));
        }
        taken = Math.max(0, taken);
        norm.levelCount = (float) (norm.levelCount * LEVEL_DECAY + taken);
        norm.levelBase = (float) (norm.levelBase * LEVEL_DECAY + base);
        if (usual >= 0) {
            norm.dayCount = (float) (norm.dayCount * DAY_DECAY + taken);
            norm.dayShape = (float) (norm.dayShape * DAY_DECAY + usual * base);
        }
        norm.hourCount += (float) taken;
        norm.hourBase += (float) base;
        norm.hourMinutes++;
        state.minutes = Math.min(Integer.MAX_VALUE - 1, state.minutes + 1);
    }

    /** Learns how far the minute and what ended with it was from what was expected. */
    static void learnSpread(SeriesState state, long minute) {
        SeriesNorm norm = state.norm;
        double observed = 0;
        double expected = 0;
        int window = 0;
        for (int back = 1; back <= state.ring; back++) {
            observed += state.observed[state.ring - back];
            expected += state.expected[state.ring - back];
            if (back == SeriesState.WINDOWS[window]) {
                double square = expected * expected;
                double known = dispersion(state, window, minute, expected);
                double most = OUTLIER * OUTLIER * (expected + known * square);
                double distance = (observed - expected) * (observed - expected);
                double excess = Math.min(distance, Math.max(1, most)) - expected;
                norm.excess[window] = (float) (norm.excess[window] * SPREAD_DECAY + excess);
                norm.squares[window] = (float) (norm.squares[window] * SPREAD_DECAY + square);
                if (window == 0) {
                    norm.hourExcess += (float) (distance - expected);
                    norm.hourSquares += (float) square;
                }
                window++;
            }
        }
    }

    /** Ends an hour with its last minute: what it was becomes what is usual in it. */
    static void endHour(SeriesState state, long minute) {
        if (Math.floorMod(minute, HOUR) != HOUR - 1) {
            return;
        }
        SeriesNorm norm = state.norm;
        int slot = slot(minute);
        if (norm.hourMinutes >= ENOUGH_OF_AN_HOUR && norm.hourBase > 0) {
            norm.weeks[slot] = (byte) Math.min(MAX_WEEKS, norm.weeks[slot] + 1);
            float gain = Math.max(WEEK_GAIN, 1f / norm.weeks[slot]);
            float mean = norm.hourCount / norm.hourBase;
            norm.shape[slot] += gain * (mean - norm.shape[slot]);
            float burst = norm.hourSquares > 0 ? norm.hourExcess / norm.hourSquares : 0;
            float bounded = Math.max(-1, Math.min(1, burst));
            norm.burst[slot] += gain * (bounded - norm.burst[slot]);
        }
        norm.hourCount = 0;
        norm.hourBase = 0;
        norm.hourExcess = 0;
        norm.hourSquares = 0;
        norm.hourMinutes = 0;
    }

    /** Takes another level for what is expected from now on. */
    static void scale(SeriesState state, long minute, double ratio) {
        SeriesNorm norm = state.norm;
        norm.levelCount *= (float) ratio;
        if (!knows(state, minute)) {
            // Of a level it may be the time of day, which says nothing of other hours.
            return;
        }
        for (int slot = 0; slot < SeriesState.SLOTS; slot++) {
            norm.shape[slot] *= (float) ratio;
        }
        norm.dayCount = 0;
        norm.dayShape = 0;
    }
}
