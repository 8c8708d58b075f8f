package io.nextclick.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events one after another, each a fixed number of times, with things that may not happen between
 * them or after the last within the time. Each event that begins a match begins one run, and every
 * later event does one thing to it: it is taken, ends it, or does not matter. So a run is the
 * events that it has taken, and no run ever splits.
 *
 * @param links the events in order; at least one
 * @param absentBit condition of an event that may not come after the last, 0 for none
 * @param withinMillis first to last event take less than this
 * @param clears true if a match ends every other run that began before its end
 * @param maxRuns most runs; the oldest leaves
 */
record ChainPlan(List<Link> links, long absentBit, long withinMillis, boolean clears, int maxRuns)
        implements Plan {

    /**
     * One event of the chain.
     *
     * @param bit its condition
     * @param strict true if it must be the next event at all
     * @param absentBits conditions of events that may not come before it
     */
    record Link(long bit, boolean strict, long absentBits) {}

    /**
     * The runs, in order of their first event.
     *
     * @param runs each the events that it has taken; none is empty
     * @param actsAtMillis when the first that waits for an absence has waited long enough
     * @param endsAtMillis when the last is too old
     */
    record Runs(Seen[][] runs, long actsAtMillis, long endsAtMillis) implements Progress {
        @Override
        public Iterable<Seen> events() {
            List<Seen> events = new ArrayList<>();
            for (Seen[] run : runs) {
                events.addAll(Arrays.asList(run));
            }
            return events;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Runs others && Arrays.deepEquals(runs, others.runs);
        }

        @Override
        public int hashCode() {
            return Arrays.deepHashCode(runs);
        }
    }

    @Override
    public @Nullable Progress step(
            @Nullable Progress progress, Seen event, long mask, Matches matches) {
        List<Seen[]> runs = new ArrayList<>();
        boolean matched = false;
        if (progress != null) {
            for (Seen[] run : ((Runs) progress).runs) {
                // Time is moved for what acts by it; a run that is merely too old is still here.
                boolean tooOld = event.millis - run[0].millis >= withinMillis;
                Seen[] after = tooOld ? null : after(run, event, mask);
                if (after == null) {
                    continue;
                }
                if (after.length == links.size() && absentBit == 0) {
                    if (!matched || !clears) {
                        matches.add(Arrays.asList(after), event.millis);
                    }
                    matched = true;
                } else {
                    runs.add(after);
                }
            }
        }
        if (matched && clears) {
            return null;
        }
        if ((mask & links.get(0).bit()) != 0) {
            runs.add(new Seen[] {event});
            if (runs.size() > maxRuns) {
                runs.remove(0);
            }
        }
        return of(runs);
    }

    /** What an event makes of a run; null if it ends it. */
    private Seen @Nullable [] after(Seen[] run, Seen event, long mask) {
        if (run.length == links.size()) {
            return (mask & absentBit) != 0 ? null : run;
        }
        Link next = links.get(run.length);
        boolean taken = (mask & next.bit()) != 0;
        boolean completes = taken && run.length + 1 == links.size() && absentBit == 0;
        // An event that is wanted and may not come ends the run, but completes a match, as in CEP.
        if ((mask & next.absentBits()) != 0 && !completes) {
            return null;
        }
        if (taken) {
            Seen[] longer = Arrays.copyOf(run, run.length + 1);
            longer[run.length] = event;
            return longer;
        }
        return next.strict() ? null : run;
    }

    @Override
    public @Nullable Progress advance(Progress progress, long millis, Matches matches) {
        List<Seen[]> runs = new ArrayList<>();
        Seen endOfMatch = null;
        for (Seen[] run : ((Runs) progress).runs) {
            if (endOfMatch != null && clears && run[0].millis <= endOfMatch.millis) {
                continue;
            }
            if (millis - run[0].millis < withinMillis) {
                runs.add(run);
            } else if (run.length == links.size()) {
                matches.add(Arrays.asList(run), run[0].millis + withinMillis);
                endOfMatch = run[run.length - 1];
            }
        }
        return of(runs);
    }

    private @Nullable Progress of(List<Seen[]> runs) {
        if (runs.isEmpty()) {
            return null;
        }
        return of(runs.toArray(new Seen[0][]));
    }

    /** The progress that some runs are. */
    Runs of(Seen[][] runs) {
        long acts = Long.MAX_VALUE;
        for (Seen[] run : runs) {
            if (run.length == links.size()) {
                acts = Math.min(acts, run[0].millis + withinMillis);
            }
        }
        return new Runs(runs, acts, runs[runs.length - 1][0].millis + withinMillis);
    }

    @Override
    public boolean seesAll() {
        return links.stream().anyMatch(Link::strict);
    }

    @Override
    public boolean looksBack() {
        return false;
    }

    @Override
    public Progress takeOver(Progress progress) {
        return of(((Runs) progress).runs);
    }
}
