package io.nextclick.alarm;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a subtask counted of a site in a minute. */
final class SiteTallies {

    static final String EVENTS = "events";
    static final String LAG = "lag";

    private static final EventType[] TYPES = EventType.values();

    private final String site;
    private final long minute;

    /** By the type's place: one look-up an event and no hash. */
    private final @Nullable Tally[] types = new @Nullable Tally[TYPES.length];

    private final Map<String, Tally> others = new HashMap<>();
    private long handled;
    private long late;

    SiteTallies(String site, long minute) {
        this.site = site;
        this.minute = minute;
    }

    boolean isOf(String otherSite, long otherMinute) {
        return minute == otherMinute && site.equals(otherSite);
    }

    @SuppressWarnings("EnumOrdinal")
    void event(Event event) {
        int place = event.type().ordinal();
        Tally tally = types[place];
        if (tally == null) {
            tally = new Tally(EVENTS + ':' + event.type(), SeriesKind.EVENTS);
            types[place] = tally;
        }
        tally.event(event.context().pageType(), event.context().campaign().source());
    }

    void handled(boolean isLate) {
        handled++;
        late += isLate ? 1 : 0;
    }

    Tally of(String series, SeriesKind kind) {
        return others.computeIfAbsent(series, name -> new Tally(name, kind));
    }

    void drain(Consumer<SeriesCount> out) {
        Tally all = new Tally(EVENTS, SeriesKind.EVENTS);
        for (EventType type : TYPES) {
            Tally tally = types[Tally.place(type)];
            if (tally != null) {
                all.add("type=" + type, tally.count());
                out.accept(tally.toCount(site, minute));
            }
        }
        if (all.count() > 0) {
            out.accept(all.toCount(site, minute));
        }
        if (handled > 0) {
            out.accept(SeriesCount.of(site, LAG, SeriesKind.LAG, minute, late, handled));
        }
        others.values().forEach(tally -> out.accept(tally.toCount(site, minute)));
    }
}
