package io.nextclick.event;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Amounts of money: whole millionths of a currency's main unit, exact and without a rounding. No
 * two currencies are ever added up or compared.
 */
public final class Money {

    /** Millionths in a main unit. */
    public static final long MICROS = 1_000_000;

    /** The highest price of a piece, and the highest price times pieces, main units. */
    public static final long MOST = 1_000_000_000_000L;

    /** The highest number of pieces. */
    public static final int MOST_PIECES = 1_000_000;

    /** The currency of prices that state none, unless an option says another. */
    public static final String DEFAULT_CURRENCY = "EUR";

    /** ISO 4217: no currency. Stands where none is stated. */
    public static final String NO_CURRENCY = "XXX";

    /** The amount that is not known. */
    public static final long UNKNOWN = -1;

    /** Below it a double tells any two numbers of six decimals apart. */
    private static final long EXACT = 1L << 52;

    /** What arithmetic in doubles leaves: 0.1 + 0.2 stands for 0.3. */
    private static final int NOISE_ULPS = 16;

    private static final double MOST_NOISE = 1e-8;
    private static final int DECIMALS = 6;
    private static final long HUNDREDTH = MICROS / 100;
    private static final int CODE_LENGTH = 3;

    private Money() {}

    /**
     * A price as it is kept.
     *
     * @param price in main units
     * @return millionths; {@link #UNKNOWN} if it is below zero, above {@link #MOST}, no number, or
     *     has more than six decimals
     */
    public static long micros(double price) {
        if (!(price >= 0 && price <= MOST)) {
            return UNKNOWN;
        }
        long micros = Math.round(price * MICROS);
        if (micros < EXACT) {
            double noise = Math.min(NOISE_ULPS * Math.ulp(price), MOST_NOISE);
            return Math.abs((double) micros / MICROS - price) <= noise ? micros : UNKNOWN;
        }
        BigDecimal written = BigDecimal.valueOf(price).stripTrailingZeros();
        return written.scale() > DECIMALS
                ? UNKNOWN
                : written.movePointRight(DECIMALS).longValueExact();
    }

    /** The price that an event states, {@link #UNKNOWN} if none. */
    public static long micros(@Nullable Double price) {
        return price == null ? UNKNOWN : micros(price.doubleValue());
    }

    /** An amount in main units, as the nearest double. */
    public static double value(long micros) {
        return Math.abs(micros) < EXACT
                ? (double) micros / MICROS
                : BigDecimal.valueOf(micros, DECIMALS).doubleValue();
    }

    /**
     * True if an amount may be compared with one in a currency: it is in the same, or it states
     * none and so never passed the decoder, which gives it the default.
     */
    public static boolean isIn(String currency, @Nullable String stated) {
        return stated == null || stated.isEmpty() || stated.equals(currency);
    }

    /** True for an ISO 4217 code by its form: three capital letters. */
    public static boolean isCurrency(String code) {
        boolean fits = code.length() == CODE_LENGTH;
        for (int i = 0; fits && i < CODE_LENGTH; i++) {
            fits = code.charAt(i) >= 'A' && code.charAt(i) <= 'Z';
        }
        return fits;
    }

    /** A number of few digits for an amount in whole hundredths, as most are. */
    public static long compact(long micros) {
        return micros % HUNDREDTH == 0 ? (micros / HUNDREDTH) << 1 : (micros << 1) | 1;
    }

    /** The amount of which {@link #compact} made a number. */
    public static long expand(long compact) {
        return (compact & 1) == 0 ? (compact >> 1) * HUNDREDTH : compact >> 1;
    }
}
