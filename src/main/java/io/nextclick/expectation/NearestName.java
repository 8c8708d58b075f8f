package io.nextclick.expectation;

import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody may have meant who wrote a name that does not exist. */
final class NearestName {

    /** Two letters that changed places. */
    private static final int LEAST_TYPO = 2;

    private static final int LONG_NAME = 12;

    private NearestName() {}

    /**
     * The name that is most like a wrong one, or nothing if none is. The last part of a name stands
     * for all of it.
     */
    static Optional<String> of(String wrong, Iterable<String> names) {
        String given = wrong.toLowerCase(Locale.ROOT);
        int least = 1 + Math.max(LEAST_TYPO, Math.min(given.length(), LONG_NAME) / 3);
        String nearest = null;
        for (String name : names) {
            String full = name.toLowerCase(Locale.ROOT);
            String last = full.substring(full.lastIndexOf('.') + 1);
            boolean begins = given.length() > LEAST_TYPO && last.startsWith(given);
            int distance = begins ? 1 : Math.min(distance(given, full), distance(given, last));
            if (distance < least) {
                least = distance;
                nearest = name;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static int distance(String one, String other) {
        return LevenshteinDistance.getDefaultInstance().apply(one, other);
    }
}
