package io.nextclick.recommend;

import io.nextclick.flow.PersonEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which items the filters of one request's rules let into its list. */
final class RuleFilters {

    private final Shop shop;
    private final String site;
    private final long atMillis;
    private final Set<String> owned;
    private final Set<String> unwanted;
    private final List<ActiveAction> filters = new ArrayList<>(0);

    /**
     * @param owned the items that the person bought
     * @param unwanted items of the visit that stay out of the list
     */
    RuleFilters(PersonEvent request, Shop shop, Set<String> owned, Set<String> unwanted) {
        this.shop = shop;
        this.site = request.event().site();
        this.atMillis = request.event().occurredAtMillis();
        this.owned = owned;
        this.unwanted = unwanted;
    }

    /** Adds a filter; the ones of the highest priority come first. */
    void add(ActiveAction filter) {
        filters.add(filter);
    }

    /** True if no filter is against an item that no rule adds or pins. */
    boolean allow(String item) {
        for (ActiveAction filter : filters) {
            if (filter.isAgainst(item)) {
                return false;
            }
        }
        return true;
    }

    /** What the filters that keep nothing else find by themselves, with their rules' ids. */
    Map<String, String> kept() {
        Map<String, String> kept = new LinkedHashMap<>();
        for (ActiveAction filter : filters) {
            if (filter.action().keepOnly()) {
                for (String item : filter.selected().inOrder()) {
                    kept.putIfAbsent(item, filter.ruleId());
                }
            }
        }
        return kept;
    }

    /** True if an add or pin gets the item into the list. */
    boolean canHave(ActiveAction wish, String item, boolean byId) {
        if (shop.isUnavailable(site, item, atMillis)
                || (owned.contains(item) && !wish.selected().bought())
                || (!byId && unwanted.contains(item))) {
            return false;
        }
        for (ActiveAction filter : filters) {
            if (filter.priority() < wish.priority()) {
                return true;
            }
            if (filter.isAgainst(item)) {
                return false;
            }
        }
        return true;
    }
}
