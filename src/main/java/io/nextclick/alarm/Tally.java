package io.nextclick.alarm;

import io.nextclick.event.EventType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A count with its parts. */
final class Tally {

    /** Longest name of a part, in characters; it is of the producer. */
    private static final int MAX_NAME = 40;

    private final String series;
    private final SeriesKind kind;
    private final Map<String, long[]> pages = new HashMap<>();
    private final Map<String, long[]> sources = new HashMap<>();
    private final Map<String, long[]> others = new HashMap<>();
    private long count;
    private long base;

    Tally(String series, SeriesKind kind) {
        this.series = series;
        this.kind = kind;
    }

    @SuppressWarnings("EnumOrdinal")
    static int place(EventType type) {
        return type.ordinal();
    }

    long count() {
        return count;
    }

    void event(@Nullable String page, @Nullable String source) {
        count++;
        add(pages, page == null ? "none" : page, 1);
        add(sources, source == null ? "none" : source, 1);
    }

    void add(String part) {
        add(part, 1);
    }

    void add(String part, long more) {
        count += more;
        add(others, part, more);
    }

    void share(String part, long more, long of) {
        count += more;
        base += of;
        if (!part.isEmpty()) {
            add(others, part, more);
        }
    }

    private static void add(Map<String, long[]> parts, String name, long more) {
        long[] known = parts.get(name);
        if (known != null) {
            known[0] += more;
        } else if (parts.size() < SeriesState.PARTS) {
            parts.put(name, new long[] {more});
        }
    }

    SeriesCount toCount(String site, long minute) {
        int size = pages.size() + sources.size() + others.size();
        String[] names = new String[size];
        long[] counts = new long[size];
        int next = 0;
        next = fill("page=", pages, names, counts, next);
        next = fill("source=", sources, names, counts, next);
        fill("", others, names, counts, next);
        return new SeriesCount(site, series, kind, minute, count, base, names, counts);
    }

    private static int fill(
            String prefix, Map<String, long[]> parts, String[] names, long[] counts, int from) {
        int next = from;
        for (Map.Entry<String, long[]> part : parts.entrySet()) {
            String name = prefix + part.getKey();
            names[next] = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
            counts[next++] = part.getValue()[0];
        }
        return next;
    }
}
