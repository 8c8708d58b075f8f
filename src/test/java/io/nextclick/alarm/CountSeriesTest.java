package io.nextclick.alarm;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.flow.PersonInput;
import io.nextclick.message.SendCounts;
import io.nextclick.testkit.Harness;
import java.util.List;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class CountSeriesTest {

    private static final long MINUTE = NOON / 60_000;

    private static OneInputStreamOperatorTestHarness<PersonInput, SeriesCount> counting(
            AlarmSettings settings) throws Exception {
        var harness =
                new OneInputStreamOperatorTestHarness<PersonInput, SeriesCount>(
                        new SendCounts<>(
                                () ->
                                        new CountSeries<>(
                                                new CountEvents(settings.lagMillis()), settings),
                                false));
        harness.open();
        harness.setProcessingTime(NOON + 10_000);
        return harness;
    }

    private static PersonInput input(Event event) {
        return PersonInput.of("ann", event);
    }

    private static Event on(String page) {
        return view("tea").with(EventContext.builder().pageType(page).build()).event();
    }

    @Test
    void events_are_sent_as_counts_every_few_seconds() throws Exception {
        try (var counts = counting(SeriesWatchTest.SETTINGS)) {
            counts.processElement(input(on("item")), NOON);
            counts.processElement(input(on("home")), NOON + 1);
            counts.processElement(input(on("home")), NOON + 2);
            counts.processElement(input(of(EventType.LOGIN, null).event()), NOON + 3);
            assertThat(counts.extractOutputValues()).isEmpty();

            counts.setProcessingTime(NOON + 10_000 + SendCounts.EVERY_MILLIS);
            List<SeriesCount> sent = Harness.take(counts);
            assertThat(sent)
                    .extracting(SeriesCount::key, SeriesCount::minute, SeriesCount::count)
                    .containsExactlyInAnyOrder(
                            tuple("default/events", MINUTE, 4L),
                            tuple("default/events:VIEW", MINUTE, 3L),
                            tuple("default/events:LOGIN", MINUTE, 1L),
                            tuple("default/lag", MINUTE, 0L));
            SeriesCount views =
                    sent.stream()
                            .filter(each -> each.series().equals("events:VIEW"))
                            .findFirst()
                            .orElseThrow();
            assertThat(views.parts())
                    .containsExactlyInAnyOrder("page=item", "page=home", "source=none");
            assertThat(views.partCounts()).containsExactlyInAnyOrder(1, 2, 3);

            counts.setProcessingTime(NOON + 60_000);
            assertThat(counts.extractOutputValues()).as("nothing is sent twice").isEmpty();
        }
    }

    @Test
    void an_event_counts_in_the_minute_of_its_arrival_and_as_late_when_it_is_handled()
            throws Exception {
        try (var counts = counting(SeriesWatchTest.SETTINGS)) {
            counts.processElement(input(on("item")), NOON - 120_000);
            counts.endInput();
            assertThat(Harness.take(counts))
                    .extracting(
                            SeriesCount::series,
                            SeriesCount::minute,
                            SeriesCount::count,
                            SeriesCount::base)
                    .containsExactlyInAnyOrder(
                            tuple("events", MINUTE - 2, 1L, 0L),
                            tuple("events:VIEW", MINUTE - 2, 1L, 0L),
                            tuple("lag", MINUTE, 1L, 1L));
        }
    }

    @Test
    void a_checkpoint_has_no_count_that_was_not_sent() throws Exception {
        try (var counts = counting(SeriesWatchTest.SETTINGS)) {
            counts.processElement(input(on("item")), NOON);
            counts.prepareSnapshotPreBarrier(1);
            assertThat(Harness.take(counts)).hasSize(3);
        }
    }

    @Test
    void more_sites_than_the_bound_are_sent_sooner() throws Exception {
        AlarmSettings few = new AlarmSettings(true, 2, 9, 0.3, 15, 9, 30_000, 9, 0);
        try (var counts = counting(few)) {
            for (String site : List.of("a", "b", "c")) {
                counts.processElement(input(view("tea").site(site).event()), NOON);
            }
            assertThat(Harness.take(counts)).hasSize(9);
        }
    }

    @Test
    void nothing_is_counted_where_alarms_are_off() throws Exception {
        AlarmSettings off = new AlarmSettings(false, 2, 9, 0.3, 15, 9, 30_000, 9, 0);
        try (var counts = counting(off)) {
            counts.processElement(input(on("item")), NOON);
            counts.endInput();
            assertThat(counts.extractOutputValues()).isEmpty();
        }
    }
}
