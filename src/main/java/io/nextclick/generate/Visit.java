package io.nextclick.generate;

import io.nextclick.event.DeviceSignals;
import io.nextclick.generate.Person.Device;
import io.nextclick.generate.Person.Intent;

/** One visit under way. */
final class Visit {

    static final int NONE = -1;
    private static final int MAX_SEEN = 8;
    private static final int MAX_CART = 4;

    final Person person;
    final Device device;
    final String sessionId;

    /** What the device shows during the visit. */
    final DeviceSignals signals;

    /** When the next event happens, ms since the epoch. */
    long atMillis;

    /** Events still to come, without those of a purchase. */
    int remaining;

    Intent intent;

    /** Item in view, or {@link #NONE}. */
    int item = NONE;

    int events;
    boolean loginDue;
    boolean paying;
    boolean justAdded;
    int cartSize;
    private final int[] cart = new int[MAX_CART];
    private final int[] seen = new int[MAX_SEEN];
    private int seenCount;

    Visit(
            Person person,
            Device device,
            String sessionId,
            DeviceSignals signals,
            Intent intent,
            long atMillis) {
        this.person = person;
        this.device = device;
        this.sessionId = sessionId;
        this.signals = signals;
        this.intent = intent;
        this.atMillis = atMillis;
    }

    void see(int number) {
        item = number;
        seen[seenCount++ % MAX_SEEN] = number;
    }

    /** One of the last items seen, chosen by a number from 0 up. */
    int seenItem(int choice) {
        return seen[choice % Math.min(seenCount, MAX_SEEN)];
    }

    boolean canAdd() {
        return cartSize < MAX_CART;
    }

    void add(int number) {
        cart[cartSize++] = number;
    }

    int takeFromCart() {
        return cart[--cartSize];
    }

    boolean isOver() {
        return remaining <= 0 && !paying;
    }
}
