package io.nextclick.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;

/** The contracts in {@code avro/}: documented to the last field, and able to evolve. */
class ContractFilesTest {

    private static final Path FOLDER = Path.of("avro");
    private static final EnumSet<Schema.Type> NUMBERS =
            EnumSet.of(Schema.Type.INT, Schema.Type.LONG, Schema.Type.FLOAT, Schema.Type.DOUBLE);

    private static List<Schema> in(Path folder) throws IOException {
        List<Schema> schemas = new ArrayList<>();
        if (!Files.exists(folder)) {
            return schemas;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".avsc")).toList()) {
                schemas.add(new Schema.Parser().parse(file.toFile()));
            }
        }
        return schemas;
    }

    @Test
    void there_is_one_for_every_topic() throws Exception {
        Set<String> names = new HashSet<>(Set.of("ConsentRecord"));
        Topics.all().forEach(topic -> names.add(topic.schema().getName()));
        assertThat(in(FOLDER))
                .extracting(Schema::getName)
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void every_record_enum_and_field_is_documented_and_every_number_has_a_unit() throws Exception {
        List<String> faults = new ArrayList<>();
        for (Schema schema : in(FOLDER)) {
            check(schema, schema.getName(), faults);
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void the_guard_finds_what_is_missing() {
        Schema bare =
                new Schema.Parser()
                        .parse(
                                """
                                {"type":"record","name":"R","fields":[
                                 {"name":"n","type":"int"},
                                 {"name":"e","doc":"d","type":{"type":"enum","name":"E",
                                  "doc":"d","symbols":["A"]}}]}""");
        List<String> faults = new ArrayList<>();
        check(bare, "R", faults);
        assertThat(faults)
                .containsExactlyInAnyOrder(
                        "R: no doc", "R.n: no doc", "R.n: no unit", "R.e: enum without default");
    }

    @Test
    void each_reads_what_its_released_versions_wrote() throws Exception {
        for (Schema released : in(FOLDER.resolve("released"))) {
            Schema current =
                    in(FOLDER).stream()
                            .filter(schema -> schema.getName().equals(released.getName()))
                            .findFirst()
                            .orElseThrow();
            assertThat(SchemaCompatibility.checkReaderWriterCompatibility(current, released))
                    .extracting(SchemaCompatibility.SchemaPairCompatibility::getType)
                    .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        }
    }

    @Test
    void each_has_released_versions_numbered_from_1_without_a_gap() throws Exception {
        assertThat(unreleased(in(FOLDER), names(FOLDER.resolve("released")))).isEmpty();
    }

    @Test
    void the_guard_of_released_versions_finds_what_is_missing() {
        List<Schema> contracts = new ArrayList<>();
        for (String name : List.of("A", "B", "C")) {
            contracts.add(Schema.createRecord(name, "d", "n", false, List.of()));
        }
        assertThat(unreleased(contracts, Set.of("A-1.avsc", "B-1.avsc", "B-3.avsc", "D-1.avsc")))
                .containsExactlyInAnyOrder("B-3.avsc", "C-1.avsc is missing", "D-1.avsc");
    }

    /** What is missing, and files that no bundle of schemas would find. */
    private static Set<String> unreleased(List<Schema> contracts, Set<String> files) {
        Set<String> faults = new HashSet<>(files);
        for (Schema contract : contracts) {
            int version = 1;
            while (faults.remove(contract.getName() + '-' + version + ".avsc")) {
                version++;
            }
            if (version == 1) {
                faults.add(contract.getName() + "-1.avsc is missing");
            }
        }
        return faults;
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static void check(Schema schema, String path, List<String> faults) {
        switch (schema.getType()) {
            case RECORD -> {
                if (isBlank(schema.getDoc())) {
                    faults.add(path + ": no doc");
                }
                for (Schema.Field field : schema.getFields()) {
                    check(field, path + '.' + field.name(), faults);
                }
            }
            case ENUM -> {
                if (isBlank(schema.getDoc())) {
                    faults.add(path + ": no doc");
                }
                if (schema.getEnumDefault() == null) {
                    faults.add(path + ": enum without default");
                }
            }
            case ARRAY -> check(schema.getElementType(), path, faults);
            case MAP -> check(schema.getValueType(), path, faults);
            case UNION -> schema.getTypes().forEach(type -> check(type, path, faults));
            default -> {}
        }
    }

    private static void check(Schema.Field field, String path, List<String> faults) {
        if (isBlank(field.doc())) {
            faults.add(path + ": no doc");
        }
        boolean number =
                field.schema().isUnion()
                        ? field.schema().getTypes().stream()
                                .anyMatch(type -> NUMBERS.contains(type.getType()))
                        : NUMBERS.contains(field.schema().getType());
        if (number && isBlank(field.getProp("unit"))) {
            faults.add(path + ": no unit");
        }
        boolean optional =
                field.schema().isUnion()
                        && field.schema().getTypes().get(0).getType() == Schema.Type.NULL;
        if (optional && !field.hasDefaultValue()) {
            faults.add(path + ": optional without default");
        }
        check(field.schema(), path, faults);
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
