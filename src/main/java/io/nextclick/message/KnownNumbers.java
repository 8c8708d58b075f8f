package io.nextclick.message;

import org.jspecify.annotations.Nullable;

/**
 * The texts of numbers that were read lately: a cache of two entries a slot, of which the older one
 * goes. It takes its memory with the first number. Not for several threads.
 */
final class KnownNumbers {

    private static final int SLOT_BITS = 12;
    private static final int ENTRIES = 2 << SLOT_BITS;

    private long[] numbers = {};
    private @Nullable String[] texts = {};

    /** A number's digits. */
    String text(long number) {
        if (texts.length == 0) {
            numbers = new long[ENTRIES];
            texts = new String[ENTRIES];
        }
        int first = (int) ((number * KnownIds.SPREAD) >>> (Long.SIZE - SLOT_BITS)) << 1;
        String newer = texts[first];
        if (newer != null && numbers[first] == number) {
            return newer;
        }
        String older = texts[first + 1];
        if (older != null && numbers[first + 1] == number) {
            return older;
        }
        String text = Long.toString(number);
        numbers[first + 1] = numbers[first];
        texts[first + 1] = newer;
        numbers[first] = number;
        texts[first] = text;
        return text;
    }
}
