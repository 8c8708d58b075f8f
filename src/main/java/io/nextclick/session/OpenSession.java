package io.nextclick.session;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A visit that may still grow. Stored: its fields are part of every savepoint. */
public final class OpenSession {
    public long startMillis;
    public long endMillis;
    public int events;
    public int steps;
    public boolean converted;
    public @Nullable String entryItem;
    public long entryMillis;
    public @Nullable String exitItem;
    public long exitMillis;
    public Map<String, Integer> countsByType = new HashMap<>();
    public Set<String> items = new HashSet<>();
    public List<String> devices = new ArrayList<>();

    /** Distinct items, newest first, with the time of their last event beside them. */
    public List<String> recentItems = new ArrayList<>();

    public List<Long> recentMillis = new ArrayList<>();

    /** For Flink's serializer. */
    public OpenSession() {}

    static OpenSession startingAt(long millis) {
        OpenSession session = new OpenSession();
        session.startMillis = millis;
        session.endMillis = millis;
        return session;
    }

    /** True if an event at that time belongs to this session: Flink's session windows touch. */
    boolean reaches(long millis, long gapMillis) {
        return millis <= endMillis + gapMillis && millis + gapMillis >= startMillis;
    }

    /** Items at or before the time, newest first, at most {@code most}. */
    List<String> itemsBefore(long millis, int most) {
        List<String> before = new ArrayList<>(most);
        for (int i = 0; i < recentItems.size() && before.size() < most; i++) {
            if (recentMillis.get(i) <= millis) {
                before.add(recentItems.get(i));
            }
        }
        return before;
    }

    void add(Event event, boolean step, SessionRules rules) {
        long millis = event.occurredAtMillis();
        startMillis = Math.min(startMillis, millis);
        endMillis = Math.max(endMillis, millis);
        events++;
        countsByType.merge(event.type().name(), 1, Integer::sum);
        converted |= event.type() == EventType.PURCHASE;
        String device = event.deviceId();
        if (device != null && devices.size() < rules.maxDistinct() && !devices.contains(device)) {
            devices.add(device);
        }
        String item = event.itemId();
        if (item == null || !event.type().isInterest()) {
            return;
        }
        if (step) {
            steps++;
        }
        if (items.size() < rules.maxDistinct()) {
            items.add(item);
        }
        noteEnds(item, millis, item, millis);
        noteRecent(item, millis, rules.recentItems() + 1);
    }

    /** Takes in another session of the same person that an event has bridged to this one. */
    void absorb(OpenSession other, SessionRules rules) {
        startMillis = Math.min(startMillis, other.startMillis);
        endMillis = Math.max(endMillis, other.endMillis);
        events += other.events;
        steps += other.steps;
        converted |= other.converted;
        other.countsByType.forEach((type, count) -> countsByType.merge(type, count, Integer::sum));
        for (String item : other.items) {
            if (items.size() < rules.maxDistinct()) {
                items.add(item);
            }
        }
        for (String device : other.devices) {
            if (devices.size() < rules.maxDistinct() && !devices.contains(device)) {
                devices.add(device);
            }
        }
        String entry = other.entryItem;
        String exit = other.exitItem;
        if (entry != null && exit != null) {
            noteEnds(entry, other.entryMillis, exit, other.exitMillis);
        }
        for (int i = 0; i < other.recentItems.size(); i++) {
            noteRecent(
                    other.recentItems.get(i), other.recentMillis.get(i), rules.recentItems() + 1);
        }
    }

    private void noteEnds(String first, long firstMillis, String last, long lastMillis) {
        if (entryItem == null || firstMillis < entryMillis) {
            entryItem = first;
            entryMillis = firstMillis;
        }
        if (exitItem == null || lastMillis >= exitMillis) {
            exitItem = last;
            exitMillis = lastMillis;
        }
    }

    private void noteRecent(String item, long millis, int most) {
        int known = recentItems.indexOf(item);
        if (known >= 0) {
            if (recentMillis.get(known) > millis) {
                return;
            }
            recentItems.remove(known);
            recentMillis.remove(known);
        }
        int place = 0;
        while (place < recentMillis.size() && recentMillis.get(place) > millis) {
            place++;
        }
        recentItems.add(place, item);
        recentMillis.add(place, millis);
        if (recentItems.size() > most) {
            recentItems.remove(most);
            recentMillis.remove(most);
        }
    }
}
