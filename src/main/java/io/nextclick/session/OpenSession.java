package io.nextclick.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session that was open in a savepoint of 0.1. Stored there; {@link PersonVisits} takes it over
 * at the person's next event, and nothing writes it any more.
 */
public final class OpenSession {
    public long startMillis;
    public long endMillis;
    public int events;
    public int steps;
    public boolean converted;
    public @Nullable String entryItem;
    public long entryMillis;
    public @Nullable String exitItem;
    public long exitMillis;
    public Map<String, Integer> countsByType = new HashMap<>();
    public Set<String> items = new HashSet<>();
    public List<String> devices = new ArrayList<>();
    public List<String> recentItems = new ArrayList<>();
    public List<Long> recentMillis = new ArrayList<>();

    /** For Flink's serializer. */
    public OpenSession() {}
}
