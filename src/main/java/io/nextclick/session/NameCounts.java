package io.nextclick.session;

import java.util.Arrays;

/**
 * How often names occurred, few of them, in order of the names: so what is stored follows from what
 * was counted and not from the order in which it was.
 */
final class NameCounts {

    private static final String[] NO_NAMES = {};
    private static final int[] NO_COUNTS = {};

    private String[] names;
    private int[] counts;

    NameCounts() {
        this(NO_NAMES, NO_COUNTS);
    }

    /**
     * @param names in order, each once
     * @param counts how often each
     */
    NameCounts(String[] names, int[] counts) {
        this.names = names;
        this.counts = counts;
    }

    int size() {
        return names.length;
    }

    String name(int place) {
        return names[place];
    }

    int count(int place) {
        return counts[place];
    }

    String[] names() {
        return names;
    }

    /** Counts a name, if it is known or there may be one more. */
    void add(String name, int times, int most) {
        int place = names.length == 1 && names[0].equals(name) ? 0 : placeOf(name);
        if (place >= 0) {
            counts[place] += times;
        } else if (names.length < most) {
            insert(-place - 1, name, times);
        }
    }

    /** Counts what others counted. */
    void addAll(NameCounts other, int most) {
        for (int i = 0; i < other.names.length; i++) {
            add(other.names[i], other.counts[i], most);
        }
    }

    NameCounts copy() {
        return names.length == 0 ? new NameCounts() : new NameCounts(names.clone(), counts.clone());
    }

    void remove(String name) {
        int place = placeOf(name);
        if (place < 0) {
            return;
        }
        String[] fewerNames = new String[names.length - 1];
        int[] fewerCounts = new int[counts.length - 1];
        System.arraycopy(names, 0, fewerNames, 0, place);
        System.arraycopy(counts, 0, fewerCounts, 0, place);
        System.arraycopy(names, place + 1, fewerNames, place, fewerNames.length - place);
        System.arraycopy(counts, place + 1, fewerCounts, place, fewerCounts.length - place);
        names = fewerNames;
        counts = fewerCounts;
    }

    private int placeOf(String name) {
        return names.length == 0 ? -1 : Arrays.binarySearch(names, name);
    }

    private void insert(int place, String name, int times) {
        String[] moreNames = new String[names.length + 1];
        int[] moreCounts = new int[names.length + 1];
        System.arraycopy(names, 0, moreNames, 0, place);
        System.arraycopy(counts, 0, moreCounts, 0, place);
        System.arraycopy(names, place, moreNames, place + 1, names.length - place);
        System.arraycopy(counts, place, moreCounts, place + 1, counts.length - place);
        moreNames[place] = name;
        moreCounts[place] = times;
        names = moreNames;
        counts = moreCounts;
    }
}
