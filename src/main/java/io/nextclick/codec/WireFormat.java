package io.nextclick.codec;

import java.io.Serializable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the writer schemas of Avro records come from.
 *
 * @param registryUrl schema registry with the Confluent API, or null: then output is in
 *     single-object encoding and Confluent framing is refused
 * @param schemaDirectory folder with further schemas for single-object encoding, or null
 */
public record WireFormat(@Nullable String registryUrl, @Nullable String schemaDirectory)
        implements Serializable {

    /** The folder, if any. */
    public @Nullable Path schemaPath() {
        return schemaDirectory == null ? null : Path.of(schemaDirectory);
    }
}
