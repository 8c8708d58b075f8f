package io.nextclick.alarm;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a subtask counted since it last sent it: by minute and series. */
public final class Tallies {

    private final Map<SiteMinute, SiteTallies> sites = new HashMap<>();

    /** The one counted last: events of a site and minute come one after the other. */
    private @Nullable SiteTallies last;

    /** A site in a minute. */
    record SiteMinute(String site, long minute) {}

    /** What is counted of a site in a minute. */
    SiteTallies of(String site, long minute) {
        SiteTallies found = last;
        if (found == null || !found.isOf(site, minute)) {
            found =
                    sites.computeIfAbsent(
                            new SiteMinute(site, minute),
                            key -> new SiteTallies(key.site(), key.minute()));
            last = found;
        }
        return found;
    }

    /** Counts one of what should not be. */
    public void reject(long arrivedMillis, String reason, String part) {
        SiteTallies tallies = of(SeriesCount.ALL_SITES, SeriesCount.minuteOf(arrivedMillis));
        tallies.of("rejects:" + reason, SeriesKind.REJECTS).add(part);
    }

    /**
     * Counts a share of what was shown.
     *
     * @param minuteMillis the minute that it is of, ms since the epoch
     * @param part what has this count, or empty
     */
    public void share(
            String site, String series, String part, long minuteMillis, long count, long base) {
        of(site, SeriesCount.minuteOf(minuteMillis))
                .of(series, SeriesKind.RATE)
                .share(part, count, base);
    }

    /** Sites and minutes that are counted. */
    int size() {
        return sites.size();
    }

    /** Hands out what was counted and begins anew. */
    void drain(Consumer<SeriesCount> out) {
        sites.values().forEach(each -> each.drain(out));
        sites.clear();
        last = null;
    }
}
