package io.nextclick.contract;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.nextclick.avro.BehaviorEvent;
import io.nextclick.avro.RankingPolicy;
import io.nextclick.blend.Policy;
import io.nextclick.codec.AvroDecoder;
import io.nextclick.codec.RefusedException;
import io.nextclick.codec.SchemaBundle;
import io.nextclick.codec.SchemaRegistry;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.ReasonCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a record's value into the job's own record. The first byte tells the framing: '{', with
 * or without white space before it, is JSON, everything else is for {@link AvroDecoder}.
 *
 * @param <A> the contract's Avro class
 * @param <J> the contract's JSON shape
 * @param <R> the job's own record
 */
public final class RecordDecoder<A extends SpecificRecord, J, R> {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .withCoercionConfig(
                            LogicalType.Textual,
                            config ->
                                    config.setCoercion(
                                                    CoercionInputShape.Integer, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Float, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Boolean,
                                                    CoercionAction.Fail))
                    .build();

    private final AvroDecoder<A> avro;
    private final Conversion<A, R> fromAvro;
    private final ObjectReader json;
    private final Conversion<J, R> fromJson;

    /** From a shape on the wire to the job's own record. */
    private interface Conversion<S, R> {
        R apply(S shape) throws RefusedException;
    }

    private RecordDecoder(
            AvroDecoder<A> avro,
            Conversion<A, R> fromAvro,
            Class<J> shape,
            Conversion<J, R> fromJson) {
        this.avro = avro;
        this.fromAvro = fromAvro;
        this.json = JSON.readerFor(shape);
        this.fromJson = fromJson;
    }

    public static RecordDecoder<BehaviorEvent, JsonEvent, Event> ofEvents(
            @Nullable Path schemas, @Nullable String registryUrl) {
        return new RecordDecoder<>(
                avro(BehaviorEvent.getClassSchema(), schemas, registryUrl),
                Contracts::toEvent,
                JsonEvent.class,
                JsonEvent::toEvent);
    }

    public static RecordDecoder<io.nextclick.avro.CatalogItem, JsonItem, CatalogItem> ofItems(
            @Nullable Path schemas, @Nullable String registryUrl) {
        return new RecordDecoder<>(
                avro(io.nextclick.avro.CatalogItem.getClassSchema(), schemas, registryUrl),
                Contracts::toItem,
                JsonItem.class,
                JsonItem::toItem);
    }

    public static RecordDecoder<io.nextclick.avro.IdentityEvent, JsonIdentityEvent, IdentityEvent>
            ofIdentityEvents(@Nullable Path schemas, @Nullable String registryUrl) {
        return new RecordDecoder<>(
                avro(io.nextclick.avro.IdentityEvent.getClassSchema(), schemas, registryUrl),
                Contracts::toIdentityEvent,
                JsonIdentityEvent.class,
                JsonIdentityEvent::toIdentityEvent);
    }

    public static RecordDecoder<RankingPolicy, JsonPolicy, Policy> ofPolicies(
            @Nullable Path schemas, @Nullable String registryUrl) {
        return new RecordDecoder<>(
                avro(RankingPolicy.getClassSchema(), schemas, registryUrl),
                PolicyContract::toPolicy,
                JsonPolicy.class,
                JsonPolicy::toPolicy);
    }

    public static <A extends SpecificRecord> AvroDecoder<A> avro(
            org.apache.avro.Schema schema, @Nullable Path schemas, @Nullable String registryUrl) {
        SchemaRegistry registry = registryUrl == null ? null : new SchemaRegistry(registryUrl);
        return new AvroDecoder<>(schema, SchemaBundle.of(schema, schemas), registry);
    }

    public R decode(byte[] value) throws RefusedException {
        if (isJson(value)) {
            return decodeJson(value);
        }
        return fromAvro.apply(avro.decode(value));
    }

    /** The first byte that is neither white space nor a byte order mark tells. */
    private static boolean isJson(byte[] value) {
        for (byte each : value) {
            boolean skipped =
                    each == ' '
                            || each == '\n'
                            || each == '\r'
                            || each == '\t'
                            || each == (byte) 0xEF
                            || each == (byte) 0xBB
                            || each == (byte) 0xBF;
            if (!skipped) {
                return each == '{';
            }
        }
        return false;
    }

    private R decodeJson(byte[] value) throws RefusedException {
        try {
            J shape = json.readValue(value);
            return fromJson.apply(shape);
        } catch (JacksonException e) {
            throw new RefusedException(ReasonCode.UNDECODABLE, "JSON " + describe(e));
        } catch (IOException e) {
            throw new RefusedException(ReasonCode.UNDECODABLE, "JSON that cannot be read");
        }
    }

    /** Where and what, without the value itself: dead letters are read by many. */
    private static String describe(JacksonException e) {
        if (e instanceof JsonMappingException mapping) {
            String where =
                    mapping.getPath().stream()
                            .map(JsonMappingException.Reference::getFieldName)
                            .map(String::valueOf)
                            .collect(Collectors.joining("."));
            String expected =
                    e instanceof MismatchedInputException mismatch
                                    && mismatch.getTargetType() != null
                            ? mismatch.getTargetType().getSimpleName()
                            : "another value";
            return "is not of the contract's shape at '%s': expected %s".formatted(where, expected);
        }
        int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
        return "is not well-formed at column " + column;
    }
}
