package io.nextclick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextclick.testkit.ToolRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as its user runs it, in this process. */
class RulesCommandTest {

    private static final String VIEWED =
            """
            rule_id: %s
            version: 3
            kind: SEGMENT
            pattern:
              stages:
                - {name: viewed, when: event.type == 'VIEW'}
            """;

    private static final LocalDateTime START = LocalDateTime.of(2019, 10, 1, 0, 0);
    private static final String HEADER =
            "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,"
                    + "user_session\n";

    @TempDir Path folder;

    private final StringBuilder log = new StringBuilder(HEADER);

    private static ToolRun command(String... pairs) {
        return ToolRun.of(RulesCommand::run, pairs);
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private void line(
            int minute, String user, String type, String item, String category, double price) {
        log.append(
                "%s UTC,%s,%s,,%s,,%s,%s,%s-visit%n"
                        .formatted(
                                START.plusMinutes(minute)
                                        .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")),
                                type,
                                item,
                                category,
                                price,
                                user,
                                user));
    }

    @Test
    void a_right_file_is_listed_with_its_version_and_plan() throws Exception {
        ToolRun run = command("rule", file("seen.yaml", VIEWED.formatted("seen")));
        assertThat(run.lines()).containsExactly("ok  seen 3 count");
        assertThat(run.exit()).isZero();
    }

    @Test
    void a_wrong_file_is_listed_with_every_place_and_reason() throws Exception {
        String wrong = VIEWED.formatted("seen").replace("VIEW", "VIEWED") + "membership: 0 d\n";
        ToolRun run = command("rule", file("seen.yaml", wrong));
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("seen.yaml: /membership: 0 d is"))
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith(
                                                "seen.yaml: /pattern/stages/0/when: no event has"));
    }

    @Test
    void a_folder_is_checked_in_the_order_of_its_files_and_as_a_whole() throws Exception {
        file("a.yaml", VIEWED.formatted("a") + "exit: {segments: [b]}\n");
        file("b.yml", VIEWED.formatted("b") + "exit: {segments: [a]}\n");
        file("c.yaml", VIEWED.formatted("a"));
        file("d.json", "{");
        file("notes.txt", "no rule");
        ToolRun run = command("rule", folder.toString());
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.lines()).hasSize(5);
        assertThat(run.lines().get(0)).isEqualTo("ok  a 3 count");
        assertThat(run.lines().get(1))
                .isEqualTo("b.yml: /exit/segments: cycle of exits: b > a > b");
        assertThat(run.lines().get(2)).isEqualTo("c.yaml: /rule_id: a.yaml has it, too");
        assertThat(run.lines().get(3)).startsWith("d.json: /: neither YAML nor JSON (line 1)");
        assertThat(run.lines().get(4)).startsWith("warning: a: /exit/segments/0: there is no rule");
    }

    @Test
    void warnings_alone_are_no_failure() throws Exception {
        ToolRun run =
                command(
                        "rule",
                        file("a.yaml", VIEWED.formatted("a") + "exit: {segments: [typo]}\n"));
        assertThat(run.exit()).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "ok  a 3 count", "warning: a: /exit/segments/0: there is no rule 'typo'");
    }

    @Test
    void the_shipped_rules_are_right() {
        ToolRun run = command("rule", "starter", "log", "", "format", "");
        assertThat(run.exit()).isZero();
        assertThat(run.lines())
                .hasSize(10)
                .allMatch(line -> line.startsWith("ok  "))
                .contains("ok  cart-abandoned 1 chain");
    }

    @Test
    void a_wrong_question_is_answered_with_how_to_ask() throws Exception {
        assertUsage("Missing value for 'rule': must be a rule's file", "rule", "");
        assertUsage(
                "Invalid value 'nowhere' for 'rule': no such file or folder", "rule", "nowhere");
        assertUsage("no file in it ends in .yaml", "rule", folder.toString());
        assertUsage(
                "Missing value for 'format': must be one of",
                "rule",
                "starter",
                "log",
                "events.csv");
        assertUsage(
                "Invalid value 'cvs' for 'format': must be one of rees46",
                "rule",
                "starter",
                "log",
                "events.csv",
                "format",
                "cvs");
        assertUsage("no such file", "rule", "starter", "log", "nowhere.csv", "format", "rees46");
        String text = file("a.csv", "a,b\n1,2\n");
        assertUsage("wrong header", "rule", "starter", "log", text, "format", "rees46");
        String empty = file("b.csv", HEADER + "1,2\n");
        assertUsage("no line of", "rule", "starter", "log", empty, "format", "rees46");
    }

    private static void assertUsage(String reason, String... pairs) {
        ToolRun run = command(pairs);
        assertThat(run.exit()).as(run.lines().toString()).isEqualTo(2);
        assertThat(run.lines().get(run.lines().size() - 1)).startsWith("rules: ").contains(reason);
    }

    @Test
    void a_wrong_rule_is_not_tested() throws Exception {
        ToolRun run =
                command("rule", file("a.yaml", "a"), "log", "nowhere.csv", "format", "rees46");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.lines()).last().asString().contains("not tested");
    }

    @Test
    void a_log_says_what_the_rules_would_have_found() throws Exception {
        line(0, "30", "cart", "pot", "pots", 250);
        line(0, "40", "cart", "cup", "cups", 199.99);
        for (int i = 0; i < 5; i++) {
            line(i, "10", "view", "tea" + i, "tea", 3);
            line(i, "20", "view", "tea" + i % 4, "tea", 3);
        }
        line(30, "40", "purchase", "cup", "cups", 199.99);
        line(80, "60", "view", "tea0", "tea", 3);
        line(90, "30", "purchase", "pot", "pots", 250);
        line(120, "50", "cart", "mug", "cups", 4);
        log.append("half a line\n");
        line(150, "60", "view", "tea0", "tea", 3);
        ToolRun run =
                command(
                        "rule",
                        "starter",
                        "log",
                        file("events.csv", log.toString()),
                        "format",
                        "rees46");
        assertThat(run.exit()).as(run.lines().toString()).isZero();
        assertThat(run.lines())
                .contains(
                        "17 events from 2019-10-01T00:00:00Z to 2019-10-01T02:30:00Z, 0 of them"
                                + " repeated; 1 lines of the log are none",
                        "lapsing waits 14 d 0 h, which the log of 2 h 30 min is too short for.");
        assertThat(row(run, "cart-abandoned"))
                .containsExactly(
                        "1",
                        "1",
                        "1",
                        "0",
                        "1",
                        "0",
                        "1",
                        "2019-10-01T01:00:00Z",
                        "2019-10-01T01:00:00Z");
        assertThat(row(run, "category-enthusiast"))
                .containsExactly(
                        "1",
                        "1",
                        "1",
                        "0",
                        "0",
                        "1",
                        "0",
                        "2019-10-01T00:04:00Z",
                        "2019-10-01T00:04:00Z");
        assertThat(row(run, "comparison-shopper").subList(0, 6))
                .containsExactly("1", "2", "2", "0", "0", "2");
        assertThat(row(run, "high-value-buyer").subList(0, 6))
                .containsExactly("1", "1", "1", "0", "0", "1");
        assertThat(row(run, "lapsing"))
                .as("what would be after the end is not counted")
                .containsExactly("1", "0", "0", "0", "0", "0", "6", "-", "-");

        JsonNode json = new ObjectMapper().readTree(run.lines().get(run.lines().size() - 1));
        assertThat(json.get("events").intValue()).isEqualTo(17);
        assertThat(json.get("rules")).hasSize(10);
        assertThat(json.get("rules").get(1).get("rule_id").textValue()).isEqualTo("cart-abandoned");
        assertThat(json.get("rules").get(1).get("pending").intValue()).isEqualTo(1);
    }

    /** The cells of a rule's row but its name. */
    private static List<String> row(ToolRun run, String rule) {
        String line =
                run.lines().stream()
                        .filter(each -> each.startsWith("| " + rule + " "))
                        .findFirst()
                        .orElseThrow();
        List<String> cells =
                List.of(line.substring(1).split("\\|")).stream().map(String::strip).toList();
        return cells.subList(1, cells.size());
    }
}
