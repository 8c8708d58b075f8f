package io.nextclick.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextclick.avro.ReasonSource;
import io.nextclick.avro.ScopeKind;
import io.nextclick.contract.ListContract;
import io.nextclick.contract.PopularContract;
import io.nextclick.event.Event;
import io.nextclick.event.ListToken;
import io.nextclick.event.SiteKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Finds lists in the view and writes them as answers. */
final class Lists {

    /** The surface of pages that are no other's. */
    static final String OTHER = "other";

    static final List<String> SURFACES = ListContract.surfaces();

    private final Entries entries;
    private final SlimListCodec codec;
    private final LongSupplier clock;

    Lists(Entries entries, LongSupplier clock) {
        this.entries = entries;
        this.codec = new SlimListCodec(entries.names());
        this.clock = clock;
    }

    /** Whose a device is, as far as the job has said. */
    String personOf(Site site, String device) {
        byte[] person = entries.get(View.Kind.IDENTITY, SiteKey.of(site.name(), device));
        return person == null ? device : new String(person, StandardCharsets.UTF_8);
    }

    /** Whose an event is: its user's, else whoever its device belongs to. */
    String personOf(Site site, Event event) {
        String user = event.userId();
        String device = event.deviceId();
        return user != null ? user : personOf(site, device == null ? "" : device);
    }

    /**
     * The list of a person for a surface; if there is none, the newest for any.
     *
     * @param surface where it is shown; null for any
     */
    Optional<SlimList> newest(Site site, String person, @Nullable String surface) {
        Optional<SlimList> wanted =
                surface == null ? Optional.empty() : find(site, person, surface);
        if (wanted.isPresent()) {
            return wanted;
        }
        SlimList newest = null;
        for (String each : SURFACES) {
            SlimList found = find(site, person, each).orElse(null);
            if (found != null
                    && (newest == null || found.generatedAtMillis() > newest.generatedAtMillis())) {
                newest = found;
            }
        }
        return Optional.ofNullable(newest);
    }

    private Optional<SlimList> find(Site site, String person, String surface) {
        String key = ListContract.key(SiteKey.of(site.name(), person), surface);
        byte[] bytes = entries.get(View.Kind.LIST, key);
        return bytes == null ? Optional.empty() : Optional.of(codec.read(bytes));
    }

    /** What is shown where nothing is known of a person: what is popular on the site. */
    SlimList fallback(Site site, String person, @Nullable String surface) {
        return popular(site, ScopeKind.SITE, "", person, surface == null ? OTHER : surface);
    }

    /**
     * What is popular, as a list that nobody made.
     *
     * @param scope category or segment; empty for the site
     */
    SlimList popular(Site site, ScopeKind kind, String scope, String person, String surface) {
        byte[] value =
                entries.get(View.Kind.POPULAR, PopularContract.key(site.name(), kind, scope));
        List<ItemScores.Scored> scores =
                value == null ? List.of() : new ItemScores(entries.names()).read(value);
        double sum = scores.stream().mapToDouble(ItemScores.Scored::score).sum();
        SlimList.Reason reason =
                new SlimList.Reason(Sources.code(source(kind)), scope.isEmpty() ? null : scope, 1);
        List<SlimList.Item> items =
                scores.stream()
                        .map(
                                each ->
                                        new SlimList.Item(
                                                each.itemId(),
                                                (float) (each.score() / sum),
                                                1,
                                                List.of(reason)))
                        .toList();
        return new SlimList(
                "",
                site.name(),
                person,
                surface,
                clock.getAsLong(),
                "",
                0,
                true,
                true,
                null,
                List.of(),
                items);
    }

    private static ReasonSource source(ScopeKind kind) {
        return switch (kind) {
            case CATEGORY -> ReasonSource.POPULAR_IN_CATEGORY;
            case SEGMENT -> ReasonSource.SEGMENT;
            default -> ReasonSource.POPULAR_ON_SITE;
        };
    }

    /**
     * A list as JSON.
     *
     * @param fresh true if the request's own event made it
     * @param most items
     */
    byte[] write(Site site, SlimList list, boolean fresh, int most) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
        try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("recommendation_id", list.recommendationId());
            json.writeStringField("person_id", list.personId());
            json.writeStringField("surface", list.surface());
            json.writeBooleanField("fresh", fresh);
            json.writeNumberField(
                    "age_ms", Math.max(0, clock.getAsLong() - list.generatedAtMillis()));
            json.writeStringField("generated_at", Json.time(list.generatedAtMillis()));
            json.writeStringField("trigger_event_id", list.triggerEventId());
            json.writeBooleanField("fallback", list.fallback());
            json.writeBooleanField("complete", list.complete());
            Optional<String> token = token(site, list);
            if (token.isPresent()) {
                json.writeStringField("token", token.get());
            }
            json.writeArrayFieldStart("segments");
            for (String segment : list.segments()) {
                json.writeString(segment);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("items");
            for (int i = 0; i < Math.min(most, list.items().size()); i++) {
                write(site, list.items().get(i), i + 1, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
        return bytes.toByteArray();
    }

    private void write(Site site, SlimList.Item item, int position, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("item_id", item.itemId());
        json.writeNumberField("position", position);
        json.writeNumberField("score", item.score());
        if (!Float.isNaN(item.propensity())) {
            json.writeNumberField("propensity", item.propensity());
        }
        byte[] details = entries.get(View.Kind.ITEM, SiteKey.of(site.name(), item.itemId()));
        if (details != null && details.length > 2) {
            // An object's fields, written as they are.
            json.writeRaw(',');
            json.writeRaw(new String(details, 1, details.length - 2, StandardCharsets.UTF_8));
        }
        json.writeArrayFieldStart("reasons");
        for (SlimList.Reason reason : item.reasons()) {
            json.writeStartObject();
            json.writeStringField("source", Sources.name(reason.source()));
            if (reason.becauseOf() != null) {
                json.writeStringField("because_of", reason.becauseOf());
            }
            json.writeNumberField("weight", reason.weight());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The token of a list; none if its id is of another kind, as of what nobody made. */
    private static Optional<String> token(Site site, SlimList list) {
        if (list.recommendationId().isEmpty() || list.items().isEmpty()) {
            return Optional.empty();
        }
        try {
            String arm = list.arm();
            float propensity = list.items().get(0).propensity();
            return Optional.of(
                    Token.sign(
                            new ListToken(
                                    UUID.fromString(list.recommendationId()),
                                    list.generatedAtMillis(),
                                    Float.isNaN(propensity)
                                            ? 0
                                            : Math.round(propensity * ListToken.CERTAIN),
                                    site.name(),
                                    list.surface(),
                                    arm == null ? "" : arm),
                            site));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
