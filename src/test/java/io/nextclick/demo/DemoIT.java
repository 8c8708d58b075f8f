package io.nextclick.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
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
                            + " p50_ms=[\\d.]+ p99_ms=[\\d.]+ events_per_s=\\d+"
                            + " messages_per_event=[\\d.]+ state_accesses_per_event=[\\d.]+"
                            + " persons=(\\d+) sessions=(\\d+) sessions_matched=([\\d.]+)"
                            + " memberships=(\\d+)");

    @TempDir Path folder;

    private record Run(int exit, String output) {
        Matcher lastLine() {
            List<String> lines = output.lines().toList();
            Matcher matcher = LAST_LINE.matcher(lines.get(lines.size() - 1));
            assertThat(matcher.matches()).as(output).isTrue();
            return matcher;
        }
    }

    private static Run demo(String... pairs) {
        Properties properties = new Properties();
        for (int i = 0; i < pairs.length; i += 2) {
            properties.setProperty(pairs[i], pairs[i + 1]);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int exit = Demo.run(properties, out, false);
        return new Run(exit, bytes.toString(StandardCharsets.UTF_8));
    }

    private static List<Path> leftovers() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("nextclick-demo"))
                    .toList();
        }
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

        Run run = demo("replay", log.toString(), "format", "sessions", "speed", "0");
        assertThat(run.exit()).as(run.output()).isZero();
        Matcher figures = run.lastLine();
        assertThat(figures.group(1)).isEqualTo("1000");
        assertThat(figures.group(2)).isEqualTo("1000");
        assertThat(figures.group(3)).isEqualTo("0");
        assertThat(Double.parseDouble(figures.group(4))).isGreaterThan(0.5);
        assertThat(figures.group(5)).as("persons").isEqualTo("200");
        assertThat(figures.group(6)).as("sessions").isEqualTo("200");
        assertThat(Double.parseDouble(figures.group(7)))
                .as("sessions matched; the last ones wait for the slower partition")
                .isGreaterThan(0.95);
        assertThat(Integer.parseInt(figures.group(8)))
                .as("who came in the log's last hour is a new visitor")
                .isPositive();
        assertThat(run.output())
                .contains("in=1000 = accepted=1000 + rejected=0")
                .contains("lines of the log that are no events: 1");
        assertThat(leftovers()).isEqualTo(before);
    }

    @Test
    void a_generated_shop_runs_for_its_time() throws Exception {
        List<Path> before = leftovers();
        Run run = demo("seconds", "12", "rate", "100");
        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(Integer.parseInt(run.lastLine().group(2))).isGreaterThan(100);
        assertThat(run.output())
                .contains("events in")
                .contains("last checkpoint")
                .contains("sent 10 rules")
                .containsPattern("in segments +[\\d,]+ persons: ")
                .contains("goes with");
        assertThat(leftovers()).isEqualTo(before);
    }

    @Test
    void wrong_options_and_a_missing_file_are_told() {
        Run wrong = demo("seconds", "x", "speed", "y");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.output()).contains("-Dseconds=x").contains("-Dspeed=y");
        Run missing = demo("replay", "/no/such/log.csv", "format", "rees46");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.output()).contains("/no/such/log.csv");
    }
}
