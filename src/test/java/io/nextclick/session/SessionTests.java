package io.nextclick.session;

/** Rules of the session tests: a gap of a minute, no lateness, and bounds that nothing reaches. */
final class SessionTests {

    static final long GAP = 60_000;
    static final SessionSettings RULES = lateness(0);

    private SessionTests() {}

    static SessionSettings lateness(long millis) {
        return rules(86_400_000, 1_000, millis, 2_000, 10, 200, 200, 120);
    }

    static SessionSettings rules(
            long maxLength,
            int maxEvents,
            long lateness,
            int maxOpenEvents,
            int recentItems,
            int maxDistinct,
            int maxOwned,
            int maxEventsPerMinute) {
        return new SessionSettings(
                GAP,
                maxLength,
                maxEvents,
                lateness,
                maxOpenEvents,
                recentItems,
                maxDistinct,
                maxOwned,
                maxEventsPerMinute,
                100,
                31 * 86_400_000L,
                20,
                3_600_000,
                14 * 86_400_000L,
                true);
    }
}
