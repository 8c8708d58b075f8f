package io.nextclick.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.testkit.GeneratedPart;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/contracts.md} is made of the files in {@code avro/}; {@code -Ddocs.write=true} writes
 * it.
 */
class ContractsPageTest {

    private static final Path PAGE = Path.of("docs/contracts.md");

    /** In the order of the topics; the last has none yet. */
    private static final List<String> CONTRACTS =
            Stream.concat(
                            Topics.all().stream().map(topic -> topic.schema().getName()),
                            Stream.of("ConsentRecord"))
                    .distinct()
                    .toList();

    @Test
    void the_page_says_what_the_contracts_are() throws Exception {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page());
        }
        assertThat(Files.readString(PAGE))
                .as("run: mvn test -Dtest=ContractsPageTest -Ddocs.write=true")
                .isEqualTo(page());
    }

    private static String page() throws Exception {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Contracts

                        Every field of every record, from the files in `avro/`. A `?` marks a field that may be absent. This page is made
                        by a test: `mvn test -Dtest=ContractsPageTest -Ddocs.write=true`.
                        """);
        for (String contract : CONTRACTS) {
            Schema schema = new Schema.Parser().parse(new File("avro/" + contract + ".avsc"));
            describe(schema, "##", page);
        }
        return page.toString();
    }

    private static void describe(Schema schema, String heading, StringBuilder page) {
        page.append(
                "\n%s %s%n%s%n%n"
                        .formatted(heading, schema.getName(), GeneratedPart.wrap(schema.getDoc())));
        if (schema.getType() == Schema.Type.ENUM) {
            String symbols =
                    schema.getEnumSymbols().stream()
                            .map(symbol -> '`' + symbol + '`')
                            .collect(Collectors.joining(", "));
            page.append(
                    GeneratedPart.wrap(
                            "%s; default `%s`".formatted(symbols, schema.getEnumDefault())));
            page.append('\n');
            return;
        }
        page.append("| field | type | default | meaning |\n|---|---|---|---|\n");
        List<Schema> inner = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            String unit = field.getProp("unit");
            page.append(
                    "| `%s` | %s | %s | %s%s |%n"
                            .formatted(
                                    field.name(),
                                    type(field.schema()),
                                    defaultOf(field),
                                    field.doc(),
                                    unit == null ? "" : " (" + unit + ")"));
            named(field.schema(), inner);
        }
        inner.forEach(schemaInside -> describe(schemaInside, "###", page));
    }

    private static String type(Schema schema) {
        return switch (schema.getType()) {
            case UNION -> type(schema.getTypes().get(1)) + '?';
            case ARRAY -> "list of " + type(schema.getElementType());
            case MAP -> "map of " + type(schema.getValueType());
            case RECORD, ENUM -> schema.getName();
            default ->
                    schema.getLogicalType() == null
                            ? schema.getType().getName()
                            : schema.getLogicalType().getName();
        };
    }

    private static String defaultOf(Schema.Field field) {
        if (!field.hasDefaultValue()) {
            return "";
        }
        Object value = field.defaultVal();
        return value == JsonProperties.NULL_VALUE ? "none" : "`" + value + "`";
    }

    private static void named(Schema schema, List<Schema> found) {
        switch (schema.getType()) {
            case UNION -> schema.getTypes().forEach(type -> named(type, found));
            case ARRAY -> named(schema.getElementType(), found);
            case MAP -> named(schema.getValueType(), found);
            case RECORD, ENUM -> found.add(schema);
            default -> {}
        }
    }
}
