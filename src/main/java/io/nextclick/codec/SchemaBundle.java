package io.nextclick.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;

/**
 * The writer schemas that single-object encoding may name: the current contract, every released
 * version of it, and what a site adds in a folder before it upgrades the job.
 */
public final class SchemaBundle {

    private final Map<Long, Schema> byFingerprint = new HashMap<>();

    private SchemaBundle() {}

    /**
     * The bundle of one contract.
     *
     * @param current the contract that this job reads with
     * @param directory folder with further {@code .avsc} files, or null
     * @throws IllegalArgumentException if a file there is no schema, or another one with the
     *     contract's fingerprint
     * @throws UncheckedIOException if the folder cannot be read
     */
    public static SchemaBundle of(Schema current, @Nullable Path directory) {
        SchemaBundle bundle = new SchemaBundle();
        bundle.add(current);
        for (int version = 1; bundle.addReleased(current.getName(), version); version++) {
            // Released versions are numbered without a gap.
        }
        if (directory != null) {
            bundle.addAll(directory);
        }
        return bundle;
    }

    /** The schema with that CRC-64-AVRO fingerprint. */
    Optional<Schema> find(long fingerprint) {
        return Optional.ofNullable(byFingerprint.get(fingerprint));
    }

    /**
     * Adds a schema. Fingerprints leave logical types out, so of two schemas that differ in no more
     * nobody could tell by which one a record was written.
     */
    private void add(Schema schema) {
        Schema known =
                byFingerprint.putIfAbsent(SchemaNormalization.parsingFingerprint64(schema), schema);
        if (known != null) {
            LogicalTypeCheck.fault(schema, known)
                    .ifPresent(
                            fault -> {
                                throw new IllegalArgumentException(
                                        "a schema %s has the contract's fingerprint, yet %s"
                                                .formatted(schema.getFullName(), fault));
                            });
        }
    }

    private boolean addReleased(String name, int version) {
        String resource = "/avro/released/%s-%d.avsc".formatted(name, version);
        try (InputStream in = SchemaBundle.class.getResourceAsStream(resource)) {
            if (in == null) {
                return false;
            }
            add(new Schema.Parser().parse(in));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    private void addAll(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.avsc")) {
            for (Path file : files) {
                add(new Schema.Parser().parse(file.toFile()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read schemas in " + directory, e);
        } catch (SchemaParseException e) {
            throw new IllegalArgumentException("a file in " + directory + " is no schema", e);
        }
    }
}
