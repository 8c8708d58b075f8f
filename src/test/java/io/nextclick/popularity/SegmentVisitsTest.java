package io.nextclick.popularity;

import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.EventType;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularityChange;
import io.nextclick.testkit.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

class SegmentVisitsTest {

    private static List<PopularityChange> visits(
            Events event, boolean step, boolean learn, List<String> segments) {
        List<PopularityChange> out = new ArrayList<>();
        PersonEvent person =
                new PersonEvent(
                        "ann",
                        1,
                        event.event(),
                        new String[0],
                        new String[0],
                        1,
                        step,
                        learn,
                        new String[0]);
        new SegmentVisits().flatMap(person.guided(segments, List.of()), new ListCollector<>(out));
        return out;
    }

    @Test
    void a_step_is_a_visit_for_each_segment_of_the_person() {
        List<PopularityChange> out = visits(view("tea"), true, true, List.of("a", "b"));
        assertThat(out)
                .extracting(PopularityChange::scopeKey)
                .containsExactly("default\na", "default\nb");
        assertThat(out).allMatch(change -> change.itemId().equals("tea") && !change.isOfSite());
    }

    @Test
    void what_is_no_step_or_not_to_be_learnt_is_none() {
        assertThat(visits(view("tea"), false, true, List.of("a"))).isEmpty();
        assertThat(visits(view("tea"), true, false, List.of("a"))).isEmpty();
        assertThat(visits(of(EventType.LOGIN, null), true, true, List.of("a"))).isEmpty();
    }

    @Test
    void of_many_segments_the_first_count() {
        List<String> many = IntStream.range(0, 50).mapToObj(i -> "s" + i).toList();
        assertThat(visits(view("tea"), true, true, many)).hasSize(SegmentVisits.MOST_SEGMENTS);
    }
}
