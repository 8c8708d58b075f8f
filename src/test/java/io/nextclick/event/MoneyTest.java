package io.nextclick.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MoneyTest {

    @Test
    void a_price_is_kept_to_the_last_of_six_decimals() {
        assertThat(Money.micros(0.004)).isEqualTo(4_000);
        assertThat(Money.micros(2.345)).isEqualTo(2_345_000);
        assertThat(Money.micros(0.000001)).isEqualTo(1);
        assertThat(Money.micros(999_999_999.999999)).isEqualTo(999_999_999_999_999L);
        assertThat(Money.micros(25_000_000_000.25)).isEqualTo(25_000_000_000_250_000L);
        assertThat(Money.micros(1e12)).isEqualTo(1_000_000_000_000_000_000L);
        assertThat(Money.micros(0.1 + 0.2)).as("for 0.3").isEqualTo(300_000);
    }

    @Test
    void what_cannot_be_kept_as_it_is_is_not_known() {
        assertThat(Money.micros(0.0000001)).isEqualTo(Money.UNKNOWN);
        assertThat(Money.micros(1.2345678)).isEqualTo(Money.UNKNOWN);
        assertThat(Money.micros((double) 12.99f)).as("a float").isEqualTo(Money.UNKNOWN);
        assertThat(Money.micros(-0.01)).isEqualTo(Money.UNKNOWN);
        assertThat(Money.micros(1e12 + 1)).isEqualTo(Money.UNKNOWN);
        assertThat(Money.micros(Double.NaN)).isEqualTo(Money.UNKNOWN);
        assertThat(Money.micros(Double.POSITIVE_INFINITY)).isEqualTo(Money.UNKNOWN);
        assertThat(Money.micros((Double) null)).isEqualTo(Money.UNKNOWN);
    }

    @Test
    void every_price_of_six_decimals_comes_back_as_it_was_written() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            long micros = random.nextLong() >>> (14 + random.nextInt(50));
            double price = BigDecimal.valueOf(micros, 6).doubleValue();
            assertThat(Money.micros(price)).isEqualTo(micros);
            assertThat(Money.value(micros)).isEqualTo(price);
        }
    }

    @Test
    void amounts_are_written_short_and_come_back() {
        assertThat(Money.compact(12_990_000)).isEqualTo(2 * 1_299);
        Random random = new Random(12);
        for (int i = 0; i < 20_000; i++) {
            long micros = random.nextLong() >> (2 + random.nextInt(60));
            assertThat(Money.expand(Money.compact(micros))).isEqualTo(micros);
            assertThat(Money.expand(Money.compact(micros / 10_000 * 10_000)))
                    .isEqualTo(micros / 10_000 * 10_000);
        }
        assertThat(Money.expand(Money.compact(Money.UNKNOWN))).isEqualTo(Money.UNKNOWN);
    }

    @Test
    void a_currency_is_three_capital_letters() {
        assertThat(Money.isCurrency("EUR")).isTrue();
        assertThat(Money.isCurrency("eur")).isFalse();
        assertThat(Money.isCurrency("EURO")).isFalse();
        assertThat(Money.isCurrency("€")).isFalse();
        assertThat(Money.isCurrency("EÜR")).isFalse();
    }
}
