package io.nextclick.log;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts the lines that gave no event and keeps the first few for a report. */
final class SkippedLines {

    private static final int MAX_EXAMPLES = 5;
    private static final int MAX_TEXT = 120;

    private final EnumMap<SkipCause, Long> counts = new EnumMap<>(SkipCause.class);
    private final List<String> examples = new ArrayList<>(MAX_EXAMPLES);

    void count(long lineNumber, String line, BadLine bad) {
        counts.merge(bad.reason(), 1L, Long::sum);
        if (examples.size() < MAX_EXAMPLES) {
            examples.add(
                    "line %d: %s, %s: %s"
                            .formatted(lineNumber, bad.reason(), bad.getMessage(), shorten(line)));
        }
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    Map<SkipCause, Long> byCause() {
        return Map.copyOf(counts);
    }

    List<String> examples() {
        return List.copyOf(examples);
    }

    static String shorten(String line) {
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "...";
    }
}
