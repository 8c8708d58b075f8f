package io.nextclick.evaluate.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Sessions and the items in them, both ways, in flat arrays. Sessions are numbered from 0 by the
 * time of their last click, so the more recent of two is the one with the larger number; items by
 * {@link ItemNumbers}. Unchanging.
 */
final class SessionIndex {

    /** An index of nothing. */
    static final SessionIndex EMPTY = of(new GatheredSessions());

    private final int sessionCount;
    private final int itemCount;
    private final int[] sessionStart;
    private final int[] sessionItems;
    private final int[] lastPositions;
    private final long[] endMillis;
    private final int[] itemStart;
    private final int[] itemSessions;
    private final int[] clicks;
    private final int longestSession;

    private SessionIndex(List<GatheredSessions.Session> sessions, int itemCount) {
        this.sessionCount = sessions.size();
        this.itemCount = itemCount;
        this.clicks = new int[itemCount];
        this.endMillis = new long[sessionCount];
        this.sessionStart = new int[sessionCount + 1];
        int allClicks = sessions.stream().mapToInt(GatheredSessions.Session::size).sum();
        int[] distinct = new int[allClicks];
        int[] positions = new int[allClicks];
        int[] sessionsOfItem = new int[itemCount];
        int[] countedIn = new int[itemCount];
        int longest = 0;
        int end = 0;
        for (int number = 0; number < sessionCount; number++) {
            int[] clicked = sessions.get(number).clicked();
            endMillis[number] = sessions.get(number).endMillis();
            longest = Math.max(longest, clicked.length);
            // From the last click back, so that the first time an item is met is its last position.
            for (int position = clicked.length; position > 0; position--) {
                int item = clicked[position - 1];
                clicks[item]++;
                if (countedIn[item] != number + 1) {
                    countedIn[item] = number + 1;
                    sessionsOfItem[item]++;
                    distinct[end] = item;
                    positions[end] = position;
                    end++;
                }
            }
            sessionStart[number + 1] = end;
        }
        this.longestSession = longest;
        this.sessionItems = Arrays.copyOf(distinct, end);
        this.lastPositions = Arrays.copyOf(positions, end);
        this.itemStart = new int[itemCount + 1];
        for (int item = 0; item < itemCount; item++) {
            itemStart[item + 1] = itemStart[item] + sessionsOfItem[item];
        }
        this.itemSessions = new int[end];
        int[] filled = Arrays.copyOf(itemStart, itemCount);
        for (int number = sessionCount - 1; number >= 0; number--) {
            for (int i = sessionStart[number]; i < sessionStart[number + 1]; i++) {
                itemSessions[filled[sessionItems[i]]++] = number;
            }
        }
    }

    static SessionIndex of(GatheredSessions gathered) {
        List<GatheredSessions.Session> sessions = new ArrayList<>(gathered.sessions());
        sessions.sort(Comparator.comparingLong(GatheredSessions.Session::endMillis));
        return new SessionIndex(sessions, gathered.items().size());
    }

    int sessionCount() {
        return sessionCount;
    }

    int itemCount() {
        return itemCount;
    }

    /** Most clicks of a session. */
    int longestSession() {
        return longestSession;
    }

    /** Where a session's distinct items begin; they end where the next one's begin. */
    int firstOfSession(int session) {
        return sessionStart[session];
    }

    /** Distinct items of all sessions, within a session the last clicked first. */
    int[] sessionItems() {
        return sessionItems;
    }

    /** Position of the last click on that item in its session, from 1. */
    int[] lastPositions() {
        return lastPositions;
    }

    /** Where an item's sessions begin; they end where the next one's begin. */
    int firstOfItem(int item) {
        return itemStart[item];
    }

    /** Sessions of all items, within an item the most recent first. */
    int[] itemSessions() {
        return itemSessions;
    }

    long endMillis(int session) {
        return endMillis[session];
    }

    /** Clicks on an item, repeats included. */
    int clicks(int item) {
        return clicks[item];
    }

    /** Sessions with an item. */
    int sessions(int item) {
        return itemStart[item + 1] - itemStart[item];
    }

    long bytes() {
        long ints =
                sessionStart.length
                        + sessionItems.length
                        + lastPositions.length
                        + itemStart.length
                        + itemSessions.length
                        + (long) clicks.length;
        return Integer.BYTES * ints + (long) Long.BYTES * endMillis.length;
    }
}
