package io.nextclick.contract;

import io.nextclick.codec.AvroBuffer;
import io.nextclick.event.SiteKey;
import io.nextclick.session.BehaviorMetrics;
import io.nextclick.session.SessionAmount;
import io.nextclick.session.SessionStatus;
import io.nextclick.session.SessionSummary;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contract {@code SessionSummary}. */
public final class SessionContract {

    /** Places in the contract of the statuses, by their places here. */
    private static final int[] STATUSES = statuses();

    /** Digits behind the point by currency, where there are any. */
    private static final Map<String, Integer> DIGITS = digits();

    private SessionContract() {}

    private static Map<String, Integer> digits() {
        Map<String, Integer> digits = new HashMap<>();
        for (Currency currency : Currency.getAvailableCurrencies()) {
            digits.put(
                    currency.getCurrencyCode(), Math.max(currency.getDefaultFractionDigits(), 0));
        }
        return digits;
    }

    @SuppressWarnings("EnumOrdinal")
    private static int[] statuses() {
        int[] places = new int[SessionStatus.values().length];
        for (SessionStatus status : SessionStatus.values()) {
            places[status.ordinal()] =
                    io.nextclick.avro.SessionStatus.valueOf(status.name()).ordinal();
        }
        return places;
    }

    /** Writes a change of a session, of which there always is a record. */
    @SuppressWarnings("EnumOrdinal")
    public static boolean write(SessionSummary session, AvroBuffer into) {
        into.writeString(session.sessionId());
        into.writeString(SiteKey.id(session.personKey()));
        into.writeString(SiteKey.site(session.personKey()));
        into.writeLong(session.startedAtMillis());
        into.writeLong(session.endedAtMillis());
        into.writeInt(session.events());
        into.setItemCount(session.countsByType().size());
        for (Map.Entry<String, Integer> each : session.countsByType().entrySet()) {
            into.writeString(each.getKey());
            into.writeInt(each.getValue());
        }
        into.writeMapEnd();
        into.writeInt(session.distinctItems());
        into.writeStrings(session.deviceIds());
        into.writeOptional(session.entryItem());
        into.writeOptional(session.exitItem());
        into.writeBoolean(session.converted());
        into.writeEnum(STATUSES[session.status().ordinal()]);
        into.writeOptional(session.supersededBy());
        into.writeOptional(session.movedTo());
        into.writeInt(session.distinctCategories());
        into.writeLong(session.dwellMillis());
        boolean one = session.currency() != null;
        into.writeDouble(one ? session.amounts()[0].cartValue().doubleValue() : 0);
        into.writeDouble(one ? session.amounts()[0].revenue().doubleValue() : 0);
        into.writeBoolean(session.bounce());
        into.writeBoolean(session.outlier());
        write(session.behavior(), into);
        into.writeOptional(session.currency());
        write(session.amounts(), into);
        return true;
    }

    private static void write(SessionAmount[] amounts, AvroBuffer into) {
        into.setItemCount(amounts.length);
        for (SessionAmount amount : amounts) {
            int digits = DIGITS.getOrDefault(amount.currency(), 0);
            into.writeString(amount.currency());
            into.writeString(text(amount.cartValue(), digits));
            into.writeString(text(amount.revenue(), digits));
        }
        into.writeArrayEnd();
    }

    /** All digits of an amount, and at least those of its currency. */
    private static String text(BigDecimal amount, int digits) {
        BigDecimal shortest = amount.stripTrailingZeros();
        return shortest.setScale(Math.max(shortest.scale(), digits)).toPlainString();
    }

    private static void write(@Nullable BehaviorMetrics behavior, AvroBuffer into) {
        if (behavior == null) {
            into.writeIndex(0);
            return;
        }
        into.writeIndex(1);
        into.writeInt(behavior.sessions7());
        into.writeInt(behavior.sessions30());
        into.writeInt(behavior.days7());
        into.writeInt(behavior.days30());
        into.writeDouble(behavior.durationMillis());
        into.writeDouble(behavior.pages());
        into.writeDouble(behavior.conversion());
        into.writeDouble(behavior.daysBetween());
        into.writeLong(behavior.lastMillis());
        writeShares(behavior.categories(), behavior.categoryShares(), into);
        writeShares(behavior.brands(), behavior.brandShares(), into);
        into.writeDouble(behavior.priceLow());
        into.writeDouble(behavior.priceHigh());
        into.writeOptional(behavior.priceCurrency());
    }

    /** Writes shares by name; the names are all different. */
    private static void writeShares(String[] names, float[] shares, AvroBuffer into) {
        into.setItemCount(names.length);
        for (int i = 0; i < names.length; i++) {
            into.writeString(names[i]);
            into.writeFloat(shares[i]);
        }
        into.writeMapEnd();
    }
}
