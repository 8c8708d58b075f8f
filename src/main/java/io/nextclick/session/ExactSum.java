package io.nextclick.session;

import io.nextclick.event.Money;
import java.math.BigDecimal;

/**
 * A sum of amounts that no number of events overflows: whole main units, and millionths that make
 * up less than so many units as amounts were added. It does not depend on their order.
 */
final class ExactSum {

    private static final int DECIMALS = 6;

    long units;
    long micros;

    /** Adds an amount in millionths. */
    void add(long amount) {
        units += amount / Money.MICROS;
        micros += amount % Money.MICROS;
    }

    void add(ExactSum other) {
        units += other.units;
        micros += other.micros;
    }

    boolean isZero() {
        return units == 0 && micros == 0;
    }

    /** In main units. */
    BigDecimal value() {
        return BigDecimal.valueOf(units).add(BigDecimal.valueOf(micros, DECIMALS));
    }
}
