package io.nextclick.log;

import io.nextclick.event.Event;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a log line by line in the order of the file, in constant memory. */
final class LogLines implements Closeable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final LogFormat format;
    private final BufferedReader reader;
    private final LineSplitter splitter;
    private final RecordedEvents recorded = new RecordedEvents();
    private final List<String> columns;
    private final String idPrefix;
    private final SkippedLines skipped = new SkippedLines();
    private int[] positions;
    private int width;
    private long lineNumber;
    private String line = "";

    private LogLines(Path path, LogFormat format, BufferedReader reader) {
        this.path = path;
        this.format = format;
        this.reader = reader;
        this.splitter = new LineSplitter(format.delimiter());
        this.columns = format.columns();
        this.idPrefix = baseName(path) + '-';
        this.width = columns.size();
        this.positions = new int[width];
        for (int column = 0; column < width; column++) {
            positions[column] = column;
        }
    }

    /** Opens the file and checks its header. */
    static LogLines open(Path path, LogFormat format) throws IOException {
        if (!Files.exists(path)) {
            throw unreadable(path, format, "no such file", null);
        }
        if (Files.isDirectory(path)) {
            throw unreadable(path, format, "a directory", null);
        }
        BufferedReader reader = reader(path, format);
        try {
            LogLines lines = new LogLines(path, format, reader);
            if (format.hasHeader()) {
                lines.readHeader();
            }
            return lines;
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /**
     * The next event, or null at the end of the file; lines that give none are counted.
     *
     * @throws UncheckedIOException if the file cannot be read on
     */
    @Nullable Event next() {
        for (String read = readLine(); read != null; read = readLine()) {
            line = read;
            try {
                return parse(read, lineNumber);
            } catch (BadLine e) {
                skipped.count(lineNumber, read, e);
            }
        }
        return null;
    }

    /** The event of one line of this file. */
    Event parse(String text, long number) throws BadLine {
        if (text.isBlank()) {
            throw new BadLine(SkipCause.EMPTY_LINE, "nothing on the line");
        }
        if (format == LogFormat.RECORDS) {
            return recorded.parse(text);
        }
        List<String> values = splitter.split(text);
        if (values.size() != width) {
            throw new BadLine(
                    SkipCause.WRONG_FIELD_COUNT,
                    "%d fields instead of %d".formatted(values.size(), width));
        }
        return EventParser.parse(format, new Fields(columns, positions, values), idPrefix + number);
    }

    /** The line of the last event. */
    String line() {
        return line;
    }

    /** Number of the line of the last event, from 1, with the header. */
    long lineNumber() {
        return lineNumber;
    }

    SkippedLines skipped() {
        return skipped;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private @Nullable String readLine() {
        try {
            String read = reader.readLine();
            lineNumber++;
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read on in %s after line %d: %s"
                            .formatted(path, lineNumber, e.getMessage()),
                    e);
        }
    }

    private void readHeader() throws IOException {
        String header = reader.readLine();
        lineNumber++;
        if (header == null) {
            throw wrongHeader("an empty file");
        }
        String text = header.startsWith("\uFEFF") ? header.substring(1) : header;
        List<String> found;
        try {
            found = splitter.split(text).stream().map(String::strip).toList();
        } catch (BadLine e) {
            throw wrongHeader("'" + SkippedLines.shorten(text) + "'");
        }
        width = found.size();
        for (int column = 0; column < positions.length; column++) {
            positions[column] = found.indexOf(columns.get(column));
            if (positions[column] < 0) {
                throw wrongHeader("'" + SkippedLines.shorten(text) + "'");
            }
        }
    }

    private IOException wrongHeader(String found) {
        return new IOException(
                "wrong header in %s: a %s log has the columns %s, separated by %s, found %s"
                        .formatted(
                                path,
                                format.label(),
                                String.join(" ", columns),
                                format.delimiter() == '\t' ? "tabs" : "commas",
                                found));
    }

    private static BufferedReader reader(Path path, LogFormat format) throws IOException {
        InputStream file;
        try {
            file = Files.newInputStream(path);
        } catch (IOException e) {
            throw unreadable(path, format, "a file that cannot be opened", e);
        }
        try {
            InputStream bytes =
                    path.toString().endsWith(".gz")
                            ? new GZIPInputStream(file, BUFFER_BYTES)
                            : file;
            return new BufferedReader(
                    new InputStreamReader(bytes, StandardCharsets.UTF_8), BUFFER_BYTES);
        } catch (IOException e) {
            file.close();
            throw unreadable(path, format, "a .gz file that is not gzip", e);
        }
    }

    private static IOException unreadable(
            Path path, LogFormat format, String found, @Nullable IOException cause) {
        return new IOException(
                "cannot read %s: expected a %s log, found %s"
                        .formatted(path.toAbsolutePath(), format.label(), found),
                cause);
    }

    /** {@code events} of {@code dir/events.csv.gz}. */
    private static String baseName(Path path) {
        Path fileName = path.getFileName();
        String name = fileName == null ? "" : fileName.toString();
        if (name.endsWith(".gz")) {
            name = name.substring(0, name.length() - ".gz".length());
        }
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
