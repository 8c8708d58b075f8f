package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nextclick.testkit.ExpositionFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prometheus' text format. */
class ExpositionTest {

    @Test
    void a_family_has_its_samples_together_whatever_the_order_of_the_calls() {
        Exposition into = new Exposition();
        into.gauge("b", "Of b.").add(1.5, "x", "1");
        into.counter("a_total", "Of a.").add(7);
        into.gauge("b", "Another text.").add(2, "x", "2", "y", "3");

        assertThat(into.text())
                .isEqualTo(
                        """
                        # HELP b Of b.
                        # TYPE b gauge
                        b{x="1"} 1.5
                        b{x="2",y="3"} 2
                        # HELP a_total Of a.
                        # TYPE a_total counter
                        a_total 7
                        """);
    }

    static Stream<String[]> values() {
        return Stream.of(
                new String[] {"a\"b", "a\\\"b"},
                new String[] {"a\\b", "a\\\\b"},
                new String[] {"a\nb", "a\\nb"},
                new String[] {"\\n", "\\\\n"},
                new String[] {"\" 1\nup 1", "\\\" 1\\nup 1"},
                new String[] {"x\"} 1\r", "x\\\"} 1\r"},
                new String[] {"Grüße, {Welt}=😀", "Grüße, {Welt}=😀"});
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_label_s_value_cannot_end_itself_or_its_line(String value, String written) {
        Exposition into = new Exposition();
        into.gauge("g", "Help.").add(1, "id", value);

        assertThat(into.text()).endsWith("\ng{id=\"" + written + "\"} 1\n");
        assertThat(ExpositionFormat.samples(into.text())).hasSize(1);
    }

    @Test
    void what_is_no_number_and_what_has_no_samples_is_not_there() {
        Exposition into = new Exposition();
        into.gauge("nothing", "Help.").add(Double.NaN);
        into.gauge("ends", "Help.")
                .add(Double.POSITIVE_INFINITY, "x", "1")
                .add(Double.NEGATIVE_INFINITY, "x", "2")
                .add(1e-9, "x", "3");

        assertThat(into.text()).doesNotContain("nothing").contains("+Inf\n", "-Inf\n", "1.0E-9\n");
        assertThat(ExpositionFormat.samples(into.text())).hasSize(3).containsValue(1e-9);
    }

    @Test
    void a_series_is_there_once() {
        Exposition into = new Exposition();
        into.gauge("g", "Help.").add(1, "x", "1").add(2, "x", "1");

        assertThat(ExpositionFormat.samples(into.text())).containsEntry("g{x=\"1\"}", 1.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# HELP g h\n# TYPE g gauge\ng 1",
                "# HELP g h\n# TYPE g gauge\n",
                "# HELP g h\n# TYPE g gauge\ng one\n",
                "# HELP g h\n# TYPE g gauge\ng{x=\"a\"b\"} 1\n",
                "# HELP g h\n# TYPE g gauge\ng{x=\"a\\t\"} 1\n",
                "# HELP g h\n# TYPE g gauge\ng 1\ng 2\n",
                "# HELP g h\n# TYPE g gauge\nh 1\n",
                "# HELP g h\n# TYPE g counter\ng 1\n",
                "# HELP g_total h\n# TYPE g_total counter\ng_total -1\n",
                "# HELP g h\ng 1\n",
                "# TYPE g gauge\ng 1\n",
                "g 1\n"
            })
    void the_strict_reader_refuses_what_is_not_of_the_format(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ExpositionFormat.samples(text));
    }

    @Test
    void every_counter_of_the_gateway_has_a_help_and_every_help_a_counter() throws Exception {
        assertThat(counted()).containsExactlyInAnyOrderElementsOf(Counts.HELP.keySet());
    }

    /** Names of counters in the gateway's code. */
    private static Set<String> counted() throws IOException {
        Pattern name = Pattern.compile("\"(\\w+_total)\"");
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/io/nextclick/gateway"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                if (text.contains("Counts") && !file.endsWith("Counts.java")) {
                    name.matcher(text)
                            .results()
                            .map((MatchResult match) -> match.group(1))
                            .forEach(names::add);
                }
            }
        }
        names.addAll(Set.of("requests_total", "request_micros_total"));
        return names;
    }
}
