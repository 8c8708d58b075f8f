package io.nextclick.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextclick.cli.CommandLine;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code mvn -q -Pbench}: measures the job beside what bounds it, in turn, on this machine.
 * docs/performance.md says how to read it. Its last line is one JSON object.
 */
public final class Bench {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of a graph that has little to begin with; the job takes longer. */
    private static final double ROOF_WARMUP_SECONDS = 2;

    private static final double JOB_WARMUP_SECONDS = 5;
    private static final double COLD_SECONDS = 60;
    private static final double LOW_RATE = 200;

    /** For the estimate: starting and ending a graph, and all processes. */
    private static final double AROUND_SECONDS = 4;

    private static final double START_SECONDS = 20;
    private static final double FILLED_A_SECOND = 120_000;

    private final BenchOptions options;
    private final PrintStream out;
    private final Results results = new Results();
    private final Map<String, Checkout> checkouts = new LinkedHashMap<>();

    private Bench(BenchOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Runs the bench; {@code -D} properties say how. */
    public static void main(String[] args) {
        System.exit(run(System.getProperties(), System.out));
    }

    /** Runs the bench and returns its exit code. */
    static int run(Properties properties, PrintStream out) {
        try {
            new Bench(BenchOptions.of(properties), out).run();
            return 0;
        } catch (IllegalArgumentException e) {
            return CommandLine.usage("bench", out, String.valueOf(e.getMessage()));
        } catch (Exception e) {
            out.println("bench: could not run: " + e);
            return 1;
        }
    }

    private void run() throws Exception {
        List<String> rows = rows();
        say(
                "%d rounds of %s, %.0f s each, in about %.0f minutes",
                options.repetitions(),
                String.join(", ", rows),
                options.seconds(),
                Math.ceil(estimatedSeconds(rows) / 60));
        checkouts.put(Report.JOB, Checkout.here());
        Path versus = options.versus();
        if (versus != null) {
            checkouts.put(Report.VERSUS, Checkout.build(versus));
        }
        try (Processes processes = new Processes(options, checkouts)) {
            processes.prepare();
            say("the topic of events holds %,d", options.events());
            if (options.runsJob()) {
                // First, since this is the minute that a fresh JVM has.
                warmUpJobs(processes);
            }
            warmUp(processes, rows);
            for (int round = 0; round < options.repetitions(); round++) {
                for (String row : rows) {
                    add(row, processes.measure(row, warmup(row), options.seconds()));
                }
                // Neither row of a pair always comes first.
                Collections.reverse(rows);
            }
            if (options.runsJob()) {
                for (int round = 0; round < options.latencies(); round++) {
                    latencies(processes);
                }
            }
        }
        Report report = new Report(results, out);
        report.print();
        out.println(report.json());
    }

    /** What a round measures, in a mirrored order; the job stands at both ends of it. */
    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        if (options.runsJob()) {
            rows.add(Report.JOB);
            if (options.runsVersus()) {
                rows.add(Report.VERSUS);
            }
        }
        options.graphs().stream().filter(graph -> !graph.equals(Report.JOB)).forEach(rows::add);
        if (options.runsJob()) {
            if (options.runsVersus()) {
                rows.add(Report.VERSUS_SAME);
            }
            rows.add(Report.SAME);
        }
        return rows;
    }

    private double estimatedSeconds(List<String> rows) {
        double jobs = !options.runsJob() ? 0 : options.runsVersus() ? 2 : 1;
        double warmUp = COLD_SECONDS + options.warmup() + 2 * AROUND_SECONDS;
        double latencies =
                options.latencies()
                        * 2
                        * (OpenLoop.WARMUP_SECONDS + options.seconds() + AROUND_SECONDS);
        double row = options.seconds() + JOB_WARMUP_SECONDS + AROUND_SECONDS;
        return START_SECONDS
                + options.events() / FILLED_A_SECOND
                + (options.versus() == null ? Math.min(jobs, 1) : jobs) * warmUp
                + jobs * latencies
                + (options.repetitions() + 1) * rows.size() * row;
    }

    /** A first repetition of every other graph, which is dropped. */
    private void warmUp(Processes processes, List<String> rows) throws Exception {
        for (String row : rows) {
            if (BenchOptions.GRAPHS.contains(row) && !row.equals(Report.JOB)) {
                var unused = processes.measure(row, 0, options.seconds());
            }
        }
    }

    /** The first minute of a fresh JVM, and what it takes until its code is compiled. */
    private void warmUpJobs(Processes processes) throws Exception {
        for (String row : checkouts.keySet()) {
            add(row + Report.COLD, processes.measure(row, 0, COLD_SECONDS));
            if (options.warmup() > 0) {
                var unused = processes.measure(row, 0, options.warmup());
            }
        }
    }

    private double warmup(String row) {
        return Report.isJob(row) ? JOB_WARMUP_SECONDS : ROOF_WARMUP_SECONDS;
    }

    private void add(String row, JsonNode figures) {
        results.add(row, figures);
        say(
                "%s: %,.0f events/s, %.1f µs of CPU an event",
                row, figures.path("events_per_s").asDouble(), figures.path("cpu_us").asDouble());
    }

    private void latencies(Processes processes) throws Exception {
        for (String row :
                options.runsVersus() ? List.of(Report.JOB, Report.VERSUS) : List.of(Report.JOB)) {
            Double fixed = options.rate();
            Double maximum = Spread.medianOf(results.spread(row, "events_per_s"));
            if (fixed != null) {
                latency(processes, row, Report.HALF, fixed);
            } else if (maximum != null) {
                latency(processes, row, Report.HALF, maximum / 2);
            }
            latency(processes, row, Report.LOW, LOW_RATE);
        }
    }

    private void latency(Processes processes, String row, String suffix, double rate)
            throws Exception {
        Map<String, @Nullable Object> figures = processes.latency(row, rate);
        results.add(row + suffix, JSON.valueToTree(figures));
        say(
                "%s at %,.0f/s: p50 %s ms, p99 %s ms",
                row, rate, figures.get("p50_ms"), figures.get("p99_ms"));
    }

    private void say(String format, @Nullable Object... values) {
        out.printf(Locale.ROOT, "bench: " + format + "%n", values);
    }
}
