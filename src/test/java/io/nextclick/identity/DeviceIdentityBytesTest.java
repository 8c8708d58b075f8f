package io.nextclick.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextclick.event.EventType;
import io.nextclick.event.ShownItem;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PastList;
import io.nextclick.testkit.Soak;
import io.nextclick.testkit.StoredBytes;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The layout of what is kept of a device, held against bytes that are checked in: whatever changes
 * them cannot read a savepoint.
 */
class DeviceIdentityBytesTest {

    private static final long START = 1_700_000_000_000L;

    private final StoredBytes<DeviceIdentity> stored =
            new StoredBytes<>(new DeviceIdentitySerializer());

    static List<DeviceIdentity> devices() {
        return List.of(device(), anonymous(), anns(), new DeviceIdentity());
    }

    @Test
    void a_device_is_written_as_ever_and_read_back_as_it_was() throws IOException {
        stored.areAsIn("/golden/device-identity.hex", devices());
    }

    @Test
    void a_usual_device_takes_few_bytes() throws IOException {
        assertThat(stored.bytes(anonymous())).hasSizeLessThan(50);
        assertThat(stored.bytes(anns())).hasSizeLessThan(50);
    }

    @Test
    void a_copy_is_the_same_and_shares_nothing_that_changes() {
        DeviceIdentity device = device();
        DeviceIdentity copy = new DeviceIdentitySerializer().copy(device);
        assertThat(copy).usingRecursiveComparison().isEqualTo(device);
        copy.skew.events++;
        copy.forget(START);
        assertThat(device).usingRecursiveComparison().isEqualTo(device());
    }

    @Test
    void a_forgotten_device_comes_back() throws IOException {
        DeviceIdentity device = device();
        device.forget(START + 1);
        assertThat(stored.read(stored.bytes(device))).usingRecursiveComparison().isEqualTo(device);
    }

