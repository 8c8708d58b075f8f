package io.nextclick.session;

import io.nextclick.event.EventType;
import io.nextclick.event.Money;
import io.nextclick.flow.PastEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a session adds up to. Stored, see {@link PersonVisitsSerializer}.
 *
 * <p>Invariant: it follows from the session's events, in whatever order they were added or their
 * totals merged, as long as no more different things are counted than allowed. So amounts are whole
 * numbers, and items are counted as hashes.
 */
final class SessionTotals implements Cloneable {

    /** Most names of categories, of brands and of devices, whatever the rules allow. */
    private static final int MAX_NAMES = 32;

    private static final EventType[] TYPES = EventType.values();
    private static final int[] NONE = {};

    /** Device whose anonymous events these are; empty for events with a user id, or of several. */
    String source = PastEvent.OWN;

    long startMillis;
    long endMillis;
    int events;
    int pages;
    boolean converted;

    /** Number of events by the place of their type, up to the last type that occurred. */
    int[] byType = NONE;

    /** Hashes of the items, in order. */
    int[] items = NONE;

    NameCounts categories = new NameCounts();
    NameCounts brands = new NameCounts();
    NameCounts devices = new NameCounts();
    @Nullable String entryItem;
    long entryMillis;
    @Nullable String exitItem;
    long exitMillis;
    long dwellMillis;

    Amounts amounts = new Amounts();

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
        addType(placeOf(type), 1);
        dwellMillis += event.dwellMillis();
        String device = event.deviceId();
        count(devices, device, maxDistinct);
        if (type.isNavigation() || type == EventType.SEARCH || type == EventType.FILTER) {
            pages++;
        }
        addWorth(event);
        String item = event.itemId();
        if (item == null || !type.isInterest()) {
            return;
        }
        addItem(item.hashCode(), maxDistinct);
        count(categories, event.category(), maxDistinct);
        count(brands, event.brand(), maxDistinct);
        if (event.priceMicros() >= 0) {
            CurrencyTotals prices = amounts.in(currency(event));
            prices.prices.add(event.priceMicros());
            prices.priced++;
        }
        noteEnds(item, millis, item, millis);
    }

    private void addWorth(PastEvent event) {
        EventType type = event.type();
        converted |= type == EventType.PURCHASE;
        if (!type.movesPieces() || event.priceMicros() < 0) {
            return;
        }
        CurrencyTotals totals = amounts.in(currency(event));
        long worth = Math.multiplyExact(event.priceMicros(), event.quantity());
        switch (type) {
            case ADD_TO_CART -> totals.cart.add(worth);
            case REMOVE_FROM_CART -> totals.cart.add(-worth);
            default -> totals.revenue.add(worth);
        }
    }

    private static String currency(PastEvent event) {
        String currency = event.currency();
        return currency == null || currency.isEmpty() ? Money.NO_CURRENCY : currency;
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
        amounts.addAll(other.amounts);
        for (int type = 0; type < other.byType.length; type++) {
            addType(type, other.byType[type]);
        }
        for (int item : other.items) {
            addItem(item, maxDistinct);
        }
        int most = Math.min(maxDistinct, MAX_NAMES);
        categories.addAll(other.categories, most);
        brands.addAll(other.brands, most);
        devices.addAll(other.devices, most);
        String entry = other.entryItem;
        String exit = other.exitItem;
        if (entry != null && exit != null) {
            noteEnds(entry, other.entryMillis, exit, other.exitMillis);
        }
    }

    /** The same, of which nothing is shared that changes. */
    SessionTotals copy() {
        SessionTotals copy = clone();
        copy.byType = byType.clone();
        copy.items = items.clone();
        copy.categories = categories.copy();
        copy.brands = brands.copy();
        copy.devices = devices.copy();
        copy.amounts = amounts.copy();
        return copy;
    }

    @Override
    protected SessionTotals clone() {
        try {
            return (SessionTotals) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
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

    /** The devices, in order. */
    List<String> deviceIds() {
        return List.of(devices.names());
    }

    /** Number of events by type. */
    Map<String, Integer> countsByType() {
        Map<String, Integer> counts = new TreeMap<>();
        for (int type = 0; type < byType.length; type++) {
            if (byType[type] > 0) {
                counts.put(TYPES[type].name(), byType[type]);
            }
        }
        return counts;
    }

    boolean has(EventType type) {
        int place = placeOf(type);
        return byType.length > place && byType[place] > 0;
    }

    /** A type's number in the bytes: its place in the enum, where new ones are last. */
    @SuppressWarnings("EnumOrdinal")
    static int placeOf(EventType type) {
        return type.ordinal();
    }

    /** Number of events that are not passive. */
    int deeds() {
        int deeds = events;
        for (int type = 0; type < byType.length; type++) {
            deeds -= TYPES[type].isPassive() ? byType[type] : 0;
        }
        return deeds;
    }

    boolean hasItem(String item) {
        return Arrays.binarySearch(items, item.hashCode()) >= 0;
    }

    private void addType(int type, int times) {
        if (byType.length <= type) {
            byType = Arrays.copyOf(byType, type + 1);
        }
        byType[type] += times;
    }

    private void addItem(int hash, int most) {
        int place = Arrays.binarySearch(items, hash);
        if (place >= 0 || items.length >= most) {
            return;
        }
        int[] more = Arrays.copyOf(items, items.length + 1);
        System.arraycopy(items, -place - 1, more, -place, items.length + place + 1);
        more[-place - 1] = hash;
        items = more;
    }

    private static void count(NameCounts counts, @Nullable String name, int maxDistinct) {
        if (name != null) {
            counts.add(name, 1, Math.min(maxDistinct, MAX_NAMES));
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
