package io.nextclick.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextclick.testkit.ToolRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as its user runs it, in this process. */
class OffPolicyCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    private static ToolRun command(String... pairs) {
        return ToolRun.of(EvaluateCommand::run, pairs);
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** a is chosen with 1/4 and clicked in 1 of 5, b with 3/4 and in 1 of 10. */
    private String log(int hundreds) throws Exception {
        StringBuilder text = new StringBuilder("item_id,position,click,propensity_score\n");
        for (int i = 0; i < 100 * hundreds; i++) {
            text.append("a,1,%d,0.25\n".formatted(i % 5 == 0 ? 1 : 0));
            for (int j = 0; j < 3; j++) {
                text.append("b,1,%d,0.75\n".formatted((3 * i + j) % 10 == 0 ? 1 : 0));
            }
        }
        return file("log.csv", text.toString());
    }

    private String policy() throws Exception {
        return file("policy.json", "{\"actions\": {\"a\": 0.5, \"b\": 0.5}}");
    }

    private static JsonNode line(ToolRun run, String field, String value) throws Exception {
        for (String line : run.lines()) {
            JsonNode node = JSON.readTree(line);
            if (node.path(field).asText().equals(value)) {
                return node;
            }
        }
        throw new AssertionError("no line of " + value + ": " + run.printed());
    }

    @Test
    void a_policy_gets_a_line_of_the_log_and_one_of_each_estimator() throws Exception {
        String policy = policy();
        ToolRun run = command("offPolicy", policy, "log", log(2), "format", "open-bandit");
        assertThat(run.exit()).isZero();
        JsonNode log = line(run, "policy", policy);
        assertThat(log.get("choices").asInt()).isEqualTo(800);
        assertThat(log.get("mean_reward").asDouble()).isEqualTo(0.125);
        assertThat(log.get("effective_sample_size").asDouble()).isEqualTo(600);
        assertThat(log.get("largest_weight").asDouble()).isEqualTo(2);
        assertThat(log.get("unsupported").asDouble()).isZero();
        JsonNode ips = line(run, "estimator", "ips");
        assertThat(ips.get("value").asDouble()).isEqualTo(0.15, within(1e-12));
        assertThat(ips.get("once").get(0).asDouble()).isLessThan(0.15);
        assertThat(ips.get("anytime").get(1).asDouble()).isGreaterThan(0.15);
        assertThat(line(run, "estimator", "snips").get("value").asDouble())
                .isEqualTo(0.15, within(1e-12));
        assertThat(line(run, "estimator", "dm").get("once").isNull()).isTrue();
        assertThat(run.lines()).hasSize(6);
    }

    @Test
    void a_clip_bounds_weights() throws Exception {
        ToolRun run =
                command("offPolicy", policy(), "log", log(2), "format", "open-bandit", "clip", "1");
        assertThat(line(run, "estimator", "clipped-ips").get("value").asDouble())
                .isEqualTo(0.1, within(1e-12));
    }

    @Test
    void the_uniform_policy_needs_no_file() throws Exception {
        ToolRun run = command("offPolicy", "uniform", "log", log(2), "format", "open-bandit");
        assertThat(line(run, "estimator", "ips").get("value").asDouble())
                .isEqualTo(0.15, within(1e-12));
    }

    @Test
    void what_the_log_cannot_say_is_refused_with_the_reason() throws Exception {
        String none = "item_id,position,click,propensity_score\na,1,0,\na,1,1,\n";
        ToolRun run =
                command("offPolicy", "uniform", "log", file("none", none), "format", "open-bandit");
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.lines()).hasSize(1);
        assertThat(line(run, "policy", "uniform").get("refused").asText())
                .isEqualTo("2 of 2 choices have no propensity above 0 and up to 1");
    }

    @Test
    void the_job_s_own_records_are_read_by_surface() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            text.append(
                    """
                    {"feedback_id":"%d","surface":"%s","arm":"%s","propensity":0.5,"complete":true,\
                    "items":[{"item_id":"x","shown":true%s}]}
                    """
                            .formatted(
                                    i,
                                    i % 4 == 0 ? "cart" : "home",
                                    i % 2 == 0 ? "a" : "b",
                                    i % 10 == 0 ? ",\"clicked_at\":1" : ""));
        }
        ToolRun run =
                command(
                        "offPolicy",
                        "uniform",
                        "log",
                        file("f", text.toString()),
                        "surface",
                        "home");
        assertThat(line(run, "policy", "uniform").get("choices").asInt()).isEqualTo(150);
    }

    @Test
    void all_that_is_asked_wrongly_is_named() throws Exception {
        ToolRun run = command("offPolicy", "uniform", "format", "csv", "clip", "0");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.printed())
                .contains(
                        "evaluate: Missing value for 'log': must be files of choices",
                        "evaluate: Invalid value 'csv' for 'format': must be one of open-bandit,",
                        "evaluate: Invalid value '0' for 'clip': must be above 0");
        ToolRun noPolicy = command("offPolicy", "absent.json", "log", "absent.csv");
        assertThat(noPolicy.exit()).isEqualTo(2);
        assertThat(noPolicy.printed())
                .contains("Invalid value 'absent.json' for 'offPolicy'", "no such file");
        ToolRun noLog = command("offPolicy", "uniform", "log", "absent.csv");
        assertThat(noLog.exit()).isEqualTo(2);
        assertThat(noLog.printed()).contains("for 'log'", "absent.csv: no such file");
    }
}
