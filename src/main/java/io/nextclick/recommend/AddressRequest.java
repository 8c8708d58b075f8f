package io.nextclick.recommend;

import io.nextclick.flow.Occasion;
import io.nextclick.flow.PersonEvent;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Turns a person's event into a request for a list, if it is one that is answered with a list, or
 * into the word that their list is withdrawn. Stateless.
 */
public final class AddressRequest implements FlatMapFunction<PersonEvent, PersonMessage> {

    @Override
    public void flatMap(PersonEvent event, Collector<PersonMessage> out) {
        if (event.asksForList() || event.occasion() == Occasion.WITHDRAWAL) {
            out.collect(PersonMessage.of(event.forList()));
        }
    }
}
