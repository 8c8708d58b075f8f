package io.nextclick.rule;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelAttribute;
import dev.cel.runtime.CelUnknownSet;
import dev.cel.runtime.CelVariableResolver;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.Money;
import io.nextclick.flow.PersonMetrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a condition can ask about: one event and its person. A text that the event does not have is
 * empty. A number that is not known is {@link #UNKNOWN}: what is made of it is not known either, so
 * a comparison with it is neither true nor false.
 *
 * @param event the event
 * @param person what the person was like before it
 * @param segments segments that the person was in before it
 * @param steps steps of the visit up to and with the event
 * @param recalled true if the event is remembered and not all of it is known any more; what asks
 *     for the rest cannot be answered
 * @param inCart pieces of the event's item in the cart after it, as far as is known; −1 of an event
 *     that moves none
 */
public record Facts(
        Event event,
        PersonMetrics person,
        List<String> segments,
        int steps,
        boolean recalled,
        int inCart)
        implements CelVariableResolver {

    /** How many pieces of its item an event leaves in the cart. */
    static final String IN_CART = "event.in_cart";

    /** What is remembered of an event. */
    private static final Set<String> REMEMBERED =
            Set.of(
                    "event.type",
                    "event.item",
                    "event.category",
                    "event.brand",
                    "event.price",
                    "event.currency",
                    "event.quantity",
                    IN_CART,
                    "event.hour");

    /** Of an event that has just happened. */
    public Facts(Event event, PersonMetrics person, List<String> segments, int steps) {
        this(event, person, segments, steps, false, -1);
    }

    /** Of an event that has just happened, with the pieces of its item in the cart after it. */
    public Facts(Event event, PersonMetrics person, List<String> segments, int steps, int inCart) {
        this(event, person, segments, steps, false, inCart);
    }

    /** False if the event's price is in another currency. */
    boolean isPricedIn(String currency) {
        return Money.isIn(currency, event.context().currency());
    }

    /** The same as if the event stated no price. */
    Facts withoutPrice() {
        return new Facts(event.withoutPrice(), person, segments, steps, recalled, inCart);
    }

    private static final long DAY_MILLIS = 86_400_000;
    private static final int HOURS = 24;
    private static final long HOUR_MILLIS = 3_600_000;

    /**
     * What CEL carries through all that it computes; {@code &&} and {@code ||} may do without it.
     */
    static final CelUnknownSet UNKNOWN =
            CelUnknownSet.create(CelAttribute.fromQualifiedIdentifier("unknown"));

    /** A whole number that is not known. */
    static final long UNKNOWN_WHOLE = Long.MIN_VALUE;

    /** The variables that are whole numbers; {@link #UNKNOWN_WHOLE} if not known. */
    static final Map<String, ToLongFunction<Facts>> WHOLE = whole();

    /** The variables that are other numbers; NaN if not known. */
    static final Map<String, ToDoubleFunction<Facts>> NUMBERS = numbers();

    private static Map<String, ToLongFunction<Facts>> whole() {
        Map<String, ToLongFunction<Facts>> whole = new LinkedHashMap<>();
        whole.put("event.quantity", facts -> orUnknown(facts.event.context().quantity()));
        whole.put(IN_CART, facts -> facts.inCart < 0 ? UNKNOWN_WHOLE : facts.inCart);
        whole.put("event.dwell_ms", facts -> orUnknown(facts.event.context().dwellMillis()));
        whole.put(
                "event.recommendation_position",
                facts -> orUnknown(facts.event.context().list().position()));
        whole.put(
                "event.visible_ms",
                facts -> orUnknown(facts.event.context().list().visibleMillis()));
        whole.put(
                "event.hour",
                facts ->
                        Math.floorMod(
                                Math.floorDiv(facts.event.occurredAtMillis(), HOUR_MILLIS), HOURS));
        whole.put("person.sessions_7d", facts -> facts.person.sessions7());
        whole.put("person.sessions_30d", facts -> facts.person.sessions30());
        whole.put("person.days_7d", facts -> facts.person.days7());
        whole.put("person.days_30d", facts -> facts.person.days30());
        whole.put("person.visit_steps", Facts::steps);
        return whole;
    }

    private static Map<String, ToDoubleFunction<Facts>> numbers() {
        Map<String, ToDoubleFunction<Facts>> numbers = new LinkedHashMap<>();
        numbers.put("event.price", facts -> orNaN(facts.event.context().price()));
        numbers.put("event.scroll_depth", facts -> orNaN(facts.event.context().scrollDepth()));
        numbers.put("event.rating", facts -> orNaN(facts.event.context().rating()));
        numbers.put(
                "person.session_seconds",
                facts -> facts.ofSessions(1, facts.person.durationMillis() / 1000));
        numbers.put("person.session_pages", facts -> facts.ofSessions(1, facts.person.pages()));
        numbers.put("person.conversion", facts -> facts.ofSessions(1, facts.person.conversion()));
        numbers.put(
                "person.days_between_sessions",
                facts -> facts.ofSessions(2, facts.person.daysBetween()));
        numbers.put(
                "person.days_since_last_session",
                facts ->
                        facts.person.lastMillis() == 0
                                ? Double.NaN
                                : (double)
                                                (facts.event.occurredAtMillis()
                                                        - facts.person.lastMillis())
                                        / DAY_MILLIS);
        return numbers;
    }

    /** An average; of fewer sessions than it takes there is none. */
    private double ofSessions(int least, double average) {
        return person.sessions30() < least ? Double.NaN : average;
    }

    private static long orUnknown(@Nullable Number number) {
        return number == null ? UNKNOWN_WHOLE : number.longValue();
    }

    private static double orNaN(@Nullable Number number) {
        return number == null ? Double.NaN : number.doubleValue();
    }

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
                        "source",
                        "medium",
                        "content",
                        "term",
                        "recommendation_id")) {
            variables.put("event." + text, SimpleType.STRING);
        }
        variables.put("event.logged_in", SimpleType.BOOL);
        variables.put("event.attributes", MapType.create(SimpleType.STRING, SimpleType.STRING));
        WHOLE.keySet().forEach(whole -> variables.put(whole, SimpleType.INT));
        NUMBERS.keySet().forEach(number -> variables.put(number, SimpleType.DOUBLE));
        variables.put("event.shown", ListType.create(SimpleType.STRING));
        variables.put("person.segments", ListType.create(SimpleType.STRING));
        return variables;
    }

    @Override
    public Optional<Object> find(String name) {
        return Optional.ofNullable(isKnown(name) ? value(name) : UNKNOWN);
    }

    /** False if nobody knows any more what a variable was, be it empty or not. */
    boolean isKnown(String name) {
        return !recalled
                || REMEMBERED.contains(name)
                || (name.startsWith("person.") && !name.equals("person.visit_steps"));
    }

    private @Nullable Object value(String name) {
        ToLongFunction<Facts> whole = WHOLE.get(name);
        if (whole != null) {
            long known = whole.applyAsLong(this);
            return known == UNKNOWN_WHOLE ? UNKNOWN : Long.valueOf(known);
        }
        ToDoubleFunction<Facts> number = NUMBERS.get(name);
        if (number != null) {
            return KnownDoubles.known(number.applyAsDouble(this));
        }
        EventContext context = event.context();
        return switch (name) {
            case "event.currency" -> text(context.currency());
            case "event.query" -> text(context.query());
            case "event.recommendation_id" -> text(context.list().recommendationId());
            case "event.source" -> text(context.campaign().source());
            case "event.medium" -> text(context.campaign().medium());
            case "event.content" -> text(context.campaign().content());
            case "event.term" -> text(context.campaign().term());
            case "event.shown" -> context.list().itemIds();
            case "event.logged_in" -> event.userId() != null;
            case "event.attributes" -> context.attributes();
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
            case "campaign" -> context.campaign().name();
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
