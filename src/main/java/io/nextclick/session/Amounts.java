package io.nextclick.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Amounts by currency, few of them, in order of their codes. Of more than {@value #MOST} currencies
 * the last to come are left out, which is told.
 */
final class Amounts {

    /** Most currencies of a session. */
    static final int MOST = 8;

    private static final CurrencyTotals[] NONE = {};

    private CurrencyTotals[] byCurrency = NONE;

    /** True if there were more currencies than are kept. */
    boolean leftOut;

    int size() {
        return byCurrency.length;
    }

    CurrencyTotals get(int place) {
        return byCurrency[place];
    }

    /** The totals of a currency, null if there are none. */
    @Nullable CurrencyTotals find(String currency) {
        for (CurrencyTotals each : byCurrency) {
            if (each.currency.equals(currency)) {
                return each;
            }
        }
        return null;
    }

    /** The totals of a currency; of one too many, some that are thrown away. */
    CurrencyTotals in(String currency) {
        int place = 0;
        while (place < byCurrency.length) {
            int order = byCurrency[place].currency.compareTo(currency);
            if (order == 0) {
                return byCurrency[place];
            }
            if (order > 0) {
                break;
            }
            place++;
        }
        CurrencyTotals totals = new CurrencyTotals(currency);
        if (byCurrency.length == MOST) {
            leftOut = true;
            return totals;
        }
        CurrencyTotals[] more = Arrays.copyOf(byCurrency, byCurrency.length + 1);
        System.arraycopy(byCurrency, place, more, place + 1, byCurrency.length - place);
        more[place] = totals;
        byCurrency = more;
        return totals;
    }

    void addAll(Amounts other) {
        for (CurrencyTotals each : other.byCurrency) {
            in(each.currency).add(each);
        }
        leftOut |= other.leftOut;
    }

    /** The same, of which nothing is shared that changes. */
    Amounts copy() {
        Amounts copy = new Amounts();
        copy.addAll(this);
        return copy;
    }
}
