package io.nextclick.config;

import io.nextclick.kafka.KafkaOptions;
import io.nextclick.option.Option;
import io.nextclick.option.SettingsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.util.ParameterTool;

/** Reads the options from where they are given. */
final class OptionSources {

    private static final String CONFIG = "config";

    /** What {@code kafka.client.} is in the environment. */
    private static final String CLIENT_VARIABLE = "NEXTCLICK_KAFKA_CLIENT_";

    private OptionSources() {}

    /**
     * The texts of all options.
     *
     * @param more options beside those of the job
     */
    static Map<String, String> merge(
            String[] args, Map<String, String> environment, List<Option<?>> more) {
        ParameterTool arguments = fromArgs(args);
        Map<String, String> merged = new HashMap<>();
        if (arguments.has(CONFIG)) {
            merged.putAll(ofFile(arguments.get(CONFIG)));
        }
        merged.putAll(arguments.toMap());
        merged.remove(CONFIG);
        List<Option<?>> options = new ArrayList<>(Options.all());
        options.addAll(more);
        for (Option<?> option : options) {
            String value = environment.get(option.environmentVariable());
            if (value != null) {
                merged.put(option.key(), value);
            }
        }
        environment.forEach(
                (variable, value) -> {
                    if (variable.startsWith(CLIENT_VARIABLE)) {
                        merged.put(clientKey(variable), value);
                    }
                });
        return merged;
    }

    /** Kafka's own keys have dots between their words and nothing else. */
    private static String clientKey(String variable) {
        String words = variable.substring(CLIENT_VARIABLE.length());
        return KafkaOptions.CLIENT_PREFIX + words.toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static ParameterTool fromArgs(String[] args) {
        try {
            return ParameterTool.fromArgs(args);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(
                    List.of(
                            "Invalid command line: %s; must be --key value pairs"
                                    .formatted(e.getMessage())));
        }
    }

    static Map<String, String> ofFile(String file) {
        try {
            return ParameterTool.fromPropertiesFile(file).toMap();
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException(
                    List.of(
                            "Invalid value '%s' for 'config': must be a properties file: %s"
                                    .formatted(file, e.getMessage())));
        }
    }
}
