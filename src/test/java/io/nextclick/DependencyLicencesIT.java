package io.nextclick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything in the job jar may be given on under Apache-2.0. Read from the bill of materials that
 * the build makes of the dependencies in the job jar.
 */
class DependencyLicencesIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * SPDX ids of licences that ask for nothing but notices: category A of the Apache Software
     * Foundation's policy. Weak copyleft (EPL, MPL, CDDL: category B) is left out on purpose: it
     * may be given on in binary form only and under conditions, so somebody has to decide.
     */
    private static final Set<String> ALLOWED =
            Set.of(
                    "Apache-2.0",
                    "MIT",
                    "MIT-0",
                    "BSD-2-Clause",
                    "BSD-3-Clause",
                    "ISC",
                    "Zlib",
                    "Unlicense",
                    "CC0-1.0");

    /** SPDX ids of licences that are declared by another name. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of(
                    // Of re2j, from https://golang.org/LICENSE.
                    "Go License", "BSD-3-Clause");

    /** Licences of components whose own declaration is missing, by group and name. */
    private static final Map<String, String> FOUND_BY_HAND =
            Map.of(
                    // Has no POM on Maven Central; META-INF/LICENSE in the jar is Apache-2.0. Its
                    // META-INF/NOTICE lists what it bundles: Apache-2.0, and zstd-jni under BSD.
                    "org.apache.flink:flink-sql-avro-confluent-registry", "Apache-2.0");

    @Test
    void every_component_of_the_job_jar_has_an_allowed_licence() throws Exception {
        JsonNode bom = billOfTheBuild();

        assertThat(names(bom))
                .as("the bill is of the job jar")
                .contains(
                        "org.apache.flink:flink-connector-kafka",
                        "org.apache.avro:avro",
                        "org.apache.kafka:kafka-clients")
                .doesNotContain("org.apache.kafka:kafka_2.13", "org.apache.flink:flink-runtime");
        assertThat(faults(bom)).isEmpty();
    }

    @Test
    void every_licence_found_by_hand_is_of_a_component_that_declares_none() throws Exception {
        JsonNode bom = billOfTheBuild();

        Set<String> undeclared = new TreeSet<>();
        for (JsonNode component : bom.path("components")) {
            if (declared(component).isEmpty()) {
                undeclared.add(name(component));
            }
        }

        assertThat(undeclared).isEqualTo(new TreeSet<>(FOUND_BY_HAND.keySet()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{'license':{'id':'GPL-3.0-only'}}]",
                "[{'license':{'name':'GNU General Public License, version 3'}}]",
                "[{'expression':'GPL-2.0-only WITH Classpath-exception-2.0'}]",
                "[{'expression':'Apache-2.0 AND GPL-3.0-only'}]",
                "[{'expression':'(MIT OR GPL-3.0-only) AND EPL-2.0'}]",
                "[{'license':{'id':'EPL-2.0'}}]",
                "[{'license':{'id':'SSPL-1.0'}}]"
            })
    void a_licence_that_is_not_allowed_is_reported(String licences) throws Exception {
        assertThat(faults(bomOf(licences)))
                .singleElement()
                .asString()
                .startsWith("org.example:thing:1.0: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "[{}]", "[{'license':{}}]"})
    void a_component_without_a_licence_is_reported(String licences) throws Exception {
        assertThat(faults(bomOf(licences))).containsExactly("org.example:thing:1.0: no licence");
    }

    /** Maven and CycloneDX both read a list of licences as a choice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{'license':{'id':'MIT'}}]",
                "[{'license':{'id':'GPL-2.0-only'}},{'license':{'id':'Apache-2.0'}}]",
                "[{'expression':'EPL-2.0 OR Apache-2.0'}]",
                "[{'expression':'MIT AND BSD-3-Clause'}]"
            })
    void a_choice_with_an_allowed_licence_is_allowed(String licences) throws Exception {
        assertThat(faults(bomOf(licences))).isEmpty();
    }

    /** The bill is missing, or of another build, where the profile that makes it is not on. */
    private static JsonNode billOfTheBuild() throws IOException {
        Path bom = Path.of("target", "bom.json");
        assumeThat(Files.exists(bom) && isNewer(bom, Path.of("pom.xml")))
                .as("a bill of materials, which the profile sbom makes")
                .isTrue();
        return JSON.readTree(bom.toFile());
    }

    private static boolean isNewer(Path file, Path other) throws IOException {
        return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(other)) > 0;
    }

    private static JsonNode bomOf(String licences) throws IOException {
        return JSON.readTree(
                ("{'components':[{'group':'org.example','name':'thing','version':'1.0',"
                                + "'licenses':%s}]}")
                        .formatted(licences)
                        .replace('\'', '"'));
    }

    /** One line for each component that may not be given on. */
    private static List<String> faults(JsonNode bom) {
        List<String> faults = new ArrayList<>();
        for (JsonNode component : bom.path("components")) {
            List<String> licences = declared(component);
            if (licences.isEmpty() && FOUND_BY_HAND.containsKey(name(component))) {
                licences = List.of(FOUND_BY_HAND.get(name(component)));
            }
            if (licences.stream().noneMatch(DependencyLicencesIT::isAllowed)) {
                faults.add(
                        "%s:%s: %s"
                                .formatted(
                                        name(component),
                                        component.path("version").asText(),
                                        licences.isEmpty()
                                                ? "no licence"
                                                : String.join(" or ", licences)));
            }
        }
        return faults;
    }

    private static List<String> declared(JsonNode component) {
        List<String> licences = new ArrayList<>();
        for (JsonNode choice : component.path("licenses")) {
            JsonNode licence = choice.path("license");
            Stream.of(choice.path("expression"), licence.path("id"), licence.path("name"))
                    .map(JsonNode::asText)
                    .filter(text -> !text.isBlank())
                    .findFirst()
                    .ifPresent(licences::add);
        }
        return licences;
    }

    /** Brackets and exceptions are on no list: such an expression is left to a person. */
    private static boolean isAllowed(String expression) {
        return Stream.of(expression.split(" OR "))
                .anyMatch(
                        choice ->
                                Stream.of(choice.split(" AND "))
                                        .map(String::strip)
                                        .map(name -> OTHER_NAMES.getOrDefault(name, name))
                                        .allMatch(ALLOWED::contains));
    }

    private static List<String> names(JsonNode bom) {
        List<String> names = new ArrayList<>();
        bom.path("components").forEach(component -> names.add(name(component)));
        return names;
    }

    private static String name(JsonNode component) {
        return component.path("group").asText() + ':' + component.path("name").asText();
    }
}
