package io.nextclick.recommend;

import io.nextclick.flow.Occasion;
import io.nextclick.flow.PersonEvent;
import java.util.HashMap;
import java.util.Map;

/**
 * How often events with each value of an attribute come to each item: readers of one region, on
 * telephones, or from a search engine go to other items than others do. What it says of an item is
 * how many of its visits had a request's values, next to how many there would be if all items were
 * alike, multiplied over the attributes as if these did not depend on each other. The blend learns
 * how far that is to be believed.
 *
 * <p>Nobody is asked for it: every visit is counted where its list is made. Counts of an item decay
 * by its visits and those of a site by the site's, so that the same setting serves a fast and a
 * slow site, and no clock matters.
 *
 * <p>In memory only; a restart begins without any. Bounded: at most so many items, the least
 * recently visited evicted, with the attributes and values of {@link SiteAttributes} each. So an
 * attribute that is another one in every event is of no use, but harms nothing; and one that
 * describes the item is left out. Values are kept as hashes: what people send is in no memory for
 * longer than their requests. Not thread-safe.
 */
final class AttributeVisits {

    private final int maxItems;
    private final Map<String, Site> sites = new HashMap<>();

    /** The least recently visited is behind it, the most recently visited before it: a ring. */
    private final Item ring = new Item(new Site(""), "");

    private int remembered;

    private final Asked asked = new Asked();

    private static final class Site {
        private final String name;
        private final SiteAttributes attributes = new SiteAttributes();
        private final Map<String, Item> items = new HashMap<>();

        /**
         * What the values say of each item since its newest visit. Apart from the items, so that a
         * list reads little memory.
         */
        private final InterestRows interests = new InterestRows();

        private Site(String name) {
            this.name = name;
        }
    }

    private static final class Item {
        private final Site site;
        private final String id;
        private final AttributeCounts counts = new AttributeCounts();

        /** Among the interests of the site. */
        private final int row;

        private Item before = this;
        private Item behind = this;

        private Item(Site site, String id) {
            this.site = site;
            this.id = id;
            this.row = site.interests.add(id.hashCode());
        }

        private void leave() {
            before.behind = behind;
            behind.before = before;
        }

        /** Takes the place before another one. */
        private void enter(Item next) {
            before = next.before;
            behind = next;
            before.behind = this;
            next.before = this;
        }
    }

    /**
     * @param maxItems most items of which visits are kept; 0 keeps none
     */
    AttributeVisits(int maxItems) {
        this.maxItems = maxItems;
    }

    /** Counts the visit that an event is, unless it is no step or not to be learnt. */
    void count(PersonEvent event) {
        String id = event.event().itemId();
        Map<String, String> given = event.event().context().attributes();
        boolean visits = event.occasion() == Occasion.EVENT && event.learn() && event.step();
        if (maxItems == 0 || id == null || given.isEmpty() || !visits) {
            return;
        }
        Site site = sites.computeIfAbsent(event.event().site(), Site::new);
        Item item = site.items.get(id);
        if (item == null) {
            item = new Item(site, id);
            site.items.put(id, item);
            remembered++;
        }
        site.attributes.count(item.counts, given);
        site.attributes.setInterests(item.counts, site.interests, item.row);
        item.leave();
        item.enter(ring);
        if (remembered > maxItems) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        Item item = ring.behind;
        item.leave();
        remembered--;
        Site site = item.site;
        site.items.remove(item.id);
        site.interests.remove(item.id.hashCode(), item.row);
        if (site.items.isEmpty()) {
            sites.remove(site.name);
        }
    }

    /** How many items have visits. */
    int remembered() {
        return remembered;
    }

    /** What is known of the interest of people with an event's attributes. */
    AttributeInterest of(PersonEvent request) {
        Map<String, String> given = request.event().context().attributes();
        Site site = given.isEmpty() ? null : sites.get(request.event().site());
        if (site == null) {
            return AttributeInterest.NONE;
        }
        asked.ask(site, given);
        return asked;
    }

    /** The places of a request's values. */
    private static final class Asked implements AttributeInterest {
        private InterestRows ofItems = new InterestRows();
        private int size;
        private final int[] places = new int[SiteAttributes.MOST_ATTRIBUTES];

        private void ask(Site site, Map<String, String> given) {
            ofItems = site.interests;
            size = site.attributes.find(given, places);
        }

        @Override
        public float of(String id) {
            int row = ofItems.find(id.hashCode());
            if (row < 0) {
                return 0;
            }
            int steps = 0;
            for (int i = 0; i < size; i++) {
                // A value that is newer than the item's newest visit says nothing.
                steps += ofItems.get(row, places[i]);
            }
            return steps * SiteAttributes.STEP;
        }
    }
}
