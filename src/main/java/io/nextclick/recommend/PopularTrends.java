package io.nextclick.recommend;

import io.nextclick.blend.Logarithm;
import io.nextclick.bound.BoundedMap;
import io.nextclick.flow.PopularItems;
import java.util.HashMap;
import java.util.Map;

/**
 * How the popularity of a site's items changes from one published list to the next: the share of
 * each next to its mean over about an hour. So an article that is on its way up is known from one
 * that is on its way down. Nothing travels for it, as the lists come by anyway.
 *
 * <p>In memory only, at most {@value #MOST_SITES} sites, the least recently used evicted, with the
 * items of two lists each, or a few more.
 */
final class PopularTrends {

    static final int MOST_SITES = 256;

    /** The half-life of the mean, ms: beside the minutes and the day that popularity halves in. */
    private static final double HALF_LIFE_MILLIS = 3_600_000;

    /** What is added to a share, so that a few visits are no rise. */
    private static final float FLOOR = 2e-3f;

    /** A mean below this is forgotten: so there are never more than 5,000 of a site. */
    private static final float LEAST = 2e-4f;

    private final Map<String, Site> sites = BoundedMap.byLastUse(MOST_SITES);

    private static final class Site {
        private long updatedAtMillis;
        private final Map<String, Float> means = new HashMap<>();
    }

    /**
     * Takes in a site's newest list.
     *
     * @param into takes the logarithm of the rise of each item, from a place on
     */
    void take(PopularItems list, float[] into, int from) {
        float total = 0;
        for (float score : list.scores()) {
            total += score;
        }
        float byTotal = 1 / Math.max(total, Float.MIN_NORMAL);
        Site site = sites.get(list.site());
        boolean first = site == null;
        if (site == null) {
            site = new Site();
            sites.put(list.site(), site);
        }
        float kept = keptOf(site, list.updatedAtMillis(), first);
        if (kept < 1) {
            float before = kept;
            site.means.replaceAll((item, mean) -> mean * before);
        }
        String[] items = list.items();
        for (int i = 0; i < items.length; i++) {
            float share = list.scores()[i] * byTotal;
            float mean = site.means.getOrDefault(items[i], 0f) + (1 - kept) * share;
            if (kept < 1) {
                site.means.put(items[i], mean);
            }
            into[from + i] = Logarithm.of((FLOOR + share) / (FLOOR + mean));
        }
        if (site.means.size() > 2 * items.length) {
            site.means.values().removeIf(mean -> mean < LEAST);
        }
    }

    /** How many items of a site have a mean. */
    int remembered(String site) {
        Site known = sites.get(site);
        return known == null ? 0 : known.means.size();
    }

    private static float keptOf(Site site, long updatedAtMillis, boolean first) {
        long passed = first ? 0 : Math.max(updatedAtMillis - site.updatedAtMillis, 0);
        site.updatedAtMillis += passed;
        if (first) {
            site.updatedAtMillis = updatedAtMillis;
            return 0;
        }
        return (float) Math.pow(2, -passed / HALF_LIFE_MILLIS);
    }
}
