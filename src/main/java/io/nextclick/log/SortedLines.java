package io.nextclick.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The lines of a file in order of time, equal times in the order of the file. Holds the text as
 * UTF-8 in blocks: a line costs its bytes and about 24 more.
 */
final class SortedLines {

    private static final int BLOCK_BYTES = 1 << 20;

    private final List<byte[]> blocks = new ArrayList<>();
    private final ByteArrayOutputStream open = new ByteArrayOutputStream(BLOCK_BYTES);
    private long[] times = new long[1024];
    private int[] numbers = new int[1024];
    private int[] block = new int[1024];
    private int[] offset = new int[1024];
    private int[] order = {};
    private int size;
    private int read;

    void add(long millis, long lineNumber, String line) {
        if (size == times.length) {
            grow();
        }
        times[size] = millis;
        numbers[size] = Math.toIntExact(lineNumber);
        block[size] = blocks.size();
        offset[size] = open.size();
        open.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        size++;
        if (open.size() >= BLOCK_BYTES) {
            closeBlock();
        }
    }

    /** Ends adding. */
    void sort() {
        closeBlock();
        order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        int[] other = new int[size];
        for (int run = 1; run < size && run > 0; run *= 2) {
            for (long start = 0; start < size; start += 2L * run) {
                int middle = (int) Math.min(start + run, size);
                merge(order, other, (int) start, middle, (int) Math.min(start + 2L * run, size));
            }
            int[] merged = other;
            other = order;
            order = merged;
        }
    }

    boolean hasNext() {
        return read < size;
    }

    /** Number in the file of the line that {@link #next} returns next. */
    long nextNumber() {
        return numbers[order[read]];
    }

    String next() {
        int row = order[read++];
        byte[] bytes = blocks.get(block[row]);
        boolean lastOfBlock = row + 1 == size || block[row + 1] != block[row];
        int end = lastOfBlock ? bytes.length : offset[row + 1];
        return new String(bytes, offset[row], end - offset[row], StandardCharsets.UTF_8);
    }

    private void merge(int[] from, int[] to, int start, int middle, int end) {
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takeLeft =
                    left < middle && (right >= end || times[from[left]] <= times[from[right]]);
            to[i] = takeLeft ? from[left++] : from[right++];
        }
    }

    private void closeBlock() {
        blocks.add(open.toByteArray());
        open.reset();
    }

    private void grow() {
        int capacity = size + (size >> 1);
        times = Arrays.copyOf(times, capacity);
        numbers = Arrays.copyOf(numbers, capacity);
        block = Arrays.copyOf(block, capacity);
        offset = Arrays.copyOf(offset, capacity);
    }
}
