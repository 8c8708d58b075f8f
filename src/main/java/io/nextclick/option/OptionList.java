package io.nextclick.option;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.configuration.ConfigOption;

/** Makes options and keeps them in their order. */
public final class OptionList {

    private static final double TOLERANCE = 1e-6;

    /** A duration or a rate above it is a slip; infinity is, too. */
    private static final double MAX_AMOUNT = 1e12;

    private final List<Option<?>> options = new ArrayList<>();

    /** All of them, in the order in which they were made. */
    public List<Option<?>> options() {
        return List.copyOf(options);
    }

    /** Levels of a comparison: chances, the last level being the strongest agreement. */
    public Option<List<Double>> chances(String key, String description, Double... defaultValue) {
        return of(
                key(key).doubleType().asList().defaultValues(defaultValue),
                "%d numbers above 0 that add up to 1, separated by ';'"
                        .formatted(defaultValue.length),
                chances ->
                        chances.size() == defaultValue.length
                                && chances.stream().allMatch(each -> each > 0)
                                && Math.abs(sum(chances) - 1) < TOLERANCE,
                description);
    }

    private static double sum(List<Double> chances) {
        return chances.stream().mapToDouble(Double::doubleValue).sum();
    }

    public Option<Double> chance(String key, double defaultValue, String description) {
        return of(
                key(key).doubleType().defaultValue(defaultValue),
                "a number above 0, below 1",
                chance -> chance > 0 && chance < 1,
                description);
    }

    public Option<String> text(String key, String defaultValue, String description) {
        return of(
                key(key).stringType().defaultValue(defaultValue),
                "text, not empty",
                text -> !text.isBlank(),
                description);
    }

    public Option<String> optionalText(String key, String description) {
        return optionalText(key, "text, not empty", description);
    }

    public Option<Boolean> flag(String key, boolean defaultValue, String description) {
        return of(
                key(key).booleanType().defaultValue(defaultValue),
                "true or false",
                any -> true,
                description);
    }

    /** A whole number within bounds. */
    public Option<Integer> number(
            String key, int defaultValue, int minimum, int maximum, String description) {
        return of(
                key(key).intType().defaultValue(defaultValue),
                "a whole number between %d and %d".formatted(minimum, maximum),
                number -> number >= minimum && number <= maximum,
                description);
    }

    /** A whole number of 0 or more, however large. */
    public Option<Long> count(String key, long defaultValue, String description) {
        return of(
                key(key).longType().defaultValue(defaultValue),
                "a whole number of 0 or more",
                number -> number >= 0,
                description);
    }

    /** A number of 0 or more. */
    public Option<Double> amount(String key, double defaultValue, String description) {
        return of(
                key(key).doubleType().defaultValue(defaultValue),
                "0 or more",
                number -> number >= 0 && number <= MAX_AMOUNT,
                description);
    }

    /** A number above 0. */
    public Option<Double> positive(String key, double defaultValue, String description) {
        return of(
                key(key).doubleType().defaultValue(defaultValue),
                "above 0",
                number -> number > 0 && number <= MAX_AMOUNT,
                description);
    }

    /** One of some names. */
    public Option<String> choice(
            String key, String defaultValue, List<String> names, String description) {
        return of(
                key(key).stringType().defaultValue(defaultValue),
                "one of " + String.join(", ", names),
                names::contains,
                description);
    }

    /**
     * A text that may be missing.
     *
     * @param allowed what it stands for, in words
     */
    public Option<String> optionalText(String key, String allowed, String description) {
        return of(
                key(key).stringType().noDefaultValue(),
                allowed,
                text -> !text.isBlank(),
                description);
    }

    public Option<Duration> duration(
            String key,
            Duration defaultValue,
            Duration minimum,
            Duration maximum,
            String description) {
        return of(
                key(key).durationType().defaultValue(defaultValue),
                "between %s and %s".formatted(Durations.text(minimum), Durations.text(maximum)),
                duration -> duration.compareTo(minimum) >= 0 && duration.compareTo(maximum) <= 0,
                description);
    }

    /** Any other option. */
    public <T> Option<T> of(
            ConfigOption<T> option, String allowed, Predicate<T> isAllowed, String description) {
        Option<T> made = new Option<>(option, allowed, isAllowed, description);
        options.add(made);
        return made;
    }
}
