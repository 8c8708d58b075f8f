package io.nextclick.blend;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be learnt of persons; who was not asked for the longest is evicted at the bound. */
final class PendingExamples {

    /** Most unused examples that are kept: about as many are taken as are put back. */
    private static final int MOST_SPARE = 16;

    private final int most;

    /**
     * By person, the least recently used first. A look-up moves a person to the end, which saves
     * the two that taking out and putting back would be.
     */
    private final Map<String, PendingExample> pending = new LinkedHashMap<>(16, 0.75f, true);

    /** Of no person: their memory serves the next ones. */
    private final Deque<PendingExample> spare = new ArrayDeque<>();

    PendingExamples(int most) {
        this.most = most;
    }

    /** A person's; null if there is none. */
    @Nullable PendingExample of(String person) {
        return pending.get(person);
    }

    /** A person's; null if there is none, or it is of a later event and nothing is learnt of it. */
    @Nullable PendingExample of(String person, long atMillis) {
        PendingExample newest = pending.get(person);
        return newest == null || newest.isOfLaterThan(atMillis) ? null : newest;
    }

    /** A list is a person's newest, unless it is of an earlier event than the pending one. */
    void put(String person, PendingList list, TrainingExample example) {
        PendingExample last = pending.get(person);
        if (last != null) {
            if (!last.isOfLaterThan(list.atMillis())) {
                last.become(list, example);
            }
            return;
        }
        PendingExample newest = spare.isEmpty() ? new PendingExample() : spare.removeLast();
        newest.become(list, example);
        pending.put(person, newest);
        if (pending.size() > most) {
            remove(pending.keySet().iterator().next());
        }
    }

    /** Forgets a person's. */
    void remove(String person) {
        PendingExample unused = pending.remove(person);
        if (unused != null && spare.size() < MOST_SPARE) {
            unused.clear();
            spare.addLast(unused);
        }
    }

    /** How many there are. */
    int size() {
        return pending.size();
    }
}
