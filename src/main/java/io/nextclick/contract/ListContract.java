package io.nextclick.contract;

import io.nextclick.avro.ReasonSource;
import io.nextclick.codec.AvroBuffer;
import io.nextclick.event.SiteKey;
import io.nextclick.event.Surface;
import io.nextclick.experiment.Draw;
import io.nextclick.recommend.Reason;
import io.nextclick.recommend.RecommendationList;
import io.nextclick.recommend.RecommendedItem;
import io.nextclick.recommend.Source;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The contract {@code RecommendationList}. */
public final class ListContract {

    /** Places in the contract of the sources of reasons, by their places here. */
    private static final int[] SOURCES = sources();

    private static final Map<String, Surface> SURFACES =
            Arrays.stream(Surface.values())
                    .collect(Collectors.toUnmodifiableMap(Surface::label, surface -> surface));

    /** Place of "absent" in a union. */
    private static final int NULL = 0;

    private ListContract() {}

    @SuppressWarnings("EnumOrdinal")
    private static int[] sources() {
        int[] places = new int[Source.values().length];
        for (Source source : Source.values()) {
            places[source.ordinal()] = ReasonSource.valueOf(source.name()).ordinal();
        }
        return places;
    }

    /** The surfaces that lists are made for, as in the contract. */
    public static List<String> surfaces() {
        return Arrays.stream(Surface.values()).map(Surface::label).toList();
    }

    /**
     * Key of a person's list.
     *
     * @param personKey person among all sites
     * @param surface one of {@link #surfaces}
     */
    public static String key(String personKey, String surface) {
        Surface found = SURFACES.get(surface);
        if (found == null) {
            throw new IllegalArgumentException("lists are made for " + surfaces());
        }
        return found.listKey(personKey);
    }

    /** Writes a list; false for one that is withdrawn, of which a tombstone is written. */
    public static boolean write(RecommendationList list, AvroBuffer into) {
        if (list.isWithdrawn()) {
            return false;
        }
        into.writeString(list.recommendationId());
        into.writeString(SiteKey.id(list.personKey()));
        into.writeString(SiteKey.site(list.personKey()));
        into.writeStrings(list.deviceIds());
        into.writeStrings(list.userIds());
        into.writeLong(list.generatedAtMillis());
        into.writeString(list.triggerEventId());
        into.writeLong(list.triggerOccurredAtMillis());
        List<RecommendedItem> items = list.items();
        into.setItemCount(items.size());
        Draw draw = list.draw();
        for (int i = 0; i < items.size(); i++) {
            write(items.get(i), i + 1, draw.propensity(), into);
        }
        into.writeArrayEnd();
        into.writeStrings(list.segments());
        into.writeString(list.policy());
        into.writeInt(list.policyVersion());
        into.writeBoolean(list.fallback());
        into.writeBoolean(list.complete());
        into.writeString(list.surface().label());
        if (draw.arms().isEmpty()) {
            into.writeIndex(NULL);
        } else {
            into.writeIndex(1);
            into.writeString(draw.label());
            into.setItemCount(draw.arms().size());
            draw.arms().forEach(each -> write(each, into));
        }
        into.writeMapEnd();
        return true;
    }

    private static void write(Draw.Drawn drawn, AvroBuffer into) {
        into.writeString(drawn.experiment());
        into.writeString(drawn.arm());
    }

    @SuppressWarnings("EnumOrdinal")
    private static void write(RecommendedItem item, int position, double ofArms, AvroBuffer into) {
        into.writeString(item.itemId());
        into.writeInt(position);
        into.writeDouble(item.score());
        List<Reason> reasons = item.reasons();
        into.setItemCount(reasons.size());
        for (int i = 0; i < reasons.size(); i++) {
            Reason reason = reasons.get(i);
            into.writeEnum(SOURCES[reason.source().ordinal()]);
            into.writeOptional(reason.becauseOf());
            into.writeDouble(reason.weight());
        }
        into.writeArrayEnd();
        into.writeIndex(1);
        into.writeDouble(ofArms * item.chance());
    }
}
