package io.nextclick.segment;

import io.nextclick.event.EventType;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The bytes of a {@link PersonTriggers}: each text once, each event once, times as differences, all
 * numbers in as many bytes as they need. What rules hold of events are places in the list of
 * events, which is in order of time; the log is its end. An event that rules hold only for its time
 * and id is written as these. The first byte is the version of this layout.
 */
final class PersonTriggersCodec {

    static final int VERSION = 2;
    static final int UUID_LENGTH = 36;

    /** What is written of an event, below the difference of its time. */
    static final int UUID_ID = 1;

    static final int FIELDS = 2;
    static final int ROW_BITS = 2;

    /** Which fields are written, above the type. */
    static final int TYPE_MASK = 31;

    static final int BRAND = 32;
    static final int PRICE = 64;
    static final int NEEDED = 128;

    /** Kinds of progress, below the difference of the slot; with a partition value or without. */
    static final int COUNT = 0;

    static final int CHAIN = 1;
    static final int NFA = 2;
    static final int KIND_MASK = 3;
    static final int PARTITION = 4;
    static final int PARTIAL_BITS = 3;

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
