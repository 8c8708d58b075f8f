package io.nextclick.gateway;

import io.nextclick.event.SiteKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests that wait for the list of an event. So many at most, and each for a time. */
final class Waiting {

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, List<Waiter>> byEvent = new ConcurrentHashMap<>();

    /** One request. */
    private static final class Waiter {
        private final CompletableFuture<Optional<SlimList>> list = new CompletableFuture<>();
    }

    Waiting(int most) {
        this.most = most;
    }

    /**
     * Waits for the list that an event makes.
     *
     * @return the list; nothing after that time, or at once if too many wait
     */
    CompletableFuture<Optional<SlimList>> await(Site site, String eventId, long millis) {
        if (millis <= 0 || open.incrementAndGet() > most) {
            if (millis > 0) {
                open.decrementAndGet();
            }
            return CompletableFuture.completedFuture(Optional.empty());
        }
        String key = SiteKey.of(site.name(), eventId);
        Waiter waiter = new Waiter();
        byEvent.compute(
                key,
                (each, others) -> {
                    List<Waiter> all = others == null ? new ArrayList<>(1) : others;
                    all.add(waiter);
                    return all;
                });
        return waiter.list
                .completeOnTimeout(Optional.empty(), millis, TimeUnit.MILLISECONDS)
                .whenComplete(
                        (list, e) -> {
                            open.decrementAndGet();
                            byEvent.computeIfPresent(
                                    key,
                                    (each, all) -> {
                                        all.remove(waiter);
                                        return all.isEmpty() ? null : all;
                                    });
                        });
    }

    /** A list came. */
    void list(SlimList list) {
        List<Waiter> waiting = byEvent.remove(SiteKey.of(list.site(), list.triggerEventId()));
        if (waiting != null) {
            List.copyOf(waiting).forEach(each -> each.list.complete(Optional.of(list)));
        }
    }

    /** How many wait. */
    int open() {
        return open.get();
    }
}
