package io.nextclick.recommend;

import io.nextclick.event.EventType;
import io.nextclick.flow.Occasion;
import io.nextclick.flow.PersonEvent;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Turns a person's event into a request for a list, if it is one that is answered with a list, or
 * into the word that their list is withdrawn, or how long they looked at an item. Stateless.
 */
public final class AddressRequest implements FlatMapFunction<PersonEvent, PersonMessage> {

    @Override
    public void flatMap(PersonEvent event, Collector<PersonMessage> out) {
        if (event.asksForList() || event.occasion() == Occasion.WITHDRAWAL || saysTime(event)) {
            out.collect(PersonMessage.of(event.forList()));
        }
    }

    /** True of time spent with an item: it says what a click was worth. */
    private static boolean saysTime(PersonEvent event) {
        return event.occasion() == Occasion.EVENT
                && event.event().type() == EventType.PAGE_PING
                && event.event().itemId() != null
                && event.event().context().dwellMillis() != null
                && event.learn();
    }
}
