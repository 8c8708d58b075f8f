package io.nextclick.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextclick.testkit.ToolRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as its user runs it, in this process. */
class ExpectationsCommandTest {

    private static final String RIGHT =
            """
            version: 1
            expectations:
              - {id: item, types: [VIEW], field: item_id, present: 0.5}
              - {id: currency, field: context.currency, in: [EUR]}
              - {id: sold, types: [PURCHASE], per_hour: {at_least: 1}}
              - {id: refused, rejects: 0.5}
            """;

    private static final String VIEW =
            """
            {"topic": "events", "value": {"event_id": "e%d", "event_type": "VIEW", "occurred_at": \
            %d, "user_id": "ann", "item_id": %s, "context": {"currency": "%s"}}}
            """;

    private static final long HOUR = 3_600_000;

    @TempDir Path folder;

    private static ToolRun command(String... pairs) {
        return ToolRun.of(ExpectationsCommand::run, pairs);
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void a_right_file_is_listed_in_words() throws Exception {
        ToolRun run = command("file", file("shop.yaml", RIGHT), "export", "", "log", "");
        assertThat(run.lines())
                .containsExactly(
                        "ok  item  VIEW: item_id is present in at least 50 %",
                        "ok  currency  all events: context.currency is one of EUR in all",
                        "ok  sold  PURCHASE: at least 1 an hour",
                        "ok  refused  at most 50 % of the records refused");
        assertThat(run.exit()).isZero();
    }

    @Test
    void a_wrong_file_is_listed_with_every_place_and_reason_and_nothing_else_is_done()
            throws Exception {
        Path export = folder.resolve("suite.json");
        ToolRun run =
                command(
                        "file",
                        file("shop.yaml", RIGHT.replace("item_id", "item").replace("0.5}", "2}")),
                        "export",
                        export.toString());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.lines())
                .containsExactly(
                        "shop.yaml: /expectations/0/present: must have a maximum value of 1",
                        "shop.yaml: /expectations/3/rejects: must have an exclusive maximum value"
                                + " of 1");
        assertThat(command("file", file("a.yaml", RIGHT.replace("item_id", "item"))).lines())
                .containsExactly(
                        "a.yaml: /expectations/0/field: unknown field 'item'; did you mean"
                                + " 'item_id'?");
        assertThat(export).doesNotExist();
    }

    @Test
    void a_suite_is_written_and_what_it_lacks_is_said() throws Exception {
        Path export = folder.resolve("suite.json");
        ToolRun run = command("file", file("shop.yaml", RIGHT), "export", export.toString());
        assertThat(run.exit()).isZero();
        assertThat(run.lines())
                .contains("note: refused is not in the suite: a table has no refusals");
        var suite = new ObjectMapper().readTree(export.toFile());
        assertThat(suite.path("name").asText()).isEqualTo("shop");
        assertThat(suite.path("expectations")).hasSize(3);
    }

    @Test
    void a_log_is_held_against_it() throws Exception {
        String log =
                "# a comment\n\n"
                        + VIEW.formatted(1, HOUR, "\"milk\"", "EUR")
                        + VIEW.formatted(2, HOUR + 1, "null", "EUR")
                        + "{\"topic\": \"events\", \"value\": {}}\n";
        ToolRun run =
                command(
                        "file",
                        file("shop.yaml", RIGHT.replace("rejects: 0.5", "rejects: 0.7")),
                        "log",
                        file("log.jsonl", log),
                        "format",
                        "records");
        assertThat(run.lines())
                .containsExactly(
                        "pass  item      VIEW: item_id is present in at least 50 %; 50.00 % (1 of 2)",
                        "pass  currency  all events: context.currency is one of EUR in all;"
                                + " 100.00 % (2 of 2)",
                        "-     sold      PURCHASE: at least 1 an hour; no whole hour",
                        "pass  refused   at most 70 % of the records refused; 66.66 % (2 of 3)",
                        "2 events, 2 records refused; 3 pass, 0 fail, 1 not measured");
        assertThat(run.exit()).isZero();
    }

