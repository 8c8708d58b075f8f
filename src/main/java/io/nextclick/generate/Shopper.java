package io.nextclick.generate;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.SiteKey;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor does next. Persons are anonymous on a device until they log in, late in a visit or
 * at the checkout; from then on the device's events carry the user until a logout.
 */
final class Shopper {

    private static final double LOGIN_CHANCE = 0.025;
    private static final double LOGIN_AT_CHECKOUT_CHANCE = 0.7;
    private static final double LOGOUT_CHANCE = 0.04;
    private static final double LOGOUT_OF_SHARED_CHANCE = 0.4;
    private static final double NEW_INTENT_CHANCE = 0.04;

    private final Shop shop;
    private final People people;
    private final SplittableRandom random;

    Shopper(Shop shop, People people, SplittableRandom random) {
        this.shop = shop;
        this.people = people;
        this.random = random;
    }

    /** The next event of a visit, which is changed by it. */
    Event act(Visit visit, String eventId) {
        visit.events++;
        Person account = visit.device.loggedIn;
        if (account != null && account != visit.person) {
            // A shared device: whoever comes logs the other one out first.
            visit.device.loggedIn = null;
            return event(visit, eventId, EventType.LOGOUT, account, null, EventContext.NONE);
        }
        if (visit.loginDue) {
            return login(visit, eventId);
        }
        if (visit.paying) {
            return purchase(visit, eventId);
        }
        visit.remaining--;
        if (account == null && visit.person.registered && visit.events > 2) {
            if (Draw.chance(LOGIN_CHANCE, random)) {
                return login(visit, eventId);
            }
        } else if (account != null && visit.remaining == 0) {
            double chance = visit.device.shared ? LOGOUT_OF_SHARED_CHANCE : LOGOUT_CHANCE;
            if (Draw.chance(chance, random)) {
                visit.device.loggedIn = null;
                return event(visit, eventId, EventType.LOGOUT, account, null, EventContext.NONE);
            }
        }
        if (Draw.chance(NEW_INTENT_CHANCE, random)) {
            visit.intent = people.drawNewIntent(visit.person, random);
            visit.item = Visit.NONE;
        }
        return visit.item == Visit.NONE ? arrive(visit, eventId) : browse(visit, eventId);
    }

    /** Before an item is in view: a search, a filter, something shown, or straight to an item. */
    private Event arrive(Visit visit, String eventId) {
        double choice = random.nextDouble();
        if (choice < 0.14) {
            return search(visit, eventId);
        }
        if (choice < 0.19) {
            return filter(visit, eventId);
        }
        if (choice < 0.21) {
            ShopItem shown = shop.items[shop.popularity.drawItem(random)];
            return event(visit, eventId, EventType.IMPRESSION, shown, Contexts.impression(shown));
        }
        return view(visit, eventId);
    }

    private Event browse(Visit visit, String eventId) {
        ShopItem item = shop.items[visit.item];
        double choice = random.nextDouble();
        if (visit.cartSize > 0) {
            if (choice < 0.12) {
                return checkout(visit, eventId);
            }
            if (choice < 0.15) {
                ShopItem dropped = shop.items[visit.takeFromCart()];
                return event(visit, eventId, EventType.REMOVE_FROM_CART, dropped, dropped.page);
            }
        }
        if (choice < 0.25) {
            return visit.canAdd() && item.inStock
                    ? addToCart(visit, eventId, item)
                    : view(visit, eventId);
        }
        if (choice < 0.275) {
            return event(visit, eventId, EventType.WISH, item, item.page);
        }
        if (choice < 0.285) {
            float stars = 1 + Draw.index(new double[] {0.05, 0.1, 0.2, 0.5, 1}, random);
            return event(visit, eventId, EventType.RATE, item, Contexts.rating(item, stars));
        }
        if (choice < 0.335) {
            long dwell = 1_000 + (long) Draw.exponential(25_000, random);
            float depth = random.nextInt(1, 101) / 100f;
            return event(visit, eventId, EventType.PAGE_PING, item, Contexts.ping(dwell, depth));
        }
        if (choice < 0.365) {
            return search(visit, eventId);
        }
        return choice < 0.385 ? filter(visit, eventId) : view(visit, eventId);
    }

