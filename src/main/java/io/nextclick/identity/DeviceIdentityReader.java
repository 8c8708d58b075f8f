package io.nextclick.identity;

import static io.nextclick.identity.DeviceIdentityWriter.AWAITED;
import static io.nextclick.identity.DeviceIdentityWriter.CERTAIN;
import static io.nextclick.identity.DeviceIdentityWriter.FORGOTTEN;
import static io.nextclick.identity.DeviceIdentityWriter.GUESS;
import static io.nextclick.identity.DeviceIdentityWriter.GUESS_CONFIDENCE;
import static io.nextclick.identity.DeviceIdentityWriter.HIDDEN;
import static io.nextclick.identity.DeviceIdentityWriter.HISTORY;
import static io.nextclick.identity.DeviceIdentityWriter.HOLDERS;
import static io.nextclick.identity.DeviceIdentityWriter.HORIZON;
import static io.nextclick.identity.DeviceIdentityWriter.KIND_MASK;
import static io.nextclick.identity.DeviceIdentityWriter.LASTS;
import static io.nextclick.identity.DeviceIdentityWriter.LISTS;
import static io.nextclick.identity.DeviceIdentityWriter.LOGGED_OUT;
import static io.nextclick.identity.DeviceIdentityWriter.NAMED;
import static io.nextclick.identity.DeviceIdentityWriter.OWNERS;
import static io.nextclick.identity.DeviceIdentityWriter.PUBLISHED;
import static io.nextclick.identity.DeviceIdentityWriter.SHARED;
import static io.nextclick.identity.DeviceIdentityWriter.SKEW;
import static io.nextclick.identity.DeviceIdentityWriter.UNLINKED;
import static io.nextclick.identity.DeviceIdentityWriter.USERS;
import static io.nextclick.identity.DeviceIdentityWriter.VISIT;

import io.nextclick.flow.PastEvent;
import io.nextclick.writeback.CompactReader;
import io.nextclick.writeback.StoredEvents;
import io.nextclick.writeback.StoredLists;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads one {@link DeviceIdentity} in the layout of {@link DeviceIdentityWriter}. */
final class DeviceIdentityReader {

    /** By their numbers in the bytes: their places in the enum, where new ones are last. */
    private static final Evidence[] KINDS = Evidence.values();

    private DeviceIdentityReader() {}

    static DeviceIdentity read(CompactReader in) throws IOException {
        DeviceIdentity device = new DeviceIdentity();
        int parts = in.whole();
        long base = in.signed();
        device.newestMillis = base;
        if ((parts & OWNERS) != 0) {
            int owners = in.count(3);
            device.owners = new ArrayList<>(owners + 1);
            for (int i = 0; i < owners; i++) {
                device.owners.add(owner(base, in));
            }
        }
        if ((parts & AWAITED) != 0) {
            device.awaitedMillis = base + in.signed();
        }
        if ((parts & USERS) != 0) {
            device.users = users(base, in);
        }
        if ((parts & HISTORY) != 0) {
            device.history = history(base, in);
        }
        if ((parts & HORIZON) != 0) {
            device.horizonMillis = base + in.signed();
        }
        if ((parts & PUBLISHED) != 0) {
            int what = in.octet();
            device.publishedEvidence = kind(what & KIND_MASK);
            device.publishedUser = user(in);
            device.publishedSinceMillis = base + in.signed();
            device.publishedConfidence = (what & CERTAIN) != 0 ? 1 : in.real();
        }
        if ((parts & SKEW) != 0) {
            device.skew.events = (int) in.signed();
            device.skew.leastMillis = in.signed();
            device.skew.mostMillis = in.signed();
            device.skew.reported = in.octet() != 0;
        }
        seldom(device, parts, base, in);
        return device;
    }

    private static void seldom(DeviceIdentity device, int parts, long base, CompactReader in)
            throws IOException {
        if ((parts & HOLDERS) != 0) {
            int holders = in.count(1);
            device.holders = new ArrayList<>(holders + 1);
            for (int i = 0; i < holders; i++) {
                device.holders.add(in.someText());
            }
        }
        if ((parts & UNLINKED) != 0) {
            device.unlinked = users(base, in);
        }
        if ((parts & FORGOTTEN) != 0) {
            device.forgottenUserMillis = base + in.signed();
            device.forgottenUntilMillis = base + in.signed();
        }
        if ((parts & SHARED) != 0) {
            device.shared = in.octet() != 0;
            device.sharedMillis = base + in.signed();
        }
        if ((parts & GUESS) != 0) {
            device.guess = owner(base, in);
        }
        if ((parts & GUESS_CONFIDENCE) != 0) {
            device.guessConfidence = in.real();
        }
        if ((parts & LISTS) != 0) {
            lists(device.history, base, in);
        }
    }

    private static void lists(List<AnonymousEvent> history, long base, CompactReader in)
            throws IOException {
        int place = 0;
        for (int step = in.whole(); step != 0; step = in.whole()) {
            place += step - 1;
            if (step < 0 || place >= history.size()) {
                throw new IOException("a list of event %d".formatted(place));
            }
            AnonymousEvent of = history.get(place);
            PastEvent listed = of.event().with(StoredLists.read(base, in));
            history.set(place, new AnonymousEvent(listed, of.userId()));
        }
    }

    private static Ownership owner(long base, CompactReader in) throws IOException {
        int what = in.octet();
        String user = user(in);
        long first = base + in.signed();
        long last = (what & LASTS) != 0 ? first + in.signed() : first;
        int visit = (what & VISIT) != 0 ? in.fixedInt() : 0;
        String loggedOut = (what & LOGGED_OUT) != 0 ? in.someText() : Ownership.NOBODY;
        return new Ownership(user, first, last, visit, kind(what & KIND_MASK), loggedOut);
    }

    private static List<SeenUser> users(long base, CompactReader in) throws IOException {
        int count = in.count(3);
        List<SeenUser> users = new ArrayList<>(count + 1);
        for (int i = 0; i < count; i++) {
            String user = in.someText();
            long first = base + in.signed();
            users.add(new SeenUser(user, first, first + in.signed()));
        }
        return users;
    }

    private static List<AnonymousEvent> history(long base, CompactReader in) throws IOException {
        int count = in.count(6);
        List<AnonymousEvent> history = new ArrayList<>(count + 1);
        long before = base;
        for (int i = 0; i < count; i++) {
            PastEvent event = event(before, in);
            history.add(new AnonymousEvent(event, user(in)));
            before = event.occurredAtMillis();
        }
        return history;
    }

    private static PastEvent event(long beforeMillis, CompactReader in) throws IOException {
        int what = in.octet();
        return StoredEvents.read(what, (what & NAMED) == 0, (what & HIDDEN) == 0, beforeMillis, in);
    }

    private static String user(CompactReader in) throws IOException {
        String user = in.text();
        return user == null ? Ownership.NOBODY : user;
    }

    private static Evidence kind(int place) throws IOException {
        if (place >= KINDS.length) {
            throw new IOException("kind %d of evidence".formatted(place));
        }
        return KINDS[place];
    }
}
