package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final long SECOND = 1_000_000_000;

    private final AtomicLong nanos = new AtomicLong();
    private final RateLimit limit = new RateLimit(2, nanos::get, 3);

    private int taken(String name, int times) {
        int taken = 0;
        for (int i = 0; i < times; i++) {
            taken += limit.take(name) == 0 ? 1 : 0;
        }
        return taken;
    }

    @Test
    void twice_the_rate_may_come_at_once_and_then_the_rate() {
        assertThat(taken("a", 10)).isEqualTo(4);
        nanos.addAndGet(SECOND);
        assertThat(taken("a", 10)).isEqualTo(2);
        nanos.addAndGet(100 * SECOND);
        assertThat(taken("a", 10)).as("no more is saved up").isEqualTo(4);
    }

    @Test
    void one_name_takes_nothing_of_another() {
        assertThat(taken("a", 10)).isEqualTo(4);
        assertThat(taken("b", 10)).isEqualTo(4);
    }

    @Test
    void who_gets_none_learns_when_there_is_one_again() {
        RateLimit slow = new RateLimit(0.1, nanos::get, 3);
        assertThat(slow.take("a")).isZero();
        assertThat(slow.take("a")).isEqualTo(10);
        nanos.addAndGet(10 * SECOND);
        assertThat(slow.take("a")).isZero();
    }

    @Test
    void so_many_names_are_remembered_at_most() {
        for (int i = 0; i < 100; i++) {
            limit.take("name" + i);
        }
        assertThat(limit.names()).isEqualTo(3);
    }
}
