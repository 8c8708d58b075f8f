package io.nextclick.feedback;

import java.util.Arrays;

/**
 * What is counted of lists. Stored: its fields are part of every savepoint.
 *
 * <p>Invariant: it is a sum. So what a list's feedback had added is taken away again by subtracting
 * it, whenever that is, and all minutes together are what all lists together are worth.
 */
public class FeedbackSums {

    /** Positions that are counted apart; those behind count in the totals alone. */
    static final int MAX_POSITIONS = 20;

    /** Most currencies of a minute; the revenue in others is left out. */
    static final int MAX_CURRENCIES = 8;

    private static final long[] NO_AMOUNTS = {};
    private static final String[] NO_CURRENCIES = {};

    /** By {@link FeedbackCount}. */
    public long[] counts = new long[FeedbackCount.size()];

    public long[] shownByPosition = new long[MAX_POSITIONS];
    public long[] clicksByPosition = new long[MAX_POSITIONS];
    public String[] currencies = NO_CURRENCIES;
    public long[] revenueMicros = NO_AMOUNTS;

    /** For Flink's serializer. */
    public FeedbackSums() {}

    /** Adds a list, or with sign -1 takes it away. */
    void add(Feedback feedback, int sign) {
        add(FeedbackCount.LISTS_SHOWN, feedback.isShown() ? sign : 0);
        add(FeedbackCount.LISTS_CLICKED, feedback.isClicked() ? sign : 0);
        add(FeedbackCount.ORPHAN_CLICKS, sign * feedback.orphanClicks());
        add(FeedbackCount.VALUE_MICROS, sign * feedback.valueMicros());
        for (ItemFeedback item : feedback.items()) {
            add(item, sign);
        }
    }

    private void add(ItemFeedback item, int sign) {
        int place = item.position() - 1;
        boolean counted = place >= 0 && place < MAX_POSITIONS;
        if (item.shown()) {
            add(FeedbackCount.ITEMS_SHOWN, sign);
            if (counted) {
                shownByPosition[place] += sign;
            }
        }
        if (item.isClicked()) {
            add(FeedbackCount.CLICKS, sign);
            if (counted && item.shown()) {
                clicksByPosition[place] += sign;
            }
        }
        add(FeedbackCount.DWELL_MILLIS, sign * item.dwellMillis());
        add(FeedbackCount.DWELLS, item.dwellMillis() > 0 ? sign : 0);
        add(FeedbackCount.BOUNCES, item.bounced() ? sign : 0);
        add(FeedbackCount.CARTS, (long) sign * item.carts());
        add(FeedbackCount.ORDERS, (long) sign * item.orders());
        if (item.currency() != null) {
            addRevenue(item.currency(), sign * item.revenueMicros());
        }
    }

    private void add(FeedbackCount count, long amount) {
        counts[count.place()] += amount;
    }

    /**
     * Adds a change.
     *
     * @return false if revenue was left out
     */
    boolean addAll(FeedbackDelta delta) {
        counts = plus(counts, delta.counts());
        shownByPosition = plus(shownByPosition, delta.shownByPosition());
        clicksByPosition = plus(clicksByPosition, delta.clicksByPosition());
        boolean all = true;
        for (int i = 0; i < delta.currencies().length; i++) {
            all &= addRevenue(delta.currencies()[i], delta.revenueMicros()[i]);
        }
        return all;
    }

    /** Of states of a version that counted less, too. */
    private static long[] plus(long[] numbers, long[] more) {
        long[] sum = Arrays.copyOf(numbers, Math.max(numbers.length, more.length));
        for (int i = 0; i < more.length; i++) {
            sum[i] += more[i];
        }
        return sum;
    }

    private boolean addRevenue(String currency, long micros) {
        int place = Arrays.asList(currencies).indexOf(currency);
        if (place < 0) {
            if (currencies.length == MAX_CURRENCIES) {
                return false;
            }
            place = currencies.length;
            currencies = Arrays.copyOf(currencies, place + 1);
            revenueMicros = Arrays.copyOf(revenueMicros, place + 1);
            currencies[place] = currency;
        }
        revenueMicros[place] += micros;
        return true;
    }

    /** The sums as a change of a key. */
    FeedbackDelta delta(String key, String... segments) {
        return new FeedbackDelta(
                key,
                segments,
                counts,
                shownByPosition,
                clicksByPosition,
                currencies,
                revenueMicros);
    }
}
