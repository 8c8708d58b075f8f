package io.nextclick.session;

import static io.nextclick.session.SessionTests.GAP;
import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.quality.CheckQuality;
import io.nextclick.testkit.Harness;
import io.nextclick.testkit.Soak;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Out of order, repeated and late within what is allowed: the sessions come out as if sorted. */
class OrderTest {

    private static final int EVENTS = 300;
    private static final long LATENESS = 2 * GAP;
    private static final EventType[] TYPES = {
        EventType.VIEW, EventType.CLICK, EventType.ADD_TO_CART, EventType.PURCHASE, EventType.SEARCH
    };

    static IntStream seeds() {
        return IntStream.rangeClosed(1, Soak.runs(60, 4));
    }

    /** An event and when it arrives. */
    private record Arrival(Event event, long millis) {}

    /** Two people on three devices, who log in now and then. */
    private static List<Event> events(Random random) {
        List<Event> events = new ArrayList<>();
        long millis = NOON;
        for (int i = 0; i < EVENTS; i++) {
            millis += 1 + random.nextLong(random.nextInt(8) == 0 ? 4 * GAP : GAP / 2);
            int device = random.nextInt(3);
            boolean loggedIn = random.nextInt(5) == 0;
            String user = device == 2 && random.nextInt(2) == 0 ? "bob" : "ann";
            events.add(
                    of(TYPES[random.nextInt(TYPES.length)], "item" + random.nextInt(20))
                            .by(loggedIn ? user : null)
                            .on("device" + device)
                            .at(millis)
                            .named("e" + i)
                            .event());
        }
        return events;
    }

    @ParameterizedTest(name = "stream {0}")
    @MethodSource("seeds")
    void sessions_are_those_of_the_sorted_stream(int seed) throws Exception {
        Random random = new Random(seed);
        List<Event> sorted = events(random);
        List<Arrival> arrivals = new ArrayList<>();
        for (Event event : sorted) {
            long delay = random.nextInt(3) == 0 ? random.nextLong(LATENESS + GAP / 2) : 0;
            arrivals.add(new Arrival(event, event.occurredAtMillis() + delay));
            if (random.nextInt(5) == 0) {
                long again = delay + random.nextLong(LATENESS);
                arrivals.add(new Arrival(event, event.occurredAtMillis() + again));
            }
        }
        arrivals.sort(Comparator.comparingLong(Arrival::millis));
        SessionSettings rules = SessionTests.lateness(LATENESS);
        try (var inOrder = new IdentifiedPeople(rules);
                var disordered = new IdentifiedPeople(rules);
                var quality = quality()) {
            quality.open();
            for (Event event : sorted) {
                inOrder.send(event);
                inOrder.watermark(event.occurredAtMillis() - 1);
            }
            int repeated = 0;
            for (Arrival arrival : arrivals) {
                quality.processElement(arrival.event(), arrival.millis());
                List<Event> passed = Harness.take(quality);
                repeated += passed.isEmpty() ? 1 : 0;
                for (Event event : passed) {
                    disordered.send(event);
                }
                disordered.watermark(arrival.millis() - GAP / 2 - 1);
            }
            inOrder.watermark(Long.MAX_VALUE);
            disordered.watermark(Long.MAX_VALUE);
            assertThat(repeated).isPositive();
            assertThat(disordered.sessions().values())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("behavior")
                    .containsExactlyInAnyOrderElementsOf(inOrder.sessions().values());
            for (String person : List.of("ann", "bob", "device0", "device1", "device2")) {
                assertThat(disordered.state(person))
                        .as("state of %s", person)
                        .usingRecursiveComparison()
                        .isEqualTo(inOrder.state(person));
            }
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Event, Event> quality()
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new CheckQuality(Duration.ofDays(1))),
                Event::sourceKey,
                Types.STRING);
    }
}
