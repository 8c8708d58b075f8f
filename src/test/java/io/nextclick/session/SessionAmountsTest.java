package io.nextclick.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.EventType;
import io.nextclick.event.Money;
import io.nextclick.flow.PastEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What sessions come to in money: exact, and apart by currency. */
class SessionAmountsTest {

    private static PastEvent event(
            EventType type, double price, @Nullable String currency, int pieces) {
        return new PastEvent(
                "e",
                1_000,
                type,
                false,
                true,
                "phone",
                0,
                "item",
                null,
                null,
                Money.micros(price),
                currency,
                pieces,
                0,
                null);
    }

    private static SessionAmount[] amounts(PastEvent... events) {
        return SessionAmount.of(SessionTotals.of("", List.of(events), 100).amounts);
    }

    private static String revenue(double price, String currency, int pieces) {
        SessionAmount[] amounts = amounts(event(EventType.PURCHASE, price, currency, pieces));
        assertThat(amounts).hasSize(1);
        assertThat(amounts[0].currency()).isEqualTo(currency);
        return amounts[0].revenue().stripTrailingZeros().toPlainString();
    }

    @Test
    void many_pieces_of_a_small_price_come_to_what_they_cost() {
        assertThat(revenue(0.004, "EUR", 10_000)).isEqualTo("40");
        assertThat(revenue(0.5, "EUR", 25_000)).isEqualTo("12500");
        assertThat(revenue(2.345, "KWD", 1_000)).isEqualTo("2345");
        assertThat(revenue(0.000001, "EUR", 999_999)).isEqualTo("0.999999");
        assertThat(revenue(35_000_000, "VND", 3)).isEqualTo("105000000");
    }

    @Test
    void currencies_are_never_added_up() {
        SessionAmount[] amounts =
                amounts(
                        event(EventType.PURCHASE, 10_000, "JPY", 1),
                        event(EventType.PURCHASE, 100, "EUR", 1),
                        event(EventType.ADD_TO_CART, 7, "EUR", 3),
                        event(EventType.REMOVE_FROM_CART, 7, "EUR", 1),
                        event(EventType.PURCHASE, 5, null, 1));
        assertThat(amounts)
                .extracting(SessionAmount::currency)
                .containsExactly("EUR", "JPY", Money.NO_CURRENCY);
        assertThat(amounts[0].revenue()).isEqualByComparingTo("100");
        assertThat(amounts[0].cartValue()).isEqualByComparingTo("14");
        assertThat(amounts[1].revenue()).isEqualByComparingTo("10000");
        assertThat(amounts[1].cartValue()).isEqualByComparingTo("0");
    }

    @Test
    void the_largest_session_of_the_largest_amounts_is_exact() {
        List<PastEvent> events =
                Collections.nCopies(100_000, event(EventType.PURCHASE, Money.MOST, "EUR", 1));
        SessionTotals totals = SessionTotals.of("", events, 100);
        assertThat(SessionAmount.of(totals.amounts)[0].revenue())
                .isEqualByComparingTo(new BigDecimal("1e17"));
        assertThat(totals.amounts.get(0).prices.value()).isEqualByComparingTo("1e17");
    }

    @Test
    void amounts_do_not_depend_on_the_order_of_events_and_merges() {
        Random random = new Random(3);
        String[] currencies = {"EUR", "JPY", "USD"};
        for (int run = 0; run < 200; run++) {
            List<PastEvent> events = new ArrayList<>();
            for (int left = random.nextInt(20); left >= 0; left--) {
                EventType[] types = EventType.values();
                events.add(
                        event(
                                types[random.nextInt(types.length)],
                                random.nextInt(100_000_000) / 1e6,
                                currencies[random.nextInt(3)],
                                1 + random.nextInt(50)));
            }
            SessionTotals whole = SessionTotals.of("", events, 100);
            Collections.shuffle(events, random);
            int cut = 1 + random.nextInt(events.size());
            SessionTotals merged = SessionTotals.of("", events.subList(0, cut), 100);
            if (cut < events.size()) {
                merged.merge(SessionTotals.of("", events.subList(cut, events.size()), 100), 100);
            }
            assertThat(merged.amounts).usingRecursiveComparison().isEqualTo(whole.amounts);
        }
    }

    @Test
    void of_too_many_currencies_some_are_left_out_and_told() {
        PastEvent[] events = new PastEvent[Amounts.MOST + 1];
        for (int i = 0; i < events.length; i++) {
            events[i] = event(EventType.PURCHASE, 1, "AA" + (char) ('A' + i), 1);
        }
        SessionTotals totals = SessionTotals.of("", List.of(events), 100);
        assertThat(totals.amounts.size()).isEqualTo(Amounts.MOST);
        assertThat(totals.amounts.leftOut).isTrue();
        assertThat(totals.copy().amounts).usingRecursiveComparison().isEqualTo(totals.amounts);
    }

    @Test
    void the_price_band_is_of_the_currency_of_most_prices() {
        SessionTotals session =
                SessionTotals.of(
                        "",
                        List.of(
                                event(EventType.VIEW, 10, "EUR", 1),
                                event(EventType.VIEW, 10, "EUR", 1),
                                event(EventType.VIEW, 9_000, "JPY", 1)),
                        100);
        BehaviorMetrics behavior = BehaviorMetrics.of(List.of(session), SessionTests.RULES);
        assertThat(behavior.priceCurrency()).isEqualTo("EUR");
        assertThat(behavior.priceLow()).isEqualTo(10);
        assertThat(behavior.priceHigh()).isEqualTo(10);
    }
}
