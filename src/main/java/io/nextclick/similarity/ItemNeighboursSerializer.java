package io.nextclick.similarity;

import io.nextclick.writeback.CompactReader;
import io.nextclick.writeback.CompactSerializer;
import io.nextclick.writeback.CompactWriter;
import io.nextclick.writeback.LayoutSnapshot;
import java.io.IOException;

/**
 * Flink's serializer of {@link ItemNeighbours}: what concerns the item, then a neighbour after the
 * other, each with bits that say which of its weights are not 0. Places of a list that are not
 * taken are neither written nor copied.
 */
public final class ItemNeighboursSerializer extends CompactSerializer<ItemNeighbours> {

    private static final long serialVersionUID = 1;
    private static final int VERSION = 1;

    /** Bits of an item. */
    private static final int CATEGORY = 1;

    private static final int TIMER = 2;
    private static final int PUBLISHED = 4;

    /** Bits of a neighbour: the weights that follow. */
    private static final int FORWARD = 1;

    private static final int BACKWARD = 2;
    private static final int NEXT = 4;
    private static final int TREND = 8;
    private static final int INTENT = 16;

    /** For Flink. */
    public ItemNeighboursSerializer() {
        super("neighbours of an item", VERSION, ItemNeighbours::new, Snapshot::new);
    }

    @Override
    protected void write(ItemNeighbours item, CompactWriter out) {
        String category = item.category;
        boolean timer = item.publishAtMillis != 0;
        boolean published = item.publishedNames != 0;
        out.octet(
                (category == null ? 0 : CATEGORY)
                        | (timer ? TIMER : 0)
                        | (published ? PUBLISHED : 0));
        out.signed(item.landmarkMillis);
        out.signed(item.updatedAtMillis - item.landmarkMillis);
        out.real(item.weight);
        out.real(item.recentWeight);
        out.real(item.trendScale);
        if (category != null) {
            out.characters(category);
        }
        if (timer) {
            out.signed(item.publishAtMillis);
        }
        if (published) {
            out.fixedInt(item.publishedNames);
        }
        out.number(item.size);
        for (int i = 0; i < item.size; i++) {
            neighbour(item, i, out);
        }
    }

    private static void neighbour(ItemNeighbours item, int place, CompactWriter out) {
        int forward = Float.floatToRawIntBits(item.forward[place]);
        int backward = Float.floatToRawIntBits(item.backward[place]);
        int next = Float.floatToRawIntBits(item.next[place]);
        int trend = Float.floatToRawIntBits(item.trend[place]);
        int intent = Float.floatToRawIntBits(item.intent[place]);
        // Neighbours differ, so a text that is looked up among those before would be found never.
        out.characters(item.items[place]);
        out.octet(
                (forward == 0 ? 0 : FORWARD)
                        | (backward == 0 ? 0 : BACKWARD)
                        | (next == 0 ? 0 : NEXT)
                        | (trend == 0 ? 0 : TREND)
                        | (intent == 0 ? 0 : INTENT));
        weight(forward, out);
        weight(backward, out);
        weight(next, out);
        weight(trend, out);
        weight(intent, out);
    }

    private static void weight(int bits, CompactWriter out) {
        if (bits != 0) {
            out.fixedInt(bits);
        }
    }

    @Override
    protected ItemNeighbours read(CompactReader in) throws IOException {
        ItemNeighbours item = new ItemNeighbours();
        int what = in.octet();
        item.landmarkMillis = in.signed();
        item.updatedAtMillis = item.landmarkMillis + in.signed();
        item.weight = in.real();
        item.recentWeight = in.real();
        item.trendScale = in.real();
        item.category = (what & CATEGORY) != 0 ? in.characters() : null;
        item.publishAtMillis = (what & TIMER) != 0 ? in.signed() : 0;
        item.publishedNames = (what & PUBLISHED) != 0 ? in.fixedInt() : 0;
        int size = in.count(2);
        item.size = size;
        if (size > 0) {
            item.items = new String[size];
            item.forward = new float[size];
            item.backward = new float[size];
            item.next = new float[size];
            item.trend = new float[size];
            item.intent = new float[size];
        }
        for (int i = 0; i < size; i++) {
            item.items[i] = in.characters();
            int weights = in.octet();
            item.forward[i] = weight(weights & FORWARD, in);
            item.backward[i] = weight(weights & BACKWARD, in);
            item.next[i] = weight(weights & NEXT, in);
            item.trend[i] = weight(weights & TREND, in);
            item.intent[i] = weight(weights & INTENT, in);
        }
        return item;
    }

    private static float weight(int there, CompactReader in) throws IOException {
        return there == 0 ? 0 : Float.intBitsToFloat(in.fixedInt());
    }

    /** For Flink, which makes one by its name. */
    public static final class Snapshot extends LayoutSnapshot<ItemNeighbours> {
        /** For Flink. */
        public Snapshot() {
            super(ItemNeighboursSerializer::new);
        }
    }
}
