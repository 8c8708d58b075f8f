package io.nextclick.log;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.IgnoredFields;
import io.nextclick.event.SiteKey;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a line of each format says, as an event. Columns are numbered as in {@link LogFormat}. */
final class EventParser {

    private static final DateTimeFormatter REES46_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    private static final Map<String, EventType> REES46_TYPES =
            Map.of(
                    "view", EventType.VIEW,
                    "cart", EventType.ADD_TO_CART,
                    "remove_from_cart", EventType.REMOVE_FROM_CART,
                    "purchase", EventType.PURCHASE);

    private static final Map<String, EventType> RETAILROCKET_TYPES =
            Map.of(
                    "view", EventType.VIEW,
                    "addtocart", EventType.ADD_TO_CART,
                    "transaction", EventType.PURCHASE);

    private static final Map<String, EventType> TAOBAO_TYPES =
            Map.of(
                    "pv", EventType.VIEW,
                    "cart", EventType.ADD_TO_CART,
                    "fav", EventType.WISH,
                    "buy", EventType.PURCHASE);

    private EventParser() {}

    static Event parse(LogFormat format, Fields fields, String eventId) throws BadLine {
        return switch (format) {
            case REES46 -> rees46(fields, eventId);
            case RETAILROCKET -> retailRocket(fields, eventId);
            case SESSIONS -> sessions(fields, eventId);
            case GLOBO -> globo(fields, eventId);
            case TAOBAO -> taobao(fields, eventId);
            case RECORDS -> throw new IllegalArgumentException("no columns");
        };
    }

    private static Event rees46(Fields fields, String eventId) throws BadLine {
        EventType type = fields.type(1, REES46_TYPES);
        String code = fields.optional(4);
        String category = code != null ? code.replace('.', '/') : fields.optional(3);
        return new Event(
                eventId,
                type,
                rees46Millis(fields),
                SiteKey.DEFAULT_SITE,
                person(fields.required(7)),
                null,
                fields.optional(8),
                fields.required(2),
                EventContext.ofItem(category, fields.optional(5), fields.price(6)));
    }

    private static long rees46Millis(Fields fields) throws BadLine {
        try {
            LocalDateTime time = LocalDateTime.parse(fields.required(0), REES46_TIME);
            return fields.checkedMillis(0, time.toInstant(ZoneOffset.UTC).toEpochMilli());
        } catch (DateTimeException e) {
            throw fields.invalidTime(0, "like 2019-10-01 00:00:00 UTC");
        }
    }

    private static Event retailRocket(Fields fields, String eventId) throws BadLine {
        EventType type = fields.type(2, RETAILROCKET_TYPES);
        String transaction = fields.optional(4);
        return new Event(
                eventId,
                type,
                fields.millis(0),
                SiteKey.DEFAULT_SITE,
                null,
                person(fields.required(1)),
                null,
                fields.required(3),
                transaction == null
                        ? EventContext.NONE
                        : EventContext.ofAttributes(Map.of("transaction", transaction)));
    }

    private static Event sessions(Fields fields, String eventId) throws BadLine {
        String session = fields.required(0);
        return new Event(
                eventId,
                EventType.VIEW,
                fields.seconds(2),
                SiteKey.DEFAULT_SITE,
                null,
                person(session),
                session,
                fields.required(1),
                EventContext.NONE);
    }

    private static Event globo(Fields fields, String eventId) throws BadLine {
        String user = fields.required(0);
        Map<String, String> attributes = new HashMap<>();
        putIfGiven(attributes, "environment", fields.optional(6));
        putIfGiven(attributes, "os", fields.optional(8));
        putIfGiven(attributes, "country", fields.optional(9));
        putIfGiven(attributes, "region", fields.optional(10));
        putIfGiven(attributes, "referrer", fields.optional(11));
        return new Event(
                eventId,
                EventType.VIEW,
                fields.millis(5),
                SiteKey.DEFAULT_SITE,
                person(user),
                person(user + '-' + fields.required(7)),
                fields.optional(1),
                fields.required(4),
                EventContext.ofAttributes(Map.copyOf(attributes)));
    }

    private static Event taobao(Fields fields, String eventId) throws BadLine {
        EventType type = fields.type(3, TAOBAO_TYPES);
        return new Event(
                eventId,
                type,
                fields.seconds(4),
                SiteKey.DEFAULT_SITE,
                person(fields.required(0)),
                null,
                null,
                fields.required(1),
                EventContext.ofItem(fields.optional(2), null, null));
    }

    /** Logs number people from 0, which a tracker that has no id sends, too. */
    private static String person(String id) {
        return IgnoredFields.isNoId(id) ? "person-" + id : id;
    }

    private static void putIfGiven(
            Map<String, String> attributes, String name, @Nullable String value) {
        if (value != null) {
            attributes.put(name, value);
        }
    }
}
