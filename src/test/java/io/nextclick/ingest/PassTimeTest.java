package io.nextclick.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.codec.RawRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PassTimeTest {

    private static final long NOW = 1_000_000_000;
    private static final Duration BOUND = Duration.ofSeconds(25);
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private OneInputStreamOperatorTestHarness<RawRecord, RawRecord> harness;

    private void open(boolean silenceIsTime) throws Exception {
        harness =
                new OneInputStreamOperatorTestHarness<>(
                        new PassTime(silenceIsTime, BOUND, PATIENCE));
        harness.setProcessingTime(NOW);
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    /** Watermarks, ms, and changes of idleness since it was asked last. */
    private List<Object> times() {
        List<Object> times = new ArrayList<>();
        for (Object each : harness.getOutput()) {
            if (each instanceof Watermark mark) {
                times.add(mark.getTimestamp());
            } else if (each instanceof WatermarkStatus status) {
                times.add(status);
            }
        }
        harness.getOutput().clear();
        return times;
    }

    private long last() {
        List<Object> times = times();
        return (long) times.get(times.size() - 1);
    }

    private void read(long millis) throws Exception {
        RawRecord record = new RawRecord("events", 0, 0, millis, null, null);
        harness.processElement(record, millis);
        harness.processWatermark(millis - 10_000);
    }

    @Test
    void an_idle_source_goes_on_with_the_machines_clock_where_it_stood() throws Exception {
        open(true);
        read(NOW - 15_000);
        assertThat(times()).containsExactly(NOW - 25_000);
        harness.processWatermarkStatus(WatermarkStatus.IDLE);
        assertThat(times()).as("no jump, and no idleness").isEmpty();
        harness.setProcessingTime(NOW + 60_000);
        assertThat(last()).isEqualTo(NOW + 60_000 - BOUND.toMillis());
    }

    @Test
    void while_records_are_read_the_clock_says_nothing() throws Exception {
        open(true);
        read(NOW - 86_400_000);
        harness.setProcessingTime(NOW + 3_600_000);
        read(NOW - 86_000_000);
        assertThat(times())
                .as("a backlog of a day")
                .containsExactly(NOW - 86_410_000, NOW - 86_010_000);
    }

    @Test
    void a_pause_within_a_backlog_is_idleness_and_no_time() throws Exception {
        open(true);
        read(NOW - 86_400_000);
        harness.processWatermarkStatus(WatermarkStatus.IDLE);
        harness.setProcessingTime(NOW + PATIENCE.toMillis() - 1_000);
        harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
        read(NOW - 86_000_000);
        assertThat(times())
                .containsExactly(
                        NOW - 86_410_000,
                        WatermarkStatus.IDLE,
                        WatermarkStatus.ACTIVE,
                        NOW - 86_010_000);
    }

    @Test
    void at_the_end_of_a_backlog_time_is_now() throws Exception {
        open(true);
        read(NOW - 86_400_000);
        harness.processWatermarkStatus(WatermarkStatus.IDLE);
        times();
        long now = NOW + PATIENCE.toMillis();
        harness.setProcessingTime(now);
        assertThat(times()).containsExactly(WatermarkStatus.ACTIVE, now - BOUND.toMillis());
    }

    @Test
    void a_job_that_goes_on_and_finds_nobody_there_has_time_too() throws Exception {
        open(true);
        harness.processWatermarkStatus(WatermarkStatus.IDLE);
        assertThat(times())
                .as("it may not have begun to read; others do not wait for it")
                .containsExactly(WatermarkStatus.IDLE);
        long now = NOW + PATIENCE.toMillis();
        harness.setProcessingTime(now);
        assertThat(times()).containsExactly(WatermarkStatus.ACTIVE, now - BOUND.toMillis());
    }

    @Test
    void it_stops_with_the_first_record_and_never_goes_back() throws Exception {
        open(true);
        read(NOW - 15_000);
        harness.processWatermarkStatus(WatermarkStatus.IDLE);
        harness.setProcessingTime(NOW + 60_000);
        long passed = last();
        harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
        read(passed + 4_000);
        assertThat(times()).as("6 s behind what has passed").isEmpty();
        harness.setProcessingTime(NOW + 120_000);
        assertThat(times()).as("active").isEmpty();
        read(NOW + 119_000);
        assertThat(times()).containsExactly(NOW + 109_000);
    }

    @Test
    void a_source_that_is_ahead_of_the_clock_waits_for_it() throws Exception {
        open(true);
        read(NOW);
        harness.processWatermarkStatus(WatermarkStatus.IDLE);
        times();
        harness.setProcessingTime(NOW + 15_000);
        assertThat(times()).isEmpty();
        harness.setProcessingTime(NOW + 16_000);
        assertThat(last()).isEqualTo(NOW + 16_000 - BOUND.toMillis());
    }

    @Test
    void it_goes_on_with_each_silence() throws Exception {
        open(true);
        read(NOW - 15_000);
        for (int silence = 1; silence <= 3; silence++) {
            harness.processWatermarkStatus(WatermarkStatus.IDLE);
            harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
            harness.processWatermarkStatus(WatermarkStatus.IDLE);
            long now = NOW + silence * 10_000L;
            harness.setProcessingTime(now);
            assertThat(last()).isEqualTo(now - BOUND.toMillis());
            assertThat(harness.getProcessingTimeService().getNumActiveTimers()).isEqualTo(1);
            harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
            harness.setProcessingTime(now + 1_000);
            assertThat(harness.getProcessingTimeService().getNumActiveTimers()).isZero();
        }
    }

    @Test
    void nothing_comes_behind_the_end() throws Exception {
        open(true);
        read(NOW - 15_000);
        harness.processWatermarkStatus(WatermarkStatus.IDLE);
        harness.processWatermark(Watermark.MAX_WATERMARK);
        assertThat(last()).isEqualTo(Long.MAX_VALUE);
        harness.setProcessingTime(NOW + 60_000);
        assertThat(times()).isEmpty();
    }

    @Test
    void a_record_with_its_producers_clock_is_believed_and_not_the_setting() throws Exception {
        open(true);
        RawRecord record = new RawRecord("events", 0, 0, NOW - 86_400_000, null, null, true);
        harness.processElement(record, NOW - 86_400_000);
        harness.processWatermarkStatus(WatermarkStatus.IDLE);
        harness.setProcessingTime(NOW + 60_000);
        assertThat(times()).containsExactly(WatermarkStatus.IDLE);
    }

    @Test
    void where_the_clock_is_the_producers_a_silent_topic_is_idle() throws Exception {
        open(false);
        read(NOW - 86_400_000);
        harness.processWatermarkStatus(WatermarkStatus.IDLE);
        harness.setProcessingTime(NOW + 60_000);
        assertThat(times()).containsExactly(NOW - 86_410_000, WatermarkStatus.IDLE);
    }
}
