package io.nextclick.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.testkit.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays every scenario of the folder on one broker and one Flink, and holds it to what it expects.
 * {@code -Dscenario=PART} plays those whose names contain it.
 */
class ScenarioIT {

    private static final Path FOLDER = Path.of("src/test/resources/scenarios");
    private static final int MAX_PARALLELISM = 3;

    private static Playground playground;

    @BeforeAll
    static void startPlayground() throws Exception {
        playground = Playground.start(MAX_PARALLELISM);
    }

    @AfterAll
    static void stopPlayground() throws Exception {
        playground.close();
    }

    private static List<Path> files() throws IOException {
        String part = System.getProperty("scenario", "");
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().contains(part)).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void what_comes_out_is_what_the_scenario_expects(Path file) throws Exception {
        Scenario scenario = Scenario.read(file, Playground.defaults());
        assertThat(scenario.steps())
                .as("a scenario expects something")
                .anyMatch(Step.Expect.class::isInstance);
        Outcome outcome =
                playground.play(
                        scenario,
                        new ScenarioOptions(
                                file,
                                Path.of(""),
                                2,
                                1_500,
                                Patience.LONGEST.toMillis(),
                                System.out));
        assertThat(outcome.faults()).isEmpty();
    }
}
