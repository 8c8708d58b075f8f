package io.nextclick.writeback;

import io.nextclick.event.ShownItem;
import io.nextclick.flow.PastList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How the lists that events came from are stored. */
public final class StoredLists {

    /** Bits of a list: what there is. */
    private static final int TOKEN = 1;

    private static final int ARM = 2;
    private static final int POSITION = 4;
    private static final int VISIBLE = 8;
    private static final int ITEMS = 16;
    private static final int SEGMENTS = 32;

    private StoredLists() {}

    /**
     * Writes a list.
     *
     * @param baseMillis a time near it
     */
    public static void write(PastList list, long baseMillis, CompactWriter out) {
        out.octet(
                (list.isSigned() ? TOKEN : 0)
                        | (list.arm().isEmpty() ? 0 : ARM)
                        | (list.position() == 0 ? 0 : POSITION)
                        | (list.visibleMillis() == 0 ? 0 : VISIBLE)
                        | (list.items().isEmpty() ? 0 : ITEMS)
                        | (list.segments().isEmpty() ? 0 : SEGMENTS));
        out.text(list.recommendationId());
        out.text(list.surface());
        if (list.isSigned()) {
            out.number(list.propensity());
            out.signed(list.generatedAtMillis() - baseMillis);
        }
        if (!list.arm().isEmpty()) {
            out.text(list.arm());
        }
        if (list.position() != 0) {
            out.number(list.position());
        }
        if (list.visibleMillis() != 0) {
            out.number(list.visibleMillis());
        }
        if (!list.items().isEmpty()) {
            out.number(list.items().size());
            for (ShownItem item : list.items()) {
                out.text(item.itemId());
                out.signed(item.position());
            }
        }
        if (!list.segments().isEmpty()) {
            out.number(list.segments().size());
            list.segments().forEach(out::text);
        }
    }

    /** Reads a list. */
    public static PastList read(long baseMillis, CompactReader in) throws IOException {
        int what = in.octet();
        String id = in.someText();
        String surface = in.someText();
        boolean signed = (what & TOKEN) != 0;
        int propensity = signed ? in.whole() : 0;
        long generated = signed ? baseMillis + in.signed() : 0;
        String arm = (what & ARM) != 0 ? in.someText() : "";
        int position = (what & POSITION) != 0 ? in.whole() : 0;
        long visible = (what & VISIBLE) != 0 ? in.number() : 0;
        List<ShownItem> items = (what & ITEMS) != 0 ? items(in) : List.of();
        List<String> segments = (what & SEGMENTS) != 0 ? segments(in) : List.of();
        return new PastList(
                id, surface, arm, propensity, generated, segments, position, visible, items);
    }

    private static List<String> segments(CompactReader in) throws IOException {
        int count = in.count(1);
        List<String> segments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            segments.add(in.someText());
        }
        return List.copyOf(segments);
    }

    private static List<ShownItem> items(CompactReader in) throws IOException {
        int count = in.count(2);
        List<ShownItem> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(new ShownItem(in.someText(), (int) in.signed()));
        }
        return List.copyOf(items);
    }
}
