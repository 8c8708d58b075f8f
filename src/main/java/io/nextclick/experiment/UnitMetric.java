package io.nextclick.experiment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What an experiment measures of a unit. New ones are last: the place is stored. */
public enum UnitMetric {
    /** Lists that were shown. */
    LISTS,
    /** 1 if anything of any list was clicked, else 0. */
    CLICKED,
    /** Items that were clicked. */
    CLICKS,
    /** Carts that followed from clicks. */
    CARTS,
    /** Orders that followed from clicks. */
    ORDERS,
    /** 1 if there was an order, else 0. */
    ORDERED,
    /** Of these orders, in the unit's first currency. */
    REVENUE,
    /** What clicks, carts and orders are worth by the options {@code feedback.value}. */
    VALUE;

    private static final Map<String, UnitMetric> BY_LABEL =
            Arrays.stream(values())
                    .collect(Collectors.toMap(UnitMetric::label, Function.identity()));

    private static final int COUNT = values().length;

    /** How many there are. */
    public static int size() {
        return COUNT;
    }

    /** The metric of a label that the schema of experiments allows. */
    static UnitMetric of(String label) {
        UnitMetric metric = BY_LABEL.get(label);
        if (metric == null) {
            throw new IllegalArgumentException("no metric " + label);
        }
        return metric;
    }

    /** As in definitions and results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its place in an array. */
    @SuppressWarnings("EnumOrdinal")
    public int place() {
        return ordinal();
    }
}
