package io.nextclick.evaluate.baseline;

import java.util.Arrays;

/** Weights of items: a hash table with open addressing in primitive arrays. */
final class WeightsByItem {

    private static final int FREE = -1;

    private int[] items = {};
    private double[] weights = {};
    private int size;

    void add(int item, double weight) {
        if (2 * size >= items.length) {
            grow();
        }
        int slot = slot(item);
        if (items[slot] == FREE) {
            items[slot] = item;
            size++;
        }
        weights[slot] += weight;
    }

    /** 0 for an item without one. */
    double weight(int item) {
        if (size == 0) {
            return 0;
        }
        return weights[slot(item)];
    }

    /** Slots are numbered from 0; most are in use. */
    int slots() {
        return items.length;
    }

    /** False if nothing is in the slot. */
    boolean isUsed(int slot) {
        return items[slot] != FREE;
    }

    int itemAt(int slot) {
        return items[slot];
    }

    double weightAt(int slot) {
        return weights[slot];
    }

    long bytes() {
        return (long) (Integer.BYTES + Double.BYTES) * items.length;
    }

    private int slot(int item) {
        int mask = items.length - 1;
        int slot = (item * 0x9E3779B9) >>> 7 & mask;
        while (items[slot] != FREE && items[slot] != item) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldItems = items;
        double[] oldWeights = weights;
        items = new int[Math.max(4, 2 * oldItems.length)];
        weights = new double[items.length];
        Arrays.fill(items, FREE);
        for (int i = 0; i < oldItems.length; i++) {
            if (oldItems[i] != FREE) {
                int slot = slot(oldItems[i]);
                items[slot] = oldItems[i];
                weights[slot] = oldWeights[i];
            }
        }
    }
}
