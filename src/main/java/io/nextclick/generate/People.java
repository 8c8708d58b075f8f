package io.nextclick.generate;

import io.nextclick.generate.Person.Device;
import io.nextclick.generate.Person.Intent;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** All persons of the shop: who comes next, on which device, and with which intent. */
final class People {

    private static final int HOME_LEAVES = 3;
    private static final int MAX_TRIES = 16;

    /** Above 1, some come more often than others. */
    private static final double ACTIVITY_SKEW = 1.5;

    private final Person[] people;
    private final Shop shop;
    private int deviceCount;

    People(ShopProfile profile, Shop shop, SplittableRandom random) {
        this.shop = shop;
        people = new Person[profile.people()];
        for (int number = 0; number < people.length; number++) {
            boolean registered = Draw.chance(profile.registeredShare(), random);
            int[] leaves = new int[HOME_LEAVES];
            for (int i = 0; i < HOME_LEAVES; i++) {
                leaves[i] = random.nextInt(shop.leaves());
            }
            Person person = new Person(number, registered, leaves, random.nextInt(3));
            int own = 1 + Draw.index(new double[] {0.5, 0.85, 1}, random);
            boolean shares = number > 0 && Draw.chance(profile.sharedDeviceShare(), random);
            if (shares) {
                Device device = people[random.nextInt(number)].devices.get(0);
                device.shared = true;
                person.devices.add(device);
            }
            while (person.devices.size() < own) {
                person.devices.add(new Device(deviceCount++));
            }
            people[number] = person;
        }
    }

    /** Everybody, in the order of their numbers. */
    List<Person> all() {
        return Arrays.asList(people);
    }

    /** Deletes the cookies of a device. */
    void forget(Device device) {
        device.forget(deviceCount++);
    }

    /** Somebody who is neither here nor resting, or nobody if none was found in a few tries. */
    @Nullable Person drawVisitor(long millis, SplittableRandom random) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            double place = Math.pow(random.nextDouble(), ACTIVITY_SKEW);
            Person person = people[(int) (people.length * place)];
            if (person.restsUntilMillis <= millis) {
                return person;
            }
        }
        return null;
    }

    /** A device of the person that nobody uses now, or none; the first one is used most. */
    @Nullable Device drawDevice(Person person, SplittableRandom random) {
        int size = person.devices.size();
        int first = Draw.chance(0.5, random) ? 0 : random.nextInt(size);
        for (int i = 0; i < size; i++) {
            Device device = person.devices.get((first + i) % size);
            if (!device.busy) {
                return device;
            }
        }
        return null;
    }

    /** What the person comes for: at times what was left open, else something new. */
    Intent drawIntent(Person person, SplittableRandom random) {
        Intent last = person.lastIntent;
        return last != null && Draw.chance(0.4, random) ? last : drawNewIntent(person, random);
    }

    Intent drawNewIntent(Person person, SplittableRandom random) {
        int leaf =
                Draw.chance(0.7, random)
                        ? person.homeLeaves[random.nextInt(HOME_LEAVES)]
                        : shop.items[shop.popularity.drawItem(random)].leaf;
        int brand = Draw.chance(0.6, random) ? shop.drawBrand(leaf, random) : -1;
        int band = Draw.chance(0.7, random) ? person.priceBand : random.nextInt(3);
        return new Intent(leaf, brand, band);
    }
}
