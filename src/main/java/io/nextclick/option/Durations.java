package io.nextclick.option;

import java.time.Duration;

/** Durations as the options write them. */
public final class Durations {

    private Durations() {}

    /** In the largest unit that is whole, for example {@code 30 min}. */
    public static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0 ms";
        }
        if (millis % Duration.ofDays(1).toMillis() == 0) {
            return duration.toDays() + " d";
        }
        if (millis % Duration.ofHours(1).toMillis() == 0) {
            return duration.toHours() + " h";
        }
        if (millis % Duration.ofMinutes(1).toMillis() == 0) {
            return duration.toMinutes() + " min";
        }
        return millis % Duration.ofSeconds(1).toMillis() == 0
                ? duration.toSeconds() + " s"
                : millis + " ms";
    }
}
