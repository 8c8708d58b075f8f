package io.nextclick.session;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.flow.PastEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionCutsTest {

    private static final long SECOND = 1_000;
    private static final SessionSettings TWO_A_MINUTE =
            SessionTests.with(Map.of("quality.max-events-per-minute", "2"));

    private static List<PastEvent> views(long... millis) {
        List<PastEvent> events = new ArrayList<>();
        for (int i = 0; i < millis.length; i++) {
            events.add(PastEvent.of(view("item" + i).at(millis[i]).event()));
        }
        return events;
    }

    @Test
    void what_is_a_bots_follows_from_events_before_the_time_that_is_asked_for() {
        List<PastEvent> events = views(NOON, NOON + 1, NOON + 2, NOON + 60 * SECOND);

        assertThat(SessionCuts.withoutBots(events, NOON + 2, TWO_A_MINUTE))
                .containsExactly(events.get(3));
    }

    @Test
    void nothing_before_the_time_that_is_asked_for_is_given() {
        List<PastEvent> events = views(NOON, NOON + 60 * SECOND, NOON + 60 * SECOND);

        assertThat(SessionCuts.withoutBots(events, Long.MIN_VALUE, TWO_A_MINUTE)).hasSize(3);
        assertThat(SessionCuts.withoutBots(events, NOON + 1, TWO_A_MINUTE))
                .containsExactlyElementsOf(events.subList(1, 3));
        assertThat(SessionCuts.withoutBots(events, NOON + 61 * SECOND, TWO_A_MINUTE)).isEmpty();
    }
}
