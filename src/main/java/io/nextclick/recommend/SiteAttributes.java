package io.nextclick.recommend;

import io.nextclick.blend.Logarithm;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The attributes of a site's events: a number for each of the first {@value #MOST_ATTRIBUTES}, a
 * place in tables for each of the first {@value #MOST_VALUES} values of it, and one for all other
 * values together. Also how often the site's visits have them, which is what those of an item are
 * compared with.
 */
final class SiteAttributes {

    static final int MOST_ATTRIBUTES = 8;
    static final int MOST_VALUES = 32;

    /** Visits in which the counts of an item, and of a site, halve. */
    private static final int HALF_OF_ITEM = 1_000;

    private static final int HALF_OF_SITE = 50_000;
    private static final float KEPT_OF_ITEM = (float) Math.pow(2, -1.0 / HALF_OF_ITEM);
    private static final float KEPT_OF_SITE = (float) Math.pow(2, -1.0 / HALF_OF_SITE);

    /** Earlier visits of an item that say what value the next one will have. */
    private static final float FEWEST = 5;

    /** Visits over which it is found out whether an item says that, and least visits. */
    private static final int WINDOW = 1_000;

    /** Of the chance to name a value wrongly, what is left if one knows the item that it is of. */
    private static final float LEFT = 0.1f;

    /** Visits that are added to those that there are and to those that there would be. */
    private static final float DOUBT = 2.5f;

    /**
     * So many times as often as others is the most that an attribute says, and one by it the least.
     */
    private static final float MOST = 8;

    /** Of the logarithm of a ratio that is kept as a byte. */
    static final float STEP = (float) Math.log(MOST) / Byte.MAX_VALUE;

    /** Tables grow by so many places. */
    private static final int GROWTH = 64;

    /** By name, in an order that does not depend on chance. */
    private final Map<String, Attribute> attributes = new TreeMap<>();

    /** Of each place that a value has the number of its attribute. */
    private byte[] attributeOf = new byte[GROWTH];

    private int places;
    private final AttributeCounts counts = new AttributeCounts();

    private static final class Attribute {
        private final int number;

        /** Places by the hash of the value. */
        private final Map<Integer, Integer> values = new HashMap<>();

        /** The place of all values that have none; -1 as long as there is none. */
        private int others = -1;

        /** The mean share that a visit's value had among those of its item, and of the site. */
        private float ofItem;

        private float ofSite;

        /** Visits that these are of. */
        private int compared;

        private Attribute(int number) {
            this.number = number;
        }

        private void compare(float itemShare, float siteShare) {
            compared = Math.min(compared + 1, WINDOW);
            ofItem += (itemShare - ofItem) / compared;
            ofSite += (siteShare - ofSite) / compared;
        }

        /**
         * True if its value follows from the item: it is the item's and not the person's, and says
         * nothing of where the person goes next.
         */
        private boolean describesItem() {
            return compared == WINDOW && 1 - ofItem < LEFT * (1 - ofSite);
        }

        /** The place of a value; -1 if no visit had one like it. */
        private int find(String value) {
            return values.getOrDefault(value.hashCode(), others);
        }
    }

    /** The length of a table with room for so many places. */
    static int roundedUp(int places) {
        return (places + GROWTH - 1) / GROWTH * GROWTH;
    }

    /** Counts a visit with some attributes, of the site and of one of its items. */
    void count(AttributeCounts item, Map<String, String> given) {
        begin(given.keySet());
        int[] visited = new int[MOST_ATTRIBUTES];
        Arrays.fill(visited, -1);
        attributes.forEach(
                (name, attribute) -> {
                    String value = given.get(name);
                    if (value != null) {
                        visited[attribute.number] = placeOf(attribute, value);
                    }
                });
        counts.decay(KEPT_OF_SITE, places);
        item.decay(KEPT_OF_ITEM, places);
        for (Attribute attribute : attributes.values()) {
            int place = visited[attribute.number];
            float ofItem = item.all(attribute.number);
            if (place >= 0 && ofItem >= FEWEST) {
                float all = counts.all(attribute.number);
                attribute.compare(item.ofValue(place) / ofItem, counts.ofValue(place) / all);
            }
        }
        for (int attribute = 0; attribute < visited.length; attribute++) {
            if (visited[attribute] >= 0) {
                counts.add(attribute, visited[attribute]);
                item.add(attribute, visited[attribute]);
            }
        }
    }

    /** Numbers attributes that are not known yet, as long as there is room. */
    private void begin(Set<String> given) {
        int room = MOST_ATTRIBUTES - attributes.size();
        if (room > 0 && !attributes.keySet().containsAll(given)) {
            given.stream()
                    .filter(name -> !attributes.containsKey(name))
                    .sorted()
                    .limit(room)
                    .toList()
                    .forEach(name -> attributes.put(name, new Attribute(attributes.size())));
        }
    }

    /** The place of a value, which gets one if it has none. */
    private int placeOf(Attribute attribute, String value) {
        Map<Integer, Integer> values = attribute.values;
        Integer known = values.get(value.hashCode());
        if (known != null) {
            return known;
        }
        if (values.size() < MOST_VALUES) {
            values.put(value.hashCode(), newPlace(attribute));
            return places - 1;
        }
        if (attribute.others < 0) {
            attribute.others = newPlace(attribute);
        }
        return attribute.others;
    }

    private int newPlace(Attribute attribute) {
        if (places == attributeOf.length) {
            attributeOf = Arrays.copyOf(attributeOf, places + GROWTH);
        }
        attributeOf[places] = (byte) attribute.number;
        return places++;
    }

    /**
     * What each value says of an item: the logarithm of how many times as often people with it come
     * there, in {@link #STEP}s, by place.
     *
     * @param interests takes it
     * @param row the item's
     */
    void setInterests(AttributeCounts item, InterestRows interests, int row) {
        interests.widen(roundedUp(places));
        for (int place = 0; place < places; place++) {
            int attribute = attributeOf[place];
            // What decayed to nothing has a share of nothing.
            float all = Math.max(counts.all(attribute), Float.MIN_NORMAL);
            float expected = item.all(attribute) * counts.ofValue(place) / all;
            float ratio = (item.ofValue(place) + DOUBT) / (expected + DOUBT);
            float bounded = Math.max(1 / MOST, Math.min(ratio, MOST));
            interests.set(row, place, (byte) Math.round(Logarithm.of(bounded) / STEP));
        }
    }

    /**
     * The places of the values that an event gives, of those that are known and not of attributes
     * that describe items.
     *
     * @param into takes them
     * @return how many there are
     */
    int find(Map<String, String> given, int[] into) {
        int count = 0;
        for (Map.Entry<String, Attribute> each : attributes.entrySet()) {
            String value = given.get(each.getKey());
            Attribute attribute = each.getValue();
            int place = value == null || attribute.describesItem() ? -1 : attribute.find(value);
            if (place >= 0) {
                into[count++] = place;
            }
        }
        return count;
    }
}
