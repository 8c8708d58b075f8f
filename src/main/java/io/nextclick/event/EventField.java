package io.nextclick.event;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A field of the contract {@code BehaviorEvent} by its way in it: {@code item_id}, {@code
 * context.price}, {@code context.attributes.NAME}. All there are, but for the items that an
 * impression showed. What is said of every field follows from here: how long its text may be, that
 * it may be expected.
 */
public final class EventField {

    /** What a field holds. */
    public enum Kind {
        /** A text, which may be expected to be one of some. */
        TEXT,
        /** A number, which may be expected to be within bounds. */
        NUMBER,
        /** A moment; the checks of the job hold it against the arrival. */
        TIME
    }

    public static final String EVENT_TYPE = "event_type";
    public static final String SITE = "site";

    private static final String CONTEXT = "context.";
    private static final String ATTRIBUTES = "context.attributes.";
    private static final Map<String, EventField> FIELDS = new LinkedHashMap<>();

    static {
        text("event_id", Event::eventId);
        text(EVENT_TYPE, event -> event.type().name());
        add("occurred_at", Kind.TIME, Event::occurredAtMillis);
        text(SITE, Event::site);
        text("user_id", Event::userId);
        text("device_id", Event::deviceId);
        text("source_session_id", Event::sourceSessionId);
        text("item_id", Event::itemId);
        context("category", Kind.TEXT, EventContext::category);
        context("brand", Kind.TEXT, EventContext::brand);
        context("price", Kind.NUMBER, EventContext::price);
        context("currency", Kind.TEXT, EventContext::currency);
        context("quantity", Kind.NUMBER, EventContext::quantity);
        context("query", Kind.TEXT, EventContext::query);
        context("dwell_millis", Kind.NUMBER, EventContext::dwellMillis);
        context("scroll_depth", Kind.NUMBER, EventContext::scrollDepth);
        context("rating", Kind.NUMBER, EventContext::rating);
        context("page_type", Kind.TEXT, EventContext::pageType);
        campaign("campaign", Campaign::name);
        list("recommendation_id", Kind.TEXT, ShownList::recommendationId);
        list("recommendation_position", Kind.NUMBER, ShownList::position);
        list("token", Kind.TEXT, ShownList::token);
        list("visible_millis", Kind.NUMBER, ShownList::visibleMillis);
        campaign("source", Campaign::source);
        campaign("medium", Campaign::medium);
        campaign("content", Campaign::content);
        campaign("term", Campaign::term);
        add("sent_at", Kind.TIME, event -> event.sentAtMillis() == 0 ? null : event.sentAtMillis());
        signal("network_hash", DeviceSignals::networkHash);
        signal("user_agent_family", DeviceSignals::userAgentFamily);
        signal("time_zone", DeviceSignals::timeZone);
    }

    /** The texts whose length is bounded: the type is one of a few, and a site has a form. */
    static final List<EventField> BOUNDED =
            FIELDS.values().stream()
                    .filter(field -> field.kind == Kind.TEXT)
                    .filter(field -> !field.name.equals(EVENT_TYPE) && !field.name.equals(SITE))
                    .toList();

    private final String name;
    private final Kind kind;
    private final Function<Event, @Nullable Object> reader;
    private final boolean ofContext;
    private final String shortName;

    private EventField(String name, Kind kind, Function<Event, @Nullable Object> reader) {
        this.name = name;
        this.kind = kind;
        this.reader = reader;
        this.ofContext = name.startsWith(CONTEXT);
        this.shortName = ofContext ? name.substring(CONTEXT.length()) : name;
    }

    private static void add(String name, Kind kind, Function<Event, @Nullable Object> reader) {
        FIELDS.put(name, new EventField(name, kind, reader));
    }

    private static void text(String name, Function<Event, @Nullable String> reader) {
        add(name, Kind.TEXT, reader::apply);
    }

    private static void context(
            String name, Kind kind, Function<EventContext, @Nullable Object> reader) {
        add(CONTEXT + name, kind, event -> reader.apply(event.context()));
    }

    private static void campaign(String name, Function<Campaign, @Nullable String> reader) {
        context(name, Kind.TEXT, context -> reader.apply(context.campaign()));
    }

    private static void list(String name, Kind kind, Function<ShownList, @Nullable Object> reader) {
        context(name, kind, context -> reader.apply(context.list()));
    }

    private static void signal(String name, Function<DeviceSignals, @Nullable String> reader) {
        text(
                "signals." + name,
                event -> event.signals() == null ? null : reader.apply(event.signals()));
    }

    /** The field of a name, or nothing if the contract has none. */
    public static Optional<EventField> of(String name) {
        if (name.startsWith(ATTRIBUTES) && name.length() > ATTRIBUTES.length()) {
            String attribute = name.substring(ATTRIBUTES.length());
            return Optional.of(
                    new EventField(
                            name, Kind.TEXT, event -> event.context().attributes().get(attribute)));
        }
        return Optional.ofNullable(FIELDS.get(name));
    }

    /** The names of all fields; attributes are named by the site and not among them. */
    public static List<String> names() {
        return List.copyOf(FIELDS.keySet());
    }

    /** Its way in the contract, which is its column in a flat table. */
    public String name() {
        return name;
    }

    /** The same without the context that it may be in. */
    String shortName() {
        return shortName;
    }

    /** True if it says where and how the event happened; else it is an id, or of the device. */
    boolean isOfContext() {
        return ofContext;
    }

    /** What it holds. */
    public Kind kind() {
        return kind;
    }

    /** True if an event has it; a blank text says nothing, as in the checks of the job. */
    public boolean isPresent(Event event) {
        Object value = reader.apply(event);
        return value instanceof String text ? !text.isBlank() : value != null;
    }

    /** The text of an event, blank or not; null if it has none. */
    @Nullable String rawText(Event event) {
        return (String) reader.apply(event);
    }

    /** The text of an event that has it. */
    public String text(Event event) {
        return String.valueOf(reader.apply(event));
    }

    /** The number of an event that has it, as it was written: 0.1 of a float is 0.1. */
    public double number(Event event) {
        return Double.parseDouble(String.valueOf(reader.apply(event)));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventField field && field.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
