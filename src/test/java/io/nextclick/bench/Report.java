package io.nextclick.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints what was measured: tables to read, and a line of JSON for programs. */
final class Report {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The same graph a second time in each round: what differs is noise. */
    static final String SAME = "job_again";

    static final String JOB = "job";
    static final String VERSUS = "versus";

    /** The other job, too, runs twice, in a mirrored order: its JVM gets no less practice. */
    static final String VERSUS_SAME = "versus_again";

    /** Behind a job's row: its first minute, and its latency at two rates. */
    static final String COLD = "_cold";

    static final String HALF = "_half";
    static final String LOW = "_200";

    private static final List<String> SHOWN =
            List.of(JOB, SAME, VERSUS, VERSUS_SAME, "roof_d", "roof_h", "roof_w", "pass", "loop");

    private static final double LEAST_SHOWN_MICROS = 0.05;
    private static final double LEAST_SHOWN_BYTES = 1;
    private static final int MAX_NAME = 76;

    private final Results results;
    private final PrintStream out;

    Report(Results results, PrintStream out) {
        this.results = results;
        this.out = out;
    }

    void print() {
        row("", "events/s", "CPU µs", "broker µs", "allocated kB");
        for (String row : SHOWN) {
            if (results.has(row)) {
                row(
                        row,
                        text(row, "events_per_s", 0),
                        text(row, "cpu_us", 1),
                        text(row, "broker_cpu_us", 1),
                        text(row, "alloc_kb", 1));
            }
        }
        ratios();
        for (String row : List.of(JOB, VERSUS)) {
            if (results.has(row)) {
                details(row);
            }
        }
    }

    private void row(String... cells) {
        out.printf(Locale.ROOT, "%-10s %28s %24s %22s %22s%n", (Object[]) cells);
    }

    private String text(String row, String figure, int digits) {
        return Spread.text(results.spread(row, figure), digits);
    }

    private void ratios() {
        if (!results.has(JOB)) {
            return;
        }
        out.println();
        row("job to", "events/s", "CPU", "", "");
        for (String row : SHOWN) {
            if (results.has(row) && !row.equals(JOB) && !row.equals(VERSUS_SAME)) {
                row(
                        row.equals(SAME) ? "itself" : row,
                        Spread.text(ratio(row, "events_per_s"), 3),
                        Spread.text(ratio(row, "cpu_us"), 3),
                        "",
                        "");
            }
        }
    }

    /** Of the other job both runs of a round count, and so do both of this one. */
    private @Nullable Spread ratio(String row, String figure) {
        return row.equals(VERSUS) && results.has(VERSUS_SAME)
                ? Spread.ofRatios(
                        results.means(List.of(JOB, SAME), figure),
                        results.means(List.of(VERSUS, VERSUS_SAME), figure))
                : results.ratio(JOB, row, figure);
    }

    /** True if a row is of the other job. */
    static boolean isVersus(String row) {
        return row.equals(VERSUS) || row.equals(VERSUS_SAME);
    }

    /** True if a row is of a whole job. */
    static boolean isJob(String row) {
        return row.equals(JOB) || row.equals(SAME) || isVersus(row);
    }

    private void details(String row) {
        out.printf("%n%s, an event%n", row);
        line("records between tasks", row, "messages", 2);
        line("their bytes", row, "bytes_between_tasks", 0);
        line("state accesses", row, "state_accesses", 2);
        line("records to Kafka", row, "records_out", 2);
        line("lists", row, "lists", 2);
        out.printf("  CPU by kind of thread, µs (%s threads)%n", text(row, "threads", 0));
        parts(row, "kinds", LEAST_SHOWN_MICROS);
        out.println("  CPU by task, µs");
        parts(row, "tasks", LEAST_SHOWN_MICROS);
        out.println("  bytes between tasks by the one that gets them");
        parts(row, "bytes", LEAST_SHOWN_BYTES);
        out.printf("%s, the run%n", row);
        line("events/s, first minute of a fresh JVM", row + COLD, "events_per_s", 0);
        line("checkpoint: ms", row, "checkpoint_millis", 0);
        line("checkpoint: ms in which tasks stand", row, "checkpoint_stopped_millis", 0);
        line("checkpoint: all state, MB", row, "checkpoint_state_mb", 1);
        line("checkpoint: written, MB", row, "checkpoint_written_mb", 1);
        for (String latency : List.of(row + HALF, row + LOW)) {
            if (results.has(latency)) {
                out.printf(
                        "  event to list at %s/s, ms: p50 %s, p99 %s, p99.9 %s; lists for %s of the"
                                + " events that ask%n",
                        text(latency, "rate", 0),
                        text(latency, "p50_ms", 1),
                        text(latency, "p99_ms", 1),
                        text(latency, "p999_ms", 1),
                        text(latency, "answered", 3));
            }
        }
    }

    private void line(String words, String row, String figure, int digits) {
        out.printf("  %-40s %s%n", words, text(row, figure, digits));
    }

    private void parts(String row, String object, double least) {
        for (String name : results.names(row, object)) {
            Spread spread = results.part(row, object, name);
            if (spread != null && spread.median() >= least) {
                String shown = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "…";
                out.printf("    %-24s %s%n", Spread.text(spread, 1), shown);
            }
        }
    }

    /** One object; what was not measured is null. */
    String json() throws JsonProcessingException {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String row : List.of(JOB, VERSUS, "roof_d", "roof_h", "roof_w", "pass", "loop")) {
            if (!row.equals(VERSUS) || results.has(row)) {
                all.put(row, object(row));
            }
        }
        return JSON.writeValueAsString(all);
    }

    private Map<String, @Nullable Object> object(String row) {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        put(figures, "events_per_s", row, "events_per_s");
        put(figures, "cpu_us", row, "cpu_us");
        if (row.equals(JOB) || row.equals(VERSUS)) {
            put(figures, "broker_cpu_us", row, "broker_cpu_us");
            put(figures, "alloc_kb", row, "alloc_kb");
            put(figures, "messages", row, "messages");
            put(figures, "bytes_between_tasks", row, "bytes_between_tasks");
            put(figures, "state_accesses", row, "state_accesses");
            put(figures, "records_out", row, "records_out");
            put(figures, "cold_events_per_s", row + COLD, "events_per_s");
            put(figures, "latency_rate", row + HALF, "rate");
            put(figures, "p50_ms", row + HALF, "p50_ms");
            put(figures, "p99_ms", row + HALF, "p99_ms");
            put(figures, "p999_ms", row + HALF, "p999_ms");
            put(figures, "p50_ms_at_200", row + LOW, "p50_ms");
            put(figures, "p99_ms_at_200", row + LOW, "p99_ms");
            put(figures, "p999_ms_at_200", row + LOW, "p999_ms");
        }
        return figures;
    }

    private void put(Map<String, @Nullable Object> figures, String key, String row, String figure) {
        Double median = Spread.medianOf(results.spread(row, figure));
        figures.put(key, median == null ? null : rounded(median));
    }

    /** Four digits are more than a machine gives. */
    static double rounded(double value) {
        return value == 0
                ? 0
                : new java.math.BigDecimal(value).round(new java.math.MathContext(5)).doubleValue();
    }
}
