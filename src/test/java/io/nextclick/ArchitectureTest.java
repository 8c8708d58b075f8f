package io.nextclick;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of {@code docs/architecture.md} that a reader relies on. */
class ArchitectureTest {

    private static final List<String> CAPABILITIES =
            List.of(
                    "quality",
                    "identity",
                    "session",
                    "similarity",
                    "popularity",
                    "recommend",
                    "segment");

    private static final JavaClasses PRODUCT =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.nextclick");

    private static String[] packages(List<String> names) {
        return names.stream().map(name -> "io.nextclick." + name + "..").toArray(String[]::new);
    }

    private static ArchRule capabilityStandsAlone(String capability) {
        String[] others =
                packages(CAPABILITIES.stream().filter(name -> !name.equals(capability)).toList());
        String[] edges = packages(List.of("wire", "config", "local", "evaluate", "generate"));
        String[] all = Arrays.copyOf(others, others.length + edges.length);
        System.arraycopy(edges, 0, all, others.length, edges.length);
        return noClasses()
                .that()
                .resideInAPackage("io.nextclick." + capability + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"quality", "identity", "session", "similarity", "popularity", "recommend"})
    void a_capability_knows_no_other_and_no_edge(String capability) {
        capabilityStandsAlone(capability).check(PRODUCT);
    }

    @Test
    void events_blends_logs_and_the_generator_know_no_flink() {
        noClasses()
                .that()
                .resideInAnyPackage(packages(List.of("event", "blend", "evaluate", "generate")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.flink..")
                .check(PRODUCT);
    }

    @Test
    void the_pure_rules_know_no_flink() {
        noClasses()
                .that()
                .haveSimpleName("PersonVisits")
                .or()
                .haveSimpleName("SessionTotals")
                .or()
                .haveSimpleName("SessionHistory")
                .or()
                .haveSimpleName("BehaviorMetrics")
                .or()
                .haveSimpleName("DeviceIdentity")
                .or()
                .haveSimpleName("DeviceBlock")
                .or()
                .haveSimpleName("LinkModel")
                .or()
                .haveSimpleName("ItemNeighbours")
                .or()
                .haveSimpleName("PopularList")
                .or()
                .haveSimpleName("SegmentCounts")
                .or()
                .haveSimpleName("ListMaker")
                .or()
                .haveSimpleName("RuleActions")
                .or()
                .haveSimpleName("SelectedItems")
                .or()
                .haveSimpleName("PersonGathers")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.flink..")
                .check(PRODUCT);
    }

    @Test
    void the_contracts_classes_stay_at_the_edge() {
        classes()
                .that()
                .resideInAPackage("io.nextclick.avro..")
                .should()
                .onlyBeAccessed()
                .byAnyPackage("io.nextclick.wire..", "io.nextclick.avro..")
                .check(PRODUCT);
    }

    @Test
    void nothing_but_the_demo_needs_the_demo() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.nextclick.local..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.nextclick.local..")
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
                .resideInAnyPackage(packages(CAPABILITIES))
                .or()
                .resideInAnyPackage(packages(List.of("event", "writeback", "wire")))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(PRODUCT);
    }

    @Test
    void the_guard_rejects_a_capability_that_knows_another() {
        assertThat(
                        noClasses()
                                .that()
                                .resideInAPackage("io.nextclick.wire..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("io.nextclick.recommend..")
                                .evaluate(PRODUCT)
                                .hasViolation())
                .isTrue();
    }
}
