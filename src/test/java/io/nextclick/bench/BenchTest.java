package io.nextclick.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.flow.PastList;
import io.nextclick.testkit.Events;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The bench's arithmetic; whether it runs, it shows itself. */
class BenchTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Results results = new Results();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void the_median_is_the_middle_or_the_mean_of_two() {
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2.5, 1, 4));
        assertThat(Spread.of(List.of())).isNull();
    }

    @Test
    void a_ratio_is_of_what_was_measured_in_one_round() {
        assertThat(Spread.ofRatios(List.of(1.0, 4.0, 9.0), List.of(2.0, 2.0, 3.0)))
                .isEqualTo(new Spread(2, 0.5, 3));
        assertThat(Spread.ofRatios(List.of(1.0), List.of())).isNull();
        assertThat(Spread.ofRatios(List.of(1.0), List.of(0.0))).isNull();
    }

    @Test
    void both_runs_of_a_round_count_where_two_jobs_are_compared() throws Exception {
        for (int round = 1; round <= 2; round++) {
            results.add("job", JSON.readTree("{\"events_per_s\": %d}".formatted(100 * round)));
            results.add("job_again", JSON.readTree("{\"events_per_s\": %d}".formatted(300)));
            results.add("versus", JSON.readTree("{\"events_per_s\": %d}".formatted(200)));
            results.add("versus_again", JSON.readTree("{\"events_per_s\": %d}".formatted(300)));
        }
        new Report(results, out).print();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsPattern("versus +0\\.900 \\(0\\.800–1\\.000\\)")
                .containsPattern("itself +0\\.500 \\(0\\.333–0\\.667\\)");
    }

    @Test
    void a_median_is_shown_with_its_range() {
        assertThat(Spread.text(new Spread(1_234.56, 1_000, 2_000), 1))
                .isEqualTo("1,234.6 (1,000.0–2,000.0)");
        assertThat(Spread.text(new Spread(2, 2, 2), 0)).isEqualTo("2");
        assertThat(Spread.text(null, 0)).isEqualTo(Spread.NOT_MEASURED);
    }

    @Test
    void the_figures_are_those_of_an_event_between_two_readings() {
        Reading before =
                new Reading(
                        0,
                        0,
                        0L,
                        100,
                        0,
                        Map.of(),
                        0,
                        Map.of(1L, new Reading.Use("a (1/2)#0", 0, 0)));
        Reading after =
                new Reading(
                        2_000_000_000,
                        5_000_000,
                        null,
                        1_100,
                        12_000,
                        Map.of("a", 3_000_000L, "b", 1_000_000L),
                        5_000,
                        Map.of(
                                1L, new Reading.Use("a (1/2)#0", 2_000_000, 3_000_000),
                                2L, new Reading.Use("a (2/2)#0", 1_000_000, 1_000_000)));
        JsonNode figures = JSON.valueToTree(after.since(before));
        assertThat(figures.path("events_per_s").asDouble()).isEqualTo(500);
        assertThat(figures.path("cpu_us").asDouble()).isEqualTo(5);
        assertThat(figures.path("broker_cpu_us").isNull()).isTrue();
        assertThat(figures.path("alloc_kb").asDouble()).isEqualTo(4);
        assertThat(figures.path("messages").asDouble()).isEqualTo(12);
        assertThat(figures.path("bytes_between_tasks").asDouble()).isEqualTo(4_000);
        assertThat(figures.path("bytes").path("a").asDouble()).isEqualTo(3_000);
        assertThat(figures.path("state_accesses").asDouble()).isEqualTo(5);
        assertThat(figures.path("tasks").path("a").asDouble()).isEqualTo(3);
        assertThat(figures.path("kinds").path("other").asDouble()).isCloseTo(2, within(1e-9));
    }

    @Test
    void threads_are_known_by_their_names() {
        assertThat(ThreadKind.of("Source: read-events -> decode (1/2)#0")).isEqualTo("tasks");
        assertThat(ThreadKind.taskOf("Source: read-events -> decode (1/2)#0"))
                .isEqualTo("Source: read-events -> decode");
        assertThat(ThreadKind.of("OutputFlusher for recommend (1/2)#0"))
                .isEqualTo("output flushers");
        assertThat(ThreadKind.taskOf("Time Trigger for recommend (1/2)#0")).isNull();
        assertThat(ThreadKind.of("main")).isEqualTo(ThreadKind.OTHER);
    }

    @Test
    void what_was_not_measured_is_null_and_never_0() throws Exception {
        results.add("job", JSON.readTree("{\"events_per_s\": 4000.04, \"broker_cpu_us\": null}"));
        results.add("job", JSON.readTree("{\"events_per_s\": 5000}"));
        JsonNode json = JSON.readTree(new Report(results, out).json());
        assertThat(json.path("job").path("events_per_s").asDouble()).isEqualTo(4_500);
        assertThat(json.path("job").path("p99_ms").isNull()).isTrue();
        assertThat(json.path("job").path("broker_cpu_us").isNull()).isTrue();
        assertThat(json.path("roof_d").path("cpu_us").isNull()).isTrue();
        assertThat(json.has("versus")).isFalse();
    }

    @Test
    void the_table_has_the_rows_that_ran() throws Exception {
        results.add("job", JSON.readTree("{\"events_per_s\": 4000, \"tasks\": {\"a\": 2.5}}"));
        results.add("roof_d", JSON.readTree("{\"events_per_s\": 16000}"));
        new Report(results, out).print();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("roof_d", "0.250", "2.5")
                .doesNotContain("roof_h", "versus");
    }

    @Test
    void a_share_of_the_traffic_are_impressions_of_lists_of_which_each_tenth_is_clicked() {
        ShownTraffic shown = new ShownTraffic(0.1);
        int visits = 10_000;
        int impressions = 0;
        int clicks = 0;
        for (int i = 0; i < visits; i++) {
            Event visit = Events.view("item-" + i % 50).named("e" + i).event();
            for (Event each : shown.after(visit)) {
                assertThat(PastList.of(each)).isNotNull();
                impressions += each.type() == EventType.IMPRESSION ? 1 : 0;
                clicks += each.type() == EventType.CLICK ? 1 : 0;
            }
        }
        assertThat((double) impressions / (visits + impressions)).isCloseTo(0.1, within(0.001));
        assertThat(clicks).isEqualTo(impressions / 10);
        assertThat(new ShownTraffic(0).after(Events.view("tea").event())).isEmpty();
    }

    @Test
    void faults_of_options_are_all_said_before_anything_starts() {
        Properties properties = new Properties();
        properties.setProperty("graphs", "job,jib");
        properties.setProperty("seconds", "0");
        properties.setProperty("versus", "/nowhere");
        properties.setProperty("versusFlink", "/nowhere");
        properties.setProperty("latencies", "0");
        assertThat(Bench.run(properties, out)).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("'graphs'", "'seconds'", "'versus'", "'versusFlink'", "'latencies'");
    }
}
