package io.nextclick.codec;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * A schema registry with the Confluent API. It answers with a schema, or that it has none; any
 * other trouble is a broken dependency and throws, so that the job restarts and no valid record is
 * lost.
 */
public final class SchemaRegistry {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int CACHED_SCHEMAS = 1_000;
    private static final long MISSING_TTL_SECONDS = 60;
    private static final int NOT_FOUND = 404;

    private final String url;
    private final RestService rest;
    private final CachedSchemaRegistryClient client;

    /** Ids of schemas that this job cannot read; what an id means never changes. */
    private final Set<Integer> unreadable = new HashSet<>();

    public SchemaRegistry(String url) {
        this.url = url;
        this.rest = new RestService(url);
        this.client =
                new CachedSchemaRegistryClient(
                        rest,
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
     * The schema with an id, or nothing if the registry has none or it is no Avro schema.
     *
     * @throws UncheckedIOException if the registry cannot be asked
     */
    Optional<Schema> find(int id) {
        if (unreadable.contains(id)) {
            return Optional.empty();
        }
        try {
            // The raw schema has in it what it refers to in other subjects.
            AvroSchema found = (AvroSchema) client.getSchemaById(id);
            return Optional.of(new Schema.Parser().parse(found.rawSchema().toString()));
        } catch (RestClientException e) {
            if (e.getStatus() == NOT_FOUND) {
                return Optional.empty();
            }
            throw failure("refused to give schema " + id, new IOException(e));
        } catch (IOException e) {
            // The client throws the same for a schema of another kind as for a broken answer.
            boolean unreachable =
                    e instanceof SocketException || e instanceof InterruptedIOException;
            if (!unreachable && gives(id)) {
                return unreadable(id);
            }
            throw failure("did not give schema " + id, e);
        } catch (AvroRuntimeException e) {
            return unreadable(id);
        }
    }

    private boolean gives(int id) {
        try {
            return rest.getId(id).getSchemaString() != null;
        } catch (IOException | RestClientException e) {
            return false;
        }
    }

    private Optional<Schema> unreadable(int id) {
        if (unreadable.size() >= CACHED_SCHEMAS) {
            unreadable.clear();
        }
        unreadable.add(id);
        return Optional.empty();
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
