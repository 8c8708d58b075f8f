package io.nextclick.option;

import java.util.function.Predicate;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;

/**
 * An option: its key, type and default, what is allowed, and what it does.
 *
 * @param option key, type and default
 * @param allowed what is allowed, in words
 * @param isAllowed the same, as a test of a value of the right type
 * @param description what it does, for the documentation
 * @param <T> type of its value
 */
public record Option<T>(
        ConfigOption<T> option, String allowed, Predicate<T> isAllowed, String description) {

    /** Its key. */
    public String key() {
        return option.key();
    }

    /** What is wrong with a value. */
    public String invalid(@Nullable Object value, String reason) {
        return "Invalid value '%s' for '%s': %s".formatted(value, key(), reason);
    }

    /** The environment variable that sets it. */
    public String environmentVariable() {
        return "NEXTCLICK_" + key().toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_");
    }
}
