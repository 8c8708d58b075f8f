package io.nextclick.message;

import io.nextclick.event.DeviceSignals;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** {@link Event}: a bit for each thing that may be absent, then what is there. */
public final class EventSerializer extends MessageSerializer<Event> {

    private static final EventType[] TYPES = EventType.values();

    private static final int USER = 1;
    private static final int DEVICE = 1 << 1;
    private static final int ITEM = 1 << 2;
    private static final int SESSION = 1 << 3;
    private static final int SENT = 1 << 6;
    private static final int SIGNALS = 1 << 19;
    private static final int NETWORK = 1 << 20;
    private static final int AGENT = 1 << 21;
    private static final int ZONE = 1 << 22;

    private final Texts texts;
    private final EventContextFields contexts;

    /** A serializer with buffers of its own. */
    public EventSerializer() {
        this(new Texts());
    }

    EventSerializer(Texts texts) {
        this.texts = texts;
        this.contexts = new EventContextFields(texts);
    }

    @Override
    public EventSerializer duplicate() {
        return new EventSerializer();
    }

    @Override
    public void serialize(Event event, DataOutputView out) throws IOException {
        EventContext context = event.context();
        DeviceSignals signals = event.signals();
        int present = present(event) | EventContextFields.present(context) | present(signals);
        Numbers.write(present, out);
        texts.write(event.eventId(), out);
        Numbers.writeConstant(event.type(), out);
        out.writeLong(event.occurredAtMillis());
        texts.write(event.site(), out);
        texts.writeIfAny(event.userId(), out);
        texts.writeIfAny(event.deviceId(), out);
        texts.writeIfAny(event.itemId(), out);
        texts.writeIfAny(event.sourceSessionId(), out);
        if ((present & SENT) != 0) {
            out.writeLong(event.sentAtMillis());
        }
        if ((present & EventContextFields.ALL) != 0) {
            contexts.write(context, out);
        }
        if (signals != null) {
            texts.writeIfAny(signals.networkHash(), out);
            texts.writeIfAny(signals.userAgentFamily(), out);
            texts.writeIfAny(signals.timeZone(), out);
        }
    }

    private static int present(Event event) {
        return Texts.bit(event.userId(), USER)
                | Texts.bit(event.deviceId(), DEVICE)
                | Texts.bit(event.itemId(), ITEM)
                | Texts.bit(event.sourceSessionId(), SESSION)
                | (event.sentAtMillis() == 0 ? 0 : SENT);
    }

    private static int present(@Nullable DeviceSignals signals) {
        return signals == null
                ? 0
                : SIGNALS
                        | Texts.bit(signals.networkHash(), NETWORK)
                        | Texts.bit(signals.userAgentFamily(), AGENT)
                        | Texts.bit(signals.timeZone(), ZONE);
    }

    @Override
    public Event deserialize(DataInputView in) throws IOException {
        int present = (int) Numbers.read(in);
        String id = texts.read(in);
        EventType type = Numbers.readConstant(TYPES, in);
        long occurredAtMillis = in.readLong();
        String site = texts.readId(in);
        String user = texts.readIdIf(present, USER, in);
        String device = texts.readIdIf(present, DEVICE, in);
        String item = texts.readIdIf(present, ITEM, in);
        String session = texts.readIf(present, SESSION, in);
        long sentAtMillis = (present & SENT) == 0 ? 0 : in.readLong();
        EventContext context =
                (present & EventContextFields.ALL) == 0
                        ? EventContext.NONE
                        : contexts.read(present, in);
        DeviceSignals signals = (present & SIGNALS) == 0 ? null : readSignals(present, in);
        return new Event(
                id,
                type,
                occurredAtMillis,
                site,
                user,
                device,
                session,
                item,
                context,
                sentAtMillis,
                signals);
    }

    private DeviceSignals readSignals(int present, DataInputView in) throws IOException {
        String network = texts.readIdIf(present, NETWORK, in);
        String agent = texts.readIdIf(present, AGENT, in);
        return new DeviceSignals(network, agent, texts.readIdIf(present, ZONE, in));
    }
}
