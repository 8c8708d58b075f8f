package io.nextclick.codec;

import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.option.OptionValues;
import java.nio.file.Files;
import java.nio.file.Path;

/** Options of schemas and of dead letters. */
public final class CodecOptions {

    public static final OptionList ALL = new OptionList();

    static final Option<String> REGISTRY_URL =
            ALL.optionalText(
                    "schema.registry.url",
                    "Schema registry with the Confluent API. If set, its framing is accepted and"
                            + " written.");
    static final Option<String> SCHEMA_DIRECTORY =
            ALL.optionalText(
                    "schema.directory",
                    "Folder with further .avsc files, so that producers may be newer than the"
                            + " job.");
    static final Option<Integer> DEAD_LETTER_MAX_BYTES =
            ALL.number(
                    "dead-letters.max-bytes",
                    CodecSettings.DEFAULT.deadLetterMaxBytes(),
                    0,
                    100_000_000,
                    "Maximum number of bytes of a refused value that are kept.");

    /** What a dead letter holds besides the refused value: the key twice, detail, names. */
    private static final int DEAD_LETTER_OVERHEAD_BYTES = 25_000;

    private CodecOptions() {}

    /**
     * The settings.
     *
     * @param maxRecordBytes most bytes of a record that is written
     */
    public static CodecSettings settings(OptionValues given, int maxRecordBytes) {
        given.require(
                given.get(DEAD_LETTER_MAX_BYTES) <= maxRecordBytes - DEAD_LETTER_OVERHEAD_BYTES,
                DEAD_LETTER_MAX_BYTES,
                "at most kafka.max-record-bytes less " + DEAD_LETTER_OVERHEAD_BYTES);
        String directory = given.orNull(SCHEMA_DIRECTORY);
        given.require(
                directory == null || Files.isDirectory(Path.of(directory)),
                SCHEMA_DIRECTORY,
                "a folder");
        String registry = given.orNull(REGISTRY_URL);
        given.require(
                registry == null || registry.matches("https?://[^\\s/]+.*"),
                REGISTRY_URL,
                "an http or https URL");
        return new CodecSettings(registry, directory, given.get(DEAD_LETTER_MAX_BYTES));
    }
}
