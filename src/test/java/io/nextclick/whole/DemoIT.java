package io.nextclick.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.demo.Demo;
import io.nextclick.demo.TemporaryFolder;
import io.nextclick.testkit.ToolRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as its user runs it, in this process. */
class DemoIT {

    private static final Pattern LAST_LINE =
            Pattern.compile(
                    "demo: events=(\\d+) recommendations=(\\d+) rejected=(\\d+) hit20=([\\d.]+)"
                            + " p50_ms=(?<p50>[\\d.]+|-) p99_ms=(?<p99>[\\d.]+|-)"
                            + " events_per_s=\\d+"
                            + " messages_per_event=[\\d.]+ state_accesses_per_event=[\\d.]+"
                            + " persons=(?<persons>\\d+) sessions=(?<sessions>\\d+)"
                            + " sessions_matched=(?<matched>[\\d.]+|-)"
                            + " memberships=(?<memberships>\\d+)"
                            + " lists_shown=(?<shown>\\d+) ctr=(?<ctr>[\\d.]+|-)"
                            + " ctr_expected=(?<expected>[\\d.]+|-)");

    /** Figures as they would be printed if nothing was measured. */
    private static final String[] NOTHING = {
        "p50 0.0 ms", "=0.0 ", "=0.00 ", "hit20=0.0000", "matched=0.0000", "mean 0.00", "NaN"
    };

    @TempDir Path folder;

    private static ToolRun demo(String... pairs) {
        return ToolRun.of((properties, out) -> Demo.run(properties, out, false), pairs);
    }

    private static Matcher lastLine(ToolRun run) {
        List<String> lines = run.lines();
        Matcher matcher = LAST_LINE.matcher(lines.get(lines.size() - 1));
        assertThat(matcher.matches()).as(run.printed()).isTrue();
        return matcher;
    }

    private static List<Path> leftovers() throws Exception {
        List<Path> left = new ArrayList<>();
        for (Path folder :
                List.of(Path.of(System.getProperty("java.io.tmpdir")), TemporaryFolder.MEMORY)) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(file -> file.getFileName().toString().startsWith("nextclick-demo"))
                            .forEach(left::add);
                }
            }
        }
        return left;
    }

    @Test
    void a_replayed_log_is_accounted_for_to_the_last_event() throws Exception {
        List<String> lines = new ArrayList<>();
        lines.add("SessionId\tItemId\tTime");
        for (int session = 0; session < 200; session++) {
            for (int step = 0; step < 5; step++) {
                int item = (session + step) % 20;
                lines.add("%d\t%d\t%d".formatted(session, item, 1_000_000 + session * 60 + step));
            }
        }
        lines.add("not a line");
        Path log = Files.write(folder.resolve("clicks.txt"), lines);
        List<Path> before = leftovers();

        ToolRun run = demo("replay", log.toString(), "format", "sessions", "speed", "0");
        assertThat(run.exit()).as(run.printed()).isZero();
        Matcher figures = lastLine(run);
        assertThat(figures.group(1)).isEqualTo("1000");
        assertThat(figures.group(2)).isEqualTo("1000");
        assertThat(figures.group(3)).isEqualTo("0");
        assertThat(Double.parseDouble(figures.group(4))).isGreaterThan(0.5);
        assertThat(Double.parseDouble(figures.group("p50"))).as("p50, ms").isPositive();
        assertThat(Double.parseDouble(figures.group("p99"))).as("p99, ms").isPositive();
        assertThat(figures.group("persons")).as("persons").isEqualTo("200");
        assertThat(figures.group("sessions")).as("sessions").isEqualTo("200");
        assertThat(Double.parseDouble(figures.group("matched")))
                .as("sessions matched; the last ones wait for the slower partition")
                .isGreaterThan(0.95);
        assertThat(Integer.parseInt(figures.group("memberships")))
                .as("who came in the log's last hour is a new visitor")
                .isPositive();
        assertThat(figures.group("shown"))
                .as("a log says nothing of what is wanted")
                .isEqualTo("0");
        assertThat(figures.group("ctr")).isEqualTo("-");
        assertThat(figures.group("expected")).isEqualTo("-");
        assertThat(run.printed())
                .contains("in=1000 = accepted=1000 + rejected=0")
                .contains("lines of the log that are no events: 1")
                .contains("alarms               -  (series are not watched)")
                .as("a backlog that never ends counts with a counter that the job has not")
                .doesNotContain("not everything arrived")
                .doesNotContain(NOTHING);
        assertThat(leftovers()).isEqualTo(before);
    }

    @Test
    void a_generated_shop_runs_for_its_time() throws Exception {
        List<Path> before = leftovers();
        ToolRun run = demo("seconds", "22", "rate", "25");
        assertThat(run.exit()).as(run.printed()).isZero();
        Matcher figures = lastLine(run);
        assertThat(Integer.parseInt(figures.group(2))).isGreaterThan(100);
        if (figures.group("p50").equals("-")) {
            assertThat(run.printed())
                    .containsPattern("event to list +- +\\((behind schedule|no list|the past)");
        } else {
            assertThat(Double.parseDouble(figures.group("p50"))).as("p50, ms").isPositive();
            assertThat(Double.parseDouble(figures.group("p99"))).as("p99, ms").isPositive();
        }
        assertThat(figures.group("matched")).as("no session is over").isEqualTo("-");
        int shown = Integer.parseInt(figures.group("shown"));
        if (shown > 0) {
            double expected = Double.parseDouble(figures.group("expected"));
            assertThat(Double.parseDouble(figures.group("ctr")))
                    .as("CTR of %d lists", shown)
                    .isCloseTo(expected, within(0.001 + 5 * Math.sqrt(expected / shown)));
        }
        assertThat(run.printed())
                .contains("events in")
                .contains("last checkpoint")
                .contains("sent 10 rules")
                .containsPattern("in segments +[\\d,]+ persons: ")
                .containsPattern("lists shown +([\\d,]+ +CTR [\\d.]+ %, expected|- +\\(nobody)")
                .containsPattern("CTR, by the job +(-|(item|cart|other) [\\d.]+ % of)")
                .containsPattern("alarms +- +\\(series are learnt until")
                // Which person's list it is, and what was learnt until then, depends on the pace.
                .containsPattern("1\\. .+ (goes with|people come back|popular|new in|by the rule) ")
                .doesNotContain("not everything arrived")
                .containsPattern("sessions: [\\d,]+ of [\\d,]+ persons, all still open\\R")
                .doesNotContain(NOTHING);
        assertThat(leftovers()).isEqualTo(before);
    }

    @Test
    void wrong_options_and_a_missing_file_are_named() {
        ToolRun wrong = demo("seconds", "x", "speed", "y");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.printed()).contains("'x' for 'seconds'").contains("'y' for 'speed'");
        ToolRun missing = demo("replay", "/no/such/log.csv", "format", "rees46");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.printed()).contains("/no/such/log.csv");
    }
}
