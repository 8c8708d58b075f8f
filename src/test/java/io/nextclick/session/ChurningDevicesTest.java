package io.nextclick.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.config.Settings;
import io.nextclick.event.Event;
import io.nextclick.generate.ShopGenerator;
import io.nextclick.generate.ShopProfile;
import io.nextclick.testkit.Soak;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Two million events, 23 days, of a shop in which every fifth visit comes with a new device id:
 * what is kept of devices and people stops growing. Without -Psoak it is a smaller shop in the same
 * days.
 */
class ChurningDevicesTest {

    /** Otherwise a shop of a fortieth of the traffic, and a fortieth of the memory for it. */
    private static final int PART = Soak.runs(1, 40);

    private static final int EVENTS = 2_000_000 / PART;
    private static final int BETWEEN_WATERMARKS = 500 / PART;
    private static final int PARTS = 8;
    private static final Duration TTL = Duration.ofDays(3);

    @Test
    void state_stops_growing() throws Exception {
        ShopProfile demo = ShopProfile.demo();
        ShopProfile sized = demo.withEventsPerSecond(demo.eventsPerSecond() / PART);
        ShopGenerator shop = new ShopGenerator(sized.withDeviceChurn(.2), 7);
        SessionSettings rules = Settings.of(Map.of("session.history", "3 d")).session();
        List<Long> bytes = new ArrayList<>();
        List<Integer> values = new ArrayList<>();
        try (var people =
                new IdentifiedPeople(
                        rules, new WriteBackState.Limits(20_000 / PART, 2_000 / PART), TTL)) {
            for (int i = 1; i <= EVENTS; i++) {
                Event event = shop.next();
                people.send(event);
                if (i % BETWEEN_WATERMARKS == 0) {
                    people.processingTime(event.occurredAtMillis());
                    people.watermark(event.occurredAtMillis() - 10_000);
                    people.dropSideOutputs();
                }
                if (i % (EVENTS / PARTS) == 0) {
                    values.add(people.storedValues());
                    bytes.add(people.storedBytes());
                }
            }
            System.out.printf(
                    "soak: %,d events; stored values and bytes after each eighth: %s, %s%n",
                    EVENTS, values, bytes);
            assertThat(values.get(PARTS - 1)).isLessThan((int) (values.get(PARTS / 2) * 1.1));
            assertThat(bytes.get(PARTS - 1)).isLessThan((long) (bytes.get(PARTS / 2) * 1.1));
            assertThat(people.timers())
                    .as("at most one for each value")
                    .isLessThan(values.get(PARTS - 1));
        }
    }
}
