package io.nextclick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nextclick.testkit.Command;
import io.nextclick.testkit.MetricNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts and the dashboard ask for metrics that there are, and each alert says what to do. */
class AlertsTest {

    private static final Path FOLDER = Path.of("deploy/prometheus");
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
    private static final Pattern RUNBOOK =
            Pattern.compile("runbook: docs/operations.md#alerts \\((\\w+)\\)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z]\\w+)` \\|");
    private static final Pattern FIRES = Pattern.compile("- name: (\\w+) fires\n");
    private static final Pattern SILENT = Pattern.compile("- name: (\\w+) is silent\n");
    private static final Pattern EXPECTED =
            Pattern.compile("alertname: (\\w+)\n.*\n +exp_alerts:\n");
    private static final Pattern NOT_EXPECTED =
            Pattern.compile("alertname: (\\w+)\n.*\n +exp_alerts: \\[]\n");

    @TempDir private Path folder;

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static Set<String> alerts() throws Exception {
        return new TreeSet<>(found(ALERT, Files.readString(FOLDER.resolve("alerts.yml"))));
    }

    @Test
    void each_alert_has_a_row_of_the_runbook_and_each_row_an_alert() throws Exception {
        String operations = Files.readString(Path.of("docs/operations.md"));
        int from = operations.indexOf("## Alerts\n");
        String rows = operations.substring(from, operations.indexOf("\n## ", from));
        assertThat(found(ROW, rows)).containsExactlyInAnyOrderElementsOf(alerts());
        assertThat(found(RUNBOOK, Files.readString(FOLDER.resolve("alerts.yml"))))
                .containsExactlyInAnyOrderElementsOf(alerts());
    }

    @Test
    void each_alert_is_tested_to_fire_and_to_be_silent() throws Exception {
        String tests = Files.readString(FOLDER.resolve("alerts.test.yml"));
        for (Pattern each : List.of(FIRES, SILENT, EXPECTED, NOT_EXPECTED)) {
            assertThat(found(each, tests)).containsExactlyInAnyOrderElementsOf(alerts());
        }
    }

    @ParameterizedTest
    @CsvSource({MetricNames.JOB + ", 30", MetricNames.GATEWAY + ", 15"})
    void what_alerts_and_dashboard_ask_for_is_documented_and_nothing_else(String prefix, int least)
            throws Exception {
        Set<String> used = MetricNames.used(prefix);
        Set<String> documented = MetricNames.documented(prefix);
        assertThat(used).hasSizeGreaterThan(least);
        assertThat(MetricNames.without(documented, used)).isEmpty();
        assertThat(MetricNames.unused(documented, used)).isEmpty();
    }

    @Test
    void the_guards_find_what_is_wrong() {
        Set<String> documented = Set.of("flink_rejected_*", "flink_lists");
        assertThat(MetricNames.without(documented, Set.of("flink_list"))).hasSize(1);
        assertThat(MetricNames.without(documented, Set.of("flink_findings_"))).hasSize(1);
        assertThat(MetricNames.without(documented, Set.of("flink_rejected_", "flink_rejected_BOT")))
                .isEmpty();
        assertThat(MetricNames.unused(documented, Set.of("flink_rejected_BOT")))
                .containsExactly("flink_lists");
    }

    @Test
    void the_panels_ask_the_provisioned_data_source() throws Exception {
        String dashboard = Files.readString(Path.of("deploy/grafana/dashboards/nextclick.json"));
        String source =
                Files.readString(
                        Path.of("deploy/grafana/provisioning/datasources/prometheus.yaml"));
        List<MatchResult> sources =
                Pattern.compile("\"uid\": \"(\\w+)\"").matcher(dashboard).results().toList();
        assertThat(sources).allMatch(uid -> source.contains("uid: " + uid.group(1) + "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check rules alerts.yml",
                "check config prometheus.yml",
                "check config compose.yml",
                "test rules alerts.test.yml"
            })
    void promtool_agrees(String command) throws Exception {
        assumeTrue(
                Command.isOnPath("promtool"),
                "promtool is not on the PATH (Debian's package prometheus has it)");
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        // The key is no part of the repository, and the configuration names its file.
        Files.writeString(folder.resolve("gateway.key"), "key");
        Command promtool =
                Command.run(folder, Map.of(), List.of(("promtool " + command).split(" ", -1)));
        assertThat(promtool.exit()).as(promtool.printed()).isZero();
    }
}
