package io.nextclick.recommend;

import io.nextclick.flow.PopularItems;

/** The popular items of a site, ready for many lists, see {@link Renewal}. */
final class PopularSite {

    /** Most items that are candidates of every list. */
    static final int MOST_LIKELY = 20;

    /** The share of visits that makes an item one of them. */
    private static final float LIKELY = 0.01f;

    /** So many visits of others are added: a share of few visits says little. */
    private static final float DOUBT = 500;

    /** The share of an item that is not popular, and what is added to the others'. */
    private static final float FLOOR = PairSignals.RATE_FLOOR;

    /** One of which nothing is known. */
    static final PopularSite NONE = new PopularSite();

    private final Renewal renewal = new Renewal();
    private final PopularTrend trend = new PopularTrend();
    private final ItemRows rows = new ItemRows();

    private final LogPopularity popularity = new LogPopularity(FLOOR);

    /** The rise of each by row, behind that of all other items, which is 0. */
    private float[] rises = {0};

    /** The first so many are visited by so many that anybody may be the next. */
    private int likely;

    PopularSite() {
        rows.clear(0);
    }

    /** Takes the site's list as it is now. */
    void use(PopularItems now) {
        if (renewal.isDue(now)) {
            prepare(now);
        }
    }

    private void prepare(PopularItems now) {
        String[] items = now.items();
        float[] scores = now.scores();
        rows.clear(items.length);
        if (rises.length < items.length + 1) {
            rises = new float[items.length + 1];
        }
        trend.take(now, rises, 1);
        popularity.take(scores);
        float total = DOUBT;
        for (int i = 0; i < items.length; i++) {
            rows.rowOf(items[i]);
            total += scores[i];
        }
        likely = 0;
        int most = Math.min(MOST_LIKELY, items.length);
        while (likely < most && scores[likely] >= LIKELY * total) {
            likely++;
        }
    }

    /** How many of the first rows are visited by so many that anybody may be the next. */
    int likely() {
        return likely;
    }

    /** The item of a row. */
    String item(int row) {
        return rows.item(row);
    }

    /** The hash of a row's item. */
    int hash(int row) {
        return rows.hash(row);
    }

    /** How many popular items there are. */
    int count() {
        return rows.count();
    }

    /**
     * The logarithm of an item's popularity as a share of the most popular one's; of row -1, too.
     */
    float value(int row) {
        return row < 0 ? popularity.least : popularity.of(row);
    }

    /** The same without some visits, of a row that there is. */
    float valueWithout(int row, float visits) {
        return popularity.without(row, visits);
    }

    /** The logarithm of an item's share next to its mean; of row -1, which is 0, too. */
    float rise(int row) {
        return rises[row + 1];
    }
}
