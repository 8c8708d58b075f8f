package io.nextclick.generate;

import java.util.ArrayList;
import java.util.List;

/**
 * Size and habits of a synthetic shop.
 *
 * @param items items of the catalogue, at least 8 per leaf category
 * @param leafCategories leaves of the category tree, 2 to 72
 * @param brands brands, at least 4
 * @param people persons that visit, at least 10
 * @param startMillis event time of the first event, ms since the epoch, before 2100
 * @param eventsPerSecond mean events per second of event time; a person rests between visits, so at
 *     most one event per 500 s and person
 * @param popularityExponent exponent of Zipf's law of item popularity, 0 to 2
 * @param outOfStockShare share of items out of stock at the start, 0 to 0.5
 * @param sharedDeviceShare share of persons that use another person's device too, 0 to 0.5
 * @param registeredShare share of persons with an account, who log in at some time, 0 to 1
 * @param deviceChurn share of visits to which a device that is not shared comes with a fresh id,
 *     because its cookies were deleted, 0 to 0.5
 */
public record ShopProfile(
        int items,
        int leafCategories,
        int brands,
        int people,
        long startMillis,
        double eventsPerSecond,
        double popularityExponent,
        double outOfStockShare,
        double sharedDeviceShare,
        double registeredShare,
        double deviceChurn) {

    /** 2026-01-05 08:00:00 UTC, a Monday. */
    private static final long DEMO_START_MILLIS = 1_767_600_000_000L;

    /** A busy shop's person makes an event in so many seconds, visits and rests together. */
    private static final double SECONDS_PER_EVENT = 600;

    /** 2100-01-01, ms. */
    private static final double MAX_START_MILLIS = 4_102_444_800_000.0;

    private static final int MIN_ITEMS_PER_LEAF = 8;
    private static final int MIN_SECONDS_PER_EVENT_AND_PERSON = 500;

    /**
     * Checks the profile.
     *
     * @throws IllegalArgumentException naming every fault at once
     */
    public ShopProfile {
        List<String> faults = new ArrayList<>();
        require(faults, "leafCategories", leafCategories, 2, CategoryTree.size());
        require(
                faults,
                "items",
                items,
                (double) MIN_ITEMS_PER_LEAF * leafCategories,
                Integer.MAX_VALUE);
        require(faults, "brands", brands, 4, Integer.MAX_VALUE);
        require(faults, "people", people, 10, Integer.MAX_VALUE);
        require(faults, "startMillis", (double) startMillis, 1, MAX_START_MILLIS);
        require(
                faults,
                "eventsPerSecond",
                eventsPerSecond,
                1e-6,
                (double) people / MIN_SECONDS_PER_EVENT_AND_PERSON);
        require(faults, "popularityExponent", popularityExponent, 0, 2);
        require(faults, "outOfStockShare", outOfStockShare, 0, 0.5);
        require(faults, "sharedDeviceShare", sharedDeviceShare, 0, 0.5);
        require(faults, "registeredShare", registeredShare, 0, 1);
        require(faults, "deviceChurn", deviceChurn, 0, 0.5);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("shop profile: " + String.join("; ", faults));
        }
    }

    /**
     * The shop of the demo: 2,000 items in 72 categories of 60 brands, 5,000 persons who make one
     * event a second together, that is a visit each every 8 hours.
     */
    public static ShopProfile demo() {
        return demo(1);
    }

    /**
     * The same shop with as many persons as it takes for a rate of events.
     *
     * @param eventsPerSecond mean events per second of event time
     */
    public static ShopProfile demo(double eventsPerSecond) {
        int people = (int) Math.ceil(Math.max(5_000, eventsPerSecond * SECONDS_PER_EVENT));
        return new ShopProfile(
                2_000, 72, 60, people, DEMO_START_MILLIS, eventsPerSecond, 1, 0.03, 0.04, 0.7, 0);
    }

    /** The same shop with another start, ms since the epoch. */
    public ShopProfile withStartMillis(long millis) {
        return with(millis, eventsPerSecond, deviceChurn);
    }

    /** The same shop with more or fewer events per second of event time. */
    public ShopProfile withEventsPerSecond(double rate) {
        return with(startMillis, rate, deviceChurn);
    }

    /** The same shop with another share of visits whose device comes with a fresh id. */
    public ShopProfile withDeviceChurn(double share) {
        return with(startMillis, eventsPerSecond, share);
    }

    private ShopProfile with(long start, double rate, double churn) {
        return new ShopProfile(
                items,
                leafCategories,
                brands,
                people,
                start,
                rate,
                popularityExponent,
                outOfStockShare,
                sharedDeviceShare,
                registeredShare,
                churn);
    }

    private static void require(
            List<String> faults, String name, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            faults.add("%s is %s, allowed %s to %s".formatted(name, value, min, max));
        }
    }
}
