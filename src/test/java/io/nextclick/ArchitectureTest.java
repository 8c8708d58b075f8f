package io.nextclick;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of {@code docs/architecture.md} that a reader relies on. */
class ArchitectureTest {

    private static final Set<String> CAPABILITIES =
            Set.of(
                    "quality",
                    "identity",
                    "session",
                    "feedback",
                    "alarm",
                    "segment",
                    "catalogue",
                    "similarity",
                    "popularity",
                    "recommend",
                    "verdict");

    /** What is not in the job jar. */
    private static final Set<String> TOOLS =
            Set.of(
                    "log",
                    "expectation",
                    "evaluate",
                    "generate",
                    "cli",
                    "demo",
                    "scenario",
                    "send",
                    "rehearse",
                    "gateway");

    /**
     * Which packages each one may use. Capabilities do not stand in each other's lines: they meet
     * in {@code graph}. Each uses only what stands above it, so there is no circle.
     */
    private static final Map<String, Set<String>> USES =
            Map.ofEntries(
                    entry("bound", Set.of()),
                    entry("option", Set.of()),
                    entry("event", Set.of()),
                    entry("flow", Set.of("event")),
                    entry("blend", Set.of("bound")),
                    entry("rule", Set.of("bound", "event", "flow")),
                    entry("experiment", Set.of("event", "rule")),
                    entry("message", Set.of("event", "flow")),
                    entry("writeback", Set.of("event", "flow", "message")),
                    entry("quality", Set.of("option", "event", "flow", "writeback")),
                    entry("identity", Set.of("option", "event", "flow", "writeback")),
                    entry("session", Set.of("option", "event", "flow", "writeback")),
                    entry("feedback", Set.of("option", "event", "flow", "writeback", "message")),
                    entry("alarm", Set.of("option", "event", "flow", "writeback", "message")),
                    entry(
                            "segment",
                            Set.of("option", "event", "flow", "rule", "writeback", "message")),
                    entry("catalogue", Set.of("option", "event", "writeback")),
                    entry("similarity", Set.of("option", "event", "flow", "writeback", "message")),
                    entry("popularity", Set.of("option", "event", "flow", "writeback", "message")),
                    entry(
                            "recommend",
                            Set.of(
                                    "bound",
                                    "option",
                                    "event",
                                    "flow",
                                    "blend",
                                    "experiment",
                                    "writeback",
                                    "message")),
                    entry("verdict", Set.of("option", "event", "flow", "experiment", "writeback")),
                    entry("codec", Set.of("option", "event", "avro")),
                    entry(
                            "contract",
                            with(
                                    CAPABILITIES,
                                    "event",
                                    "flow",
                                    "blend",
                                    "experiment",
                                    "codec",
                                    "avro")),
                    entry(
                            "ingest",
                            Set.of(
                                    "bound",
                                    "option",
                                    "event",
                                    "rule",
                                    "blend",
                                    "experiment",
                                    "writeback",
                                    "codec",
                                    "contract",
                                    "avro")),
                    entry("kafka", Set.of("option", "codec", "contract")),
                    entry(
                            "config",
                            with(
                                    CAPABILITIES,
                                    "option",
                                    "ingest",
                                    "event",
                                    "blend",
                                    "codec",
                                    "contract",
                                    "kafka",
                                    "writeback")),
                    entry(
                            "graph",
                            with(
                                    CAPABILITIES,
                                    "event",
                                    "flow",
                                    "blend",
                                    "experiment",
                                    "rule",
                                    "message",
                                    "writeback",
                                    "codec",
                                    "contract",
                                    "ingest",
                                    "config")),
                    entry("log", Set.of("event", "codec", "contract")),
                    entry("generate", Set.of("event")),
                    entry("expectation", Set.of("event", "rule")),
                    entry("evaluate", with(CAPABILITIES, "event", "flow", "blend", "log")),
                    entry(
                            "cli",
                            with(
                                    CAPABILITIES,
                                    "option",
                                    "event",
                                    "flow",
                                    "rule",
                                    "writeback",
                                    "config",
                                    "graph",
                                    "log",
                                    "expectation",
                                    "evaluate")),
                    entry(
                            "demo",
                            with(
                                    CAPABILITIES,
                                    "bound",
                                    "gateway",
                                    "option",
                                    "event",
                                    "rule",
                                    "writeback",
                                    "config",
                                    "contract",
                                    "kafka",
                                    "graph",
                                    "log",
                                    "generate",
                                    "evaluate",
                                    "cli")),
                    entry(
                            "send",
                            Set.of(
                                    "option",
                                    "event",
                                    "rule",
                                    "segment",
                                    "codec",
                                    "contract",
                                    "kafka",
                                    "config",
                                    "log",
                                    "generate",
                                    "cli")),
                    entry(
                            "rehearse",
                            Set.of(
                                    "option",
                                    "event",
                                    "recommend",
                                    "codec",
                                    "contract",
                                    "kafka",
                                    "config",
                                    "cli")),
                    entry(
                            "gateway",
                            Set.of(
                                    "bound",
                                    "option",
                                    "event",
                                    "rule",
                                    "experiment",
                                    "codec",
                                    "contract",
                                    "kafka",
                                    "config",
                                    "avro")),
                    entry(
                            "scenario",
                            Set.of(
                                    "option",
                                    "rule",
                                    "codec",
                                    "contract",
                                    "kafka",
                                    "config",
                                    "cli",
                                    "demo")));

