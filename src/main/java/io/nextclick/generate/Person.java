package io.nextclick.generate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A person with devices, tastes, and what was wanted last. */
final class Person {

    /** The true id, which no event carries. */
    final String id;

    /** The account's name; nobody without an account ever logs in. */
    final String userId;

    final boolean registered;
    final int[] homeLeaves;
    final int priceBand;
    final List<Device> devices = new ArrayList<>(3);

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
        final String id;
        boolean shared;
        boolean busy;
        @Nullable Person loggedIn;

        Device(int number) {
            this.id = "d" + number;
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
