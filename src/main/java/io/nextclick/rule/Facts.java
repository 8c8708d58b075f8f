package io.nextclick.rule;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelVariableResolver;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.flow.PersonMetrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a condition can ask about: one event and its person. A text that is not known is empty, a
 * number that is not known is NaN, or −1 where it is whole.
 *
 * @param event the event
 * @param person what the person was like before it
 * @param segments segments that the person was in before it
 * @param steps steps of the visit up to and with the event
 * @param recalled true if the event is remembered and not all of it is known any more; what asks
 *     for the rest cannot be answered
 */
public record Facts(
        Event event, PersonMetrics person, List<String> segments, int steps, boolean recalled)
        implements CelVariableResolver {

    /** What is remembered of an event. */
    private static final Set<String> REMEMBERED =
            Set.of(
                    "event.type",
                    "event.item",
                    "event.category",
                    "event.brand",
                    "event.price",
                    "event.hour");

    /** Of an event that has just happened. */
    public Facts(Event event, PersonMetrics person, List<String> segments, int steps) {
        this(event, person, segments, steps, false);
    }

    private static final long DAY_MILLIS = 86_400_000;
    private static final int HOURS = 24;
    private static final long HOUR_MILLIS = 3_600_000;

    /** The variables of conditions and their types. */
    static final Map<String, CelType> VARIABLES = variables();

    private static Map<String, CelType> variables() {
        Map<String, CelType> variables = new LinkedHashMap<>();
        for (String text :
                List.of(
                        "type",
                        "item",
                        "category",
                        "brand",
                        "currency",
                        "query",
                        "page_type",
                        "campaign",
                        "recommendation_id")) {
            variables.put("event." + text, SimpleType.STRING);
        }
        for (String whole : List.of("quantity", "dwell_ms", "recommendation_position", "hour")) {
            variables.put("event." + whole, SimpleType.INT);
        }
        for (String number : List.of("price", "scroll_depth", "rating")) {
            variables.put("event." + number, SimpleType.DOUBLE);
        }
        variables.put("event.logged_in", SimpleType.BOOL);
        variables.put("event.attributes", MapType.create(SimpleType.STRING, SimpleType.STRING));
        for (String whole :
                List.of("sessions_7d", "sessions_30d", "days_7d", "days_30d", "visit_steps")) {
            variables.put("person." + whole, SimpleType.INT);
        }
        for (String number :
                List.of(
                        "session_seconds",
                        "session_pages",
                        "conversion",
                        "days_between_sessions",
                        "days_since_last_session")) {
            variables.put("person." + number, SimpleType.DOUBLE);
        }
        variables.put("person.segments", ListType.create(SimpleType.STRING));
        return variables;
    }

    @Override
    public Optional<Object> find(String name) {
        return isKnown(name) ? Optional.ofNullable(value(name)) : Optional.empty();
    }

    /** False if nobody knows any more what a variable was, be it empty or not. */
    boolean isKnown(String name) {
        return !recalled
                || REMEMBERED.contains(name)
                || (name.startsWith("person.") && !name.equals("person.visit_steps"));
    }

    private @Nullable Object value(String name) {
        EventContext context = event.context();
        return switch (name) {
            case "event.currency" -> text(context.currency());
            case "event.query" -> text(context.query());
            case "event.recommendation_id" -> text(context.recommendationId());
            case "event.quantity" ->
                    context.quantity() == null ? -1L : context.quantity().longValue();
            case "event.dwell_ms" -> context.dwellMillis() == null ? -1L : context.dwellMillis();
            case "event.recommendation_position" ->
                    context.recommendationPosition() == null
                            ? -1L
                            : context.recommendationPosition().longValue();
            case "event.hour" ->
                    (long)
                            Math.floorMod(
                                    Math.floorDiv(event.occurredAtMillis(), HOUR_MILLIS), HOURS);
            case "event.price" -> context.price() == null ? Double.NaN : context.price();
            case "event.scroll_depth" ->
                    context.scrollDepth() == null
                            ? Double.NaN
                            : context.scrollDepth().doubleValue();
            case "event.rating" ->
                    context.rating() == null ? Double.NaN : context.rating().doubleValue();
            case "event.logged_in" -> event.userId() != null;
            case "event.attributes" -> context.attributes();
            case "person.sessions_7d" -> (long) person.sessions7();
            case "person.sessions_30d" -> (long) person.sessions30();
            case "person.days_7d" -> (long) person.days7();
            case "person.days_30d" -> (long) person.days30();
            case "person.visit_steps" -> (long) steps;
            case "person.session_seconds" -> person.durationMillis() / 1000;
            case "person.session_pages" -> person.pages();
            case "person.conversion" -> person.conversion();
            case "person.days_between_sessions" -> person.daysBetween();
            case "person.days_since_last_session" ->
                    person.lastMillis() == 0
                            ? Double.NaN
                            : (double) (event.occurredAtMillis() - person.lastMillis())
                                    / DAY_MILLIS;
            case "person.segments" -> segments;
            default -> {
                String field = field(name.substring(name.indexOf('.') + 1));
                yield text(field);
            }
        };
    }

    /** A field by which rules are indexed and partitioned; null if the event has none. */
    public @Nullable String field(String field) {
        return field(event, field);
    }

    /** A field of an event by which rules are indexed and partitioned; null if it has none. */
    public static @Nullable String field(Event event, String field) {
        EventContext context = event.context();
        return switch (field) {
            case "type" -> event.type().name();
            case "item" -> event.itemId();
            case "category" -> context.category();
            case "brand" -> context.brand();
            case "page_type" -> context.pageType();
            case "campaign" -> context.campaign();
            default ->
                    field.startsWith("attributes.")
                            ? context.attributes().get(field.substring("attributes.".length()))
                            : null;
        };
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
