package io.nextclick.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Ids that were read lately, by their bytes: a cache of two entries a slot, of which the older one
 * goes. It takes its memory with the first id, since most edges carry few. Not for several threads.
 */
final class KnownIds {

    /** Longer ones are not kept. */
    static final int MAX_BYTES = 64;

    /** Bytes behind an id that may be looked at, and count for nothing. */
    static final int ROOM = Long.BYTES;

    private static final int SLOT_BITS = 12;
    private static final int ENTRIES = 2 << SLOT_BITS;

    /** 2^64 by the golden ratio: it spreads what is alike. */
    static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** The first eight bytes of each entry's id, zeros where it is shorter. */
    private long[] starts = {};

    private byte[] lengths = {};
    private @Nullable String[] ids = {};

    /** All bytes of those that are longer than eight. */
    private byte[] @Nullable [] longIds = {};

    /**
     * The id of some bytes of UTF-8, at most {@value #MAX_BYTES}.
     *
     * @param bytes with room for {@link #ROOM} more behind the id
     */
    String id(byte[] bytes, int from, int length) {
        if (length == 0) {
            return "";
        }
        if (ids.length == 0) {
            allocate();
        }
        long start = (long) LONGS.get(bytes, from);
        long end = 0;
        if (length < Long.BYTES) {
            start &= -1L << (Long.SIZE - Byte.SIZE * length);
        } else {
            end = (long) LONGS.get(bytes, from + length - Long.BYTES);
        }
        long hash = (start ^ Long.rotateLeft(end, Integer.SIZE + 1)) * SPREAD + length;
        int first = (int) ((hash * SPREAD) >>> (Long.SIZE - SLOT_BITS)) << 1;
        if (isAt(first, start, bytes, from, length)) {
            return at(first);
        }
        if (isAt(first + 1, start, bytes, from, length)) {
            return at(first + 1);
        }
        move(first);
        String id = new String(bytes, from, length, StandardCharsets.UTF_8);
        starts[first] = start;
        lengths[first] = (byte) length;
        ids[first] = id;
        longIds[first] =
                length > Long.BYTES ? Arrays.copyOfRange(bytes, from, from + length) : null;
        return id;
    }

    private void allocate() {
        starts = new long[ENTRIES];
        lengths = new byte[ENTRIES];
        ids = new String[ENTRIES];
        longIds = new byte[ENTRIES][];
    }

    private String at(int entry) {
        String id = ids[entry];
        return id == null ? "" : id;
    }

    private boolean isAt(int entry, long start, byte[] bytes, int from, int length) {
        if (starts[entry] != start || lengths[entry] != length) {
            return false;
        }
        byte[] all = longIds[entry];
        return length <= Long.BYTES
                || (all != null && Arrays.equals(all, 0, length, bytes, from, from + length));
    }

    /** The newer entry of a slot becomes the older one. */
    private void move(int first) {
        starts[first + 1] = starts[first];
        lengths[first + 1] = lengths[first];
        ids[first + 1] = ids[first];
        longIds[first + 1] = longIds[first];
    }
}
