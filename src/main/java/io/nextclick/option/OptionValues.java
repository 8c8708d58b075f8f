package io.nextclick.option;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** The values given for options. The default stands in for an invalid one; faults are collected. */
public final class OptionValues {

    private final Configuration given;
    private final List<String> faults = new ArrayList<>();

    /** Keys that are no options, in their order. */
    private final SortedSet<String> unknown;

    /** Checks the value of each option by itself. */
    public OptionValues(Map<String, String> texts, Collection<Option<?>> options) {
        given = Configuration.fromMap(texts);
        unknown = new TreeSet<>(texts.keySet());
        for (Option<?> option : options) {
            unknown.remove(option.key());
            check(option, texts.get(option.key()));
        }
    }

    /**
     * What Flink takes for a constant of an enum is what its {@code toString} says, which need not
     * be its name. So it is found by its name first, in any case, with '-' for '_' or not.
     */
    private <T> void giveConstant(Option<T> option, String text) {
        if (option.option().defaultValue() instanceof Enum<?> constant) {
            String name = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
            for (Enum<?> each : constant.getDeclaringClass().getEnumConstants()) {
                if (each.name().equals(name)) {
                    given.setString(option.key(), each.toString());
                }
            }
        }
    }

    private <T> void check(Option<T> option, @Nullable String text) {
        if (text == null) {
            return;
        }
        giveConstant(option, text);
        if (!isAllowed(option)) {
            faults.add(option.invalid(text, "must be " + option.allowed()));
            given.removeConfig(option.option());
        }
    }

    private <T> boolean isAllowed(Option<T> option) {
        try {
            return optional(option).filter(option.isAllowed()).isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Finds fault with each key that is no option.
     *
     * @param prefix of keys that are given on to somebody else; null for none
     */
    public void faultUnknown(@Nullable String prefix) {
        unknown.stream()
                .filter(key -> prefix == null || !key.startsWith(prefix))
                .forEach(
                        key ->
                                fault(
                                        "Unknown option '%s': must be one of docs/configuration.md"
                                                .formatted(key)));
    }

    /** The value of an option, or its default. */
    public <T> T get(Option<T> option) {
        return given.get(option.option());
    }

    /** The value of an option that may be missing. */
    public <T> Optional<T> optional(Option<T> option) {
        return given.getOptional(option.option());
    }

    /** The same, null if it is missing. */
    public <T> @Nullable T orNull(Option<T> option) {
        return optional(option).orElse(null);
    }

    /** A duration, ms. */
    public long millis(Option<Duration> option) {
        return get(option).toMillis();
    }

    /** The values whose keys begin with a prefix, by the rest of their keys. */
    public Map<String, String> startingWith(String prefix) {
        Map<String, String> found = new HashMap<>();
        given.toMap()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(prefix)) {
                                found.put(key.substring(prefix.length()), value);
                            }
                        });
        return found;
    }

    /** Checks what an option's value must be beside those of others. */
    public void require(boolean holds, Option<?> option, String mustBe) {
        if (!holds) {
            Object value = get(option);
            String text =
                    value instanceof Duration duration
                            ? Durations.text(duration)
                            : String.valueOf(value);
            faults.add(option.invalid(text, "must be " + mustBe));
        }
    }

    /** Adds a fault. */
    public void fault(String fault) {
        faults.add(fault);
    }

    /** One line a fault. */
    public List<String> faults() {
        return List.copyOf(faults);
    }
}
