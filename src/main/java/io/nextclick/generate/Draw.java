package io.nextclick.generate;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws from the few distributions that the shop needs. */
final class Draw {

    private Draw() {}

    /** An index with the weights whose running sums are given. */
    static int index(double[] sums, SplittableRandom random) {
        int found = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
        return Math.min(found < 0 ? -found - 1 : found, sums.length - 1);
    }

    /** An exponentially distributed number. */
    static double exponential(double mean, SplittableRandom random) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    /** A whole number from 1 up, geometrically distributed. */
    static int geometric(double mean, SplittableRandom random) {
        return 1 + (int) (Math.log(1 - random.nextDouble()) / Math.log(1 - 1 / mean));
    }

    static boolean chance(double probability, SplittableRandom random) {
        return random.nextDouble() < probability;
    }

    /** A number around 0 with a variance of about 1, from three uniform ones. */
    static double bell(SplittableRandom random) {
        return 2 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
    }

    static int[] permutation(int size, SplittableRandom random) {
        int[] numbers = new int[size];
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i + 1);
            numbers[i] = numbers[other];
            numbers[other] = i;
        }
        return numbers;
    }
}
