package io.nextclick.evaluate;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the positions of a test are split by, so that weak places are seen. */
public enum Slice {
    /** Clicks of the visit so far: the list after the first click is of position 1. */
    POSITION("1,2,3-5,6-10,11+"),
    /** Time from the next item's first click of the log to the next click. */
    AGE("first click,< 1 h,1 h - 1 d,1 d - 7 d,>= 7 d"),
    /** Clicks on the next item that were learnt before. */
    POPULARITY("0,1-2,3-9,10-99,100-999,1000+"),
    /** Whether the visit has been at the next item before. */
    REPEAT("new,repeat");

    private static final long[] POSITIONS = {2, 3, 6, 11};
    private static final long[] AGES = {
        0,
        Duration.ofHours(1).toMillis(),
        Duration.ofDays(1).toMillis(),
        Duration.ofDays(7).toMillis()
    };
    private static final long[] CLICKS = {1, 3, 10, 100, 1_000};

    private final String valueNames;

    Slice(String valueNames) {
        this.valueNames = valueNames;
    }

    /**
     * What is known of a click that is predicted.
     *
     * @param position clicks of its session before it, at least 1
     * @param ageMillis time since its item's first click, at least 0; -1 if it is the first
     * @param clicks clicks on its item that were learnt before
     * @param repeat true if its session has one of them
     */
    record Next(int position, long ageMillis, long clicks, boolean repeat) {}

    /** Names of the values, in order. */
    public List<String> valueNames() {
        return List.of(valueNames.split(",", -1));
    }

    /** Name in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Which of the values it is, from 0. */
    int valueOf(Next next) {
        return switch (this) {
            case POSITION -> reached(POSITIONS, next.position());
            case AGE -> reached(AGES, next.ageMillis());
            case POPULARITY -> reached(CLICKS, next.clicks());
            case REPEAT -> next.repeat() ? 1 : 0;
        };
    }

    private static int reached(long[] thresholds, long value) {
        int reached = 0;
        while (reached < thresholds.length && value >= thresholds[reached]) {
            reached++;
        }
        return reached;
    }
}
