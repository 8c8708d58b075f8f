package io.nextclick.evaluate;

import java.util.BitSet;

/**
 * Which clicks are the last of their session: one bit for each, so that a second reading of the log
 * can close every session in time. While it is built it keeps 16 to 32 bytes for a session, after
 * {@link #done} none. Sessions are told apart by 64 bits of their ids: among a hundred million, two
 * are taken for one with a probability of .0003.
 */
final class SessionEnds {

    private static final int SMALLEST = 1 << 10;

    private final BitSet ends = new BitSet();
    private int clicks;
    private int sessions;

    /** By hash of the id, open addressing; 0 is none. */
    private long[] keys = new long[SMALLEST];

    private int[] newest = new int[SMALLEST];

    /**
     * Takes the next click of a session.
     *
     * @return number of the session's click before, counted from 0 over all; -1 if there is none
     */
    int add(String sessionId) {
        if (2 * sessions >= keys.length) {
            grow();
        }
        int slot = slot(hash(sessionId));
        int before = -1;
        if (keys[slot] == 0) {
            keys[slot] = hash(sessionId);
            sessions++;
        } else {
            before = newest[slot];
            ends.clear(before);
        }
        ends.set(clicks);
        newest[slot] = clicks;
        clicks = Math.incrementExact(clicks);
        return before;
    }

    /** Clicks of a session do not continue one from before. */
    void done() {
        keys = new long[SMALLEST];
        newest = new int[SMALLEST];
        sessions = 0;
    }

    /** True if the click of the number is its session's last. */
    boolean isEnd(int click) {
        return ends.get(click);
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldNewest = newest;
        keys = new long[Math.multiplyExact(2, oldKeys.length)];
        newest = new int[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                newest[slot] = oldNewest[i];
            }
        }
    }

    private int slot(long key) {
        int slot = (int) key & (keys.length - 1);
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    /** FNV-1a of the characters, mixed as in MurmurHash3. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }
}
