package io.nextclick.event;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a list is shown, by the page type of its event. */
public enum Surface {
    HOME,
    ITEM,
    CART,
    OTHER;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The surface of a page type; {@link #OTHER} if it is none of those known. */
    public static Surface of(@Nullable String pageType) {
        if (pageType == null) {
            return OTHER;
        }
        return switch (pageType.toLowerCase(Locale.ROOT)) {
            case "home", "index", "start" -> HOME;
            case "item", "product", "article", "detail" -> ITEM;
            case "cart", "basket", "checkout" -> CART;
            default -> OTHER;
        };
    }

    /**
     * Key of a person's list for the surface: the person's own for {@link #OTHER}, as of those who
     * name no page type; else site, person and surface. The number of parts tells them apart.
     */
    public String listKey(String personKey) {
        if (this == OTHER) {
            return personKey;
        }
        String site = SiteKey.site(personKey);
        String key = site.equals(SiteKey.DEFAULT_SITE) ? site + '/' + personKey : personKey;
        return key + '/' + label;
    }

    /** As in settings. */
    public String label() {
        return label;
    }
}