    @Test
    void a_broken_expectation_is_a_failure() throws Exception {
        String log =
                VIEW.formatted(1, HOUR, "\"milk\"", "EUR")
                        + VIEW.formatted(2, 2 * HOUR, "\"milk\"", "USD");
        ToolRun run =
                command(
                        "file",
                        file("shop.yaml", RIGHT),
                        "log",
                        file("log.jsonl", log),
                        "format",
                        "records");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.lines())
                .contains(
                        "fail  currency  all events: context.currency is one of EUR in all;"
                                + " 50.00 % (1 of 2); first at e2",
                        "fail  sold      PURCHASE: at least 1 an hour; 0 (1970-01-01T01:00:00Z) to"
                                + " 0 (1970-01-01T01:00:00Z) in 1 hour");
    }

    @Test
    void the_log_of_the_documentation_gives_what_is_printed_there() throws Exception {
        Path log =
                Path.of(System.getProperty("nextclick.data", "../shared/data"))
                        .resolve("rees46-oct2019-head/events.csv");
        assumeTrue(
                Files.exists(log),
                () -> log.toAbsolutePath() + " is absent; give its folder as -Dnextclick.data");
        ToolRun run =
                command(
                        "file",
                        "src/test/resources/expectations/rees46.yaml",
                        "log",
                        log.toString(),
                        "format",
                        "rees46");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.lines()).hasSize(7);
        assertThat(Files.readString(Path.of("docs/expectations.md"))).contains(run.printed());
    }

    @Test
    void the_jobs_own_limits_say_what_is_refused() throws Exception {
        String log = VIEW.formatted(1, HOUR, "\"milk and honey\"", "EUR");
        String[] asked = {
            "file", file("shop.yaml", RIGHT), "log", file("log.jsonl", log), "format", "records"
        };
        assertThat(command(asked).exit()).isZero();
        String config = file("job.properties", "quality.max-id-length=10\n");
        assertThat(
                        command(
                                        "file", asked[1], "log", asked[3], "format", "records",
                                        "config", config)
                                .lines())
                .contains(
                        "fail  refused   at most 50 % of the records refused; 100.00 % (1 of 1);"
                                + " first at e1");
    }

    @Test
    void a_wrong_question_is_answered_with_how_to_ask() throws Exception {
        String right = file("shop.yaml", RIGHT);
        assertUsage("Missing value for 'file': must be a file of expectations", "file", "");
        assertUsage(
                "Invalid value 'nowhere' for 'file': no such file or folder", "file", "nowhere");
        assertUsage("Invalid value '%s' for 'file'".formatted(folder), "file", folder.toString());
        assertUsage("Missing value for 'format'", "file", right, "log", "a.csv");
        assertUsage("Missing value for 'log'", "file", right, "format", "records");
        assertUsage("no such file", "file", right, "log", "a.csv", "format", "records");
        assertUsage("for 'export'", "file", right, "export", folder.toString());
        String lost = folder.resolve("nowhere/suite.json").toString();
        assertUsage(
                "Invalid value '%s' for 'export': no such file or folder".formatted(lost),
                "file",
                right,
                "export",
                lost);
        assertUsage(
                "Invalid value '%s' for 'export': is a file that is read".formatted(right),
                "file",
                right,
                "export",
                right);
        assertThat(Path.of(right)).hasContent(RIGHT);
        String other = file("other.jsonl", "{\"topic\": \"items\", \"value\": {}}\n");
        assertUsage(
                "no line is an event of a records log: [line 1: NO_EVENT",
                "file",
                right,
                "log",
                other,
                "format",
                "records");
        assertUsage("for 'config'", "file", right, "config", "nowhere");
    }

    private static void assertUsage(String reason, String... pairs) {
        ToolRun run = command(pairs);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.printed()).contains("expectations: ").contains(reason);
    }
}
