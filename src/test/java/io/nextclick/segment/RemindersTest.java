package io.nextclick.segment;

import static io.nextclick.segment.Rules.ABANDONED;
import static io.nextclick.segment.Rules.HOUR;
import static io.nextclick.segment.Rules.SECOND;
import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.flow.PersonEvent;
import io.nextclick.testkit.Harness;
import java.util.List;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.Test;

class RemindersTest {

    /** Requests are numbered by the millisecond in which their event is seen. */
    private static final int REQUESTS_A_MILLISECOND = 1 << 10;

    @Test
    void a_reminder_comes_after_what_the_person_asked_while_they_were_taken_for_a_bot()
            throws Exception {
        try (var harness = MatchTriggersTest.harness(new HashMapStateBackend(), null)) {
            String reminds = ABANDONED.replace("SEGMENT", "RECOMMENDATION");
            harness.processElement2(
                    new Rules().put(reminds + "actions: [{do: add, what: {category: $match}}]"), 0);
            Event added = of(EventType.ADD_TO_CART, "pot").after(0).event();
            harness.processElement1(numbered(added, 10, true), 0);
            harness.processElement1(numbered(added, 20, false), 0);
            harness.processBothWatermarks(new Watermark(NOON + HOUR + 11 * SECOND));
            assertThat(Rules.reminders(Harness.take(harness)))
                    .extracting(PersonEvent::sequence)
                    .containsExactly(21L);
        }
    }

    @Test
    void a_reminder_comes_before_a_request_that_is_on_its_way() throws Exception {
        try (var harness = MatchTriggersTest.harness(new HashMapStateBackend(), null)) {
            String reminds = ABANDONED.replace("SEGMENT", "RECOMMENDATION");
            harness.processElement2(
                    new Rules().put(reminds + "actions: [{do: add, what: {category: $match}}]"), 0);
            Event added = of(EventType.ADD_TO_CART, "pot").after(0).event();
            long sequence = (NOON + HOUR) * REQUESTS_A_MILLISECOND;
            harness.processElement1(numbered(added, sequence, true), 0);
            harness.setProcessingTime(NOON + HOUR + 5);
            harness.processBothWatermarks(new Watermark(NOON + HOUR + 11 * SECOND));
            List<PersonEvent> out = Harness.take(harness);
            assertThat(out)
                    .as("in line with the person's other requests")
                    .extracting(PersonEvent::sequence)
                    .containsExactly(sequence, sequence + 1);
            assertThat(Rules.reminders(out))
                    .singleElement()
                    .extracting(PersonEvent::sequence)
                    .as("after what was asked, before what is asked a millisecond later")
                    .isEqualTo(sequence + 1);
        }
    }

    private static PersonEvent numbered(Event event, long sequence, boolean learn) {
        PersonEvent any = Rules.at(event);
        return new PersonEvent(
                any.personKey(),
                sequence,
                event,
                any.deviceIds(),
                any.recentItems(),
                1,
                true,
                learn,
                any.ownedItems());
    }
}
