package io.nextclick.identity;

import io.nextclick.event.DeviceSignals;
import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a device on one network: the evidence that {@link LinkModel} compares. Stored:
 * its fields are part of every savepoint.
 */
public final class DeviceProfile {

    static final int HOURS = 24;

    private static final long HOUR_MILLIS = 3_600_000;

    public String deviceId = "";

    /** The user who was last logged in on it, if any was. */
    public @Nullable String userId;

    /** True if more than one user was seen on it. */
    public boolean severalUsers;

    public @Nullable String userAgentFamily;
    public @Nullable String timeZone;
    public long firstMillis = Long.MAX_VALUE;
    public long lastMillis;
    public int events;

    /** Hashes of the distinct items that it turned to last, newest first. */
    public int[] items = {};

    /** Hashes of the categories, search texts and items without category its visits were about. */
    public int[] topics = {};

    /** For each topic, how many visits it was in. */
    public int[] topicVisits = {};

    /** Events by hour of the day, UTC. */
    public int[] hours = new int[HOURS];

    /** Its last visits, in the order in which they were first seen. */
    public List<DeviceVisit> visits = new ArrayList<>();

    /** Users of whom it was said that the device is probably theirs. */
    public List<String> guessedUsers = new ArrayList<>();

    /** Users of whom it was said that it may be theirs. */
    public List<String> doubtedUsers = new ArrayList<>();

    /** For Flink's serializer. */
    public DeviceProfile() {}

    static DeviceProfile of(String deviceId) {
        DeviceProfile profile = new DeviceProfile();
        profile.deviceId = deviceId;
        return profile;
    }

    /** True if there is enough to compare it by. */
    boolean hasEvidence(LinkSettings rules) {
        return events >= rules.minEvents() && visits.size() >= rules.minVisits();
    }

    /** Notes a verdict about a user; false if it was given before, or a firmer one. */
    boolean noteVerdict(String user, boolean accepted, int most) {
        if (guessedUsers.contains(user) || (!accepted && doubtedUsers.contains(user))) {
            return false;
        }
        List<String> said = accepted ? guessedUsers : doubtedUsers;
        said.add(user);
        if (said.size() > most) {
            said.remove(0);
        }
        return true;
    }

    /** True if nobody has logged in on it. */
    boolean isAnonymous() {
        return userId == null;
    }

    /** True if one user and no other has logged in on it. */
    boolean hasOneUser() {
        return userId != null && !severalUsers;
    }

    /**
     * Takes in an event of the device.
     *
     * @return true if there is new evidence: a user, an item it did not know, or {@code scoreEvery}
     *     events more
     */
    boolean add(Event event, LinkSettings rules) {
        long millis = event.occurredAtMillis();
        if (userId != null && (event.userId() == null || event.type() == EventType.LOGOUT)) {
            // After a logout it may be anybody who uses it.
            lastMillis = Math.max(lastMillis, millis);
            return false;
        }
        events++;
        hours[(int) Math.floorMod(millis / HOUR_MILLIS, (long) HOURS)]++;
        if (millis >= lastMillis) {
            show(event.signals());
        }
        firstMillis = Math.min(firstMillis, millis);
        lastMillis = Math.max(lastMillis, millis);
        boolean isNew = events % rules.scoreEvery() == 0;
        isNew |= noteUser(event.userId());
        DeviceVisit visit = visitAt(millis, rules);
        String item = event.itemId();
        boolean interest = item == null || event.type().isInterest();
        String topic = topic(event);
        if (interest && topic != null && visit.note(topic.hashCode())) {
            noteTopic(topic.hashCode(), rules.maxTopics());
        }
        if (interest && item != null) {
            isNew |= noteItem(item.hashCode(), rules.maxItems());
        }
        return isNew;
    }

    /** What an event is about: the category, else the words searched for, else the item. */
    private static @Nullable String topic(Event event) {
        String category = event.context().category();
        String query = event.context().query();
        return category != null ? category : query != null ? query : event.itemId();
    }

    private void show(@Nullable DeviceSignals signals) {
        if (signals != null) {
            String family = signals.userAgentFamily();
            String zone = signals.timeZone();
            userAgentFamily = family == null ? userAgentFamily : family;
            timeZone = zone == null ? timeZone : zone;
        }
    }

    private boolean noteUser(@Nullable String user) {
        if (user == null || user.equals(userId)) {
            return false;
        }
        severalUsers |= userId != null;
        userId = user;
        return true;
    }

    private DeviceVisit visitAt(long millis, LinkSettings rules) {
        for (int i = visits.size() - 1; i >= 0; i--) {
            DeviceVisit visit = visits.get(i);
            if (visit.reaches(millis, rules.visitGapMillis())) {
                visit.reach(millis);
                return visit;
            }
        }
        DeviceVisit visit = DeviceVisit.startingAt(millis);
        visits.add(visit);
        if (visits.size() > rules.maxVisits()) {
            visits.remove(0);
        }
        return visit;
    }

    /** Counts a visit to a topic; where there is no room the one with the fewest visits leaves. */
    private void noteTopic(int topic, int most) {
        int fewest = 0;
        for (int i = 0; i < topics.length; i++) {
            if (topics[i] == topic) {
                topicVisits[i]++;
                return;
            }
            if (topicVisits[i] < topicVisits[fewest]) {
                fewest = i;
            }
        }
        if (topics.length < most) {
            fewest = topics.length;
            topics = Arrays.copyOf(topics, fewest + 1);
            topicVisits = Arrays.copyOf(topicVisits, fewest + 1);
        }
        topics[fewest] = topic;
        topicVisits[fewest] = 1;
    }

    /** Moves an item to the front; true if it was not there. */
    private boolean noteItem(int item, int most) {
        int place = 0;
        while (place < items.length && items[place] != item) {
            place++;
        }
        boolean isNew = place == items.length;
        if (isNew) {
            if (items.length < most) {
                items = Arrays.copyOf(items, items.length + 1);
            }
            place = items.length - 1;
        }
        System.arraycopy(items, 0, items, 1, place);
        items[0] = item;
        return isNew;
    }
}
