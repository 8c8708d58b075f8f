package io.nextclick.event;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which surface a page is, by its type. */
public final class PageTypes {

    public static final String HOME = "home";
    public static final String ITEM = "item";
    public static final String CART = "cart";
    public static final String OTHER = "other";

    /** All surfaces. */
    public static final List<String> SURFACES = List.of(HOME, ITEM, CART, OTHER);

    private PageTypes() {}

    /** The surface of a page type; {@link #OTHER} if it is none of those known. */
    public static String surface(@Nullable String pageType) {
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
}