    @Test
    void any_device_comes_back() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < Soak.runs(500); i++) {
            DeviceIdentity device = any(random);
            assertThat(stored.read(stored.bytes(device)))
                    .usingRecursiveComparison()
                    .isEqualTo(device);
        }
    }

    @Test
    void broken_bytes_are_refused_and_ask_for_no_more_memory_than_they_have() throws IOException {
        stored.refusesBroken(device(), new Random(8));
        assertThatThrownBy(() -> stored.read(new byte[] {0, 0, 0, 2, 9, 0}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("identity of a device in layout 9");
        assertThatThrownBy(() -> stored.read(new byte[] {0, 0, 0, 1, 1}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0 bytes are left");
        assertThatThrownBy(() -> stored.read(new byte[] {0, 0, 0, 4, 1, 0, 0, 0}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1 bytes too many");
    }

    /** All that can be kept of a device, each part in each of its forms. */
    private static DeviceIdentity device() {
        DeviceIdentity device = new DeviceIdentity();
        device.newestMillis = START + 99_999;
        device.owners.add(new Ownership("ann", START, START + 5, 77, Evidence.LOGIN, ""));
        device.owners.add(Ownership.logout("ann", START + 6));
        device.owners.add(Ownership.logout("", START + 7));
        device.owners.add(new Ownership("\ud800é", START + 8, START + 8, 0, Evidence.LINK, ""));
        device.users.add(new SeenUser("ann", START, START + 5));
        device.users.add(new SeenUser("\ud800é", START + 8, START + 8));
        device.forgottenUserMillis = START - 9;
        device.forgottenUntilMillis = START - 99;
        device.holders.add("ann");
        device.holders.add("bob");
        device.awaitedMillis = START + 90;
        device.unlinked.add(new SeenUser("bob", START - 4, START - 4));
        device.history.add(new AnonymousEvent(event(0, true, true, null, "i1", 0), "ann"));
        device.history.add(new AnonymousEvent(event(3, true, false, "c", "i1", -7), ""));
        device.history.add(new AnonymousEvent(event(3, false, true, null, null, 1), "bob"));
        device.horizonMillis = START - 86_400_000;
        device.shared = true;
        device.sharedMillis = START + 4;
        device.guess = Ownership.of("guessed", START + 2, 0, Evidence.PROBABILISTIC);
        device.guessConfidence = 0.75;
        device.publishedUser = "guessed";
        device.publishedEvidence = Evidence.PROBABILISTIC;
        device.publishedSinceMillis = START + 2;
        device.publishedConfidence = 0.75;
        device.skew.events = 3;
        device.skew.leastMillis = -600_000;
        device.skew.mostMillis = 700_000;
        device.skew.reported = true;
        return device;
    }

    /** After its first event. */
    private static DeviceIdentity anonymous() {
        DeviceIdentity device = new DeviceIdentity();
        device.newestMillis = START;
        device.horizonMillis = START - 86_400_000;
        device.history.add(new AnonymousEvent(event(0, true, true, null, "i1", 0), ""));
        return device;
    }

    /** Of one user who is logged in. */
    private static DeviceIdentity anns() {
        DeviceIdentity device = new DeviceIdentity();
        device.newestMillis = START + 9_000;
        device.owners.add(new Ownership("ann", START, START + 9_000, 7, Evidence.LOGIN, ""));
        device.users.add(new SeenUser("ann", START, START + 9_000));
        device.awaitedMillis = START + 90;
        device.publishedUser = "ann";
        device.publishedEvidence = Evidence.LOGIN;
        device.publishedSinceMillis = START;
        device.publishedConfidence = 1;
        return device;
    }

    private static PastEvent event(
            long millis,
            boolean anonymous,
            boolean shown,
            @Nullable String category,
            @Nullable String item,
            int visit) {
        return new PastEvent(
                "e" + millis,
                START + millis,
                item == null ? EventType.LOGOUT : EventType.PURCHASE,
                anonymous,
                shown,
                "phone",
                visit,
                item,
                category,
                category == null ? null : "brand",
                category == null ? -1 : visit == 0 ? 2_345_001 : 12_990_000,
                category == null ? null : "KWD",
                category == null ? 1 : 3,
                category == null ? 0 : 77,
                null);
    }

    private static DeviceIdentity any(Random random) {
        DeviceIdentity device = random.nextBoolean() ? device() : new DeviceIdentity();
        device.newestMillis = millis(random);
        device.horizonMillis = millis(random);
        device.forgottenUserMillis = millis(random);
        device.awaitedMillis = millis(random);
        device.forgottenUntilMillis = millis(random);
        device.shared = random.nextBoolean();
        device.sharedMillis = millis(random);
        device.guess = random.nextBoolean() ? null : owner(random);
        device.publishedUser = name(random);
        device.publishedConfidence = random.nextInt(3) / 2.0;
        for (int left = random.nextInt(40); left > 0; left--) {
            device.owners.add(owner(random));
            device.users.add(new SeenUser(name(random), millis(random), millis(random)));
            device.unlinked.add(new SeenUser(name(random), millis(random), millis(random)));
            device.holders.add(name(random));
            boolean details = random.nextBoolean();
            PastEvent event =
                    event(
                            random.nextLong(),
                            random.nextBoolean(),
                            random.nextBoolean(),
                            details ? name(random) : null,
                            random.nextBoolean() ? name(random) : null,
                            random.nextInt());
            PastList list =
                    new PastList(
                            "l" + random.nextInt(3),
                            "home",
                            "",
                            details ? 9 : 0,
                            details ? START - 1 : 0,
                            details && random.nextBoolean() ? List.of(name(random)) : List.of(),
                            random.nextInt(3),
                            0,
                            details ? List.of() : List.of(new ShownItem("tea", 1)));
            PastEvent listed = random.nextInt(4) == 0 ? event.with(list) : event;
            device.history.add(new AnonymousEvent(listed, name(random)));
        }
        return device;
    }

    private static Ownership owner(Random random) {
        Evidence[] kinds = Evidence.values();
        return new Ownership(
                name(random),
                millis(random),
                millis(random),
                random.nextInt(3) - 1,
                kinds[random.nextInt(kinds.length)],
                name(random));
    }

    private static long millis(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> Long.MAX_VALUE;
            case 2 -> random.nextLong();
            default -> START + random.nextInt();
        };
    }

    private static String name(Random random) {
        int which = random.nextInt(60);
        return which == 0 ? "" : which % 10 == 9 ? "\udc00é" + which : "name-" + which;
    }
}
