package io.nextclick.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionEndsTest {

    @Test
    void the_last_click_of_every_session_is_an_end() {
        Random random = new Random(1);
        List<String> sessions = new ArrayList<>();
        Map<String, Integer> newest = new HashMap<>();
        SessionEnds ends = new SessionEnds();
        for (int click = 0; click < 20_000; click++) {
            String session = "s" + random.nextInt(5_000);
            sessions.add(session);
            Integer before = newest.put(session, click);
            assertThat(ends.add(session)).isEqualTo(before == null ? -1 : before);
        }
        for (int click = 0; click < sessions.size(); click++) {
            assertThat(ends.isEnd(click)).isEqualTo(newest.get(sessions.get(click)) == click);
        }
    }

    @Test
    void another_log_begins_with_no_session_and_counts_on() {
        SessionEnds ends = new SessionEnds();
        ends.add("s");
        ends.done();
        assertThat(ends.add("s")).isEqualTo(-1);
        assertThat(ends.isEnd(0)).isTrue();
        assertThat(ends.isEnd(1)).isTrue();
        assertThat(ends.isEnd(2)).isFalse();
    }
}
