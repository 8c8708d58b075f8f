package io.nextclick.flow;

import java.util.List;

/**
 * What a person was like until now, from their sessions of the last 30 days.
 *
 * @param sessions7 sessions that ended in the 7 days up to the newest one
 * @param sessions30 in 30 days
 * @param days7 different days (UTC) on which these began
 * @param days30 in 30 days
 * @param durationMillis average length, ms
 * @param pages average pages of a session
 * @param conversion average share of sessions with a purchase, 0 to 1
 * @param daysBetween average days between the ends of neighbouring sessions
 * @param lastMillis end of the newest session, ms since the epoch; 0 if there is none
 * @param categories categories turned to most, best first, at most {@value #MOST_CATEGORIES}
 */
public record PersonMetrics(
        int sessions7,
        int sessions30,
        int days7,
        int days30,
        double durationMillis,
        double pages,
        double conversion,
        double daysBetween,
        long lastMillis,
        List<String> categories) {

    /** Maximum number of categories. */
    public static final int MOST_CATEGORIES = 5;

    /** A person without a session that is over. */
    public static final PersonMetrics NONE = ofCategories(List.of());

    /** Nothing but the categories. */
    static PersonMetrics ofCategories(List<String> categories) {
        return new PersonMetrics(0, 0, 0, 0, 0, 0, 0, 0, 0, categories);
    }

    /** Takes metrics of savepoints that knew no categories. */
    public PersonMetrics {
        categories = categories == null ? List.of() : categories;
    }
}