    private static final JavaClasses PRODUCT =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.nextclick");

    private static Set<String> with(Set<String> some, String... more) {
        return Stream.concat(some.stream(), Arrays.stream(more)).collect(Collectors.toSet());
    }

    private static String[] packages(Set<String> names) {
        return names.stream().map(name -> "io.nextclick." + name + "..").toArray(String[]::new);
    }

    private static Set<String> names() {
        return new TreeSet<>(USES.keySet());
    }

    private static ArchRule usesOnly(String name, Set<String> allowed) {
        Set<String> others = with(USES.keySet(), "avro");
        others.removeAll(allowed);
        others.remove(name);
        return noClasses()
                .that()
                .resideInAPackage("io.nextclick." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(others));
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_package_uses_only_what_stands_above_it(String name) {
        usesOnly(name, USES.get(name)).check(PRODUCT);
    }

    @Test
    void every_package_is_held() {
        Set<String> found =
                PRODUCT.stream()
                        .map(each -> each.getPackageName().split("\\."))
                        .filter(parts -> parts.length > 2 && !parts[2].equals("avro"))
                        .map(parts -> parts[2])
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).isEqualTo(names());
    }

    @Test
    void no_capability_may_use_another() {
        for (String capability : CAPABILITIES) {
            assertThat(USES.get(capability)).doesNotContainAnyElementsOf(CAPABILITIES);
        }
    }

    @Test
    void the_guard_rejects_what_a_package_may_not_use() {
        assertThat(usesOnly("contract", Set.of("event")).evaluate(PRODUCT).hasViolation()).isTrue();
    }

    @Test
    void contracts_flows_events_blends_logs_and_the_generator_know_no_flink() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        packages(
                                Set.of(
                                        "event",
                                        "flow",
                                        "contract",
                                        "blend",
                                        "log",
                                        "expectation",
                                        "evaluate",
                                        "generate")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.flink..")
                .check(PRODUCT);
    }

    /**
     * Rules, records and tables are plain Java: only operators and their state know the runtime.
     */
    @Test
    void in_a_capability_only_functions_and_states_know_the_runtime() {
        DescribedPredicate<JavaClass> operators =
                assignableTo(Function.class).as("functions").or(ofFunctions());
        noClasses()
                .that()
                .resideInAnyPackage(packages(CAPABILITIES))
                .and(DescribedPredicate.not(operators))
                .and()
                .haveSimpleNameNotEndingWith("State")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.flink.streaming..",
                        "org.apache.flink.runtime..",
                        "org.apache.flink.metrics..",
                        "org.apache.flink.util..",
                        "org.apache.flink.api.common.state..",
                        "org.apache.flink.api.common.functions..")
                .check(PRODUCT);
    }

    private static DescribedPredicate<JavaClass> ofFunctions() {
        return DescribedPredicate.describe(
                "stores, classes inside functions and what stands for the runtime",
                each ->
                        each.getName().contains("Store")
                                || each.getRawInterfaces().stream()
                                        .anyMatch(one -> one.getSimpleName().endsWith("Runtime"))
                                || each.getEnclosingClass()
                                        .map(outer -> outer.isAssignableTo(Function.class))
                                        .orElse(false));
    }

    /** Checkstyle holds files to 300 lines and methods to 50. */
    @Test
    void an_operator_fits_two_screens() throws Exception {
        for (JavaClass each : PRODUCT) {
            boolean operator =
                    each.isAssignableTo(Function.class)
                            && each.isTopLevelClass()
                            && !each.getPackageName().startsWith("io.nextclick.cli");
            if (operator) {
                Path source = Path.of("src/main/java", each.getName().replace('.', '/') + ".java");
                assertThat(Files.readAllLines(source))
                        .as(each.getName())
                        .hasSizeLessThanOrEqualTo(180);
            }
        }
    }

    @Test
    void the_contracts_classes_stay_at_the_edge() {
        classes()
                .that()
                .resideInAPackage("io.nextclick.avro..")
                .should()
                .onlyBeAccessed()
                .byAnyPackage(packages(Set.of("contract", "codec", "ingest", "gateway", "avro")))
                .check(PRODUCT);
    }

    @Test
    void the_job_needs_no_tool() {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages(TOOLS))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(TOOLS))
                .check(PRODUCT);
    }

    @Test
    void no_package_is_a_drawer() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..helper..", "..model..", "..impl..")
                .check(PRODUCT);
    }

    @Test
    void operators_read_no_wall_clock() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        packages(with(CAPABILITIES, "event", "flow", "writeback", "codec")))
                .or()
                .resideInAnyPackage(packages(Set.of("contract", "ingest", "kafka")))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(PRODUCT);
    }
}
