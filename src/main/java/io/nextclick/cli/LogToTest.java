package io.nextclick.cli;

import io.nextclick.event.Event;
import io.nextclick.log.BehaviorLog;
import io.nextclick.log.LogFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A log on which rules are tested, and what a first pass over it found.
 *
 * @param path the file
 * @param format its format
 * @param events events in it
 * @param skipped lines that give none
 * @param oldestMillis time of the oldest event, ms since the epoch
 * @param newestMillis time of the newest
 */
record LogToTest(
        Path path,
        LogFormat format,
        long events,
        long skipped,
        long oldestMillis,
        long newestMillis) {

    /**
     * Reads the log once.
     *
     * @throws IOException if it cannot be read, or has no event; the message says why
     */
    static LogToTest open(Path path, LogFormat format) throws IOException {
        try (BehaviorLog log = BehaviorLog.open(path, format)) {
            long events = 0;
            long oldest = Long.MAX_VALUE;
            long newest = Long.MIN_VALUE;
            while (log.hasNext()) {
                Event event = log.next();
                events++;
                oldest = Math.min(oldest, event.occurredAtMillis());
                newest = Math.max(newest, event.occurredAtMillis());
            }
            if (events == 0) {
                throw new IOException(
                        "no line of %s is an event of a %s log: %s"
                                .formatted(path, format.label(), log.skippedExamples()));
            }
            return new LogToTest(path, format, events, log.skipped(), oldest, newest);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
