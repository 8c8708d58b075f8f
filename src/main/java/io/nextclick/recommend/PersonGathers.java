package io.nextclick.recommend;

import java.util.ArrayList;
import java.util.List;

/**
 * The requests of a person that are in flight. Stored: its fields are part of every savepoint.
 *
 * <p>Invariant: lists are emitted in the order of the person's events: a newer request waits for an
 * older one until that one is answered, is at its deadline, or too many are open; the oldest is
 * then superseded, or answered with what came if no newer one is for its surface.
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

    /** True if nothing is in flight and no stale answer is expected. */
    boolean isIdle() {
        return open.isEmpty() && staleUntilMillis == 0;
    }
}
