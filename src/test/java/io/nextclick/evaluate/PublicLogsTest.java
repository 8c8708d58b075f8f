package io.nextclick.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nextclick.event.Event;
import io.nextclick.event.EventChecks;
import io.nextclick.log.BehaviorLog;
import io.nextclick.log.LogFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads the real logs where they are; they are not part of the repository. */
class PublicLogsTest {

    private static final EventChecks RULES = new EventChecks(300_000, 0, 120_000, 256, 4096, 64);

    @ParameterizedTest
    @CsvSource({
        "REES46, rees46-oct2019-head/events.csv, 17434",
        "SESSIONS, rsc15-100k/test.txt, 13568",
        "SESSIONS, serenade-toy/train.txt, 113601",
        "SESSIONS, serenade-toy/valid.txt, 1451",
        "SESSIONS, serenade-toy/test.txt, 1233",
        "TAOBAO, taobao-10k/UserBehavior.csv, 10000"
    })
    void every_row_of_a_real_log_is_an_event_in_order_of_time(
            LogFormat format, String name, long rows) throws IOException {
        try (BehaviorLog log = BehaviorLog.open(file(name), format)) {
            assertThat(readInOrder(log, Long.MAX_VALUE)).isEqualTo(rows);
            assertThat(log.skipped()).isZero();
        }
    }

    @Test
    void the_head_of_the_globo_log_is_streamed_from_gzip() throws IOException {
        Path file = file("globo-2017-10-01_07.csv.gz");
        try (BehaviorLog log = BehaviorLog.open(file, LogFormat.GLOBO)) {
            assertThat(readInOrder(log, 50_000)).isEqualTo(50_000);
            assertThat(log.skipped()).isZero();
        }
    }

    private static long readInOrder(BehaviorLog log, long limit) {
        Set<String> ids = new HashSet<>();
        long latest = 0;
        while (log.hasNext() && ids.size() < limit) {
            Event event = log.next();
            assertThat(RULES.check(event, event.occurredAtMillis())).isEmpty();
            assertThat(event.occurredAtMillis()).isGreaterThanOrEqualTo(latest);
            assertThat(ids.add(event.eventId())).isTrue();
            latest = event.occurredAtMillis();
        }
        return ids.size();
    }

    private static Path file(String name) {
        Path file = Path.of(System.getProperty("nextclick.data", "../shared/data")).resolve(name);
        assumeTrue(
                Files.exists(file),
                () -> file.toAbsolutePath() + " is absent; give its folder as -Dnextclick.data");
        return file;
    }
}
