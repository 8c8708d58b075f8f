package io.nextclick.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The names of metrics in files: documented ones, in which a {@code *} stands for anything, and
 * used ones, which end with {@code _} where a query asks for all that begin so.
 */
public final class MetricNames {

    private static final String ROW = "(?m)^\\| `(%s_[\\w*]+)` \\|";
    private static final String NAME = "\\b%s_\\w+";

    /** What the names of the job's metrics begin with. */
    public static final String JOB = "flink";

    /** What the names of the gateway's metrics begin with. */
    public static final String GATEWAY = "nextclick";

    private MetricNames() {}

    /** Those of the tables of docs/metrics.md that begin so. */
    public static Set<String> documented(String prefix) throws IOException {
        return of(Pattern.compile(ROW.formatted(prefix)), Path.of("docs/metrics.md"));
    }

    /** Those that alerts and the dashboard ask for. */
    public static Set<String> used(String prefix) throws IOException {
        Pattern name = Pattern.compile(NAME.formatted(prefix));
        Set<String> names = of(name, Path.of("deploy/prometheus/alerts.yml"));
        names.addAll(of(name, Path.of("deploy/grafana/dashboards/nextclick.json")));
        return names;
    }

    /** Names that no pattern is for. */
    public static List<String> without(Set<String> patterns, Set<String> names) {
        return names.stream()
                .filter(name -> patterns.stream().noneMatch(pattern -> isFor(pattern, name)))
                .toList();
    }

    /** Patterns that are for none of the names. */
    public static List<String> unused(Set<String> patterns, Set<String> names) {
        return patterns.stream()
                .filter(pattern -> names.stream().noneMatch(name -> isFor(pattern, name)))
                .toList();
    }

    private static boolean isFor(String pattern, String name) {
        return name.endsWith("_")
                ? pattern.startsWith(name)
                : name.matches(pattern.replace("*", ".*"));
    }

    private static Set<String> of(Pattern pattern, Path file) throws IOException {
        Set<String> names = new TreeSet<>();
        for (MatchResult match : pattern.matcher(Files.readString(file)).results().toList()) {
            names.add(match.groupCount() == 0 ? match.group() : match.group(1));
        }
        return names;
    }
}
