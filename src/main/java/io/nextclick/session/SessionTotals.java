package io.nextclick.session;

import io.nextclick.event.EventType;
import io.nextclick.flow.PastEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session adds up to. Stored: its fields are part of every savepoint.
 *
 * <p>Invariant: it follows from the session's events, in whatever order they were added or their
 * totals merged, as long as no more different things are counted than allowed. So amounts are whole
 * numbers, and items are counted as hashes.
 */
public final class SessionTotals {

    /** Most names of categories, of brands and of devices, whatever the rules allow. */
    private static final int MAX_NAMES = 32;

    /** Device whose anonymous events these are; empty for events with a user id, or of several. */
    public String source = PastEvent.OWN;

    public long startMillis;
    public long endMillis;
    public int events;
    public int pages;
    public boolean converted;
    public Map<String, Integer> countsByType = new HashMap<>();
    public Set<Integer> items = new HashSet<>();
    public Map<String, Integer> categories = new HashMap<>();
    public Map<String, Integer> brands = new HashMap<>();
    public Set<String> devices = new HashSet<>();
    public @Nullable String entryItem;
    public long entryMillis;
    public @Nullable String exitItem;
    public long exitMillis;
    public long dwellMillis;

    /** Worth of what was put into the cart less what was taken out, hundredths. */
    public long cartHundredths;

    public long revenueHundredths;

    /** Sum of the prices of the items turned to, hundredths, and their number. */
    public long priceHundredths;

    public int priced;

    /** For Flink's serializer. */
    public SessionTotals() {}

    static SessionTotals of(String source, List<PastEvent> events, int maxDistinct) {
        SessionTotals totals = new SessionTotals();
        totals.source = source;
        totals.startMillis = events.get(0).occurredAtMillis();
        totals.endMillis = totals.startMillis;
        for (PastEvent event : events) {
            totals.add(event, maxDistinct);
        }
        return totals;
    }

    /** The extent of an emitted session, for comparison; equal to none if it was open. */
    static SessionTotals extent(PublishedSession session) {
        SessionTotals totals = new SessionTotals();
        totals.startMillis = session.startMillis();
        totals.endMillis = session.endMillis();
        totals.events = session.closed() ? session.events() : -1;
        return totals;
    }

    private void add(PastEvent event, int maxDistinct) {
        long millis = event.occurredAtMillis();
        EventType type = event.type();
        startMillis = Math.min(startMillis, millis);
        endMillis = Math.max(endMillis, millis);
        events++;
        countsByType.merge(type.name(), 1, Integer::sum);
        dwellMillis += event.dwellMillis();
        String device = event.deviceId();
        if (device != null && devices.size() < Math.min(maxDistinct, MAX_NAMES)) {
            devices.add(device);
        }
        if (type.isNavigation() || type == EventType.SEARCH || type == EventType.FILTER) {
            pages++;
        }
        addWorth(event);
        String item = event.itemId();
        if (item == null || !type.isInterest()) {
            return;
        }
        if (items.size() < maxDistinct) {
            items.add(item.hashCode());
        }
        count(categories, event.category(), 1, maxDistinct);
        count(brands, event.brand(), 1, maxDistinct);
        if (event.priceHundredths() >= 0) {
            priceHundredths += event.priceHundredths();
            priced++;
        }
        noteEnds(item, millis, item, millis);
    }

    private void addWorth(PastEvent event) {
        long worth = Math.max(event.priceHundredths(), 0) * event.quantity();
        switch (event.type()) {
            case ADD_TO_CART -> cartHundredths += worth;
            case REMOVE_FROM_CART -> cartHundredths -= worth;
            case PURCHASE -> {
                converted = true;
                revenueHundredths += worth;
            }
            default -> {}
        }
    }

    /** Adds the totals of other events of the same session. */
    void merge(SessionTotals other, int maxDistinct) {
        source = source.equals(other.source) ? source : PastEvent.OWN;
        startMillis = Math.min(startMillis, other.startMillis);
        endMillis = Math.max(endMillis, other.endMillis);
        events += other.events;
        pages += other.pages;
        converted |= other.converted;
        dwellMillis += other.dwellMillis;
        cartHundredths += other.cartHundredths;
        revenueHundredths += other.revenueHundredths;
        priceHundredths += other.priceHundredths;
        priced += other.priced;
        other.countsByType.forEach((type, count) -> countsByType.merge(type, count, Integer::sum));
        for (Integer item : other.items) {
            if (items.size() < maxDistinct) {
                items.add(item);
            }
        }
        other.categories.forEach((name, count) -> count(categories, name, count, maxDistinct));
        other.brands.forEach((name, count) -> count(brands, name, count, maxDistinct));
        for (String device : other.devices) {
            if (devices.size() < Math.min(maxDistinct, MAX_NAMES)) {
                devices.add(device);
            }
        }
        String entry = other.entryItem;
        String exit = other.exitItem;
        if (entry != null && exit != null) {
            noteEnds(entry, other.entryMillis, exit, other.exitMillis);
        }
    }

    /** The totals of several sources, leaving each as it is. */
    SessionTotals copy(int maxDistinct) {
        SessionTotals copy = new SessionTotals();
        copy.source = source;
        copy.startMillis = startMillis;
        copy.endMillis = endMillis;
        copy.merge(this, maxDistinct);
        return copy;
    }

    /** True if a session with these ends is within a gap. */
    boolean reaches(long otherStart, long otherEnd, long gapMillis) {
        return otherStart - endMillis <= gapMillis && startMillis - otherEnd <= gapMillis;
    }

    /** Length as it counts in averages: winsorised at the bound. */
    long countedMillis(long outlierMillis) {
        return Math.min(endMillis - startMillis, outlierMillis);
    }

    boolean isOutlier(long outlierMillis) {
        return endMillis - startMillis > outlierMillis;
    }

    List<String> deviceIds() {
        List<String> sorted = new ArrayList<>(devices);
        sorted.sort(null);
        return sorted;
    }

    private static void count(
            Map<String, Integer> counts, @Nullable String name, int times, int most) {
        if (name != null
                && (counts.size() < Math.min(most, MAX_NAMES) || counts.containsKey(name))) {
            counts.merge(name, times, Integer::sum);
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
}
