package io.nextclick.generate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A person with devices, tastes, and what was wanted last. */
final class Person {

    static final int NONE = -1;

    /** The true id, which no event carries. */
    final String id;

    /** The account's name; nobody without an account ever logs in. */
    final String userId;

    final boolean registered;
    final int[] homeLeaves;
    final int priceBand;
    final List<Device> devices = new ArrayList<>(3);

    /** Who lives with whom; they share a network. */
    int household;

    /** Number of the time zone at home. */
    int zone;

    /** Office where the person works, or {@link #NONE}. */
    int office = NONE;

    /** Mobile network that the person's phones use. */
    int carrier;

    /** Event time before which the person does not come again, ms. */
    long restsUntilMillis;

    @Nullable Intent lastIntent;

    Person(int number, boolean registered, int[] homeLeaves, int priceBand) {
        this.id = "p" + number;
        this.userId = "u" + number;
        this.registered = registered;
        this.homeLeaves = homeLeaves;
        this.priceBand = priceBand;
    }

    /** A browser or app install, of one person or shared. */
    static final class Device {
        String id;
        boolean shared;
        boolean busy;
        @Nullable Person loggedIn;

        /** Household where it is at home. */
        int household;

        int zone;

        /** Number of its family of browser or app and operating system. */
        int family;

        boolean hidesZone;

        Device(int number) {
            this.id = idOf(number);
        }

        /** Its cookies are deleted: to the shop it is a device never seen. */
        void forget(int number) {
            id = idOf(number);
            loggedIn = null;
        }

        private static String idOf(int number) {
            return "d" + number;
        }
    }

    /**
     * What a person is after.
     *
     * @param leaf category
     * @param brand favoured brand, -1 for any
     * @param priceBand favoured price band
     */
    record Intent(int leaf, int brand, int priceBand) {}
}
