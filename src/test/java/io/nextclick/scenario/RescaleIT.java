package io.nextclick.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextclick.testkit.Patience;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The whole job on 1, 2, 3 and again 1 subtasks, each from the savepoint of the one before. */
class RescaleIT {

    private static final Path FILE = Path.of("src/test/resources/scenarios/rescale.jsonl");

    private static Outcome play(Playground playground, Scenario scenario) throws Exception {
        Outcome outcome =
                playground.play(
                        scenario,
                        new ScenarioOptions(
                                FILE,
                                Path.of(""),
                                1,
                                1_500,
                                Patience.LONGEST.toMillis(),
                                System.out));
        assertThat(outcome.faults()).isEmpty();
        return outcome;
    }

    /** The newest value of each key. */
    private static Map<String, JsonNode> newest(Outcome outcome, String topic) {
        Map<String, JsonNode> newest = new TreeMap<>();
        for (OutputRecord record : outcome.records().get(topic)) {
            newest.put(String.valueOf(record.key()), record.value());
        }
        return newest;
    }

    private static List<Step> withoutStops(Scenario scenario) {
        return scenario.steps().stream()
                .filter(step -> !(step instanceof Step.Stop) && !(step instanceof Step.Start))
                .toList();
    }

    @Test
    void a_job_that_is_rescaled_ends_as_one_that_never_was() throws Exception {
        Scenario rescaled = Scenario.read(FILE, Playground.defaults());
        Scenario steady = new Scenario("steady", withoutStops(rescaled));
        try (Playground playground = Playground.start(rescaled.parallelism())) {
            Outcome one = play(playground, rescaled);
            Outcome other = play(playground, steady);
            for (String topic : List.of("sessions", "segments", "identity", "similar-items")) {
                assertThat(newest(one, topic))
                        .as(topic)
                        .isNotEmpty()
                        .isEqualTo(newest(other, topic));
            }
        }
    }
}
