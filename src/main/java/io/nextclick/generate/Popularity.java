package io.nextclick.generate;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How often items are sought: Zipf's law over a ranking that drifts. Each item's weight swings by a
 * factor of about two around its law with a period of 6 to 20 days, so ranks change over days.
 */
final class Popularity {

    private static final long STEP_MILLIS = 6 * 3_600_000L;
    private static final double DAY_MILLIS = 86_400_000;
    private static final double SWING = 0.8;

    private final double[] weights;
    private final double[] periodDays;
    private final double[] phases;
    private final int[][] itemsOfLeaf;
    private final double[][] sumsOfLeaf;
    private final double[] sums;
    private long nextStepMillis;

    Popularity(
            int[] leafOfItem, int leaves, double exponent, long millis, SplittableRandom random) {
        int items = leafOfItem.length;
        int[] ranking = Draw.permutation(items, random);
        weights = new double[items];
        periodDays = new double[items];
        phases = new double[items];
        for (int item = 0; item < items; item++) {
            weights[item] = Math.pow(1 + ranking[item], -exponent);
            periodDays[item] = random.nextDouble(6, 20);
            phases[item] = random.nextDouble(2 * Math.PI);
        }
        itemsOfLeaf = new int[leaves][];
        sumsOfLeaf = new double[leaves][];
        int[] sizes = new int[leaves];
        for (int leaf : leafOfItem) {
            sizes[leaf]++;
        }
        for (int leaf = 0; leaf < leaves; leaf++) {
            itemsOfLeaf[leaf] = new int[sizes[leaf]];
            sumsOfLeaf[leaf] = new double[sizes[leaf]];
        }
        Arrays.fill(sizes, 0);
        for (int item = 0; item < items; item++) {
            int leaf = leafOfItem[item];
            itemsOfLeaf[leaf][sizes[leaf]++] = item;
        }
        sums = new double[items];
        rank(millis);
    }

    /** Lets the ranking drift; does nothing most of the time. */
    void moveTo(long millis) {
        if (millis >= nextStepMillis) {
            rank(millis);
        }
    }

    /** An item by its popularity in the shop. */
    int drawItem(SplittableRandom random) {
        return Draw.index(sums, random);
    }

    /** An item by its popularity within a leaf category. */
    int drawItem(int leaf, SplittableRandom random) {
        return itemsOfLeaf[leaf][Draw.index(sumsOfLeaf[leaf], random)];
    }

    private void rank(long millis) {
        double days = millis / DAY_MILLIS;
        double sum = 0;
        double[] now = new double[weights.length];
        for (int item = 0; item < now.length; item++) {
            double turn = 2 * Math.PI * days / periodDays[item] + phases[item];
            now[item] = weights[item] * Math.exp(SWING * Math.sin(turn));
            sum += now[item];
            sums[item] = sum;
        }
        for (int leaf = 0; leaf < itemsOfLeaf.length; leaf++) {
            double sumOfLeaf = 0;
            for (int i = 0; i < itemsOfLeaf[leaf].length; i++) {
                sumOfLeaf += now[itemsOfLeaf[leaf][i]];
                sumsOfLeaf[leaf][i] = sumOfLeaf;
            }
        }
        nextStepMillis = millis + STEP_MILLIS;
    }
}
