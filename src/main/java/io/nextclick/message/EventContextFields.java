package io.nextclick.message;

import io.nextclick.event.Campaign;
import io.nextclick.event.EventContext;
import io.nextclick.event.ShownItem;
import io.nextclick.event.ShownList;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The fields of an {@link EventContext} in the bytes of {@link EventSerializer}. */
final class EventContextFields implements Serializable {

    private static final int CATEGORY = 1 << 4;
    private static final int PAGE = 1 << 5;
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
    private static final int SHOWN = 1 << 23;
    private static final int TOKEN = 1 << 24;
    private static final int VISIBLE = 1 << 25;
    private static final int SOURCE = 1 << 26;
    private static final int MEDIUM = 1 << 27;
    private static final int CONTENT = 1 << 28;
    private static final int TERM = 1 << 29;

    /** The bits of all fields. */
    static final int ALL =
            CATEGORY
                    | PAGE
                    | BRAND
                    | PRICE
                    | CURRENCY
                    | QUANTITY
                    | QUERY
                    | DWELL
                    | SCROLL
                    | RATING
                    | CAMPAIGN
                    | LIST
                    | PLACE
                    | ATTRIBUTES
                    | SHOWN
                    | TOKEN
                    | VISIBLE
                    | SOURCE
                    | MEDIUM
                    | CONTENT
                    | TERM;

    private static final int OF_LIST = LIST | PLACE | TOKEN | VISIBLE | SHOWN;
    private static final int OF_CAMPAIGN = CAMPAIGN | SOURCE | MEDIUM | CONTENT | TERM;

    private final Texts texts;

    EventContextFields(Texts texts) {
        this.texts = texts;
    }

    /** Writes what is there. */
    void write(EventContext context, DataOutputView out) throws IOException {
        texts.writeIfAny(context.category(), out);
        texts.writeIfAny(context.pageType(), out);
        texts.writeIfAny(context.brand(), out);
        if (context.price() != null) {
            out.writeDouble(context.price());
        }
        texts.writeIfAny(context.currency(), out);
        if (context.quantity() != null) {
            Numbers.writeSigned(context.quantity(), out);
        }
        texts.writeIfAny(context.query(), out);
        if (context.dwellMillis() != null) {
            Numbers.writeSigned(context.dwellMillis(), out);
        }
        if (context.scrollDepth() != null) {
            out.writeFloat(context.scrollDepth());
        }
        if (context.rating() != null) {
            out.writeFloat(context.rating());
        }
        texts.writeIfAny(context.campaign().name(), out);
        write(context.list(), out);
        if (!context.attributes().isEmpty()) {
            Numbers.write(context.attributes().size(), out);
            for (Map.Entry<String, String> each : context.attributes().entrySet()) {
                texts.write(each.getKey(), out);
                texts.write(each.getValue(), out);
            }
        }
        Campaign campaign = context.campaign();
        texts.writeIfAny(campaign.source(), out);
        texts.writeIfAny(campaign.medium(), out);
        texts.writeIfAny(campaign.content(), out);
        texts.writeIfAny(campaign.term(), out);
    }

    private void write(ShownList list, DataOutputView out) throws IOException {
        texts.writeIfAny(list.recommendationId(), out);
        if (list.position() != null) {
            Numbers.writeSigned(list.position(), out);
        }
        texts.writeIfAny(list.token(), out);
        if (list.visibleMillis() != null) {
            Numbers.writeSigned(list.visibleMillis(), out);
        }
        if (!list.items().isEmpty()) {
            Numbers.write(list.items().size(), out);
            for (ShownItem item : list.items()) {
                texts.write(item.itemId(), out);
                Numbers.writeSigned(item.position(), out);
            }
        }
    }

    /** A bit for each field that is there. */
    static int present(EventContext context) {
        return Texts.bit(context.category(), CATEGORY)
                | Texts.bit(context.pageType(), PAGE)
                | Texts.bit(context.brand(), BRAND)
                | Texts.bit(context.price(), PRICE)
                | Texts.bit(context.currency(), CURRENCY)
                | Texts.bit(context.quantity(), QUANTITY)
                | Texts.bit(context.query(), QUERY)
                | Texts.bit(context.dwellMillis(), DWELL)
                | Texts.bit(context.scrollDepth(), SCROLL)
                | Texts.bit(context.rating(), RATING)
                | present(context.campaign())
                | present(context.list())
                | (context.attributes().isEmpty() ? 0 : ATTRIBUTES);
    }

    private static int present(Campaign campaign) {
        return campaign.equals(Campaign.NONE)
                ? 0
                : Texts.bit(campaign.name(), CAMPAIGN)
                        | Texts.bit(campaign.source(), SOURCE)
                        | Texts.bit(campaign.medium(), MEDIUM)
                        | Texts.bit(campaign.content(), CONTENT)
                        | Texts.bit(campaign.term(), TERM);
    }

    private static int present(ShownList list) {
        return Texts.bit(list.recommendationId(), LIST)
                | Texts.bit(list.position(), PLACE)
                | Texts.bit(list.token(), TOKEN)
                | Texts.bit(list.visibleMillis(), VISIBLE)
                | (list.items().isEmpty() ? 0 : SHOWN);
    }

    /** Reads what was there. */
    EventContext read(int present, DataInputView in) throws IOException {
        // In the order in which they are written.
        EventContext.Builder context =
                EventContext.builder()
                        .category(texts.readIdIf(present, CATEGORY, in))
                        .pageType(texts.readIdIf(present, PAGE, in))
                        .brand(texts.readIdIf(present, BRAND, in))
                        .price((present & PRICE) == 0 ? null : (Double) in.readDouble())
                        .currency(texts.readIdIf(present, CURRENCY, in))
                        .quantity(
                                (present & QUANTITY) == 0
                                        ? null
                                        : (Integer) (int) Numbers.readSigned(in))
                        .query(texts.readIf(present, QUERY, in))
                        .dwellMillis((present & DWELL) == 0 ? null : (Long) Numbers.readSigned(in))
                        .scrollDepth((present & SCROLL) == 0 ? null : (Float) in.readFloat())
                        .rating((present & RATING) == 0 ? null : (Float) in.readFloat());
        String campaign = texts.readIdIf(present, CAMPAIGN, in);
        if ((present & OF_LIST) != 0) {
            context.list(readList(present, in));
        }
        if ((present & ATTRIBUTES) != 0) {
            context.attributes(readAttributes(in));
        }
        if ((present & OF_CAMPAIGN) != 0) {
            context.campaign(readCampaign(campaign, present, in));
        }
        return context.build();
    }

    private ShownList readList(int present, DataInputView in) throws IOException {
        String id = texts.readIf(present, LIST, in);
        Integer place = (present & PLACE) == 0 ? null : (Integer) (int) Numbers.readSigned(in);
        String token = texts.readIf(present, TOKEN, in);
        Long visible = (present & VISIBLE) == 0 ? null : (Long) Numbers.readSigned(in);
        int count = (present & SHOWN) == 0 ? 0 : Numbers.readCount(in);
        List<ShownItem> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String item = texts.readId(in);
            items.add(new ShownItem(item, (int) Numbers.readSigned(in)));
        }
        return new ShownList(id, place, token, visible, items);
    }

    private Campaign readCampaign(@Nullable String name, int present, DataInputView in)
            throws IOException {
        String source = texts.readIdIf(present, SOURCE, in);
        String medium = texts.readIdIf(present, MEDIUM, in);
        String content = texts.readIdIf(present, CONTENT, in);
        return new Campaign(name, source, medium, content, texts.readIf(present, TERM, in));
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
}
