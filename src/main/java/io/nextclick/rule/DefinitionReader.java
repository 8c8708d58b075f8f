package io.nextclick.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads a definition that people write, in YAML or JSON, and holds its shape against a JSON schema.
 *
 * @param <D> the definition as it is written
 */
public final class DefinitionReader<D> {

    /** Longest text of a definition, in characters. */
    public static final int MAX_LENGTH = 100_000;

    private static final int MAX_FAULTS = 20;
    private static final int MAX_YEAR = 9_999;

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .registerModule(new JavaTimeModule())
                    .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, false);

    /** Of a field that is there twice, or a second document behind the first, neither is meant. */
    private final YAMLMapper yaml =
            YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final Schema schema;
    private final Class<D> type;

    /**
     * @param resource the JSON schema's
     * @param type of the definition
     */
    public DefinitionReader(String resource, Class<D> type) {
        this.schema = schema(resource);
        this.type = type;
    }

    private static Schema schema(String resource) {
        try (InputStream stream = DefinitionReader.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    /**
     * What came of reading a definition.
     *
     * @param document the definition, null if its shape is wrong
     * @param text the definition as one line of JSON; empty if it is not readable at all
     * @param faults all that is wrong, up to a bound; more may be added
     */
    public record Reading<D>(@Nullable D document, String text, List<RuleFault> faults) {

        /**
         * What the definition means; null if anything is wrong with it.
         *
         * @param meaning makes it, and adds what is wrong with it to the faults
         */
        public <M> @Nullable M meaning(BiFunction<? super D, List<RuleFault>, M> meaning) {
            M meant = document == null ? null : meaning.apply(document, faults);
            return faults.isEmpty() ? meant : null;
        }
    }

    /** Reads a definition written in YAML, of which JSON is a part. */
    public Reading<D> read(String text) {
        List<RuleFault> faults = new ArrayList<>();
        if (text.length() > MAX_LENGTH) {
            faults.add(
                    new RuleFault(
                            "",
                            "%d characters; allowed are %d".formatted(text.length(), MAX_LENGTH)));
            return new Reading<>(null, "", faults);
        }
        JsonNode node;
        try {
            // What is passed on is JSON, so that is what is checked: not all of YAML survives it.
            node = yaml.readTree(yaml.readTree(text).toString());
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            faults.add(new RuleFault("", "neither YAML nor JSON" + line + ": " + brief(e)));
            return new Reading<>(null, "", faults);
        }
        for (Error error : schema.validate(node)) {
            if (faults.size() < MAX_FAULTS) {
                faults.add(
                        new RuleFault(
                                error.getInstanceLocation().toString(),
                                String.valueOf(error.getMessage())));
            }
        }
        if (!faults.isEmpty()) {
            return new Reading<>(null, node.toString(), faults);
        }
        try {
            return new Reading<>(JSON.treeToValue(node, type), node.toString(), faults);
        } catch (JsonProcessingException e) {
            faults.add(new RuleFault(pathOf(e), brief(e)));
            return new Reading<>(null, node.toString(), faults);
        }
    }

    /**
     * A time that a definition states, ms since the epoch.
     *
     * @param absent what stands for none
     * @param place of the field
     * @param faults takes what is wrong with it
     */
    public static long millis(
            @Nullable OffsetDateTime time, long absent, String place, List<RuleFault> faults) {
        if (time == null) {
            return absent;
        }
        if (time.getYear() < 0 || time.getYear() > MAX_YEAR) {
            faults.add(new RuleFault(place, time + " is not between the years 0 and " + MAX_YEAR));
            return absent;
        }
        return time.toInstant().toEpochMilli();
    }

    private static String brief(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        int line = message.indexOf('\n');
        return line < 0 ? message : message.substring(0, line);
    }

    private static String pathOf(JsonProcessingException e) {
        StringBuilder path = new StringBuilder();
        if (e instanceof JsonMappingException mapping) {
            mapping.getPath()
                    .forEach(
                            each ->
                                    path.append('/')
                                            .append(
                                                    each.getFieldName() == null
                                                            ? String.valueOf(each.getIndex())
                                                            : each.getFieldName()));
        }
        return path.toString();
    }
}
