package io.nextclick.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextclick.config.Settings;
import io.nextclick.evaluate.Metric;
import io.nextclick.testkit.ToolRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as its user runs it, in this process. */
class EvaluateCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEADER = "SessionId\tItemId\tTime\n";

    /** Who looks at a looks at b next, who at c at d. */
    private static final String TRAIN =
            HEADER + "1\ta\t10\n1\tb\t11\n2\tc\t12\n2\td\t13\n3\ta\t14\n3\tb\t15\n";

    private static final String TEST = HEADER + "4\ta\t20\n4\tb\t21\n5\tc\t22\n5\td\t23.5\n";

    @TempDir Path folder;

    private static ToolRun command(String... pairs) {
        return ToolRun.of(EvaluateCommand::run, pairs);
    }

    private static JsonNode json(ToolRun run, int line) throws Exception {
        return JSON.readTree(run.lines().get(line));
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** Lines about one model, and lines about two. */
    private static List<JsonNode> lines(ToolRun run, boolean ofTwo) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (int i = 0; i < run.lines().size(); i++) {
            if (json(run, i).has("less") == ofTwo && !json(run, i).has("slice")) {
                lines.add(json(run, i));
            }
        }
        return lines;
    }

    @Test
    void every_model_gets_a_line_with_all_figures() throws Exception {
        ToolRun run =
                command(
                        "train", file("train", TRAIN),
                        "test", file("test", TEST),
                        "compare", "sequential-rules, popularity,item-cf,vstan,vmis");
        assertThat(run.exit()).isZero();
        List<JsonNode> models = lines(run, false);
        assertThat(models)
                .extracting(line -> line.get("model").asText())
                .contains("sequential-rules", "popularity", "item-cf", "vstan", "vmis");
        for (JsonNode line : models) {
            assertThat(line.get("mode").asText()).isEqualTo("static");
            assertThat(line.get("positions").asInt()).isEqualTo(2);
            for (Metric metric : Metric.values()) {
                assertThat(line.get(metric.label()).asDouble()).isBetween(0.0, 1.0);
            }
            for (String name : List.of("coverage20", "popularity20", "p50_us", "p99_us")) {
                assertThat(line.has(name)).as(name).isTrue();
            }
            assertThat(line.get("state_bytes").asLong()).isPositive();
        }
        JsonNode rules =
                models.stream()
                        .filter(line -> line.get("model").asText().equals("sequential-rules"))
                        .findFirst()
                        .orElseThrow();
        assertThat(rules.get("hr5").asDouble()).isOne();
        assertThat(rules.get("mrr20").asDouble()).isOne();
    }

    @Test
    void the_first_model_is_compared_with_each_other_one() throws Exception {
        ToolRun run =
                command(
                        "train", file("train", TRAIN),
                        "test", file("test", TEST),
                        "compare", "sequential-rules,popularity");
        List<JsonNode> pairs = lines(run, true);
        List<JsonNode> models = lines(run, false);
        assertThat(pairs).hasSize(models.size() - 1);
        JsonNode last = pairs.get(pairs.size() - 1);
        assertThat(last.get("less").asText()).isEqualTo("popularity");
        double first = models.get(0).get("mrr20").asDouble();
        double other = models.get(models.size() - 1).get("mrr20").asDouble();
        JsonNode difference = last.get("mrr20");
        assertThat(difference.get(0).asDouble()).isEqualTo(first - other, within(2e-5));
        assertThat(difference.get(1).asDouble()).isLessThanOrEqualTo(difference.get(0).asDouble());
        assertThat(difference.get(2).asDouble())
                .isGreaterThanOrEqualTo(difference.get(0).asDouble());
    }

    @Test
    void the_first_model_is_split_by_kind_of_position_with_the_best_other_one_beside_it()
            throws Exception {
        ToolRun run =
                command(
                        "test", file("test", TRAIN),
                        "mode", "prequential",
                        "compare", "popularity,sequential-rules");
        // The next clicks are b, d and b: the last one is the only one that is known by then.
        JsonNode known = slice(run, "popularity", "1-2");
        assertThat(known.get("model").asText()).isEqualTo("nextclick");
        assertThat(known.get("positions").asInt()).isOne();
        assertThat(known.get("hr20").asDouble()).isOne();
        assertThat(known.get("best_mrr20").get(0).asText()).isEqualTo("sequential-rules");
        assertThat(known.get("best_mrr20").get(1).asDouble()).isOne();
        JsonNode first = slice(run, "age", "first click");
        assertThat(first.get("positions").asInt()).isEqualTo(2);
        assertThat(first.get("recall20").asDouble()).isZero();
        assertThat(first.get("best_recall20").get(1).asDouble()).isZero();
        assertThat(slice(run, "position", "1").get("positions").asInt()).isEqualTo(3);
        assertThat(slice(run, "repeat", "new").get("positions").asInt()).isEqualTo(3);
        assertThat(run.lines()).noneMatch(line -> line.contains("\"positions\":0"));
    }

    @Test
    void alone_a_model_has_no_best_beside_it() throws Exception {
        ToolRun run = command("test", file("test", TRAIN), "mode", "prequential");
        assertThat(slice(run, "position", "1").has("hr20")).isTrue();
        assertThat(slice(run, "position", "1").has("best_hr20")).isFalse();
    }

    private static JsonNode slice(ToolRun run, String slice, String value) throws Exception {
        for (int i = 0; i < run.lines().size(); i++) {
            JsonNode line = json(run, i);
            if (line.path("slice").asText().equals(slice)
                    && line.path("value").asText().equals(value)) {
                return line;
            }
        }
        throw new AssertionError("no line of " + slice + " " + value);
    }

    @Test
    void a_prequential_run_needs_no_training_log() throws Exception {
        ToolRun run =
                command(
                        "test", file("test", TRAIN),
                        "mode", "prequential",
                        "compare", "sequential-rules");
        assertThat(run.exit()).isZero();
        JsonNode line = lines(run, false).get(lines(run, false).size() - 1);
        assertThat(line.get("mode").asText()).isEqualTo("prequential");
        assertThat(line.get("positions").asInt()).isEqualTo(3);
        assertThat(line.get("unknown_next").asInt()).isEqualTo(2);
        assertThat(line.get("hr20").asDouble()).isEqualTo(1.0 / 3, within(1e-5));
    }

    @Test
    void a_catalogue_that_is_known_before_names_items_that_nobody_visited() throws Exception {
        String log =
                file(
                        "test",
                        "event_time,event_type,product_id,category_id,category_code,brand,price,"
                                + "user_id,user_session\n"
                                + "2019-10-01 00:00:00 UTC,view,a,1,tea,,,u,s\n"
                                + "2019-10-01 00:00:09 UTC,view,b,1,tea,,,u,s\n");
        String[] clicked = {"test", log, "mode", "prequential", "format", "rees46"};
        assertThat(json(command(clicked), 0).get("hr20").asDouble()).isZero();
        String[] before = {
            "test", log, "mode", "prequential", "format", "rees46", "catalogue", "before"
        };
        assertThat(json(command(before), 0).get("hr20").asDouble()).isEqualTo(1);
    }

    @Test
    void all_bad_options_are_named_at_once_with_what_is_allowed() {
        ToolRun run =
                command(
                        "mode",
                        "live",
                        "format",
                        "csv",
                        "compare",
                        "magic,vmis",
                        "refit",
                        "0",
                        "catalogue",
                        "after");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(String.join("\n", run.lines()))
                .contains(
                        "evaluate: Invalid value 'live' for 'mode': must be one of static,"
                                + " prequential",
                        "evaluate: Missing value for 'train': must be a log's file",
                        "evaluate: Missing value for 'test': must be a log's file",
                        "evaluate: Invalid value 'csv' for 'format': must be one of rees46",
                        "evaluate: Invalid value '0' for 'refit': must be a whole number between 1",
                        "evaluate: Invalid value 'after' for 'catalogue': must be one of clicked,"
                                + " before",
                        "evaluate: Invalid value 'magic,vmis' for 'compare': must be names out of")
                .contains("popularity, sequential-rules, item-cf, vstan, vmis");
    }

    @Test
    void a_file_that_is_no_log_is_named_with_its_option() throws Exception {
        String train = file("train", TRAIN);
        ToolRun absent = command("train", train, "test", "absent.txt", "compare", "vmis");
        assertThat(absent.exit()).isEqualTo(2);
        assertThat(absent.lines())
                .singleElement()
                .asString()
                .startsWith("evaluate: Invalid value 'absent.txt' for 'test': ")
                .contains("no such file");
        ToolRun other =
                command("train", file("x", "a,b\n"), "test", file("test", TEST), "compare", "vmis");
        assertThat(other.exit()).isEqualTo(2);
        assertThat(other.lines())
                .singleElement()
                .asString()
                .contains("for 'train': ", "wrong header");
    }

    @Test
    void an_unknown_model_is_not_created() {
        assertThatThrownBy(() -> EvaluatedModels.create("magic", Settings.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'magic'", "vmis");
        for (String name : EvaluatedModels.names()) {
            assertThat(EvaluatedModels.create(name, Settings.defaults()).name()).isEqualTo(name);
        }
    }
}
