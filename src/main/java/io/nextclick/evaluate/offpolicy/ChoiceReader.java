package io.nextclick.evaluate.offpolicy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Reads logs of choices, plain or {@code .gz}. A line that is none ends the reading. */
public final class ChoiceReader {

    /** What a log is written in. */
    public enum Format {
        /**
         * Open Bandit Dataset: CSV with {@code item_id}, {@code position}, {@code click} and {@code
         * propensity_score}.
         */
        OPEN_BANDIT,
        /**
         * The job's topic {@code feedback}, JSON lines: a choice is the arm of a list, its reward 1
         * if anything of the list was clicked.
         */
        FEEDBACK;

        /**
         * The format of a name.
         *
         * @throws IllegalArgumentException for any other name
         */
        public static Format parse(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        /** All names that {@link #parse} takes. */
        public static List<String> names() {
            return Arrays.stream(values()).map(Format::label).toList();
        }

        /** The name that {@link #parse} takes. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private ChoiceReader() {}

    /**
     * A log of some files, one after the other.
     *
     * @param surface of the job's records, those of this surface only; empty for all
     */
    public static ChoiceLog of(List<Path> files, Format format, String surface) {
        return switch (format) {
            case OPEN_BANDIT -> choices -> each(files, choices, OpenBanditLog::read);
            case FEEDBACK ->
                    choices -> {
                        FeedbackLog log = new FeedbackLog(surface);
                        each(files, log, (reader, into) -> into.read(reader));
                        log.forEach(choices);
                    };
        };
    }

    private interface FileReader<T> {
        void read(BufferedReader reader, T into) throws IOException;
    }

    private static <T> void each(List<Path> files, T into, FileReader<T> how) {
        for (Path file : files) {
            try (BufferedReader reader = open(file)) {
                how.read(reader, into);
            } catch (IOException | UncheckedIOException e) {
                String message = file + ": " + e.getMessage();
                throw new UncheckedIOException(message, new IOException(message, e));
            }
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("no such file");
        }
        InputStream raw = Files.newInputStream(file);
        boolean zipped = file.toString().endsWith(".gz");
        return new BufferedReader(
                new InputStreamReader(
                        zipped ? new GZIPInputStream(raw) : raw, StandardCharsets.UTF_8));
    }
}
