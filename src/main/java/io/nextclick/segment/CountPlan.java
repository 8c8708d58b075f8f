package io.nextclick.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A number of events within a time: the newest ones are kept, one less than the number. With a
 * field to count by, the newest event of each value counts.
 *
 * @param bit condition of the events
 * @param count how many
 * @param withinMillis first to last take less than this; 0 for no bound, with a count of one
 * @param clears true if a match begins anew ({@code skip past last event})
 * @param distinct field of which each value counts once, or null
 */
record CountPlan(long bit, int count, long withinMillis, boolean clears, @Nullable String distinct)
        implements Plan {

    /**
     * The newest events, oldest first.
     *
     * @param seen not empty
     * @param endsAtMillis when the newest one is too old
     */
    record Newest(Seen[] seen, long endsAtMillis) implements Progress {
        @Override
        public long actsAtMillis() {
            return Long.MAX_VALUE;
        }

        @Override
        public Iterable<Seen> events() {
            return Arrays.asList(seen);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Newest newest
                    && Arrays.equals(seen, newest.seen)
                    && endsAtMillis == newest.endsAtMillis;
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(seen);
        }
    }

    @Override
    public @Nullable Progress step(
            @Nullable Progress progress, Seen event, long mask, Matches matches) {
        if ((mask & bit) == 0) {
            return progress;
        }
        if (count == 1) {
            matches.add(List.of(event), event.millis);
            return null;
        }
        String value = distinct == null ? null : event.field(distinct);
        if (distinct != null && value == null) {
            return progress;
        }
        List<Seen> newest = new ArrayList<>(count);
        if (progress != null) {
            for (Seen seen : ((Newest) progress).seen) {
                boolean counts =
                        event.millis - seen.millis < withinMillis
                                && (distinct == null
                                        || !Objects.equals(seen.field(distinct), value));
                if (counts) {
                    newest.add(seen);
                }
            }
        }
        newest.add(event);
        if (newest.size() > count) {
            newest.remove(0);
        }
        if (newest.size() == count) {
            matches.add(List.copyOf(newest), event.millis);
            if (clears) {
                return null;
            }
            if (distinct == null) {
                newest.remove(0);
            }
        }
        return new Newest(newest.toArray(new Seen[0]), event.millis + withinMillis);
    }

    @Override
    public @Nullable Progress advance(Progress progress, long millis, Matches matches) {
        return millis < progress.endsAtMillis() ? progress : null;
    }

    @Override
    public boolean seesAll() {
        return false;
    }

    @Override
    public boolean looksBack() {
        return distinct != null;
    }

    @Override
    public Progress takeOver(Progress progress) {
        Seen[] seen = ((Newest) progress).seen;
        return new Newest(seen, seen[seen.length - 1].millis + withinMillis);
    }
}
