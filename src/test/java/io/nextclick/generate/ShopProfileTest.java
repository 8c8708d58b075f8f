package io.nextclick.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShopProfileTest {

    @Test
    void all_faults_are_named_at_once() {
        assertThatThrownBy(() -> new ShopProfile(10, 72, 1, 5, 0, 9, 3, 1, 1, Double.NaN, 0.6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "items is 10",
                        "brands is 1",
                        "people is 5",
                        "startMillis is 0",
                        "eventsPerSecond is 9",
                        "popularityExponent is 3",
                        "outOfStockShare is 1",
                        "sharedDeviceShare is 1",
                        "registeredShare is NaN",
                        "deviceChurn is 0.6");
    }

    @Test
    void a_copy_differs_only_in_what_it_names() {
        ShopProfile demo = ShopProfile.demo();
        ShopProfile other = demo.withStartMillis(5).withEventsPerSecond(2).withDeviceChurn(0.1);
        assertThat(other.startMillis()).isEqualTo(5);
        assertThat(other.eventsPerSecond()).isEqualTo(2);
        assertThat(other.deviceChurn()).isEqualTo(0.1);
        assertThat(
                        other.withStartMillis(demo.startMillis())
                                .withEventsPerSecond(demo.eventsPerSecond())
                                .withDeviceChurn(demo.deviceChurn()))
                .isEqualTo(demo);
    }

    @Test
    void the_smallest_shop_works() {
        ShopProfile smallest = new ShopProfile(16, 2, 4, 10, 1, 0.01, 2, 0.5, 0.5, 1, 0.5);
        ShopGenerator shop = new ShopGenerator(smallest, 1);
        for (int i = 0; i < 10_000; i++) {
            assertThat(shop.next().occurredAtMillis()).isPositive();
        }
    }
}
