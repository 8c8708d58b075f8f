package io.nextclick.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.event.CatalogItem;
import io.nextclick.event.DeviceSignals;
import io.nextclick.event.Event;
import io.nextclick.event.EventChecks;
import io.nextclick.event.EventType;
import io.nextclick.testkit.Soak;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShopGeneratorTest {

    private static final int EVENTS = 100_000;

    /** For what holds of each event; shares are taken of all of them. */
    private static final int SOME_EVENTS = Soak.runs(EVENTS);

    private static final ShopProfile DEMO = ShopProfile.demo();

    private final ShopGenerator shop = new ShopGenerator(DEMO, 42);

    @Test
    void a_seed_gives_the_same_log_whether_or_not_stock_changes_are_read() {
        ShopGenerator other = new ShopGenerator(DEMO, 42);
        assertThat(other.catalog()).isEqualTo(shop.catalog());
        for (int i = 0; i < SOME_EVENTS; i++) {
            assertThat(other.next()).isEqualTo(shop.next());
            assertThat(other.lastPerson()).isEqualTo(shop.lastPerson());
            other.stockChange();
        }
        assertThat(other.catalog()).isEqualTo(shop.catalog());
    }

    @Test
    void another_seed_gives_another_log() {
        ShopGenerator other = new ShopGenerator(DEMO, 43);
        assertThat(other.catalog()).isNotEqualTo(shop.catalog());
        assertThat(take(other, 100)).doesNotContainAnyElementsOf(take(shop, 100));
    }

    @Test
    void events_come_in_order_of_time_from_the_start_at_the_rate_asked_for() {
        List<Event> events = take(shop, EVENTS);
        assertThat(events.get(0).occurredAtMillis()).isEqualTo(DEMO.startMillis());
        assertThat(events).isSortedAccordingTo(Comparator.comparingLong(Event::occurredAtMillis));
        double seconds = (last(events).occurredAtMillis() - DEMO.startMillis()) / 1000.0;
        assertThat(EVENTS / seconds).isCloseTo(DEMO.eventsPerSecond(), within(0.1));
    }

    @Test
    void a_higher_rate_packs_the_events_closer() {
        List<Event> events = take(new ShopGenerator(DEMO.withEventsPerSecond(5), 1), EVENTS);
        double seconds = (last(events).occurredAtMillis() - DEMO.startMillis()) / 1000.0;
        assertThat(EVENTS / seconds).isCloseTo(5, within(0.5));
    }

    @Test
    void no_event_breaks_a_rule_and_no_id_repeats() {
        EventChecks rules = new EventChecks(300_000, 0, 120_000, 256, 4096, 64);
        Set<String> ids = new HashSet<>();
        for (Event event : take(shop, SOME_EVENTS)) {
            assertThat(rules.check(event, event.occurredAtMillis())).isEmpty();
            assertThat(ids.add(event.eventId())).isTrue();
        }
    }

    @Test
    void every_event_is_of_an_item_of_the_catalogue_and_every_kind_of_event_occurs() {
        Set<String> items =
                shop.catalog().stream().map(CatalogItem::itemId).collect(Collectors.toSet());
        assertThat(items).hasSize(DEMO.items());
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        for (Event event : take(shop, SOME_EVENTS)) {
            types.add(event.type());
            if (event.itemId() != null) {
                assertThat(items).contains(event.itemId());
            }
        }
        assertThat(types)
                .containsExactlyInAnyOrder(
                        EventType.VIEW,
                        EventType.SEARCH,
                        EventType.FILTER,
                        EventType.ADD_TO_CART,
                        EventType.REMOVE_FROM_CART,
                        EventType.CHECKOUT,
                        EventType.PURCHASE,
                        EventType.RATE,
                        EventType.WISH,
                        EventType.IMPRESSION,
                        EventType.PAGE_PING,
                        EventType.LOGIN,
                        EventType.LOGOUT);
    }

    @Test
    void the_catalogue_has_three_levels_many_brands_and_a_few_items_out_of_stock() {
        List<CatalogItem> catalog = shop.catalog();
        assertThat(catalog)
                .allMatch(item -> String.valueOf(item.category()).split("/").length == 3);
        assertThat(catalog.stream().map(CatalogItem::category).distinct())
                .hasSize(DEMO.leafCategories());
        assertThat(catalog.stream().map(CatalogItem::brand).distinct().count())
                .isBetween(DEMO.brands() / 2L, (long) DEMO.brands());
        assertThat(catalog).allMatch(item -> item.price() != null && item.price() > 0);
        double outOfStock = share(catalog, item -> !item.isAvailable());
        assertThat(outOfStock).isCloseTo(DEMO.outOfStockShare(), within(0.02));
    }

    @Test
    void a_tenth_of_the_items_has_most_of_the_views() {
        List<Long> views =
                take(shop, EVENTS).stream()
                        .filter(event -> event.type() == EventType.VIEW)
                        .collect(Collectors.groupingBy(Event::itemId, Collectors.counting()))
                        .values()
                        .stream()
                        .sorted(Comparator.reverseOrder())
                        .toList();
        long all = sum(views);
        assertThat((double) sum(views.subList(0, DEMO.items() / 10)) / all).isGreaterThan(0.4);
        assertThat((double) sum(views.subList(0, DEMO.items() / 100)) / all).isGreaterThan(0.12);
        assertThat(views).hasSizeGreaterThan(DEMO.items() * 9 / 10);
    }

    @Test
    void the_ranking_drifts_over_days_but_not_within_a_day() {
        ShopGenerator fast = new ShopGenerator(DEMO.withEventsPerSecond(2.5), 3);
        Set<String> first = topItems(take(fast, EVENTS));
        Set<String> second = topItems(take(fast, EVENTS));
        for (int i = 0; i < 10 * EVENTS; i++) {
            fast.next();
        }
        Set<String> later = topItems(take(fast, EVENTS));
        assertThat(overlap(first, second)).isGreaterThan(overlap(first, later));
        assertThat(overlap(first, later)).isLessThan(80);
    }

    @Test
    void where_a_visit_goes_next_can_be_learnt() {
        List<Event> events = take(shop, 4 * EVENTS);
        Map<String, Map<String, Integer>> followers = new HashMap<>();
        Map<String, String> lastItem = new HashMap<>();
        int steps = 0;
        int foreseen = 0;
        for (Event event : events) {
            String item = event.itemId();
            if (event.type() != EventType.VIEW || item == null) {
                continue;
            }
            String before = lastItem.put(String.valueOf(event.sourceSessionId()), item);
            if (before != null) {
                Map<String, Integer> counts =
                        followers.computeIfAbsent(before, key -> new HashMap<>());
                if (event.occurredAtMillis() > events.get(3 * EVENTS).occurredAtMillis()) {
                    steps++;
                    foreseen += isAmongLargest(counts, item, 10) ? 1 : 0;
                }
                counts.merge(item, 1, Integer::sum);
            }
        }
        assertThat((double) foreseen / steps).isGreaterThan(0.5);
    }

    @Test
    void visits_interleave_and_have_about_six_events() {
        Map<String, List<Integer>> places = new HashMap<>();
        List<Event> events = take(shop, EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            String session = String.valueOf(events.get(i).sourceSessionId());
            places.computeIfAbsent(session, key -> new ArrayList<>()).add(i);
        }
        assertThat((double) EVENTS / places.size()).isCloseTo(6, within(0.5));
        double torn =
                share(
                        places.values(),
                        place -> place.get(place.size() - 1) - place.get(0) >= place.size());
        assertThat(torn).isGreaterThan(0.7);
    }

    @Test
    void persons_are_anonymous_first_and_log_in_late() {
        List<Event> events = take(shop, EVENTS);
        Map<String, Integer> eventsOfDevice = new HashMap<>();
        List<Integer> before = new ArrayList<>();
        Set<String> loggedIn = new HashSet<>();
        for (Event event : events) {
            String device = String.valueOf(event.deviceId());
            if (event.type() == EventType.LOGIN) {
                before.add(eventsOfDevice.getOrDefault(device, 0));
                loggedIn.add(device);
            }
            assertThat(event.userId() != null).isEqualTo(loggedIn.contains(device));
            if (event.type() == EventType.LOGOUT) {
                loggedIn.remove(device);
            }
            eventsOfDevice.merge(device, 1, Integer::sum);
        }
        assertThat(before).hasSizeGreaterThan(500).allMatch(count -> count >= 2);
        assertThat(sum(before) / (double) before.size()).isGreaterThan(5);
        Predicate<Event> known = event -> event.userId() != null;
        assertThat(share(events.subList(EVENTS * 9 / 10, EVENTS), known))
                .isGreaterThan(1.5 * share(events.subList(0, EVENTS / 10), known));
    }

    @Test
    void the_true_person_is_known_also_over_devices_and_on_shared_ones() {
        Map<String, Set<String>> devicesOfPerson = new HashMap<>();
        Map<String, Set<String>> personsOfDevice = new HashMap<>();
        Map<String, Set<String>> personsOfVisit = new HashMap<>();
        Map<String, Set<String>> personsOfUser = new HashMap<>();
        for (int i = 0; i < 4 * EVENTS; i++) {
            Event event = shop.next();
            String person = shop.lastPerson();
            String device = String.valueOf(event.deviceId());
            put(devicesOfPerson, person, device);
            put(personsOfDevice, device, person);
            put(personsOfVisit, String.valueOf(event.sourceSessionId()), person);
            if (event.userId() != null && event.type() != EventType.LOGOUT) {
                put(personsOfUser, event.userId(), person);
            }
        }
        assertThat(personsOfVisit.values()).allMatch(persons -> persons.size() == 1);
        assertThat(personsOfUser.values()).allMatch(persons -> persons.size() == 1);
        assertThat(devicesOfPerson.values()).allMatch(devices -> devices.size() <= 3);
        assertThat(share(devicesOfPerson.values(), devices -> devices.size() > 1))
                .isBetween(0.25, 0.55);
        assertThat(share(personsOfDevice.values(), persons -> persons.size() > 1))
                .isBetween(0.005, 0.05);
    }

    @Test
    void every_event_shows_a_network_a_browser_and_mostly_a_time_zone() {
        List<Event> events = take(shop, EVENTS);
        Set<String> networks = new HashSet<>();
        Map<String, Set<String>> families = new HashMap<>();
        Map<String, Set<String>> zones = new HashMap<>();
        Map<String, Set<String>> showsOfVisit = new HashMap<>();
        Map<String, Integer> eventsOfFamily = new HashMap<>();
        for (Event event : events) {
            DeviceSignals signals = Objects.requireNonNull(event.signals());
            networks.add(String.valueOf(signals.networkHash()));
            String family = String.valueOf(signals.userAgentFamily());
            String device = String.valueOf(event.deviceId());
            put(families, device, family);
            eventsOfFamily.merge(family, 1, Integer::sum);
            put(showsOfVisit, String.valueOf(event.sourceSessionId()), signals.toString());
            if (signals.timeZone() != null) {
                put(zones, device, signals.timeZone());
            }
        }
        assertThat(networks).allMatch(network -> network.matches("[0-9a-f]{16}"));
        assertThat(showsOfVisit.values()).allMatch(shown -> shown.size() == 1);
        assertThat(share(families.values(), known -> known.size() == 1)).isBetween(0.99, 0.999_9);
        assertThat(share(zones.values(), known -> known.size() == 1)).isBetween(0.97, 0.999);
        assertThat(share(events, event -> zones.containsKey(event.deviceId())))
                .isBetween(0.95, 0.99);
        assertThat(eventsOfFamily).hasSize(12);
        assertThat(Collections.max(eventsOfFamily.values())).isBetween(EVENTS / 5, EVENTS / 3);
        assertThat(Collections.min(eventsOfFamily.values())).isLessThan(EVENTS / 50);
    }

    @Test
    void most_networks_are_households_some_are_offices_and_a_few_are_of_hundreds() {
        Map<String, Set<String>> personsOfNetwork = new HashMap<>();
        Map<String, Map<String, Integer>> eventsOfPerson = new HashMap<>();
        for (int i = 0; i < 2 * EVENTS; i++) {
            Event event = shop.next();
            String network = String.valueOf(Objects.requireNonNull(event.signals()).networkHash());
            put(personsOfNetwork, network, shop.lastPerson());
            eventsOfPerson
                    .computeIfAbsent(shop.lastPerson(), absent -> new HashMap<>())
                    .merge(network, 1, Integer::sum);
        }
        Collection<Set<String>> networks = personsOfNetwork.values();
        assertThat(share(networks, persons -> persons.size() <= 4)).isBetween(0.9, 0.99);
        assertThat(share(networks, persons -> persons.size() > 1)).isBetween(0.4, 0.7);
        assertThat(networks.stream().filter(persons -> persons.size() > 15).count())
                .isBetween(50L, 100L);
        assertThat(networks.stream().filter(persons -> persons.size() > 100).count())
                .isBetween(3L, 12L);
        double atTheirMostUsedNetwork =
                eventsOfPerson.values().stream()
                        .mapToDouble(
                                events -> (double) Collections.max(events.values()) / sum(events))
                        .average()
                        .orElseThrow();
        assertThat(atTheirMostUsedNetwork).isBetween(0.6, 0.95);
    }

    @Test
    void with_device_churn_private_devices_come_back_anonymous_under_fresh_ids() {
        ShopGenerator churning = new ShopGenerator(DEMO.withDeviceChurn(0.2), 42);
        Set<String> devices = new HashSet<>();
        Map<String, Set<String>> devicesOfPerson = new HashMap<>();
        Set<String> visits = new HashSet<>();
        Set<String> loggedIn = new HashSet<>();
        int firstVisitsOfDevice = 0;
        int knownAtOnce = 0;
        int knownWithoutLogin = 0;
        for (int i = 0; i < 4 * EVENTS; i++) {
            Event event = churning.next();
            String device = String.valueOf(event.deviceId());
            put(devicesOfPerson, churning.lastPerson(), device);
            boolean isFresh = devices.add(device);
            if (visits.add(String.valueOf(event.sourceSessionId())) && isFresh) {
                firstVisitsOfDevice++;
                knownAtOnce += event.userId() == null ? 0 : 1;
            }
            if (event.type() == EventType.LOGIN) {
                loggedIn.add(device);
            } else if (event.userId() != null && !loggedIn.contains(device)) {
                knownWithoutLogin++;
            }
        }
        assertThat(knownAtOnce + knownWithoutLogin).isZero();
        assertThat((double) firstVisitsOfDevice / visits.size()).isBetween(0.2, 0.35);
        assertThat(share(devicesOfPerson.values(), known -> known.size() > 3)).isGreaterThan(0.5);
    }

    @Test
    void a_purchase_has_pieces_and_a_price_and_follows_a_checkout() {
        Set<String> checkedOut = new HashSet<>();
        int purchases = 0;
        for (Event event : take(shop, SOME_EVENTS)) {
            String session = String.valueOf(event.sourceSessionId());
            if (event.type() == EventType.CHECKOUT) {
                checkedOut.add(session);
            } else if (event.type() == EventType.PURCHASE) {
                purchases++;
                assertThat(checkedOut).contains(session);
                assertThat(event.context().quantity()).isBetween(1, 3);
                assertThat(event.context().price()).isPositive();
                assertThat(event.context().currency()).isEqualTo("EUR");
            }
        }
        assertThat(purchases).isGreaterThan(SOME_EVENTS / 100);
    }

    @Test
    void stock_changes_keep_a_copy_of_the_catalogue_up_to_date() {
        Map<String, CatalogItem> copy = new HashMap<>();
        shop.catalog().forEach(item -> copy.put(item.itemId(), item));
        int changes = 0;
        for (int i = 0; i < EVENTS; i++) {
            shop.next();
            for (Optional<CatalogItem> change = shop.stockChange();
                    change.isPresent();
                    change = shop.stockChange()) {
                changes++;
                copy.put(change.get().itemId(), change.get());
            }
        }
        assertThat(changes).isGreaterThan(20);
        assertThat(copy.values()).containsExactlyInAnyOrderElementsOf(shop.catalog());
    }

    private static List<Event> take(ShopGenerator shop, int count) {
        List<Event> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(shop.next());
        }
        return events;
    }

    private static Set<String> topItems(List<Event> events) {
        return events.stream()
                .filter(event -> event.type() == EventType.VIEW)
                .collect(Collectors.groupingBy(Event::itemId, Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(100)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean isAmongLargest(Map<String, Integer> counts, String item, int places) {
        int own = counts.getOrDefault(item, 0);
        return own > 0 && counts.values().stream().filter(count -> count > own).count() < places;
    }

    private static long overlap(Set<String> one, Set<String> other) {
        return one.stream().filter(other::contains).count();
    }

    private static long sum(Collection<? extends Number> numbers) {
        return numbers.stream().mapToLong(Number::longValue).sum();
    }

    private static long sum(Map<?, Integer> counts) {
        return sum(counts.values());
    }

    private static <T> double share(Collection<T> all, Predicate<? super T> wanted) {
        return (double) all.stream().filter(wanted).count() / all.size();
    }

    private static Event last(List<Event> events) {
        return events.get(events.size() - 1);
    }

    private static void put(Map<String, Set<String>> sets, String key, String value) {
        sets.computeIfAbsent(key, absent -> new HashSet<>()).add(value);
    }
}