    private Event view(Visit visit, String eventId) {
        visit.see(nextItem(visit));
        visit.justAdded = false;
        ShopItem item = shop.items[visit.item];
        return event(visit, eventId, EventType.VIEW, item, item.page);
    }

    private int nextItem(Visit visit) {
        double choice = random.nextDouble();
        if (visit.item != Visit.NONE) {
            ShopItem item = shop.items[visit.item];
            double complement = visit.justAdded ? 0.55 : 0.2;
            if (choice < complement) {
                return follower(item.complements);
            }
            if (choice < 0.55) {
                return follower(item.substitutes);
            }
            if (choice < 0.62) {
                return visit.seenItem(random.nextInt(1 << 16));
            }
        }
        return choice < 0.93 ? fittingItem(visit) : shop.popularity.drawItem(random);
    }

    private int follower(int[] followers) {
        double choice = random.nextDouble();
        return followers[choice < 0.55 ? 0 : choice < 0.85 ? 1 : 2];
    }

    /** By popularity, of the wanted brand and price if one is found soon. */
    private int fittingItem(Visit visit) {
        Person.Intent intent = visit.intent;
        int drawn = shop.popularity.drawItem(intent.leaf(), random);
        for (int tries = 0; tries < 4; tries++) {
            ShopItem item = shop.items[drawn];
            boolean brandFits = intent.brand() < 0 || item.brand == intent.brand();
            if (brandFits && item.priceBand == intent.priceBand()) {
                return drawn;
            }
            drawn = shop.popularity.drawItem(intent.leaf(), random);
        }
        return drawn;
    }

    private Event search(Visit visit, String eventId) {
        visit.item = Visit.NONE;
        String category = CategoryTree.name(visit.intent.leaf());
        int brand = visit.intent.brand();
        String query = brand < 0 ? category : shop.brandName(brand) + ' ' + category;
        return event(visit, eventId, EventType.SEARCH, null, Contexts.search(query));
    }

    private Event filter(Visit visit, String eventId) {
        visit.item = Visit.NONE;
        int brand = visit.intent.brand();
        EventContext context =
                Contexts.filter(
                        CategoryTree.path(visit.intent.leaf()),
                        brand < 0 ? null : shop.brandName(brand));
        return event(visit, eventId, EventType.FILTER, null, context);
    }

    private Event addToCart(Visit visit, String eventId, ShopItem item) {
        visit.add(visit.item);
        visit.justAdded = true;
        return event(visit, eventId, EventType.ADD_TO_CART, item, Contexts.pieces(item, 1));
    }

    private Event checkout(Visit visit, String eventId) {
        visit.paying = true;
        visit.loginDue =
                visit.person.registered
                        && visit.device.loggedIn == null
                        && Draw.chance(LOGIN_AT_CHECKOUT_CHANCE, random);
        return event(visit, eventId, EventType.CHECKOUT, null, Contexts.checkout());
    }

    private Event purchase(Visit visit, String eventId) {
        ShopItem item = shop.items[visit.takeFromCart()];
        visit.paying = visit.cartSize > 0;
        int quantity = 1 + Draw.index(new double[] {0.8, 0.95, 1}, random);
        return event(visit, eventId, EventType.PURCHASE, item, Contexts.pieces(item, quantity));
    }

    private Event login(Visit visit, String eventId) {
        visit.loginDue = false;
        visit.device.loggedIn = visit.person;
        return event(visit, eventId, EventType.LOGIN, null, EventContext.NONE);
    }

    private Event event(
            Visit visit,
            String eventId,
            EventType type,
            @Nullable ShopItem item,
            EventContext context) {
        return event(visit, eventId, type, visit.device.loggedIn, item, context);
    }

    private Event event(
            Visit visit,
            String eventId,
            EventType type,
            @Nullable Person account,
            @Nullable ShopItem item,
            EventContext context) {
        return new Event(
                eventId,
                type,
                visit.atMillis,
                SiteKey.DEFAULT_SITE,
                account == null ? null : account.userId,
                visit.device.id,
                visit.sessionId,
                item == null ? null : item.id,
                context,
                0,
                visit.signals);
    }
}
