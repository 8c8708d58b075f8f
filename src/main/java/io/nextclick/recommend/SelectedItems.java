package io.nextclick.recommend;

import io.nextclick.flow.ItemSelector;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The items that a selector is about, for one request: an item must meet all that is given. What
 * the catalogue does not say of an item is not met, but an item is in stock by default.
 */
final class SelectedItems {

    private final ItemSelector selector;
    private final Shop shop;
    private final Set<String> owned;
    private final String site;
    private final long atMillis;
    private final @Nullable String current;
    private final Set<String> ids;

    /**
     * @param selector what is selected
     * @param request the request; what happens in it is the current item
     * @param owned the items that the person bought, newest last
     * @param shop the shop
     */
    SelectedItems(ItemSelector selector, PersonEvent request, Set<String> owned, Shop shop) {
        this.selector = selector;
        this.shop = shop;
        this.owned = owned;
        this.site = request.event().site();
        this.atMillis = request.event().occurredAtMillis();
        this.current = request.event().currentItem();
        this.ids = new HashSet<>(Arrays.asList(selector.items()));
    }

    /** True if the rule names the items one by one. */
    boolean byId() {
        return !ids.isEmpty();
    }

    /** True if only what the person bought is selected. */
    boolean bought() {
        return Boolean.TRUE.equals(selector.boughtBefore());
    }

    /** True if the item is selected. */
    boolean contains(String item) {
        return contains(item, false);
    }

    private boolean contains(String item, boolean isInCategory) {
        if (byId() && !ids.contains(item)) {
            return false;
        }
        Boolean bought = selector.boughtBefore();
        if (bought != null && bought != owned.contains(item)) {
            return false;
        }
        Boolean inStock = selector.inStock();
        if (inStock != null && inStock == shop.isUnavailable(site, item, atMillis)) {
            return false;
        }
        return meetsFacts(item, isInCategory);
    }

    private boolean meetsFacts(String item, boolean isInCategory) {
        String category = selector.category();
        boolean asksForMore = selector.brand() != null || selector.asksForPrice();
        if (category == null && !asksForMore) {
            return true;
        }
        ItemFacts facts = shop.facts(site, item);
        if (facts == null) {
            return isInCategory && !asksForMore;
        }
        boolean fits = category == null || facts.isIn(category);
        boolean unknown = facts.category() == null && isInCategory;
        return (fits || unknown) && facts.hasBrandAndPrice(selector);
    }

    /**
     * The selected items that can be found, in the order in which an action takes them: the ids as
     * the rule lists them; or what the person bought, newest first; or what is popular in the
     * category and below it, then on the site, without the item that the person is looking at. An
     * item that is popular in the category is of the category, unless the catalogue names another.
     */
    Collection<String> inOrder() {
        Set<String> found = new LinkedHashSet<>();
        if (byId()) {
            collect(Arrays.asList(selector.items()), false, found);
            return found;
        }
        if (bought()) {
            List<String> newestLast = new ArrayList<>(owned);
            for (int i = newestLast.size() - 1; i >= 0; i--) {
                collect(List.of(newestLast.get(i)), false, found);
            }
            return found;
        }
        String category = selector.category();
        if (category != null) {
            collectPopular(shop.popularWithin(site, category), true, found);
        }
        collectPopular(shop.popular(site, null), false, found);
        return found;
    }

    private void collectPopular(
            @Nullable PopularItems popular, boolean isInCategory, Set<String> found) {
        if (popular != null) {
            collect(Arrays.asList(popular.items()), isInCategory, found);
            if (current != null) {
                found.remove(current);
            }
        }
    }

    private void collect(List<String> items, boolean isInCategory, Set<String> found) {
        for (String item : items) {
            if (contains(item, isInCategory)) {
                found.add(item);
            }
        }
    }
}
