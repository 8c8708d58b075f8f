package io.nextclick.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.Test;

class KeyWakesTest {

    private final TestProcessingTimeService clock = new TestProcessingTimeService();
    private final List<String> visited = new ArrayList<>();
    private final KeyWakes wakes = new KeyWakes(clock, visited::add);

    @Test
    void a_key_is_visited_once_at_each_of_its_times_and_nothing_is_left() throws Exception {
        wakes.wake("ann", 100);
        wakes.wake("bob", 100);
        wakes.wake("ann", 100);
        wakes.wake("ann", 150);
        clock.setCurrentTime(99);
        assertThat(visited).isEmpty();
        clock.setCurrentTime(100);
        assertThat(visited).containsExactly("ann", "bob");
        clock.setCurrentTime(150);
        assertThat(visited).containsExactly("ann", "bob", "ann");
        assertThat(wakes.size()).isZero();
        assertThat(clock.getNumActiveTimers()).isZero();
    }

    @Test
    void what_was_taken_back_is_not_visited() throws Exception {
        wakes.wake("ann", 100);
        wakes.wake("bob", 100);
        wakes.cancel("ann", 100);
        wakes.cancel("bob", 200);
        clock.setCurrentTime(300);
        assertThat(visited).containsExactly("bob");
    }

    @Test
    void a_visit_may_ask_for_the_next() throws Exception {
        KeyWakes again = new KeyWakes(clock, key -> visited.add(key));
        KeyWakes first =
                new KeyWakes(
                        clock,
                        key -> {
                            visited.add("first " + key);
                            again.wake(key, 200);
                        });
        first.wake("ann", 100);
        clock.setCurrentTime(100);
        clock.setCurrentTime(200);
        assertThat(visited).containsExactly("first ann", "ann");
    }

    @Test
    void once_closed_it_visits_nobody() throws Exception {
        wakes.wake("ann", 100);
        wakes.close();
        clock.setCurrentTime(100);
        assertThat(visited).isEmpty();
        assertThat(clock.getNumActiveTimers()).isZero();
    }
}
