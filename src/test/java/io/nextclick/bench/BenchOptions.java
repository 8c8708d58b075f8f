package io.nextclick.bench;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.nextclick.cli.CommandLine;
import io.nextclick.log.LogFormat;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What the bench is asked to do.
 *
 * @param log log of real clicks; null generates a shop
 * @param format the log's format
 * @param parallelism subtasks of an operator, and partitions of a topic
 * @param seconds length of a repetition
 * @param repetitions how often each graph is measured
 * @param warmup seconds for which the job runs before the first repetition, beyond the cold minute
 * @param events events of the topic that is read
 * @param rate events a second of the measurement of latency; null takes half the maximum
 * @param latencies how often latency is measured
 * @param graphs graphs to run, in their order
 * @param config properties file with options of the job; null for none
 * @param versus another checkout whose job runs in turn with this one's; null for none
 * @param versusConfig the same of that job alone, which is this checkout's if no other is given
 * @param versusFlink folder with Flink's settings of that job instead; null for none
 * @param versusServices whether that job has high availability and metrics as they are shipped
 * @param impressions share of the events that are impressions of lists, some of which are clicked
 */
record BenchOptions(
        @Nullable Path log,
        LogFormat format,
        int parallelism,
        double seconds,
        int repetitions,
        double warmup,
        int events,
        @Nullable Double rate,
        int latencies,
        List<String> graphs,
        @Nullable Path config,
        @Nullable Path versus,
        @Nullable Path versusConfig,
        @Nullable Path versusFlink,
        boolean versusServices,
        double impressions) {

    /** The graphs in the order in which they are shown. */
    static final List<String> GRAPHS = List.of("job", "roof_d", "roof_h", "roof_w", "pass", "loop");

    private static final OptionList OPTIONS = new OptionList();

    private static final Option<String> LOG =
            OPTIONS.optionalText("log", "a log's file", "Log of real clicks; else a shop.");
    private static final Option<String> FORMAT = CommandLine.formatOption(OPTIONS, LogFormat.GLOBO);
    private static final Option<Integer> PARALLELISM =
            OPTIONS.number("parallelism", 2, 1, 64, "Subtasks of an operator.");
    private static final Option<Double> SECONDS =
            OPTIONS.positive("seconds", 20, "Length of a repetition.");
    private static final Option<Integer> REPETITIONS =
            OPTIONS.number("repetitions", 5, 1, 100, "Measurements of each graph.");
    private static final Option<Double> WARMUP =
            OPTIONS.amount("warmup", 120, "Seconds that the job runs before, and a minute more.");
    private static final Option<Integer> EVENTS =
            OPTIONS.number("events", 3_000_000, 1_000, 1_000_000_000, "Events of the topic.");
    private static final Option<Double> RATE =
            OPTIONS.amount("rate", 0, "Events a second for latency; 0 is half the maximum.");
    private static final Option<Integer> LATENCIES =
            OPTIONS.number("latencies", 1, 1, 100, "Measurements of latency.");
    private static final Option<String> GRAPH_NAMES =
            OPTIONS.of(
                    key("graphs").stringType().defaultValue(String.join(",", GRAPHS)),
                    "some of " + String.join(",", GRAPHS),
                    names -> GRAPHS.containsAll(split(names)),
                    "Graphs to run.");
    private static final Option<String> CONFIG = CommandLine.configOption(OPTIONS);
    private static final Option<String> VERSUS =
            OPTIONS.of(
                    key("versus").stringType().noDefaultValue(),
                    "the folder of a checkout of this project",
                    folder -> Files.isRegularFile(Path.of(folder, "pom.xml")),
                    "Another checkout, whose job runs in turn.");

    private static final Option<String> VERSUS_CONFIG =
            OPTIONS.optionalText("versusConfig", "a file", "Options of that job instead.");
    private static final Option<String> VERSUS_FLINK =
            OPTIONS.of(
                    key("versusFlink").stringType().noDefaultValue(),
                    "a folder with Flink's config.yaml",
                    folder -> Files.isRegularFile(Path.of(folder, "config.yaml")),
                    "Flink's settings of that job instead.");
    private static final Option<Boolean> VERSUS_SERVICES =
            OPTIONS.flag("versusServices", false, "High availability and metrics of that job.");
    private static final Option<Double> IMPRESSIONS =
            OPTIONS.of(
                    key("impressions").doubleType().defaultValue(0.0),
                    "0 to 0.9",
                    share -> share >= 0 && share <= 0.9,
                    "Share of events that are impressions of lists.");

    /**
     * Reads the options from {@code -D} properties.
     *
     * @throws IllegalArgumentException with all faults
     */
    static BenchOptions of(Properties properties) {
        CommandLine line = new CommandLine(properties, OPTIONS);
        LogFormat format = line.format(FORMAT, LOG);
        line.settings(CONFIG);
        line.settings(VERSUS_CONFIG);
        line.check();
        double rate = line.get(RATE);
        List<String> wanted = split(line.get(GRAPH_NAMES));
        return new BenchOptions(
                line.optional(LOG).map(Path::of).orElse(null),
                format,
                line.get(PARALLELISM),
                line.get(SECONDS),
                line.get(REPETITIONS),
                line.get(WARMUP),
                line.get(EVENTS),
                rate == 0 ? null : rate,
                line.get(LATENCIES),
                GRAPHS.stream().filter(wanted::contains).toList(),
                line.optional(CONFIG).map(file -> Path.of(file).toAbsolutePath()).orElse(null),
                line.optional(VERSUS).map(Path::of).orElse(null),
                line.optional(VERSUS_CONFIG)
                        .map(file -> Path.of(file).toAbsolutePath())
                        .orElse(null),
                line.optional(VERSUS_FLINK)
                        .map(folder -> Path.of(folder).toAbsolutePath())
                        .orElse(null),
                line.get(VERSUS_SERVICES),
                line.get(IMPRESSIONS));
    }

    private static List<String> split(String names) {
        return Arrays.asList(names.split(","));
    }

    /**
     * True if the job of another checkout, or with other options, settings or services, runs in
     * turn.
     */
    boolean runsVersus() {
        return versus != null || versusConfig != null || versusFlink != null || versusServices;
    }

    boolean runsJob() {
        return graphs.contains("job");
    }
}
