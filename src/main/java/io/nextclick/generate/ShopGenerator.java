package io.nextclick.generate;

import io.nextclick.event.CatalogItem;
import io.nextclick.event.DeviceSignals;
import io.nextclick.event.Event;
import io.nextclick.generate.Person.Device;
import io.nextclick.generate.Person.Intent;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Endless traffic of a synthetic shop, in order of event time. What can be learnt from it: items
 * have followers (alternatives and completions) to which about half of the steps go; a person stays
 * with an intent (category, brand, price band) within a visit and often over the next; popularity
 * follows Zipf's law and its ranking drifts over days; tastes are personal, and a person is one
 * over up to three devices, which logins reveal late, and which show where they are: at home on the
 * network of a household, at work, or under way.
 *
 * <p>A profile and a seed give the same events and stock changes every time, whether or not the
 * stock changes are read. Not thread-safe.
 */
public final class ShopGenerator implements Iterator<Event> {

    /** Mean events of a visit as set; those of a purchase and logins come on top. */
    private static final double MEAN_STEPS = 5.6;

    /** Mean events of a visit with all that follows from it, measured; spaces the visits. */
    private static final double MEAN_EVENTS = 6.1;

    private static final long MEAN_STEP_MILLIS = 25_000;
    private static final long MIN_STEP_MILLIS = 2_000;
    private static final long MAX_STEP_MILLIS = 600_000;
    private static final long MIN_REST_MILLIS = 35 * 60_000L;
    private static final double CONTINUE_ELSEWHERE_CHANCE = 0.05;
    private static final double MEAN_STOCK_CHANGE_MILLIS = 60_000;

    /** Seeds of pages do not meet, whatever the generator's seed: more than it has events. */
    private static final long PAGES = 1_000_000_007;

    private final Shop shop;
    private final People people;
    private final Shopper shopper;
    private final Surroundings surroundings;
    private final SplittableRandom random;
    private final double outOfStockShare;
    private final double meanArrivalMillis;
    private final String idPrefix;
    private final long seed;
    private final PriorityQueue<Visit> visits =
            new PriorityQueue<>(Comparator.comparingLong((Visit visit) -> visit.atMillis));
    private final LinkedHashSet<Integer> stockChanges = new LinkedHashSet<>();
    private double nextArrivalMillis;
    private double nextStockChangeMillis;
    private long eventCount;
    private long visitCount;
    private String lastPerson = "";
    private @Nullable PageView lastPage;

    /**
     * A shop that is open at the profile's start, with nobody in it.
     *
     * @param profile its size and habits
     * @param seed two generators of the same profile and seed give the same events
     */
    public ShopGenerator(ShopProfile profile, long seed) {
        random = new SplittableRandom(seed);
        shop = new Shop(profile, random.split());
        people = new People(profile, shop, random.split());
        shopper = new Shopper(shop, people, random.split());
        surroundings = new Surroundings(people, profile.deviceChurn(), seed);
        outOfStockShare = profile.outOfStockShare();
        meanArrivalMillis = 1000 * MEAN_EVENTS / profile.eventsPerSecond();
        this.seed = seed;
        idPrefix = "shop" + seed + '-';
        nextArrivalMillis = profile.startMillis();
        nextStockChangeMillis =
                profile.startMillis() + Draw.exponential(MEAN_STOCK_CHANGE_MILLIS, random);
    }

    /** All items, with their stock as of the last event. */
    public List<CatalogItem> catalog() {
        return shop.catalog();
    }

    /** Always true: the traffic does not end. */
    @Override
    public boolean hasNext() {
        return true;
    }

    /** The next event; its time is not before that of the one before. */
    @Override
    public Event next() {
        Visit visit = visits.peek();
        while (visit == null || nextArrivalMillis <= visit.atMillis) {
            arrive();
            visit = visits.peek();
        }
        visits.remove();
        changeStock(visit.atMillis);
        shop.popularity.moveTo(visit.atMillis);
        Event event = shopper.act(visit, idPrefix + eventCount++);
        lastPerson = visit.person.id;
        lastPage = new PageView(event, shop, visit.intent, visit.item, seed * PAGES + eventCount);
        if (visit.isOver()) {
            leave(visit);
        } else {
            visit.atMillis += stepMillis();
            visits.add(visit);
        }
        return event;
    }

    /**
     * True id of the person behind the event that {@link #next} returned last, for judging identity
     * resolution; no event carries it. Empty before the first event.
     */
    public String lastPerson() {
        return lastPerson;
    }

    /**
     * The page that the event returned last opened, with what its visitor wants; reading it changes
     * no event.
     *
     * @throws IllegalStateException before the first event
     */
    public PageView lastPage() {
        PageView page = lastPage;
        if (page == null) {
            throw new IllegalStateException("there was no event yet");
        }
        return page;
    }

    /**
     * An item whose stock changed up to the last event and was not yet returned, with its stock as
     * it is now; call until empty to keep a copy of the catalogue up to date.
     */
    public Optional<CatalogItem> stockChange() {
        Iterator<Integer> changed = stockChanges.iterator();
        if (!changed.hasNext()) {
            return Optional.empty();
        }
        int item = changed.next();
        changed.remove();
        return Optional.of(shop.items[item].toCatalogItem());
    }

    private void arrive() {
        long millis = (long) nextArrivalMillis;
        nextArrivalMillis += Draw.exponential(meanArrivalMillis, random);
        Person person = people.drawVisitor(millis, random);
        Device device = person == null ? null : people.drawDevice(person, random);
        if (person == null || device == null) {
            return;
        }
        enter(visit(person, device, people.drawIntent(person, random), millis));
    }

    private Visit visit(Person person, Device device, Intent intent, long millis) {
        if (surroundings.drawChurn(device)) {
            people.forget(device);
        }
        DeviceSignals signals = surroundings.draw(person, device, millis);
        return new Visit(person, device, "s" + visitCount++, signals, intent, millis);
    }

    private void enter(Visit visit) {
        visit.remaining = Draw.geometric(MEAN_STEPS, random);
        visit.device.busy = true;
        visit.person.restsUntilMillis = Long.MAX_VALUE;
        visits.add(visit);
    }

    /** Ends a visit; at times the person goes on with the same intent on another device. */
    private void leave(Visit visit) {
        Person person = visit.person;
        Device other = people.drawDevice(person, random);
        visit.device.busy = false;
        person.lastIntent = visit.intent;
        if (other != null && Draw.chance(CONTINUE_ELSEWHERE_CHANCE, random)) {
            long pause = random.nextLong(60_000, 600_000);
            enter(visit(person, other, visit.intent, visit.atMillis + pause));
        } else {
            person.restsUntilMillis = visit.atMillis + MIN_REST_MILLIS;
        }
    }

    private void changeStock(long millis) {
        while (nextStockChangeMillis <= millis) {
            nextStockChangeMillis += Draw.exponential(MEAN_STOCK_CHANGE_MILLIS, random);
            // Drawn anew, so that the share of the profile holds over time.
            int item = random.nextInt(shop.items.length);
            boolean inStock = !Draw.chance(outOfStockShare, random);
            if (shop.items[item].inStock != inStock) {
                shop.items[item].inStock = inStock;
                stockChanges.add(item);
            }
        }
    }

    private long stepMillis() {
        double step = MIN_STEP_MILLIS + Draw.exponential(MEAN_STEP_MILLIS, random);
        return (long) Math.min(step, MAX_STEP_MILLIS);
    }
}
