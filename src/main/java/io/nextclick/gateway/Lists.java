package io.nextclick.gateway;

import com.fasterxml.jackson.core.io.SerializedString;
import io.nextclick.avro.ReasonSource;
import io.nextclick.avro.ScopeKind;
import io.nextclick.contract.ListContract;
import io.nextclick.contract.PopularContract;
import io.nextclick.event.Event;
import io.nextclick.event.SiteKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
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
    private final ListWriter writer;

    Lists(Entries entries, LongSupplier clock) {
        this.entries = entries;
        this.codec = new SlimListCodec(entries.names());
        this.clock = clock;
        this.writer = new ListWriter(entries, clock);
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
        byte[] newest = null;
        for (String each : SURFACES) {
            byte[] found = bytes(site, person, each);
            if (found != null
                    && (newest == null
                            || SlimListCodec.generatedAtMillis(found)
                                    > SlimListCodec.generatedAtMillis(newest))) {
                newest = found;
            }
        }
        return Optional.ofNullable(newest).map(codec::read);
    }

    private Optional<SlimList> find(Site site, String person, String surface) {
        return Optional.ofNullable(bytes(site, person, surface)).map(codec::read);
    }

    private byte @Nullable [] bytes(Site site, String person, String surface) {
        String key = ListContract.key(SiteKey.of(site.name(), person), surface);
        return entries.get(View.Kind.LIST, key);
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
                new SlimList.Reason(
                        Sources.code(source(kind)),
                        scope.isEmpty() ? null : new SerializedString(scope),
                        1);
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
        return writer.write(site, list, fresh, most);
    }
}
