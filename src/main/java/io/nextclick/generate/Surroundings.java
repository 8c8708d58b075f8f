package io.nextclick.generate;

import io.nextclick.event.DeviceSignals;
import io.nextclick.generate.Person.Device;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What devices show of themselves and of where they are. One to four persons live on one home
 * network, about thirty work on one office network in working hours, and thousands are under way on
 * one mobile network. A home network gets a new address now and then; devices keep their browser
 * but for rare changes, a few hide their time zone, and people seldom travel.
 *
 * <p>Everything here is drawn apart from the rest of the shop, so the events are the same but for
 * their signals.
 */
final class Surroundings {

    private static final double[] HOUSEHOLD_SUMS = {0.4, 0.72, 0.86, 1};
    private static final double OFFICE_SHARE = 0.5;
    private static final int PERSONS_PER_OFFICE = 30;
    private static final int CARRIERS_PER_ZONE = 2;

    private static final double AT_WORK_CHANCE = 0.35;
    private static final double MOBILE_CHANCE = 0.2;
    private static final double TRAVEL_CHANCE = 0.005;
    private static final double NEW_FAMILY_CHANCE = 0.001;
    private static final double HIDDEN_ZONE_CHANCE = 0.03;

    private static final long HOUR_MILLIS = 3_600_000;
    private static final long DAY_MILLIS = 24 * HOUR_MILLIS;

    /** 1970-01-01 was the fourth day of its week. */
    private static final long FIRST_WEEKDAY = 3;

    private static final List<String> FAMILIES =
            List.of(
                    "chrome/android",
                    "safari/ios",
                    "chrome/windows",
                    "edge/windows",
                    "safari/macos",
                    "chrome/macos",
                    "firefox/windows",
                    "samsung/android",
                    "app/ios",
                    "app/android",
                    "firefox/linux",
                    "chrome/linux");
    private static final double[] FAMILY_SUMS = {
        0.26, 0.48, 0.68, 0.75, 0.81, 0.86, 0.9, 0.94, 0.96, 0.98, 0.99, 1
    };

    private static final List<String> ZONES =
            List.of(
                    "Europe/Berlin",
                    "Europe/Paris",
                    "Europe/London",
                    "Europe/Madrid",
                    "America/New_York",
                    "Asia/Tokyo");
    private static final double[] ZONE_SUMS = {0.55, 0.7, 0.82, 0.92, 0.97, 1};

    private final double deviceChurn;
    private final SplittableRandom random;
    private final long salt;

    Surroundings(People people, double deviceChurn, long seed) {
        this.deviceChurn = deviceChurn;
        random = new SplittableRandom(~seed);
        salt = random.nextLong();
        List<Person> all = people.all();
        settle(all);
        int offices = Math.max(1, (int) (all.size() * OFFICE_SHARE / PERSONS_PER_OFFICE));
        for (Person person : all) {
            if (Draw.chance(OFFICE_SHARE, random)) {
                person.office = random.nextInt(offices);
            }
            person.carrier = random.nextInt(CARRIERS_PER_ZONE);
        }
        furnish(all);
    }

    /** True if the device comes to its next visit without its cookies. */
    boolean drawChurn(Device device) {
        return deviceChurn > 0 && !device.shared && Draw.chance(deviceChurn, random);
    }

    /** What the device shows during a visit that begins now. */
    DeviceSignals draw(Person person, Device device, long millis) {
        if (Draw.chance(NEW_FAMILY_CHANCE, random)) {
            device.family = Draw.index(FAMILY_SUMS, random);
        }
        double place = random.nextDouble();
        String family = FAMILIES.get(device.family);
        boolean mobile = family.endsWith("android") || family.endsWith("ios");
        int zone = person.zone;
        String network = home(device.household, millis);
        // A shared device stays where it is at home.
        if (!device.shared) {
            if (Draw.chance(TRAVEL_CHANCE, random)) {
                zone = Draw.index(ZONE_SUMS, random);
                network = carrier(zone, person.carrier);
            } else if (person.office != Person.NONE && isWorkingTime(millis)) {
                network = place < AT_WORK_CHANCE ? hash(1, person.office, 0) : network;
            } else if (mobile && place < MOBILE_CHANCE) {
                network = carrier(zone, person.carrier);
            }
        }
        return new DeviceSignals(network, family, device.hidesZone ? null : ZONES.get(zone));
    }

    /** Finds everybody a household and its time zone; who uses another's device lives there too. */
    private void settle(List<Person> all) {
        int household = 0;
        int room = 0;
        int zone = 0;
        for (int number : Draw.permutation(all.size(), random)) {
            if (room == 0) {
                household++;
                room = 1 + Draw.index(HOUSEHOLD_SUMS, random);
                zone = Draw.index(ZONE_SUMS, random);
            }
            room--;
            all.get(number).household = household;
            all.get(number).zone = zone;
        }
    }

    private void furnish(List<Person> all) {
        for (Person person : all) {
            Device first = person.devices.get(0);
            if (first.household != 0) {
                person.household = first.household;
                person.zone = first.zone;
            }
            for (Device device : person.devices) {
                if (device.household == 0) {
                    device.household = person.household;
                    device.zone = person.zone;
                    device.family = Draw.index(FAMILY_SUMS, random);
                    device.hidesZone = Draw.chance(HIDDEN_ZONE_CHANCE, random);
                }
            }
        }
    }

    /** Home's address lasts from five days to about six weeks. */
    private String home(int household, long millis) {
        long own = mix(salt + household);
        long period = (5 + Math.floorMod(own, 40L)) * DAY_MILLIS;
        return hash(0, household, (millis + Math.floorMod(own, period)) / period);
    }

    private String carrier(int zone, int carrier) {
        return hash(2, zone * CARRIERS_PER_ZONE + carrier, 0);
    }

    private static boolean isWorkingTime(long millis) {
        long hour = millis / HOUR_MILLIS % 24;
        return (millis / DAY_MILLIS + FIRST_WEEKDAY) % 7 < 5 && hour >= 8 && hour < 17;
    }

    private String hash(int kind, int number, long version) {
        long mixed = mix(mix(mix(salt + kind) + number) + version);
        return "%016x".formatted(mixed);
    }

    /** A bijection that leaves no pattern, the finalizer of MurmurHash3. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
