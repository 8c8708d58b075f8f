package io.nextclick.recommend;

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

    /** As in settings. */
    public String label() {
        return label;
    }
}
