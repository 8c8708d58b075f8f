package io.nextclick.contract;

import io.nextclick.avro.BehaviorEvent;
import io.nextclick.codec.AvroEncoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;

/** Encodes events and items as a producer does, in single-object encoding. Not thread-safe. */
public final class EventEncoder {

    private final AvroEncoder<BehaviorEvent> events =
            new AvroEncoder<>(BehaviorEvent.getClassSchema(), "events", CodecSettings.DEFAULT);
    private final AvroEncoder<io.nextclick.avro.CatalogItem> items =
            new AvroEncoder<>(
                    io.nextclick.avro.CatalogItem.getClassSchema(), "items", CodecSettings.DEFAULT);

    /** The value of a record for the topic of events. */
    public byte[] encode(Event event) {
        return events.encode(EventContract.of(event));
    }

    /** The value of a record for the topic of items. */
    public byte[] encode(CatalogItem item) {
        return items.encode(ItemContract.of(item));
    }
}
