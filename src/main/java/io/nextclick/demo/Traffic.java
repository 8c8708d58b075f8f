package io.nextclick.demo;

import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;
import io.nextclick.generate.PageView;
import io.nextclick.generate.ShopGenerator;
import io.nextclick.generate.ShopProfile;
import io.nextclick.log.BehaviorLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events of the demo, in order of time, and the catalogue that goes with them. */
final class Traffic implements AutoCloseable {

    /** A generated shop has been open for so long when the demo starts. */
    static final Duration PAST = Duration.ofMinutes(2);

    /** At full speed it is ahead of the clock soon, so it starts further back. */
    private static final Duration LONG_PAST = Duration.ofDays(30);

    /** A shop that has just been made has nobody in it; so long it runs before anybody looks. */
    private static final Duration UNSEEN = Duration.ofMinutes(30);

    private final Iterator<Event> events;
    private final List<CatalogItem> catalog;
    private final @Nullable BehaviorLog log;
    private final @Nullable ShopGenerator shop;

    /** The next event where it was looked at already. */
    private @Nullable Event pending;

    private Traffic(BehaviorLog log) {
        this.events = log;
        this.catalog = List.of();
        this.log = log;
        this.shop = null;
    }

    private Traffic(ShopGenerator shop) {
        this.events = shop;
        this.catalog = shop.catalog();
        this.log = null;
        this.shop = shop;
    }

    /**
     * Opens the traffic that the options ask for.
     *
     * @throws IOException if the log cannot be read
     */
    static Traffic open(DemoOptions options, long nowMillis) throws IOException {
        Path replay = options.replay();
        if (replay != null) {
            BehaviorLog log = BehaviorLog.open(replay, options.format());
            return new Traffic(log);
        }
        long from = nowMillis - (options.isLive() ? PAST : LONG_PAST).toMillis();
        ShopGenerator shop =
                new ShopGenerator(
                        ShopProfile.demo(options.rate()).withStartMillis(from - UNSEEN.toMillis()),
                        options.seed());
        Traffic traffic = new Traffic(shop);
        Event first = shop.next();
        while (first.occurredAtMillis() < from) {
            first = shop.next();
        }
        traffic.pending = first;
        return traffic;
    }

    boolean hasNext() {
        return pending != null || events.hasNext();
    }

    Event next() {
        Event event = pending;
        if (event != null) {
            pending = null;
            return event;
        }
        return events.next();
    }

    /** The page that the last event opened; null of a log, which says nothing of what is wanted. */
    @Nullable PageView page() {
        return shop == null ? null : shop.lastPage();
    }

    List<CatalogItem> catalog() {
        return catalog;
    }

    /** Titles of the catalogue's items, by id; empty for a log, which has none. */
    Map<String, String> titles() {
        Map<String, String> titles = new HashMap<>();
        for (CatalogItem item : catalog) {
            String title = item.title();
            if (title != null) {
                titles.put(item.itemId(), title);
            }
        }
        return titles;
    }

    /** Lines of a log that could not be read as events. */
    long skippedLines() {
        return log == null ? 0 : log.skipped();
    }

    @Override
    public void close() throws IOException {
        if (log != null) {
            log.close();
        }
    }
}
