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
import io.nextclick.codec.AvroDecoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.event.ReasonCode;
import java.io.IOException;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Decodes a record's value into the job's own record. The first byte decides the framing: '{', with
 * or without white space before it, is JSON, everything else is for {@link AvroDecoder}.
 *
 * @param <R> the job's own record
 */
public final class RecordDecoder<R> {

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

    private final Reading<R> avro;
    private final Reading<R> json;

    /** From bytes of one kind to the job's own record. */
    private interface Reading<R> {
        R of(byte[] value) throws RefusedException, IOException;
    }

    /** From a shape on the wire to the job's own record. */
    interface Conversion<S, R> {
        R of(S shape) throws RefusedException;
    }

    private RecordDecoder(Reading<R> avro, Reading<R> json) {
        this.avro = avro;
        this.json = json;
    }

    /**
     * A decoder of one contract.
     *
     * @param schema the contract in Avro
     * @param shape the contract in JSON
     */
    static <A extends SpecificRecord, J, R> RecordDecoder<R> of(
            Schema schema,
            CodecSettings codec,
            Conversion<A, R> fromAvro,
            Class<J> shape,
            Conversion<J, R> fromJson) {
        AvroDecoder<A> avro = new AvroDecoder<>(schema, codec);
        ObjectReader json = JSON.readerFor(shape);
        return new RecordDecoder<>(
                value -> fromAvro.of(avro.decode(value)),
                value -> fromJson.of(json.<J>readValue(value)));
    }

    /**
     * The record of a value.
     *
     * @throws RefusedException if it is not of the contract
     */
    public R decode(byte[] value) throws RefusedException {
        try {
            return isJson(value) ? json.of(value) : avro.of(value);
        } catch (JacksonException e) {
            throw new RefusedException(ReasonCode.UNDECODABLE, "JSON " + describe(e));
        } catch (IOException e) {
            throw new RefusedException(ReasonCode.UNDECODABLE, "JSON that cannot be read");
        }
    }

    /** The first byte that is neither white space nor a byte order mark decides. */
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
