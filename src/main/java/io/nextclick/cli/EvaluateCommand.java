package io.nextclick.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextclick.evaluate.ClickLog;
import io.nextclick.evaluate.Evaluation;
import io.nextclick.evaluate.EvaluationResult;
import io.nextclick.evaluate.Metric;
import io.nextclick.evaluate.NextItemModel;
import io.nextclick.evaluate.PairedBootstrap;
import io.nextclick.log.LogFormat;
import io.nextclick.option.Option;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code mvn -Pevaluate}: trains models of the next item on one log, tests them on another, and
 * prints one JSON object a line: one for each model as soon as it is tested, then the differences
 * of the first model from each other one with 95 % intervals, then the first model by kind of
 * position beside the best other one; null where nothing was measured. Exits with 0, or 2 if it was
 * asked wrongly. With {@code -DoffPolicy} it is {@link OffPolicyCommand}.
 */
public final class EvaluateCommand {

    /** Enough draws for the ends of a 95 % interval; the seed is any, but always the same. */
    private static final PairedBootstrap BOOTSTRAP = new PairedBootstrap(2_000, 1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private EvaluateCommand() {}

    /** Runs the command; {@code -D} properties say what to do. */
    public static void main(String[] args) {
        System.exit(run(System.getProperties(), System.out));
    }

    /** Runs the command and returns its exit code. */
    static int run(Properties properties, PrintStream out) {
        if (OffPolicyOptions.areAsked(properties)) {
            return OffPolicyCommand.run(properties, out);
        }
        EvaluateOptions options;
        try {
            options = EvaluateOptions.of(properties);
        } catch (IllegalArgumentException e) {
            return usage(out, String.valueOf(e.getMessage()));
        }
        try {
            evaluate(options, out);
            return 0;
        } catch (UnreadableLog e) {
            return usage(out, String.valueOf(e.getMessage()));
        }
    }

    /** A log's file cannot be read; the message names its option. */
    private static final class UnreadableLog extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnreadableLog(String message, UncheckedIOException cause) {
            super(message, cause);
        }
    }

    private static ClickLog log(Option<String> option, Path path, LogFormat format) {
        ClickLog log = ClickLog.of(path, format);
        return reader -> {
            try {
                log.forEach(reader);
            } catch (UncheckedIOException e) {
                String why = String.valueOf(e.getMessage());
                throw new UnreadableLog(option.invalid(path, why), e);
            }
        };
    }

    private static int usage(PrintStream out, String faults) {
        return CommandLine.usage("evaluate", out, faults);
    }

    private static void evaluate(EvaluateOptions options, PrintStream out) {
        Path train = options.train();
        ClickLog test = log(EvaluateOptions.TEST, options.test(), options.format());
        Evaluation evaluation =
                new Evaluation(
                        train == null
                                ? ClickLog.of(List.of())
                                : log(EvaluateOptions.TRAIN, train, options.format()),
                        test,
                        options.protocol(),
                        options.refitEvery());
        Map<String, EvaluationResult> results = new LinkedHashMap<>();
        for (String name : options.models()) {
            NextItemModel model = EvaluatedModels.create(name, options.settings());
            if (options.catalogueBefore()) {
                test.forEach(model::know);
            }
            EvaluationResult result = evaluation.evaluate(model);
            results.put(name, result);
            print(model(result), out);
        }
        String first = options.models().get(0);
        EvaluationResult own = results.remove(first);
        if (own != null) {
            for (EvaluationResult other : results.values()) {
                print(comparison(own, other), out);
            }
            SliceLines.of(own, results.values()).forEach(line -> print(line, out));
        }
    }

    private static Map<String, @Nullable Object> model(EvaluationResult result) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("model", result.model());
        line.put("mode", result.protocol().label());
        line.put("positions", result.positions());
        line.put("unknown_next", result.unknownNext());
        for (Metric metric : Metric.values()) {
            line.put(metric.label(), rounded(result.figures().getOrDefault(metric, Double.NaN)));
        }
        line.put("coverage20", rounded(result.coverage()));
        line.put("popularity20", rounded(result.popularityBias()));
        line.put("p50_us", rounded(result.listMicros().p50()));
        line.put("p90_us", rounded(result.listMicros().p90()));
        line.put("p99_us", rounded(result.listMicros().p99()));
        line.put("state_bytes", result.stateBytes());
        return line;
    }

    private static Map<String, @Nullable Object> comparison(
            EvaluationResult own, EvaluationResult other) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("model", own.model());
        line.put("less", other.model());
        line.put("mode", own.protocol().label());
        line.put("positions", own.positions());
        BOOTSTRAP
                .compare(own.bySession(), other.bySession())
                .forEach(
                        (metric, difference) ->
                                line.put(
                                        metric.label(),
                                        Double.isNaN(difference.value())
                                                ? null
                                                : Arrays.asList(
                                                        rounded(difference.value()),
                                                        rounded(difference.low()),
                                                        rounded(difference.high()))));
        return line;
    }

    /** To five places: the standard error is in the third. Null if nothing was measured. */
    static @Nullable Double rounded(double figure) {
        return Double.isNaN(figure) ? null : Math.round(figure * 1e5) / 1e5;
    }

    static void print(Map<String, @Nullable Object> line, PrintStream out) {
        try {
            out.println(JSON.writeValueAsString(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts that are no JSON: " + line, e);
        }
    }
}
