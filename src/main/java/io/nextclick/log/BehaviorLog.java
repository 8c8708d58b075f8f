package io.nextclick.log;

import io.nextclick.event.Event;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The events of a public behaviour log, in order of time. A line that gives no event is counted and
 * skipped, it never throws.
 *
 * <p>REES46 and Globo logs are published in order of time and are streamed in constant memory, in
 * the order of the file. A file of another format is streamed too if a first pass finds it in
 * order; else its lines are held in memory (their bytes and about 24 more each) and sorted, equal
 * times in the order of the file. A name that ends in {@code .gz} is read as gzip.
 *
 * <p>An event's id is the file's name without its extensions, a dash, and the number of the line
 * counted from 1 with the header ({@code events-17}), so that a second replay gives the same ids.
 * The site is {@code default}. Recorded events have their own ids and sites. Not thread-safe.
 */
public final class BehaviorLog implements Iterator<Event>, Closeable {

    private final LogLines lines;
    private final @Nullable SortedLines sorted;
    private @Nullable Event following;

    private BehaviorLog(LogLines lines, @Nullable SortedLines sorted) {
        this.lines = lines;
        this.sorted = sorted;
        this.following = read();
    }

    /**
     * Opens a log.
     *
     * @param path the file, plain or {@code .gz}
     * @param format its format
     * @throws IOException if the file is missing, cannot be read or has another header; the message
     *     gives the path, what was expected and what was found
     */
    public static BehaviorLog open(Path path, LogFormat format) throws IOException {
        boolean streamed = format.isInOrderOfTime() || isFoundInOrder(path, format);
        LogLines lines = LogLines.open(path, format);
        try {
            return new BehaviorLog(lines, streamed ? null : sort(lines));
        } catch (UncheckedIOException e) {
            lines.close();
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public boolean hasNext() {
        return following != null;
    }

    /**
     * The next event.
     *
     * @throws NoSuchElementException at the end
     * @throws UncheckedIOException if the file cannot be read on, for example a cut gzip
     */
    @Override
    public Event next() {
        Event event = following;
        if (event == null) {
            throw new NoSuchElementException("the log has no more events");
        }
        following = read();
        return event;
    }

    /** Lines skipped so far; of the whole file if it was sorted or read to its end. */
    public long skipped() {
        return lines.skipped().total();
    }

    /** Lines skipped so far by cause; causes that did not occur are absent. */
    public Map<SkipCause, Long> skippedByCause() {
        return lines.skipped().byCause();
    }

    /** The first few skipped lines, shortened, each with its number and cause. */
    public List<String> skippedExamples() {
        return lines.skipped().examples();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private @Nullable Event read() {
        if (sorted == null) {
            return lines.next();
        }
        if (!sorted.hasNext()) {
            return null;
        }
        long number = sorted.nextNumber();
        try {
            return lines.parse(sorted.next(), number);
        } catch (BadLine e) {
            throw new IllegalStateException("line " + number + " was parsed before", e);
        }
    }

    /** Reads up to the first step back in time, so a file in no order costs next to nothing. */
    private static boolean isFoundInOrder(Path path, LogFormat format) throws IOException {
        try (LogLines lines = LogLines.open(path, format)) {
            long latest = Long.MIN_VALUE;
            for (Event event = lines.next(); event != null; event = lines.next()) {
                if (event.occurredAtMillis() < latest) {
                    return false;
                }
                latest = event.occurredAtMillis();
            }
            return true;
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static SortedLines sort(LogLines lines) {
        SortedLines sorted = new SortedLines();
        for (Event event = lines.next(); event != null; event = lines.next()) {
            sorted.add(event.occurredAtMillis(), lines.lineNumber(), lines.line());
        }
        sorted.sort();
        return sorted;
    }
}
