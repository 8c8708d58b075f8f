package io.nextclick.popularity;

import java.util.HashMap;
import java.util.Map;

/**
 * The visits of a {@link PopularList} by a shorter half-life, and whether they say better what is
 * visited next. Stored: its fields are part of every savepoint.
 */
public final class RecentVisits {

    public long landmarkMillis;
    public long updatedAtMillis;

    /** Scaled visits of available items, as in the list. */
    public Map<String, Float> weights = new HashMap<>();

    /** Visits so far; every few of them both are compared. */
    public long visits;

    /** Recent mean of the logarithm of the share that these give to a visit over the list's own. */
    public double advantage;

    /** True if these are published. */
    public boolean serve;

    /** For Flink's serializer. */
    public RecentVisits() {}
}
