package io.nextclick.cli;

import io.nextclick.config.Settings;
import io.nextclick.evaluate.Evaluation;
import io.nextclick.evaluate.Protocol;
import io.nextclick.log.LogFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What the evaluation is asked to do.
 *
 * @param train log to train on; null begins with nothing, in a prequential run only
 * @param test log to test on
 * @param format the logs' format
 * @param protocol how to test
 * @param refitEvery event time between two refits of a model that needs them
 * @param models names of the models; the first is compared with each other one
 * @param settings what the product's own model obeys
 */
record EvaluateOptions(
        @Nullable Path train,
        Path test,
        LogFormat format,
        Protocol protocol,
        Duration refitEvery,
        List<String> models,
        Settings settings) {

    private static final long MAX_REFIT_HOURS = 10_000;

    /**
     * Reads the options from {@code -D} properties; an empty one is as good as none.
     *
     * @throws IllegalArgumentException with all faults
     */
    static EvaluateOptions of(Properties properties) {
        List<String> faults = new ArrayList<>();
        Protocol protocol = Protocol.STATIC;
        String mode = CommandLine.text(properties, "mode");
        try {
            if (!mode.isEmpty()) {
                protocol = Protocol.parse(mode);
            }
        } catch (IllegalArgumentException e) {
            faults.add("-Dmode=%s: %s".formatted(mode, e.getMessage()));
        }
        String train = CommandLine.text(properties, "train");
        if (train.isEmpty() && protocol == Protocol.STATIC) {
            faults.add(
                    "-Dtrain=FILE is missing: a log to train on; only -Dmode=prequential goes"
                            + " without");
        }
        String test = CommandLine.text(properties, "test");
        if (test.isEmpty()) {
            faults.add("-Dtest=FILE is missing: a log to test on");
        }
        LogFormat logFormat = LogFormat.SESSIONS;
        String format = CommandLine.text(properties, "format");
        try {
            if (!format.isEmpty()) {
                logFormat = LogFormat.parse(format);
            }
        } catch (IllegalArgumentException e) {
            faults.add("-Dformat=%s: %s".formatted(format, e.getMessage()));
        }
        Duration refitEvery = refitEvery(CommandLine.text(properties, "refit"), faults);
        List<String> models = models(CommandLine.text(properties, "compare"), faults);
        Settings settings = CommandLine.settings(properties, faults);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return new EvaluateOptions(
                train.isEmpty() ? null : Path.of(train),
                Path.of(test),
                logFormat,
                protocol,
                refitEvery,
                models,
                settings);
    }

    private static Duration refitEvery(String hours, List<String> faults) {
        if (hours.isEmpty()) {
            return Evaluation.DAILY;
        }
        try {
            long number = Long.parseLong(hours);
            if (number >= 1 && number <= MAX_REFIT_HOURS) {
                return Duration.ofHours(number);
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        faults.add(
                "-Drefit=%s: allowed is a whole number of hours from 1 to %d"
                        .formatted(hours, MAX_REFIT_HOURS));
        return Evaluation.DAILY;
    }

    private static List<String> models(String compare, List<String> faults) {
        List<String> allowed = EvaluatedModels.names();
        List<String> named =
                Arrays.stream(compare.split(",", -1))
                        .map(String::trim)
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .toList();
        List<String> unknown = named.stream().filter(name -> !allowed.contains(name)).toList();
        if (!unknown.isEmpty()) {
            faults.add(
                    "-Dcompare=%s: unknown model %s, allowed are %s, separated by commas"
                            .formatted(
                                    compare,
                                    String.join(", ", unknown),
                                    String.join(", ", allowed)));
            return named;
        }
        return EvaluatedModels.withProduct(named);
    }
}
