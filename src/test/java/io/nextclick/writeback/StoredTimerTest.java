package io.nextclick.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.TimerService;
import org.junit.jupiter.api.Test;

class StoredTimerTest {

    private static final long NOW = 1_000_000;
    private static final long DELAY = 500;

    private final Timers timers = new Timers();

    /** Notes which timers are registered, at a fixed time. */
    private static final class Timers implements TimerService {
        private final List<Long> registered = new ArrayList<>();

        @Override
        public long currentProcessingTime() {
            return NOW;
        }

        @Override
        public long currentWatermark() {
            throw new AssertionError("no event time");
        }

        @Override
        public void registerProcessingTimeTimer(long millis) {
            registered.add(millis);
        }

        @Override
        public void registerEventTimeTimer(long millis) {
            throw new AssertionError("no event time");
        }

        @Override
        public void deleteProcessingTimeTimer(long millis) {
            throw new AssertionError("nothing is to be deleted");
        }

        @Override
        public void deleteEventTimeTimer(long millis) {
            throw new AssertionError("no event time");
        }
    }

    @Test
    void the_first_timer_fires_after_the_delay() {
        assertThat(StoredTimer.arm(timers, 0, DELAY)).isEqualTo(NOW + DELAY);
        assertThat(timers.registered).containsExactly(NOW + DELAY);
    }

    @Test
    void a_timer_that_is_set_stays_also_if_it_is_a_little_late() {
        for (long set : new long[] {NOW + 1, NOW + 9 * DELAY, NOW - 1, NOW - 60_000}) {
            assertThat(StoredTimer.arm(timers, set, DELAY)).isEqualTo(set);
        }
        assertThat(timers.registered).isEmpty();
    }

    @Test
    void a_lost_timer_is_set_anew() {
        assertThat(StoredTimer.arm(timers, NOW - 60_001, DELAY)).isEqualTo(NOW + DELAY);
        assertThat(timers.registered).containsExactly(NOW + DELAY);
    }
}
