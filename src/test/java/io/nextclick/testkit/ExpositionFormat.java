package io.nextclick.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict reader of Prometheus' text format 0.0.4: each family has its help, its type and its
 * samples together and once, a counter is named so, and no series is there twice.
 */
public final class ExpositionFormat {

    private static final Pattern HELP =
            Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (\\S.*)");
    private static final Pattern TYPE =
            Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge)");
    private static final String LABEL =
            "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\\\\\"\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "([a-zA-Z_:][a-zA-Z0-9_:]*)((?:\\{%1$s(?:,%1$s)*\\})?) (\\S+)"
                            .formatted(LABEL));
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|Inf)|NaN");

    private final Set<String> families = new HashSet<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private String family = "";
    private String type = "";
    private boolean empty;

    private ExpositionFormat() {}

    /**
     * Has Debian's promtool read a text, which must say nothing against it; skipped where there is
     * none.
     *
     * @param folder takes the text
     */
    public static void checkByPromtool(Path folder, String text) throws Exception {
        assumeTrue(
                Command.isOnPath("promtool"),
                "promtool is not on the PATH (Debian's package prometheus has it)");
        Files.writeString(folder.resolve("metrics.txt"), text);
        Command promtool =
                Command.run(
                        folder,
                        Map.of(),
                        List.of("sh", "-c", "promtool check metrics < metrics.txt"));
        assertThat(promtool.exit()).as(promtool.printed()).isZero();
    }

    /**
     * The values by series, as they are written.
     *
     * @throws IllegalArgumentException with the line that is wrong
     */
    public static Map<String, Double> samples(String text) {
        require(text.isEmpty() || text.endsWith("\n"), "the last line has no end", text);
        ExpositionFormat read = new ExpositionFormat();
        for (String line : text.isEmpty() ? List.<String>of() : List.of(text.split("\n"))) {
            read.line(line);
        }
        require(!read.empty, "no samples", read.family);
        return read.samples;
    }

    private void line(String line) {
        Matcher help = HELP.matcher(line);
        Matcher ofType = TYPE.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (help.matches()) {
            require(!empty, "no samples", family);
            family = help.group(1);
            type = "";
            empty = true;
            require(families.add(family), "twice", line);
        } else if (ofType.matches()) {
            require(ofType.group(1).equals(family) && type.isEmpty(), "not below its help", line);
            type = ofType.group(2);
            require(family.endsWith("_total") == type.equals("counter"), "not named so", line);
        } else {
            require(sample.matches(), "no line of the format", line);
            require(sample.group(1).equals(family) && !type.isEmpty(), "not its family", line);
            require(NUMBER.matcher(sample.group(3)).matches(), "no number", line);
            double value = Double.parseDouble(sample.group(3).replace("Inf", "Infinity"));
            String series = sample.group(1) + sample.group(2);
            require(samples.put(series, value) == null, "twice", line);
            require(type.equals("gauge") || value >= 0, "a counter below 0", line);
            empty = false;
        }
    }

    private static void require(boolean holds, String what, String where) {
        if (!holds) {
            throw new IllegalArgumentException(what + ": " + where);
        }
    }
}
