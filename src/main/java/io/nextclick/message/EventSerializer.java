package io.nextclick.message;

import io.nextclick.event.DeviceSignals;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
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
    private static final int CATEGORY = 1 << 4;
    private static final int PAGE = 1 << 5;
    private static final int SENT = 1 << 6;
    private static final int BRAND = 1 << 7;
    private static final int PRICE = 1 << 8;
    private static final int CURRENCY = 1 << 9;
    private static final int QUANTITY = 1 << 10;
    private static final int QUERY = 1 << 11;
    private static final int DWELL = 1 << 12;
    private static final int SCROLL = 1 << 13;
    private static final int RATING = 1 << 14;
    private static final int CAMPAIGN = 1 << 15;
    private static final int LIST = 1 << 16;
    private static final int PLACE = 1 << 17;
    private static final int ATTRIBUTES = 1 << 18;
    private static final int SIGNALS = 1 << 19;
    private static final int NETWORK = 1 << 20;
    private static final int AGENT = 1 << 21;
    private static final int ZONE = 1 << 22;
    private static final int IN_CONTEXT =
            ATTRIBUTES | ((ATTRIBUTES - 1) & ~(USER | DEVICE | ITEM | SESSION | SENT));

    private final Texts texts;

    /** A serializer with buffers of its own. */
    public EventSerializer() {
        this(new Texts());
    }

    EventSerializer(Texts texts) {
        this.texts = texts;
    }

    @Override
    public EventSerializer duplicate() {
        return new EventSerializer();
    }

    @Override
    public void serialize(Event event, DataOutputView out) throws IOException {
        EventContext context = event.context();
        DeviceSignals signals = event.signals();
        int present = present(event) | present(context) | present(signals);
        Numbers.write(present, out);
        texts.write(event.eventId(), out);
        Numbers.writeConstant(event.type(), out);
        out.writeLong(event.occurredAtMillis());
        texts.write(event.site(), out);
        writeIfAny(event.userId(), out);
        writeIfAny(event.deviceId(), out);
        writeIfAny(event.itemId(), out);
        writeIfAny(event.sourceSessionId(), out);
        if ((present & SENT) != 0) {
            out.writeLong(event.sentAtMillis());
        }
        if ((present & IN_CONTEXT) != 0) {
            write(context, out);
        }
        if (signals != null) {
            writeIfAny(signals.networkHash(), out);
            writeIfAny(signals.userAgentFamily(), out);
            writeIfAny(signals.timeZone(), out);
        }
    }

    private void write(EventContext context, DataOutputView out) throws IOException {
        writeIfAny(context.category(), out);
        writeIfAny(context.pageType(), out);
        writeIfAny(context.brand(), out);
        if (context.price() != null) {
            out.writeDouble(context.price());
        }
        writeIfAny(context.currency(), out);
        if (context.quantity() != null) {
            Numbers.writeSigned(context.quantity(), out);
        }
        writeIfAny(context.query(), out);
        if (context.dwellMillis() != null) {
            Numbers.writeSigned(context.dwellMillis(), out);
        }
        if (context.scrollDepth() != null) {
            out.writeFloat(context.scrollDepth());
        }
        if (context.rating() != null) {
            out.writeFloat(context.rating());
        }
        writeIfAny(context.campaign(), out);
        writeIfAny(context.recommendationId(), out);
        if (context.recommendationPosition() != null) {
            Numbers.writeSigned(context.recommendationPosition(), out);
        }
        if (!context.attributes().isEmpty()) {
            Numbers.write(context.attributes().size(), out);
            for (Map.Entry<String, String> each : context.attributes().entrySet()) {
                texts.write(each.getKey(), out);
                texts.write(each.getValue(), out);
            }
        }
    }

    private void writeIfAny(@Nullable String text, DataOutputView out) throws IOException {
        if (text != null) {
            texts.write(text, out);
        }
    }

    private static int present(Event event) {
        return bit(event.userId(), USER)
                | bit(event.deviceId(), DEVICE)
                | bit(event.itemId(), ITEM)
                | bit(event.sourceSessionId(), SESSION)
                | (event.sentAtMillis() == 0 ? 0 : SENT);
    }

    private static int present(EventContext context) {
        return bit(context.category(), CATEGORY)
                | bit(context.pageType(), PAGE)
                | bit(context.brand(), BRAND)
                | bit(context.price(), PRICE)
                | bit(context.currency(), CURRENCY)
                | bit(context.quantity(), QUANTITY)
                | bit(context.query(), QUERY)
                | bit(context.dwellMillis(), DWELL)
                | bit(context.scrollDepth(), SCROLL)
                | bit(context.rating(), RATING)
                | bit(context.campaign(), CAMPAIGN)
                | bit(context.recommendationId(), LIST)
                | bit(context.recommendationPosition(), PLACE)
                | (context.attributes().isEmpty() ? 0 : ATTRIBUTES);
    }

    private static int present(@Nullable DeviceSignals signals) {
        return signals == null
                ? 0
                : SIGNALS
                        | bit(signals.networkHash(), NETWORK)
                        | bit(signals.userAgentFamily(), AGENT)
                        | bit(signals.timeZone(), ZONE);
    }

    private static int bit(@Nullable Object value, int bit) {
        return value == null ? 0 : bit;
    }

    @Override
    public Event deserialize(DataInputView in) throws IOException {
        int present = (int) Numbers.read(in);
        String id = texts.read(in);
        EventType type = Numbers.readConstant(TYPES, in);
        long occurredAtMillis = in.readLong();
        String site = texts.readId(in);
        String user = readId(present, USER, in);
        String device = readId(present, DEVICE, in);
        String item = readId(present, ITEM, in);
        String session = readText(present, SESSION, in);
        long sentAtMillis = (present & SENT) == 0 ? 0 : in.readLong();
        EventContext context =
                (present & IN_CONTEXT) == 0 ? EventContext.NONE : readContext(present, in);
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

    private EventContext readContext(int present, DataInputView in) throws IOException {
        // In the order in which they are written.
        String category = readId(present, CATEGORY, in);
        String pageType = readId(present, PAGE, in);
        String brand = readId(present, BRAND, in);
        Double price = (present & PRICE) == 0 ? null : (Double) in.readDouble();
        String currency = readId(present, CURRENCY, in);
        Integer quantity =
                (present & QUANTITY) == 0 ? null : (Integer) (int) Numbers.readSigned(in);
        String query = readText(present, QUERY, in);
        Long dwell = (present & DWELL) == 0 ? null : (Long) Numbers.readSigned(in);
        Float scroll = (present & SCROLL) == 0 ? null : (Float) in.readFloat();
        Float rating = (present & RATING) == 0 ? null : (Float) in.readFloat();
        String campaign = readId(present, CAMPAIGN, in);
        String list = readText(present, LIST, in);
        Integer place = (present & PLACE) == 0 ? null : (Integer) (int) Numbers.readSigned(in);
        return new EventContext(
                category,
                brand,
                price,
                currency,
                quantity,
                query,
                dwell,
                scroll,
                rating,
                pageType,
                campaign,
                list,
                place,
                (present & ATTRIBUTES) == 0 ? Map.of() : readAttributes(in));
    }

    private Map<String, String> readAttributes(DataInputView in) throws IOException {
        int count = Numbers.readCount(in);
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String name = texts.readId(in);
            attributes.put(name, texts.read(in));
        }
        return attributes;
    }

    private DeviceSignals readSignals(int present, DataInputView in) throws IOException {
        String network = readId(present, NETWORK, in);
        String agent = readId(present, AGENT, in);
        return new DeviceSignals(network, agent, readId(present, ZONE, in));
    }

    private @Nullable String readId(int present, int bit, DataInputView in) throws IOException {
        return (present & bit) == 0 ? null : texts.readId(in);
    }

    private @Nullable String readText(int present, int bit, DataInputView in) throws IOException {
        return (present & bit) == 0 ? null : texts.read(in);
    }
}
