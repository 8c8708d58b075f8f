package io.nextclick.alarm;

import java.util.Locale;

/**
 * What has most of a change: of each part of a series what is usual and what it is now. A part is
 * the cause if it has most of the change and more than its share of what is usual; else all are
 * alike.
 */
final class Causes {

    private static final float USUAL_GAIN = 1f / 30;
    private static final float RECENT_GAIN = 0.5f;

    /** A part that is so small is no longer one. */
    private static final float GONE = 0.001f;

    /** Share of the change that a cause has at least. */
    private static final double MOST = 0.6;

    /** How many times its usual share it has at least. */
    private static final double MORE_THAN_USUAL = 1.2;

    private static final double PER_CENT = 100;

    private Causes() {}

    /** Counts a part; false if there are too many. */
    static boolean add(SeriesState state, String name, long count) {
        for (SeriesPart part : state.parts) {
            if (part.name.equals(name)) {
                part.count += count;
                return true;
            }
        }
        if (state.parts.size() == SeriesState.PARTS) {
            return false;
        }
        SeriesPart part = new SeriesPart(name);
        part.count = count;
        state.parts.add(part);
        return true;
    }

    /** Ends a minute. */
    static void minute(SeriesState state) {
        for (SeriesPart part : state.parts) {
            part.recent += RECENT_GAIN * (Math.max(0, part.count) - part.recent);
        }
    }

    /** Learns what is usual, of a minute without an alarm. */
    static void learn(SeriesState state) {
        boolean first = state.minutes <= 1;
        for (SeriesPart part : state.parts) {
            float gain = first ? 1 : USUAL_GAIN;
            part.usual += gain * (Math.max(0, part.count) - part.usual);
        }
        state.parts.removeIf(part -> part.usual < GONE && part.count == 0);
    }

    /** Forgets what was counted in the minute. */
    static void endMinute(SeriesState state) {
        for (SeriesPart part : state.parts) {
            part.count = 0;
        }
    }

    /** The cause in words; empty if the series has no parts. */
    static String of(SeriesState state) {
        SeriesPart most = null;
        double change = 0;
        double share = 0;
        for (SeriesPart part : state.parts) {
            String dimension = dimension(part);
            double all = 0;
            double usual = 0;
            for (SeriesPart other : state.parts) {
                if (dimension(other).equals(dimension)) {
                    all += other.usual - other.recent;
                    usual += other.usual;
                }
            }
            double own = all == 0 ? 0 : (part.usual - part.recent) / all;
            double ownUsual = usual == 0 ? 0 : part.usual / usual;
            boolean isCause = own >= MOST && own >= MORE_THAN_USUAL * ownUsual;
            if (isCause && own > change) {
                most = part;
                change = own;
                share = ownUsual;
            }
        }
        if (most != null) {
            return String.format(
                    Locale.ROOT,
                    "%s has %.0f %% of the change and usually %.0f %% of the series",
                    most.name,
                    PER_CENT * Math.min(1, change),
                    PER_CENT * share);
        }
        return state.parts.isEmpty() ? "" : "all parts alike";
    }

    private static String dimension(SeriesPart part) {
        return part.name.substring(0, Math.max(0, part.name.indexOf('=')));
    }
}
