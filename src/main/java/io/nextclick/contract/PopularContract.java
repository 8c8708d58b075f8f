package io.nextclick.contract;

import io.nextclick.avro.ScopeKind;
import io.nextclick.codec.AvroBuffer;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.PopularItems;

/** The contract {@code PopularItems}. */
public final class PopularContract {

    private PopularContract() {}

    /** Key among all sites and scopes: site, kind and scope. */
    public static String key(PopularItems popular) {
        return key(popular.site(), kind(popular), scope(popular));
    }

    /**
     * The same of a scope.
     *
     * @param scope category or segment; empty for the site
     */
    public static String key(String site, ScopeKind kind, String scope) {
        return site + '/' + kind + '/' + SiteKey.part(scope);
    }

    @SuppressWarnings("EnumOrdinal")
    private static int place(ScopeKind kind) {
        return kind.ordinal();
    }

    /** Writes them; false, which makes a tombstone, if there are none. */
    public static boolean write(PopularItems popular, AvroBuffer into) {
        if (popular.items().length == 0) {
            return false;
        }
        into.writeString(popular.site());
        into.writeEnum(place(kind(popular)));
        into.writeString(scope(popular));
        into.writeLong(popular.updatedAtMillis());
        into.setItemCount(popular.items().length);
        for (int i = 0; i < popular.items().length; i++) {
            into.writeString(popular.items()[i]);
            into.writeDouble(popular.scores()[i]);
        }
        into.writeArrayEnd();
        return true;
    }

    private static ScopeKind kind(PopularItems popular) {
        if (popular.isOfSite()) {
            return ScopeKind.SITE;
        }
        return popular.segment() == null ? ScopeKind.CATEGORY : ScopeKind.SEGMENT;
    }

    private static String scope(PopularItems popular) {
        String segment = popular.segment();
        String category = popular.category();
        if (segment != null) {
            return segment;
        }
        return category == null ? "" : category;
    }
}
