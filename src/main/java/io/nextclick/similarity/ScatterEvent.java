package io.nextclick.similarity;

import io.nextclick.flow.PersonEvent;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Turns an event at its person into one {@link ItemMessage} for each item of the visit that it
 * concerns. No key, no state, no timers.
 */
public final class ScatterEvent implements FlatMapFunction<PersonEvent, ItemMessage> {

    @Override
    public void flatMap(PersonEvent event, Collector<ItemMessage> out) {
        ItemMessage.allOf(event).forEach(out::collect);
    }
}
