package io.nextclick.bench;

import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;
import io.nextclick.generate.ShopGenerator;
import io.nextclick.generate.ShopProfile;
import io.nextclick.log.BehaviorLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events without end, in order of time: a generated shop's, or a log's, which begins again with
 * later times and fresh ids whenever it is over. The same from the start each time it is opened.
 */
final class BenchLog implements AutoCloseable {

    private static final double SHOP_EVENTS_PER_SECOND = 200;
    private static final long SHOP_SEED = 1;

    /** A shop that has just been made has nobody in it; so long it runs before anybody looks. */
    private static final Duration UNSEEN = Duration.ofMinutes(30);

    /** Between the end of a log and its second beginning. */
    private static final long NIGHT_MILLIS = Duration.ofHours(8).toMillis();

    private final BenchOptions options;
    private final ShownTraffic shown;
    private final Deque<Event> pending = new ArrayDeque<>();
    private final @Nullable ShopGenerator shop;
    private @Nullable BehaviorLog log;
    private int round;
    private long shiftMillis;
    private long firstMillis;
    private long lastMillis;

    private BenchLog(
            BenchOptions options, @Nullable ShopGenerator shop, @Nullable BehaviorLog log) {
        this.options = options;
        this.shown = new ShownTraffic(options.impressions());
        this.shop = shop;
        this.log = log;
    }

    static BenchLog open(BenchOptions options) throws IOException {
        Path path = options.log();
        if (path != null) {
            return new BenchLog(options, null, BehaviorLog.open(path, options.format()));
        }
        ShopProfile profile = ShopProfile.demo(SHOP_EVENTS_PER_SECOND);
        ShopGenerator shop = new ShopGenerator(profile, SHOP_SEED);
        long from = profile.startMillis() + UNSEEN.toMillis();
        while (shop.next().occurredAtMillis() < from) {
            // Nobody looks yet.
        }
        return new BenchLog(options, shop, null);
    }

    /** All items; none of a log, which has no catalogue. */
    List<CatalogItem> catalog() {
        return shop == null ? List.of() : shop.catalog();
    }

    Event next() throws IOException {
        Event waiting = pending.pollFirst();
        if (waiting != null) {
            return waiting;
        }
        Event event = visited();
        pending.addAll(shown.after(event));
        return event;
    }

    private Event visited() throws IOException {
        if (shop != null) {
            return shop.next();
        }
        if (log == null || !log.hasNext()) {
            beginAgain();
        }
        Event event = log.next();
        if (round == 0) {
            firstMillis = firstMillis == 0 ? event.occurredAtMillis() : firstMillis;
            lastMillis = event.occurredAtMillis();
            return event;
        }
        return later(event);
    }

    private void beginAgain() throws IOException {
        close();
        log = BehaviorLog.open(java.util.Objects.requireNonNull(options.log()), options.format());
        round++;
        shiftMillis = round * (lastMillis - firstMillis + NIGHT_MILLIS);
    }

    private Event later(Event event) {
        return new Event(
                event.eventId() + '-' + round,
                event.type(),
                event.occurredAtMillis() + shiftMillis,
                event.site(),
                event.userId(),
                event.deviceId(),
                event.sourceSessionId(),
                event.itemId(),
                event.context(),
                event.sentAtMillis() == 0 ? 0 : event.sentAtMillis() + shiftMillis,
                event.signals());
    }

    @Override
    public void close() throws IOException {
        if (log != null) {
            log.close();
        }
    }
}
