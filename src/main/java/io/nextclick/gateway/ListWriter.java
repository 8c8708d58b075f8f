package io.nextclick.gateway;

import static io.nextclick.gateway.JsonBytes.ascii;

import com.fasterxml.jackson.core.io.SerializedString;
import io.nextclick.avro.ReasonSource;
import io.nextclick.event.ListToken;
import io.nextclick.event.SiteKey;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes lists as JSON. Most of an answer is the same each time, and names are escaped once, so it
 * is put together of pieces: with a generator the answer took twice the time.
 */
final class ListWriter {

    private static final int CAPACITY = 4_096;

    private static final byte[] ID = ascii("{\"recommendation_id\":");
    private static final byte[] PERSON = ascii(",\"person_id\":");
    private static final byte[] SURFACE = ascii(",\"surface\":");
    private static final byte[] FRESH = ascii(",\"fresh\":true,\"age_ms\":");
    private static final byte[] NOT_FRESH = ascii(",\"fresh\":false,\"age_ms\":");
    private static final byte[] GENERATED = ascii(",\"generated_at\":");
    private static final byte[] TRIGGER = ascii(",\"trigger_event_id\":");
    private static final byte[] FALLBACK = ascii(",\"fallback\":true");
    private static final byte[] NO_FALLBACK = ascii(",\"fallback\":false");
    private static final byte[] COMPLETE = ascii(",\"complete\":true");
    private static final byte[] NOT_COMPLETE = ascii(",\"complete\":false");
    private static final byte[] ARM = ascii(",\"arm\":");
    private static final byte[] TOKEN = ascii(",\"token\":");
    private static final byte[] SEGMENTS = ascii(",\"segments\":[");
    private static final byte[] ITEMS = ascii("],\"items\":[");
    private static final byte[] END = ascii("]}");
    private static final byte[] COMMA = ascii(",");

    private static final byte[] ITEM = ascii("{\"item_id\":");
    private static final byte[] CERTAIN = ascii(",\"propensity\":1.0");
    private static final byte[] PROPENSITY = ascii(",\"propensity\":");
    private static final byte[] REASONS = ascii(",\"reasons\":[");
    private static final byte[] BECAUSE_OF = ascii(",\"because_of\":");
    private static final byte[] WEIGHT = ascii(",\"weight\":");
    private static final byte[] END_REASON = ascii("}");
    private static final int NEW_ITEM = Sources.code(ReasonSource.NEW_ITEM);

    /** By position, from 0, as far as lists go. */
    private static final List<byte[]> POSITIONS =
            IntStream.rangeClosed(1, 100)
                    .mapToObj(i -> ascii(",\"position\":" + i + ",\"score\":"))
                    .toList();

    /** By the source's code; the first stands for those of a later version. */
    private static final List<byte[]> SOURCES =
            Sources.names().stream().map(name -> ascii("{\"source\":\"" + name + '"')).toList();

    private final Entries entries;
    private final LongSupplier clock;

    ListWriter(Entries entries, LongSupplier clock) {
        this.entries = entries;
        this.clock = clock;
    }

    /**
     * A list as JSON.
     *
     * @param fresh true if the request's own event made it
     * @param most items, at most 100
     */
    byte[] write(Site site, SlimList list, boolean fresh, int most) {
        JsonBytes json = new JsonBytes(CAPACITY);
        long made = list.generatedAtMillis();
        json.raw(ID).text(list.recommendationId());
        json.raw(PERSON).text(list.personId());
        json.raw(SURFACE).text(list.surface());
        json.raw(fresh ? FRESH : NOT_FRESH).number(Math.max(0, clock.getAsLong() - made));
        json.raw(GENERATED).text(Json.time(made));
        json.raw(TRIGGER).text(list.triggerEventId());
        json.raw(list.fallback() ? FALLBACK : NO_FALLBACK);
        json.raw(list.complete() ? COMPLETE : NOT_COMPLETE);
        String arm = list.arm();
        if (arm != null) {
            json.raw(ARM).text(arm);
        }
        String token = token(site, list);
        if (token != null) {
            json.raw(TOKEN).text(token);
        }
        json.raw(SEGMENTS);
        for (int i = 0; i < list.segments().size(); i++) {
            comma(i, json).text(list.segments().get(i));
        }
        json.raw(ITEMS);
        for (int i = 0; i < Math.min(Math.min(most, POSITIONS.size()), list.items().size()); i++) {
            write(site, list.items().get(i), i, comma(i, json));
        }
        return json.raw(END).toBytes();
    }

    private static JsonBytes comma(int place, JsonBytes json) {
        return place == 0 ? json : json.raw(COMMA);
    }

    private void write(Site site, SlimList.Item item, int place, JsonBytes json) {
        json.raw(ITEM).quoted(item.itemId().asQuotedUTF8());
        json.raw(POSITIONS.get(place)).number(item.score());
        if (item.propensity() == 1) {
            json.raw(CERTAIN);
        } else if (!Float.isNaN(item.propensity())) {
            json.raw(PROPENSITY).number(item.propensity());
        }
        String key = SiteKey.of(site.name(), item.itemId().getValue());
        byte[] details = entries.get(View.Kind.ITEM, key);
        if (details != null && details.length > 2) {
            // An object's fields, as they are.
            json.raw(COMMA).raw(details, 1, details.length - 2);
        }
        json.raw(REASONS);
        for (int i = 0; i < item.reasons().size(); i++) {
            write(item.reasons().get(i), comma(i, json));
        }
        json.raw(END);
    }

    private static void write(SlimList.Reason reason, JsonBytes json) {
        json.raw(SOURCES.get(reason.source() < SOURCES.size() ? reason.source() : 0));
        SerializedString because = reason.becauseOf();
        if (because != null) {
            json.raw(BECAUSE_OF).quoted(because.asQuotedUTF8());
        }
        json.raw(WEIGHT).number(reason.weight()).raw(END_REASON);
    }

    /** The token of a list; none if its id is of another kind, as of what nobody made. */
    private static @Nullable String token(Site site, SlimList list) {
        UUID id = list.items().isEmpty() ? null : Texts.uuid(list.recommendationId());
        if (id == null) {
            return null;
        }
        String arm = list.arm();
        int share = Math.round(propensity(list) * ListToken.CERTAIN);
        ListToken token =
                new ListToken(
                        id,
                        list.generatedAtMillis(),
                        share,
                        site.name(),
                        list.surface(),
                        arm == null ? "" : arm,
                        list.segments());
        return Token.sign(token, site);
    }

    /**
     * How likely the list's arms were: the probability of an item without a draw of its own, which
     * makes it less. 0 if that is not known.
     */
    private static float propensity(SlimList list) {
        float most = 0;
        for (SlimList.Item item : list.items()) {
            if (item.propensity() > most && !isExplored(item)) {
                most = item.propensity();
            }
        }
        return most;
    }

    private static boolean isExplored(SlimList.Item item) {
        return item.reasons().stream().anyMatch(reason -> reason.source() == NEW_ITEM);
    }
}
