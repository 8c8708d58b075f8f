package io.nextclick.expectation;

import io.nextclick.event.Event;
import io.nextclick.event.EventField;
import io.nextclick.event.EventType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a site expects of its events.
 *
 * @param id unique in its file
 * @param site the tenant, or null for all of them
 * @param types types of events, in their order; empty for all
 * @param claim what is expected
 */
public record Expectation(String id, @Nullable String site, Set<EventType> types, Claim claim) {

    private static final int SHOWN_VALUES = 5;

    /** What is expected of the events. */
    public sealed interface Claim permits FieldClaim, PerHour, Rejects {

        /** The claim in words. */
        String text();
    }

    /** What is expected of a field of each event. */
    public sealed interface FieldClaim extends Claim permits Present, Between, OneOf {

        /** The field. */
        EventField field();

        /** Least share of the measured events that are as expected, above 0 up to 1. */
        double share();

        /** True if an event counts at all: where a value is expected, one that has a value. */
        default boolean measures(Event event) {
            return field().isPresent(event);
        }

        /** True if an event that counts is as expected. */
        boolean accepts(Event event);
    }

    /**
     * A field is there.
     *
     * @param field which one
     * @param share least share of the events, above 0 up to 1
     */
    public record Present(EventField field, double share) implements FieldClaim {

        @Override
        public boolean measures(Event event) {
            return true;
        }

        @Override
        public boolean accepts(Event event) {
            return field.isPresent(event);
        }

        @Override
        public String text() {
            return "%s is present in %s".formatted(field.name(), atLeast(share));
        }
    }

    /**
     * A number is within bounds, where it is there.
     *
     * @param field which one
     * @param from lower bound, inclusive; null for none
     * @param to upper bound, inclusive; null for none
     * @param share least share of the events with the field, above 0 up to 1
     */
    public record Between(
            EventField field, @Nullable Double from, @Nullable Double to, double share)
            implements FieldClaim {

        /** False of what is no number, too. */
        @Override
        public boolean accepts(Event event) {
            double number = field.number(event);
            return number >= (from == null ? Double.NEGATIVE_INFINITY : from)
                    && number <= (to == null ? Double.POSITIVE_INFINITY : to);
        }

        @Override
        public String text() {
            return "%s is %s in %s".formatted(field.name(), bounds(from, to), atLeast(share));
        }
    }

    /**
     * A text is one of some, where it is there.
     *
     * @param field which one
     * @param values all that it may be
     * @param share least share of the events with the field, above 0 up to 1
     */
    public record OneOf(EventField field, List<String> values, double share) implements FieldClaim {

        @Override
        public boolean accepts(Event event) {
            return values.contains(field.text(event));
        }

        @Override
        public String text() {
            String shown =
                    values.stream().limit(SHOWN_VALUES).collect(Collectors.joining(", "))
                            + (values.size() > SHOWN_VALUES
                                    ? " and %d more".formatted(values.size() - SHOWN_VALUES)
                                    : "");
            return "%s is one of %s in %s".formatted(field.name(), shown, atLeast(share));
        }
    }

    /**
     * So many events come in every hour.
     *
     * @param atLeast lower bound, inclusive; null for none
     * @param atMost upper bound, inclusive; null for none
     */
    public record PerHour(@Nullable Long atLeast, @Nullable Long atMost) implements Claim {

        @Override
        public String text() {
            return bounds(atLeast, atMost) + " an hour";
        }
    }

    /**
     * Few records are refused, of all sites and types: neither is known of what is refused.
     *
     * @param atMost largest share, from 0 to below 1
     */
    public record Rejects(double atMost) implements Claim {

        @Override
        public String text() {
            return "at most %s of the records refused".formatted(percent(atMost));
        }
    }

    /** True if it is about an event. */
    boolean isAbout(Event event) {
        return (types.isEmpty() || types.contains(event.type()))
                && (site == null || site.equals(event.site()));
    }

    /** The expectation in words. */
    public String text() {
        if (claim instanceof Rejects) {
            return claim.text();
        }
        String of =
                types.isEmpty()
                        ? "all events"
                        : types.stream().map(EventType::name).collect(Collectors.joining(", "));
        return of + (site == null ? "" : " of site " + site) + ": " + claim.text();
    }

    private static String bounds(@Nullable Number from, @Nullable Number to) {
        if (to == null) {
            return "at least " + plain(from);
        }
        return from == null ? "at most " + plain(to) : plain(from) + " to " + plain(to);
    }

    private static String atLeast(double share) {
        return share == 1 ? "all" : "at least " + percent(share);
    }

    private static String percent(double share) {
        BigDecimal percent = BigDecimal.valueOf(share).movePointRight(2);
        return percent.stripTrailingZeros().toPlainString() + " %";
    }

    private static String plain(@Nullable Number number) {
        return number == null
                ? ""
                : new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }
}
