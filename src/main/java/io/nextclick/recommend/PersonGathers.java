package io.nextclick.recommend;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a person that are in flight. Stored: its fields are part of every savepoint.
 *
 * <p>Invariant: lists leave in the order of the person's events: a newer request waits for an older
 * one until that one is answered, is at its deadline, or too many are open; the oldest is then
 * superseded.
 */
public final class PersonGathers {

    /** In order of their sequence. */
    public List<Gather> open = new ArrayList<>();

    /** Answers to requests up to this one are stale. */
    public long closedThrough;

    /** Until then stale answers are expected, ms of processing time; 0 if none are. */
    public long staleUntilMillis;

    /** For Flink's serializer. */
    public PersonGathers() {}

    /** The request's gather, opened if need be; null if it is closed. */
    @Nullable Gather openFor(long sequence) {
        if (sequence <= closedThrough) {
            return null;
        }
        int place = open.size();
        while (place > 0 && open.get(place - 1).sequence >= sequence) {
            place--;
        }
        if (place < open.size() && open.get(place).sequence == sequence) {
            return open.get(place);
        }
        Gather gather = Gather.of(sequence);
        open.add(place, gather);
        return gather;
    }

    /**
     * Forgets answers that wait for a request older than this one. Requests come in order, so
     * theirs was here and is closed.
     */
    void dropOrphansBefore(long sequence) {
        open.removeIf(gather -> gather.request == null && gather.sequence < sequence);
    }

    /** Requests that wait for answers. */
    int openRequests() {
        int count = 0;
        for (Gather gather : open) {
            count += gather.request == null ? 0 : 1;
        }
        return count;
    }

    /** Closes the oldest request. */
    Gather closeOldest() {
        Gather oldest = open.remove(0);
        closedThrough = Math.max(closedThrough, oldest.sequence);
        return oldest;
    }

    /** True if nothing is in flight and no stale answer is expected. */
    boolean isIdle() {
        return open.isEmpty() && staleUntilMillis == 0;
    }
}
