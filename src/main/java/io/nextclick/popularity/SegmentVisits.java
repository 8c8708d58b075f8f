package io.nextclick.popularity;

import io.nextclick.flow.Occasion;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularityChange;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Turns a step of a person's visit into a visit for the lists of the segments that they are in, the
 * first {@value #MOST_SEGMENTS}. No key, no state, no timers.
 */
public final class SegmentVisits implements FlatMapFunction<PersonEvent, PopularityChange> {

    static final int MOST_SEGMENTS = 5;

    @Override
    public void flatMap(PersonEvent event, Collector<PopularityChange> out) {
        String item = event.event().itemId();
        if (item == null || event.occasion() != Occasion.EVENT || !event.learn() || !event.step()) {
            return;
        }
        for (int i = 0; i < Math.min(MOST_SEGMENTS, event.segments().length); i++) {
            out.collect(
                    new PopularityChange(
                            event.event().site(),
                            null,
                            event.segments()[i],
                            item,
                            1,
                            event.event().occurredAtMillis(),
                            true));
        }
    }
}
