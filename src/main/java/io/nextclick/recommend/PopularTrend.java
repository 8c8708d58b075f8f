package io.nextclick.recommend;

import io.nextclick.blend.Logarithm;
import io.nextclick.flow.PopularItems;
import java.util.HashMap;
import java.util.Map;

/**
 * How the popularity of a site's items changes from one of its lists to a later one: the share of
 * each next to its mean over about an hour. So an article that is on its way up is known from one
 * that is on its way down. Nothing travels for it, as the lists come by anyway.
 *
 * <p>In memory only, with the items of two lists, or a few more.
 */
final class PopularTrend {

    /** The half-life of the mean, ms: beside the minutes and the day that popularity halves in. */
    private static final double HALF_LIFE_MILLIS = 3_600_000;

    /** What is added to a share, so that a few visits are no rise. */
    private static final float FLOOR = 2e-3f;

    /** A mean below this may be forgotten: at most 5,000 are not, and twice as many kept. */
    private static final float LEAST = 2e-4f;

    /** A smaller scale is worked into the means, which would grow beyond what a number holds. */
    private static final double LEAST_SCALE = 1e-100;

    /** By item, divided by {@link #scale}: so what decays in all of them is one number. */
    private final Map<String, Mean> means = new HashMap<>();

    private double scale = 1;

    /** Means that were left when small ones were looked for. */
    private int left;

    private boolean begun;
    private long updatedAtMillis;

    private static final class Mean {
        private double byScale;
    }

    /**
     * Takes in the site's list as it is now.
     *
     * @param into takes the logarithm of the rise of each item, from a place on
     */
    void take(PopularItems list, float[] into, int from) {
        float total = 0;
        for (float score : list.scores()) {
            total += score;
        }
        float byTotal = 1 / Math.max(total, Float.MIN_NORMAL);
        double kept = keptUntil(list.updatedAtMillis());
        decay(kept);
        double added = (1 - kept) / scale;
        String[] items = list.items();
        for (int i = 0; i < items.length; i++) {
            float share = list.scores()[i] * byTotal;
            Mean mean = means.get(items[i]);
            if (mean == null && added > 0) {
                mean = new Mean();
                means.put(items[i], mean);
            }
            float usual = 0;
            if (mean != null) {
                mean.byScale += added * share;
                usual = (float) (mean.byScale * scale);
            }
            into[from + i] = Logarithm.of((FLOOR + share) / (FLOOR + usual));
        }
        if (means.size() > 2 * Math.max(items.length, left)) {
            forgetSmall();
        }
    }

    private double keptUntil(long millis) {
        if (!begun) {
            begun = true;
            updatedAtMillis = millis;
            return 0;
        }
        long passed = Math.max(millis - updatedAtMillis, 0);
        updatedAtMillis += passed;
        return Math.pow(2, -passed / HALF_LIFE_MILLIS);
    }

    private void decay(double kept) {
        scale *= kept;
        if (scale < LEAST_SCALE) {
            means.values().forEach(mean -> mean.byScale *= scale);
            scale = 1;
        }
    }

    private void forgetSmall() {
        means.values().removeIf(mean -> mean.byScale * scale < LEAST);
        left = means.size();
    }

    /** How many items have a mean. */
    int remembered() {
        return means.size();
    }
}
