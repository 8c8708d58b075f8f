package io.nextclick.message;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.Money;
import io.nextclick.event.ShownItem;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PastList;
import io.nextclick.flow.PersonInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** {@link PersonInput}: the key, a bit for each part, the parts. */
public final class PersonInputSerializer extends MessageSerializer<PersonInput> {

    private static final EventType[] TYPES = EventType.values();
    private static final int EVENT = 1;
    private static final int SHOWN = 1 << 1;
    private static final int HISTORY = 1 << 2;
    private static final int ANONYMOUS = 1 << 3;
    private static final int LIST = 1 << 4;

    private final Texts texts = new Texts();
    private final EventSerializer events = new EventSerializer(texts);

    @Override
    public PersonInputSerializer duplicate() {
        return new PersonInputSerializer();
    }

    @Override
    public void serialize(PersonInput input, DataOutputView out) throws IOException {
        Event event = input.event();
        DeviceHistory history = input.history();
        texts.write(input.personKey(), out);
        out.writeByte(
                (event == null ? 0 : EVENT)
                        | (input.shown() ? SHOWN : 0)
                        | (history == null ? 0 : HISTORY));
        if (event != null) {
            events.serialize(event, out);
        }
        if (history != null) {
            write(history, out);
        }
    }

    @Override
    public PersonInput deserialize(DataInputView in) throws IOException {
        String person = texts.readId(in);
        int parts = in.readByte();
        Event event = (parts & EVENT) == 0 ? null : events.deserialize(in);
        DeviceHistory history = (parts & HISTORY) == 0 ? null : readHistory(in);
        return new PersonInput(person, event, (parts & SHOWN) != 0, history);
    }

    private void write(DeviceHistory history, DataOutputView out) throws IOException {
        texts.write(history.deviceId(), out);
        out.writeLong(history.fromMillis());
        out.writeBoolean(history.followed());
        out.writeBoolean(history.forgotten());
        texts.writeNullable(history.movedTo(), out);
        Numbers.write(history.events().length, out);
        for (PastEvent event : history.events()) {
            texts.write(event.eventId(), out);
            out.writeLong(event.occurredAtMillis());
            Numbers.writeConstant(event.type(), out);
            out.writeByte(
                    (event.anonymous() ? ANONYMOUS : 0)
                            | (event.shown() ? SHOWN : 0)
                            | Texts.bit(event.list(), LIST));
            texts.writeNullable(event.deviceId(), out);
            out.writeInt(event.visit());
            texts.writeNullable(event.itemId(), out);
            texts.writeNullable(event.category(), out);
            texts.writeNullable(event.brand(), out);
            Numbers.writeSigned(Money.compact(event.priceMicros()), out);
            texts.writeNullable(event.currency(), out);
            Numbers.writeSigned(event.quantity(), out);
            Numbers.writeSigned(event.dwellMillis(), out);
            if (event.list() != null) {
                write(event.list(), out);
            }
        }
    }

    private void write(PastList list, DataOutputView out) throws IOException {
        texts.write(list.recommendationId(), out);
        texts.write(list.surface(), out);
        texts.write(list.arm(), out);
        Numbers.write(list.propensity(), out);
        out.writeLong(list.generatedAtMillis());
        texts.write(list.segments().toArray(String[]::new), out);
        Numbers.write(list.position(), out);
        Numbers.write(list.visibleMillis(), out);
        Numbers.write(list.items().size(), out);
        for (ShownItem item : list.items()) {
            texts.write(item.itemId(), out);
            Numbers.writeSigned(item.position(), out);
        }
    }

    private PastList readList(DataInputView in) throws IOException {
        return new PastList(
                texts.read(in),
                texts.readId(in),
                texts.readId(in),
                (int) Numbers.read(in),
                in.readLong(),
                List.of(texts.readIds(in)),
                (int) Numbers.read(in),
                Numbers.read(in),
                readItems(in));
    }

    private List<ShownItem> readItems(DataInputView in) throws IOException {
        int count = Numbers.readCount(in);
        List<ShownItem> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(new ShownItem(texts.readId(in), (int) Numbers.readSigned(in)));
        }
        return List.copyOf(items);
    }

    private DeviceHistory readHistory(DataInputView in) throws IOException {
        String device = texts.readId(in);
        long fromMillis = in.readLong();
        boolean followed = in.readBoolean();
        boolean forgotten = in.readBoolean();
        String movedTo = texts.readNullableId(in);
        PastEvent[] events = new PastEvent[Numbers.readCount(in)];
        for (int i = 0; i < events.length; i++) {
            String id = texts.read(in);
            long millis = in.readLong();
            EventType type = Numbers.readConstant(TYPES, in);
            int flags = in.readByte();
            events[i] =
                    new PastEvent(
                            id,
                            millis,
                            type,
                            (flags & ANONYMOUS) != 0,
                            (flags & SHOWN) != 0,
                            texts.readNullableId(in),
                            in.readInt(),
                            texts.readNullableId(in),
                            texts.readNullableId(in),
                            texts.readNullableId(in),
                            Money.expand(Numbers.readSigned(in)),
                            texts.readNullableId(in),
                            (int) Numbers.readSigned(in),
                            Numbers.readSigned(in),
                            (flags & LIST) == 0 ? null : readList(in));
        }
        return new DeviceHistory(device, fromMillis, events, movedTo, followed, forgotten);
    }
}
