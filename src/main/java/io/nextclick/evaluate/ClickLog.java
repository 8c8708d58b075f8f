package io.nextclick.evaluate;

import io.nextclick.log.LogFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The clicks of a log, read anew as often as they are asked for. */
@FunctionalInterface
public interface ClickLog {

    /**
     * Gives every click, in order of time, equal times in the order of the log.
     *
     * @throws UncheckedIOException if the log cannot be read, or has no click
     */
    void forEach(Consumer<Click> reader);

    /** Clicks that are in memory, in order of time. */
    static ClickLog of(List<Click> clicks) {
        return clicks::forEach;
    }

    /** Clicks of a file, which is not held in memory if {@link ClickReader} can stream it. */
    static ClickLog of(Path path, LogFormat format) {
        return reader -> {
            try {
                ClickReader.read(path, format, reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        };
    }
}
