package io.nextclick.session;

import static io.nextclick.session.SessionTests.GAP;
import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonInput;
import io.nextclick.testkit.Harness;
import io.nextclick.testkit.Soak;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.triggers.EventTimeTrigger;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.runtime.operators.windowing.WindowOperator;
import org.apache.flink.streaming.runtime.operators.windowing.functions.InternalIterableWindowFunction;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Flink's own event-time session windows are the oracle of the stitching, as long as no event is
 * later than allowed: Flink drops those, the stitching attaches them.
 */
class SessionWindowsOracleTest {

    private static final int EVENTS = 3_000;
    private static final int PERSONS = 5;

    /** At least one for each lateness. */
    static IntStream seeds() {
        return IntStream.rangeClosed(1, Soak.runs(20, 3));
    }

    @ParameterizedTest(name = "stream {0}")
    @MethodSource("seeds")
    void sessions_equal_those_of_flinks_session_windows(int seed) throws Exception {
        long lateness = seed % 3 * GAP;
        SessionSettings rules = SessionTests.lateness(lateness);
        List<Long> watermarks = new ArrayList<>();
        long disorder = lateness == 0 ? GAP - 2 : 2 * GAP - 1;
        List<Event> events = randomStream(new Random(seed), disorder, watermarks);
        Map<String, SessionSummary> stitched = new TreeMap<>();
        List<Window> windows;
        try (var ours =
                        Harness.<PersonInput, PersonEvent>of(
                                new StitchSession(rules, Duration.ofDays(90), Harness.SMALL_CACHE),
                                PersonInput::personKey);
                var flinks = sessionWindows(lateness)) {
            ours.open();
            flinks.open();
            for (int i = 0; i < events.size(); i++) {
                Event event = events.get(i);
                ours.processElement(
                        PersonInput.of(event.personKey(), event), event.occurredAtMillis());
                flinks.processElement(event, event.occurredAtMillis());
                if (watermarks.get(i) != null) {
                    ours.processWatermark(watermarks.get(i));
                    flinks.processWatermark(watermarks.get(i));
                    if (i % 100 == 0) {
                        Harness.checkpoint(ours);
                    }
                }
            }
            ours.processWatermark(Long.MAX_VALUE);
            flinks.processWatermark(Long.MAX_VALUE);
            for (SessionSummary session : Harness.take(ours, StitchSession.SESSIONS)) {
                stitched.put(session.sessionId(), session);
            }
            windows = flinks.extractOutputValues();
        }
        stitched.values().removeIf(session -> session.status() == SessionStatus.SUPERSEDED);
        assertThat(windows).hasSizeGreaterThan(50);
        if (lateness > 0) {
            assertThat(windows.size())
                    .as("late events fired windows again")
                    .isGreaterThan(last(windows).size());
        }
        assertThat(stitched.values().stream().map(SessionWindowsOracleTest::window))
                .containsExactlyInAnyOrderElementsOf(last(windows));
    }

    /** A session window with what was in it when it fired. */
    private record Window(String person, long start, long end, int events) {

        boolean replaces(Window other) {
            return person.equals(other.person)
                    && start <= other.start
                    && end >= other.end
                    && events > other.events;
        }
    }

    private static Window window(SessionSummary session) {
        return new Window(
                session.personKey(),
                session.startedAtMillis(),
                session.endedAtMillis(),
                session.events());
    }

    /** The last firing of each window: late events fire it again, or merge it with another. */
    private static List<Window> last(List<Window> windows) {
        return windows.stream()
                .distinct()
                .filter(each -> windows.stream().noneMatch(other -> other.replaces(each)))
                .toList();
    }

    /** Times wander, jump back and forth around the gap; watermarks make some events late. */
    private static List<Event> randomStream(Random random, long disorder, List<Long> watermarks) {
        List<Event> events = new ArrayList<>(EVENTS);
        long millis = 100 * GAP;
        long newest = millis;
        for (int i = 0; i < EVENTS; i++) {
            millis += random.nextInt(10) == 0 ? random.nextLong(2 * GAP) : random.nextLong(GAP / 4);
            long shuffled = millis - (random.nextInt(4) == 0 ? random.nextLong(disorder) : 0);
            newest = Math.max(newest, shuffled);
            String person = "p" + random.nextInt(PERSONS);
            events.add(view("i" + i).by(person).after(shuffled).event());
            watermarks.add(random.nextInt(5) == 0 ? NOON + newest - GAP : null);
        }
        return events;
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Event, Window> sessionWindows(
            long lateness) throws Exception {
        var windows = EventTimeSessionWindows.withGap(Duration.ofMillis(GAP));
        var config = new SerializerConfigImpl();
        var operator =
                new WindowOperator<String, Event, Iterable<Event>, Window, TimeWindow>(
                        windows,
                        new TimeWindow.Serializer(),
                        Event::personKey,
                        Types.STRING.createSerializer(config),
                        new ListStateDescriptor<>(
                                "events", TypeInformation.of(Event.class).createSerializer(config)),
                        new InternalIterableWindowFunction<>(
                                (String person,
                                        TimeWindow window,
                                        Iterable<Event> in,
                                        Collector<Window> out) ->
                                        out.collect(describe(person, in))),
                        EventTimeTrigger.create(),
                        lateness,
                        null);
        return new KeyedOneInputStreamOperatorTestHarness<>(
                operator, Event::personKey, Types.STRING);
    }

    private static Window describe(String person, Iterable<Event> events) {
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        int count = 0;
        for (Event event : events) {
            start = Math.min(start, event.occurredAtMillis());
            end = Math.max(end, event.occurredAtMillis());
            count++;
        }
        return new Window(person, start, end, count);
    }
}
