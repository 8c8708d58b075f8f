package io.nextclick.blend;

/** Finds the largest of many numbers without sorting them: Hoare's quickselect. */
public final class Selection {

    private Selection() {}

    /**
     * A number that is ordered as a weight from 0 on is; of equal weights the first place's is
     * larger.
     */
    public static long numberOf(float weight, int place) {
        return (long) Float.floatToRawIntBits(weight) << Integer.SIZE | (Integer.MAX_VALUE - place);
    }

    /** The place in a number. */
    public static int placeIn(long number) {
        return Integer.MAX_VALUE - (int) number;
    }

    /**
     * Moves the largest numbers to the end, in no order.
     *
     * @param numbers the numbers, all different
     * @param size how many of the array's first count
     * @param largest how many are wanted, at most {@code size}
     * @return where they begin; they end at {@code size}
     */
    public static int moveLargestToEnd(long[] numbers, int size, int largest) {
        int begin = size - largest;
        int low = 0;
        int high = size - 1;
        while (low < high && begin > 0 && begin < size) {
            long pivot = medianOfThree(numbers[low], numbers[(low + high) >>> 1], numbers[high]);
            int left = low;
            int right = high;
            while (left <= right) {
                while (numbers[left] < pivot) {
                    left++;
                }
                while (numbers[right] > pivot) {
                    right--;
                }
                if (left <= right) {
                    long moved = numbers[left];
                    numbers[left] = numbers[right];
                    numbers[right] = moved;
                    left++;
                    right--;
                }
            }
            // Now low..right ≤ pivot ≤ left..high, and what is between is the pivot.
            if (begin <= right) {
                high = right;
            } else if (begin >= left) {
                low = left;
            } else {
                break;
            }
        }
        return begin;
    }

    private static long medianOfThree(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
