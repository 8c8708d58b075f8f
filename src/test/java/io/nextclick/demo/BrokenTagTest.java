package io.nextclick.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.EventType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BrokenTagTest {

    private final BrokenTag tag =
            new BrokenTag(EventType.CLICK, Duration.ofSeconds(60), Duration.ofSeconds(30));

    @Test
    void events_of_its_type_are_lost_while_it_is_broken() {
        assertThat(tag.loses(EventType.CLICK, -1)).isFalse();
        assertThat(tag.loses(EventType.CLICK, 59_999)).isFalse();
        assertThat(tag.loses(EventType.CLICK, 60_000)).isTrue();
        assertThat(tag.loses(EventType.CLICK, 89_999)).isTrue();
        assertThat(tag.loses(EventType.CLICK, 90_000)).isFalse();
        assertThat(tag.loses(EventType.VIEW, 60_000)).isFalse();
        assertThat(tag.inWords())
                .isEqualTo("the tag breaks after 1.0 min: for 0.5 min it loses CLICK");
    }

    @Test
    void a_tag_that_works_loses_nothing() {
        for (EventType type : EventType.values()) {
            assertThat(BrokenTag.NONE.loses(type, BrokenTag.AFTER.toMillis())).isFalse();
        }
    }

    @Test
    void it_breaks_when_its_series_is_learnt_and_judged() {
        assertThat(BrokenTag.AFTER).isGreaterThan(BrokenTag.LEARN);
    }
}
