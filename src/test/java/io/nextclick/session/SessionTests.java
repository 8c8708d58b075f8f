package io.nextclick.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.option.OptionValues;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Settings of the session tests: a gap of a minute, no lateness, and bounds that nothing reaches;
 * all else as the options' defaults say.
 */
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
        return with(
                Map.of(
                        "session.max-length", maxLength + " ms",
                        "session.max-events", String.valueOf(maxEvents),
                        "session.allowed-lateness", lateness + " ms",
                        "session.max-open-events", String.valueOf(maxOpenEvents),
                        "session.recent-items", String.valueOf(recentItems),
                        "session.max-distinct", String.valueOf(maxDistinct),
                        "session.max-owned", String.valueOf(maxOwned),
                        "quality.max-events-per-minute", String.valueOf(maxEventsPerMinute)));
    }

    /** Settings with a gap of a minute, or what is given. */
    static SessionSettings with(Map<String, String> options) {
        Map<String, String> texts = new HashMap<>(options);
        texts.putIfAbsent("session.gap", GAP + " ms");
        texts.putIfAbsent("session.outlier", "1 h");
        OptionValues given = new OptionValues(texts, SessionOptions.ALL.options());
        SessionSettings settings = SessionOptions.settings(given, Duration.ZERO);
        assertThat(given.faults()).isEmpty();
        return settings;
    }
}
