package io.nextclick.cli;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.nextclick.config.Settings;
import io.nextclick.evaluate.Evaluation;
import io.nextclick.evaluate.Protocol;
import io.nextclick.log.LogFormat;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import java.nio.file.Path;
import java.time.Duration;
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
 * @param catalogueBefore true if the catalogue of the test's items is known before all clicks
 * @param models names of the models; the first is compared with each other one
 * @param settings what the product's own model obeys
 */
record EvaluateOptions(
        @Nullable Path train,
        Path test,
        LogFormat format,
        Protocol protocol,
        Duration refitEvery,
        boolean catalogueBefore,
        List<String> models,
        Settings settings) {

    private static final int MAX_REFIT_HOURS = 10_000;

    private static final OptionList OPTIONS = new OptionList();

    private static final Option<String> MODE =
            OPTIONS.choice(
                    "mode", Protocol.STATIC.label(), Protocol.names(), "How models are tested.");
    static final Option<String> TRAIN =
            OPTIONS.optionalText(
                    "train",
                    "a log's file to train on; only the mode '%s' goes without"
                            .formatted(Protocol.PREQUENTIAL.label()),
                    "Log to train on.");
    static final Option<String> TEST =
            OPTIONS.optionalText("test", "a log's file to test on", "Log to test on.");
    private static final Option<String> FORMAT =
            CommandLine.formatOption(OPTIONS, LogFormat.SESSIONS);
    private static final Option<Integer> REFIT =
            OPTIONS.number(
                    "refit",
                    (int) Evaluation.DAILY.toHours(),
                    1,
                    MAX_REFIT_HOURS,
                    "Hours of event time between two refits of a model that needs them.");
    private static final String CLICKED = "clicked";
    private static final String BEFORE = "before";
    private static final Option<String> CATALOGUE =
            OPTIONS.choice(
                    "catalogue",
                    CLICKED,
                    List.of(CLICKED, BEFORE),
                    "When it is known what the test's clicks say of their items: from an item's"
                            + " first click on, or before all clicks.");
    private static final Option<String> COMPARE =
            OPTIONS.of(
                    key("compare").stringType().defaultValue(EvaluatedModels.PRODUCT),
                    "names out of %s, separated by commas"
                            .formatted(String.join(", ", EvaluatedModels.names())),
                    names -> EvaluatedModels.names().containsAll(split(names)),
                    "Models to compare the product's with.");
    private static final Option<String> CONFIG = CommandLine.configOption(OPTIONS);

    /**
     * Reads the options from {@code -D} properties.
     *
     * @throws IllegalArgumentException with all faults
     */
    static EvaluateOptions of(Properties properties) {
        CommandLine line = new CommandLine(properties, OPTIONS);
        Protocol protocol = Protocol.parse(line.get(MODE));
        if (protocol == Protocol.STATIC) {
            line.require(TRAIN);
        }
        line.require(TEST);
        Settings settings = line.settings(CONFIG);
        line.check();
        return new EvaluateOptions(
                line.optional(TRAIN).map(Path::of).orElse(null),
                Path.of(line.get(TEST)),
                LogFormat.parse(line.get(FORMAT)),
                protocol,
                Duration.ofHours(line.get(REFIT)),
                line.get(CATALOGUE).equals(BEFORE),
                EvaluatedModels.withProduct(split(line.get(COMPARE))),
                settings);
    }

    private static List<String> split(String names) {
        return Arrays.stream(names.split(",", -1))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }
}
