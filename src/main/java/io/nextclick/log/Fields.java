package io.nextclick.log;

import io.nextclick.event.EventType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one line, addressed by the format's columns whatever their order in the file. */
final class Fields {

    /** 2100-01-01, ms; catches a time in another unit than the format's. */
    static final long MAX_MILLIS = 4_102_444_800_000L;

    private final List<String> columns;
    private final int[] positions;
    private final List<String> values;

    Fields(List<String> columns, int[] positions, List<String> values) {
        this.columns = columns;
        this.positions = positions;
        this.values = values;
    }

    @Nullable String optional(int column) {
        String value = values.get(positions[column]).strip();
        return value.isEmpty() ? null : value;
    }

    String required(int column) throws BadLine {
        String value = optional(column);
        if (value == null) {
            throw new BadLine(SkipCause.MISSING_FIELD, columns.get(column) + " is empty");
        }
        return value;
    }

    long millis(int column) throws BadLine {
        try {
            return checkedMillis(column, Long.parseLong(required(column)));
        } catch (NumberFormatException e) {
            throw invalidTime(column, "a whole number of milliseconds");
        }
    }

    /** A time in seconds, with or without a fraction, as ms. */
    long seconds(int column) throws BadLine {
        try {
            double seconds = Double.parseDouble(required(column));
            return checkedMillis(column, Math.round(seconds * 1000));
        } catch (NumberFormatException e) {
            throw invalidTime(column, "a number of seconds");
        }
    }

    @Nullable Double price(int column) throws BadLine {
        String value = optional(column);
        if (value == null) {
            return null;
        }
        double price;
        try {
            price = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            price = Double.NaN;
        }
        if (!(price >= 0 && price <= Double.MAX_VALUE)) {
            throw new BadLine(
                    SkipCause.INVALID_PRICE, columns.get(column) + " is not a price of 0 or more");
        }
        return price;
    }

    /**
     * The type of an event.
     *
     * @param types by the names that the format has for them
     */
    EventType type(int column, Map<String, EventType> types) throws BadLine {
        EventType type = types.get(required(column));
        if (type == null) {
            throw new BadLine(
                    SkipCause.UNKNOWN_TYPE, columns.get(column) + " is not a known behaviour");
        }
        return type;
    }

    long checkedMillis(int column, long millis) throws BadLine {
        if (millis <= 0 || millis >= MAX_MILLIS) {
            throw invalidTime(column, "between 1970 and 2100");
        }
        return millis;
    }

    BadLine invalidTime(int column, String expected) {
        return new BadLine(SkipCause.INVALID_TIME, columns.get(column) + " is not " + expected);
    }
}
