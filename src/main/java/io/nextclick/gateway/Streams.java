package io.nextclick.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.event.Event;
import io.nextclick.event.Rejection;
import io.nextclick.event.SiteKey;
import io.undertow.Handlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Open streams of server-sent events: what concerns a device, as it happens. So many at most; one
 * whose reader does not read is cut off.
 */
final class Streams implements Activity, AutoCloseable {

    private static final int MOST_ITEMS = 100;

    private final int most;
    private final Lists lists;
    private final Devices devices;
    private final Waiting waiting;
    private final Stats stats;
    private final Counts counts;
    private final AtomicInteger open = new AtomicInteger();

    private final Map<String, Set<EventStream>> byDevice = new ConcurrentHashMap<>();
    private final Map<String, Set<EventStream>> byPerson = new ConcurrentHashMap<>();

    Streams(int most, Lists lists, Devices devices, Waiting waiting, Stats stats, Counts counts) {
        this.most = most;
        this.lists = lists;
        this.devices = devices;
        this.waiting = waiting;
        this.stats = stats;
        this.counts = counts;
    }

    /** {@code GET /v1/live/{device}}. */
    CompletionStage<Answer> live(Request request) {
        return open(request, request.path(2), false);
    }

    /** {@code GET /v1/inspect}. */
    CompletionStage<Answer> inspect(Request request) {
        String device =
                request.query("device").orElseThrow(() -> Problem.invalid("'device' is needed"));
        return open(request, device, true);
    }

    private CompletionStage<Answer> open(Request request, String device, boolean inspects) {
        devices.check(request, device, request.query("ticket").orElse(null));
        Slot slot = new Slot();
        // The reader may go away before there is a stream.
        request.exchange().getConnection().addCloseListener(gone -> slot.free());
        Site site = request.site();
        String deviceKey = SiteKey.of(site.name(), device);
        String person = SiteKey.of(site.name(), lists.personOf(site, device));
        return CompletableFuture.completedFuture(
                Answer.stream(
                        Handlers.serverSentEvents(
                                (connection, lastId) -> {
                                    EventStream stream =
                                            new EventStream(
                                                    connection,
                                                    site,
                                                    deviceKey,
                                                    person,
                                                    inspects,
                                                    counts);
                                    add(byDevice, deviceKey, stream);
                                    add(byPerson, person, stream);
                                    stream.start(() -> closed(stream, slot));
                                })));
    }

    /** A place among those that may be open. */
    private final class Slot {
        private final AtomicBoolean taken = new AtomicBoolean(true);

        private Slot() {
            if (open.incrementAndGet() > most) {
                open.decrementAndGet();
                throw Problem.unavailable("TOO_MANY_STREAMS", "too many streams are open");
            }
        }

        private void free() {
            if (taken.compareAndSet(true, false)) {
                open.decrementAndGet();
            }
        }
    }

    private void closed(EventStream stream, Slot slot) {
        slot.free();
        remove(byDevice, stream.deviceKey(), stream);
        remove(byPerson, stream.personKey(), stream);
    }

    private static void add(Map<String, Set<EventStream>> to, String key, EventStream stream) {
        to.compute(
                key,
                (each, before) -> {
                    Set<EventStream> all = before == null ? ConcurrentHashMap.newKeySet() : before;
                    all.add(stream);
                    return all;
                });
    }

    private static void remove(Map<String, Set<EventStream>> from, String key, EventStream stream) {
        from.computeIfPresent(
                key,
                (each, all) -> {
                    all.remove(stream);
                    return all.isEmpty() ? null : all;
                });
    }

    /** Open streams. */
    int open() {
        return open.get();
    }

    @Override
    public void checked(Site site, Collector.Checked checked, EventSlices.Slice slice) {
        stats.checked(site, checked);
        if (byDevice.isEmpty()) {
            return;
        }
        Event event = checked.event();
        Rejection fault = checked.fault();
        String device =
                event == null
                        ? Json.field(slice.json(), "device_id").orElse(null)
                        : event.deviceId();
        if (device == null) {
            return;
        }
        ObjectNode seen = Json.object().put("accepted", fault == null);
        seen.set("event", Json.treeOrNull(slice.json()));
        if (fault != null) {
            seen.put("reason", fault.reason().name()).put("detail", fault.detail());
        }
        if (checked.corrected() != null) {
            seen.put("corrected", checked.corrected());
        }
        inspected("event", SiteKey.of(site.name(), device), seen);
    }

    @Override
    public void sent(Site site, Event event) {
        // Who looks heard of it when it was checked.
        stats.sent(site, event);
    }

    @Override
    public void waited(Site site, boolean fresh) {
        stats.waited(site, fresh);
    }

    @Override
    public void list(SlimList list) {
        waiting.list(list);
        stats.list(list);
        for (EventStream each : of(byPerson, SiteKey.of(list.site(), list.personId()))) {
            byte[] json = lists.write(each.site(), list, false, MOST_ITEMS);
            each.send("list", new String(json, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void owner(String deviceKey, @Nullable String person) {
        for (EventStream each : of(byDevice, deviceKey)) {
            String key = person == null ? deviceKey : SiteKey.of(SiteKey.site(deviceKey), person);
            remove(byPerson, each.personKey(), each);
            each.setPersonKey(key);
            add(byPerson, key, each);
            if (each.hasEnded()) {
                remove(byPerson, key, each);
            }
        }
    }

    @Override
    public void segment(String personKey, String segment, @Nullable String rule) {
        Set<EventStream> hearing = of(byPerson, personKey);
        if (!hearing.isEmpty()) {
            ObjectNode change =
                    Json.object()
                            .put("segment", segment)
                            .put("change", rule == null ? "left" : "entered");
            if (rule != null) {
                change.put("rule_id", rule);
            }
            hearing.forEach(each -> each.send("segment", change.toString()));
        }
    }

    @Override
    public void inspected(String name, String subjectKey, ObjectNode record) {
        for (Map<String, Set<EventStream>> by : List.of(byDevice, byPerson)) {
            for (EventStream each : of(by, subjectKey)) {
                // A device that is its own person is in both.
                boolean twice = by == byPerson && each.deviceKey().equals(subjectKey);
                if (each.inspects() && !twice) {
                    each.send(name, record.toString());
                }
            }
        }
    }

    private static Set<EventStream> of(Map<String, Set<EventStream>> by, String key) {
        return by.getOrDefault(key, Set.of());
    }

    @Override
    public void close() {
        byDevice.values().forEach(all -> all.forEach(EventStream::cut));
    }
}
