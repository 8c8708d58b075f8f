package io.nextclick.option;

import java.util.List;

/** All that is wrong with the options, each fault with its key, value and what is allowed. */
public final class SettingsException extends RuntimeException {

    private final List<String> faults;

    /** All faults. */
    public SettingsException(List<String> faults) {
        super("%d invalid option(s):\n  %s".formatted(faults.size(), String.join("\n  ", faults)));
        this.faults = List.copyOf(faults);
    }

    /** One fault that shows only when the settings meet Flink's. */
    public static SettingsException of(String fault) {
        return new SettingsException(List.of(fault));
    }

    /** One line a fault. */
    public List<String> faults() {
        return faults;
    }
}
