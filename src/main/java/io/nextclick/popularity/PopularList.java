package io.nextclick.popularity;

import io.nextclick.flow.ForwardDecay;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bounded popularity list of one site or category. Stored: its fields are part of every
 * savepoint. Weights are scaled by {@link ForwardDecay} from {@link #landmarkMillis}. The maps have
 * no order: Flink would not keep one.
 */
public final class PopularList {

    public long landmarkMillis;
    public long updatedAtMillis;

    /** The registered publication timer, 0 if there is none. */
    public long publishAtMillis;

    public String site = "";
    public @Nullable String category;
    public @Nullable String segment;

    /** Scaled visits of available items. */
    public Map<String, Float> weights = new HashMap<>();

    /** Scaled visits of items that the catalogue says are not available. */
    public Map<String, Float> unavailable = new HashMap<>();

    /** The same visits by a shorter half-life. */
    public RecentVisits recent = new RecentVisits();

    /** For Flink's serializer. */
    public PopularList() {}
}
