package io.nextclick.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextclick.demo.TemporaryFolder;
import io.nextclick.testkit.Patience;
import io.nextclick.testkit.Soak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays every scenario of the folder on one broker and one Flink, and holds it to what it expects.
 * {@code -Dscenario=PART} plays those whose names contain it, the long ones among them.
 */
public abstract class PlayedScenarios {

    private static final Path FOLDER = Path.of("src/test/resources/scenarios");

    /** Long ones, or with restarts: played with {@code -Psoak}, and in every build on a server. */
    private static final Path LONG = FOLDER.resolve("long");

    /** Played by a test of its own. */
    private static final Path RESCALED = LONG.resolve("rescale.jsonl");

    private static final int MAX_PARALLELISM = 3;

    /** Of each operator, where a scenario does not say. A job of two takes longer to start. */
    private static final int PARALLELISM = Soak.runs(2, 1);

    private static final double ROUNDING = 1e-4;

    private static Playground playground;

    @BeforeAll
    static void startPlayground(@TempDir Path folder) throws Exception {
        playground = Playground.start(new TemporaryFolder(folder), MAX_PARALLELISM);
    }

    @AfterAll
    static void stopPlayground() throws Exception {
        playground.close();
    }

    static List<Path> files() throws IOException {
        String part = System.getProperty("scenario", "");
        int depth = Soak.isWhole() || !part.isEmpty() ? 2 : 1;
        try (Stream<Path> files = Files.walk(FOLDER, depth)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .filter(file -> !file.equals(RESCALED))
                    .filter(file -> file.toString().contains(part))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nextclick.scenario.PlayedScenarios#files")
    void what_comes_out_is_what_the_scenario_expects(Path file) throws Exception {
        Scenario scenario = Scenario.read(file, Playground.defaults());
        assertThat(scenario.steps())
                .as("a scenario expects something")
                .anyMatch(Step.Expect.class::isInstance);
        play(scenario);
    }

    private static Outcome play(Scenario scenario) throws Exception {
        Outcome outcome =
                playground.play(
                        scenario,
                        new ScenarioOptions(
                                FOLDER,
                                Path.of(""),
                                PARALLELISM,
                                800,
                                Patience.LONGEST.toMillis(),
                                System.out));
        assertThat(outcome.faults()).isEmpty();
        return outcome;
    }

    /** The newest value of each key; how far the devices are that only move time does not count. */
    private static Map<String, JsonNode> newest(Outcome outcome, String topic) {
        Map<String, JsonNode> newest = new TreeMap<>();
        for (OutputRecord record : outcome.records().get(topic)) {
            String key = String.valueOf(record.key());
            if (!key.startsWith("tick-")) {
                newest.put(key, record.value());
            }
        }
        return newest;
    }

    private static List<Step> withoutStops(Scenario scenario) {
        return scenario.steps().stream()
                .filter(step -> !(step instanceof Step.Stop) && !(step instanceof Step.Start))
                .toList();
    }

    /** Of 1, 2, 3, 1 and 2 subtasks, each from the savepoint of the one before. */
    @Test
    void a_job_that_is_rescaled_ends_as_one_that_never_was() throws Exception {
        assumeTrue(Soak.isWhole());
        Scenario rescaled = Scenario.read(RESCALED, Playground.defaults());
        Scenario steady = new Scenario("steady", withoutStops(rescaled));
        Outcome one = play(rescaled);
        Outcome other = play(steady);
        for (String topic : List.of("sessions", "segments", "identity", "similar-items")) {
            Map<String, JsonNode> found = newest(one, topic);
            Map<String, JsonNode> expected = newest(other, topic);
            assertThat(found).as(topic).isNotEmpty().containsOnlyKeys(expected.keySet());
            found.forEach(
                    (key, value) ->
                            assertThat(value.equals(PlayedScenarios::compare, expected.get(key)))
                                    .as("%s of %s: %s", topic, key, value)
                                    .isTrue());
        }
    }

    /** Which of two persons' events comes first moves the last digits of sums. */
    private static int compare(JsonNode one, JsonNode other) {
        boolean near =
                one.isNumber()
                        && other.isNumber()
                        && Math.abs(one.doubleValue() - other.doubleValue()) < ROUNDING;
        return near || one.equals(other) ? 0 : 1;
    }
}
