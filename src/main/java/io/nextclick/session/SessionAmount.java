package io.nextclick.session;

import io.nextclick.event.Money;
import java.math.BigDecimal;
import java.util.Arrays;

/**
 * What a session came to in one currency.
 *
 * @param currency ISO 4217 code, {@link Money#NO_CURRENCY} where none is stated
 * @param cartValue worth of what was put into the cart less what was taken out, main units
 * @param revenue worth of what was bought, main units
 */
public record SessionAmount(String currency, BigDecimal cartValue, BigDecimal revenue) {

    private static final SessionAmount[] NONE = {};

    /** Those of a session, in order of the codes. */
    static SessionAmount[] of(Amounts amounts) {
        SessionAmount[] found = NONE;
        for (int i = 0; i < amounts.size(); i++) {
            CurrencyTotals each = amounts.get(i);
            if (each.hasWorth()) {
                found = Arrays.copyOf(found, found.length + 1);
                found[found.length - 1] =
                        new SessionAmount(each.currency, each.cart.value(), each.revenue.value());
            }
        }
        return found;
    }
}
