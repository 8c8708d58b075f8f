package io.nextclick.segment;

import io.nextclick.event.EventType;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The bytes of a {@link PersonTriggers}: each text once, each event once, times as differences, all
 * numbers in as many bytes as they need. What rules hold of events are places in the list of
 * events. The first byte is the version of this layout.
 */
final class PersonTriggersCodec {

    static final int VERSION = 1;
    static final int UUID_LENGTH = 36;
    static final int TEXT_ID = 0;
    static final int UUID_ID = 1;

    static final int COUNT = 0;
    static final int CHAIN = 1;
    static final int NFA = 2;

    /** Types by their number in the bytes; new ones go to the end. */
    static final List<EventType> TYPES =
            List.of(
                    EventType.UNKNOWN,
                    EventType.VIEW,
                    EventType.SEARCH,
                    EventType.FILTER,
                    EventType.ADD_TO_CART,
                    EventType.REMOVE_FROM_CART,
                    EventType.CHECKOUT,
                    EventType.PURCHASE,
                    EventType.RATE,
                    EventType.WISH,
                    EventType.SHARE,
                    EventType.IMPRESSION,
                    EventType.CLICK,
                    EventType.PAGE_PING,
                    EventType.LOGIN,
                    EventType.LOGOUT);

    private PersonTriggersCodec() {}

    static void write(PersonTriggers person, DataOutputView out) throws IOException {
        new PersonTriggersWriter(out).write(person);
    }

    static PersonTriggers read(DataInputView in) throws IOException {
        return new PersonTriggersReader(in).read();
    }
}
