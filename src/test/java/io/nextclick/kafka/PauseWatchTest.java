package io.nextclick.kafka;

import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PauseWatchTest {

    private final AtomicLong clock = new AtomicLong(77);
    private final PauseWatch watch = new PauseWatch(clock::get);

    private void pass(long millis) {
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void a_process_that_runs_writes_however_rarely() {
        PauseWatch.Guard guard = watch.guard(5_000);
        for (int i = 0; i < 100; i++) {
            pass(5_000);
            watch.tick();
        }
        assertThatNoException().isThrownBy(guard::check);
    }

    @Test
    void after_a_pause_nothing_is_written_whoever_wakes_up_first() {
        PauseWatch.Guard writerFirst = watch.guard(5_000);
        PauseWatch.Guard watchFirst = watch.guard(5_000);
        PauseWatch.Guard patient = watch.guard(60_000);
        pass(30_000);
        assertThatIOException()
                .isThrownBy(writerFirst::check)
                .withMessageContaining("kafka.max-pause=5000 ms");
        watch.tick();
        pass(1);
        watch.tick();
        assertThatIOException().isThrownBy(writerFirst::check);
        assertThatIOException().isThrownBy(watchFirst::check);
        assertThatNoException().isThrownBy(patient::check);
    }

    @Test
    void who_begins_after_a_pause_is_not_concerned() {
        pass(30_000);
        watch.tick();
        PauseWatch.Guard guard = watch.guard(5_000);
        pass(1_000);
        watch.tick();
        assertThatNoException().isThrownBy(guard::check);
    }
}
