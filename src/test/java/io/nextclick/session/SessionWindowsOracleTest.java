package io.nextclick.session;

import static io.nextclick.session.SessionTests.GAP;
import static io.nextclick.session.SessionTests.RULES;
import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.event.PersonEvent;
import io.nextclick.testkit.Harness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Flink's own event-time session windows are the oracle of the stitching. */
class SessionWindowsOracleTest {

    private static final int EVENTS = 3_000;
    private static final int PERSONS = 5;

    @ParameterizedTest(name = "stream {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void sessions_equal_those_of_flinks_session_windows(int seed) throws Exception {
        List<Long> watermarks = new ArrayList<>();
        List<Event> events = randomStream(new Random(seed), watermarks);
        TreeSet<String> stitched = new TreeSet<>();
        TreeSet<String> windows = new TreeSet<>();
        try (var ours =
                        Harness.<Event, PersonEvent, StitchSession>of(
                                new StitchSession(RULES, Duration.ofDays(90), Harness.SMALL_CACHE),
                                Event::personKey);
                var flinks = sessionWindows()) {
            ours.open();
            flinks.open();
            for (int i = 0; i < events.size(); i++) {
                Event event = events.get(i);
                ours.processElement(event, event.occurredAtMillis());
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
            ours.getSideOutput(StitchSession.SESSIONS)
                    .forEach(record -> stitched.add(describe(record.getValue())));
            windows.addAll(flinks.extractOutputValues());
        }
        assertThat(windows).hasSizeGreaterThan(50);
        assertThat(stitched).isEqualTo(windows);
    }

    /** Times wander, jump back and forth around the gap; watermarks make some events late. */
    private static List<Event> randomStream(Random random, List<Long> watermarks) {
        List<Event> events = new ArrayList<>(EVENTS);
        long millis = 100 * GAP;
        long newest = millis;
        for (int i = 0; i < EVENTS; i++) {
            millis += random.nextInt(10) == 0 ? random.nextLong(2 * GAP) : random.nextLong(GAP / 4);
            long shuffled = millis - (random.nextInt(4) == 0 ? random.nextLong(3 * GAP) : 0);
            newest = Math.max(newest, shuffled);
            String person = "p" + random.nextInt(PERSONS);
            events.add(view("i" + i).by(person).after(shuffled).event());
            watermarks.add(random.nextInt(5) == 0 ? NOON + newest - GAP : null);
        }
        return events;
    }

    private static String describe(SessionSummary session) {
        return session.personKey()
                + ' '
                + session.startedAtMillis()
                + ' '
                + session.endedAtMillis()
                + ' '
                + session.events();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Event, String> sessionWindows()
            throws Exception {
        var windows = EventTimeSessionWindows.withGap(Duration.ofMillis(GAP));
        var config = new SerializerConfigImpl();
        var operator =
                new WindowOperator<String, Event, Iterable<Event>, String, TimeWindow>(
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
                                        Collector<String> out) ->
                                        out.collect(describe(person, in))),
                        EventTimeTrigger.create(),
                        0,
                        null);
        return new KeyedOneInputStreamOperatorTestHarness<>(
                operator, Event::personKey, Types.STRING);
    }

    private static String describe(String person, Iterable<Event> events) {
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        int count = 0;
        for (Event event : events) {
            start = Math.min(start, event.occurredAtMillis());
            end = Math.max(end, event.occurredAtMillis());
            count++;
        }
        return person + ' ' + start + ' ' + end + ' ' + count;
    }
}
