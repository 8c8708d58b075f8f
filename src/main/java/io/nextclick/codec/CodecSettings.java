package io.nextclick.codec;

import java.io.Serializable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the writer schemas of Avro records come from, and how much is kept of a refused record.
 *
 * @param registryUrl schema registry with the Confluent API, or null: then output is in
 *     single-object encoding and Confluent framing is refused
 * @param schemaDirectory folder with further schemas for single-object encoding, or null
 * @param deadLetterMaxBytes most bytes of a refused value that are kept
 */
public record CodecSettings(
        @Nullable String registryUrl, @Nullable String schemaDirectory, int deadLetterMaxBytes)
        implements Serializable {

    /** Bundled schemas only. */
    public static final CodecSettings DEFAULT = new CodecSettings(null, null, 900_000);

    /** The registry, if any. */
    @Nullable SchemaRegistry registry() {
        return registryUrl == null ? null : new SchemaRegistry(registryUrl);
    }

    /** The folder, if any. */
    @Nullable Path schemaPath() {
        return schemaDirectory == null ? null : Path.of(schemaDirectory);
    }
}
