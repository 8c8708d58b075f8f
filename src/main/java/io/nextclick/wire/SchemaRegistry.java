package io.nextclick.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * A schema registry with the Confluent API. It answers with a schema, or that it has none; any
 * other trouble is a broken dependency and throws, so that the job restarts and no valid record is
 * lost.
 */
final class SchemaRegistry {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int CACHED_SCHEMAS = 1_000;
    private static final int MISSING_TTL_SECONDS = 60;
    private static final int NOT_FOUND = 404;

    private final String url;
    private final CachedSchemaRegistryClient client;

    SchemaRegistry(String url) {
        this.url = url;
        this.client =
                new CachedSchemaRegistryClient(
                        url,
                        CACHED_SCHEMAS,
                        Map.of(
                                SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS,
                                TIMEOUT_MILLIS,
                                SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS,
                                TIMEOUT_MILLIS,
                                SchemaRegistryClientConfig.MISSING_ID_CACHE_TTL_CONFIG,
                                MISSING_TTL_SECONDS,
                                SchemaRegistryClientConfig.MISSING_CACHE_SIZE_CONFIG,
                                CACHED_SCHEMAS));
    }

    /**
     * The schema with an id, or nothing if the registry has none.
     *
     * @throws UncheckedIOException if the registry cannot be asked
     */
    Optional<Schema> find(int id) {
        try {
            return Optional.of(
                    new Schema.Parser().parse(client.getSchemaById(id).canonicalString()));
        } catch (RestClientException e) {
            if (e.getStatus() == NOT_FOUND) {
                return Optional.empty();
            }
            throw failure("refused to give schema " + id, new IOException(e));
        } catch (IOException e) {
            throw failure("did not give schema " + id, e);
        }
    }

    /**
     * Registers a schema, or finds it registered.
     *
     * @return its id
     * @throws UncheckedIOException if the registry cannot be asked or refuses it
     */
    int register(String subject, Schema schema) {
        try {
            return client.register(subject, new AvroSchema(schema.toString()));
        } catch (RestClientException e) {
            throw failure("refused schema of " + subject, new IOException(e));
        } catch (IOException e) {
            throw failure("did not register schema of " + subject, e);
        }
    }

    private UncheckedIOException failure(String what, IOException cause) {
        return new UncheckedIOException("schema registry " + url + " " + what, cause);
    }
}
