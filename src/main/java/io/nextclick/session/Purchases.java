package io.nextclick.session;

import io.nextclick.flow.PastEvent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is done with the items that a person bought, or does not want: a list in the order in which
 * they said so.
 */
final class Purchases {

    private static final String[] NONE = {};

    private Purchases() {}

    /** Remembers what an event keeps out of lists; of each source each item once, the newest. */
    static void remember(List<Purchase> purchases, PastEvent event, int most) {
        String item = event.itemId();
        if (!event.type().keepsOut() || item == null || most == 0) {
            return;
        }
        Purchase purchase = new Purchase(item, event.occurredAtMillis(), event.source());
        long millis = purchase.occurredAtMillis();
        int ofSource = 0;
        int oldest = -1;
        int known = -1;
        for (int i = purchases.size() - 1; i >= 0; i--) {
            Purchase each = purchases.get(i);
            if (each.source().equals(purchase.source())) {
                ofSource++;
                oldest = i;
                known = each.itemId().equals(purchase.itemId()) ? i : known;
            }
        }
        int replaced = known >= 0 ? known : ofSource >= most ? oldest : -1;
        if (replaced >= 0) {
            if (purchases.get(replaced).occurredAtMillis() >= millis) {
                return;
            }
            purchases.remove(replaced);
        }
        int place = purchases.size();
        while (place > 0 && purchases.get(place - 1).occurredAtMillis() > millis) {
            place--;
        }
        purchases.add(place, purchase);
    }

    /** The items bought or not wanted last, newest last. */
    static String[] items(List<Purchase> purchases, int most) {
        if (purchases.isEmpty()) {
            return NONE;
        }
        Set<String> items = new LinkedHashSet<>();
        for (Purchase purchase : purchases) {
            items.remove(purchase.itemId());
            items.add(purchase.itemId());
        }
        String[] all = items.toArray(NONE);
        return all.length <= most ? all : Arrays.copyOfRange(all, all.length - most, all.length);
    }
}
