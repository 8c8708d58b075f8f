package io.nextclick.faults;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a fault cost, against the run that nothing disturbed. Keys that differ are counted.
 *
 * @param fault what was done
 * @param lost events that no session counts, and persons without a list
 * @param doubled events that sessions count twice
 * @param stale upserts behind one of a later writer
 * @param lists persons and surfaces whose last list is for another event
 * @param sessions of whatever person
 * @param segments memberships
 * @param identity devices
 * @param pairs items whose neighbours differ
 * @param repeated lists for an event that had one
 * @param incomplete lists made before all items had answered
 * @param gapMillis longest time without a list, ms
 * @param deadLetters records of dead letters
 */
record Verdict(
        Fault fault,
        long lost,
        long doubled,
        long stale,
        int lists,
        int sessions,
        int segments,
        int identity,
        int pairs,
        long repeated,
        long incomplete,
        long gapMillis,
        long deadLetters) {

    static Verdict of(Fault fault, Outcome outcome, Outcome oracle) {
        long missing = oracle.sessionEvents() - outcome.sessionEvents();
        long lost = Math.max(0, missing);
        Set<String> withoutList = new HashSet<>(oracle.personsWithList());
        withoutList.removeAll(outcome.personsWithList());
        lost += withoutList.size();
        return new Verdict(
                fault,
                lost,
                Math.max(0, -missing),
                outcome.staleUpserts(),
                Outcome.differing(outcome.lists(), oracle.lists()),
                Outcome.differing(outcome.sessions(), oracle.sessions()),
                Outcome.differing(outcome.segments(), oracle.segments()),
                Outcome.differing(outcome.identity(), oracle.identity()),
                Outcome.differingPairs(outcome.pairs(), oracle.pairs()),
                outcome.repeatedLists(),
                outcome.incompleteLists(),
                outcome.gapMillis(),
                outcome.deadLetters());
    }

    /** The names of what {@link #toString} prints. */
    static String head() {
        return "%-24s %6s %6s %6s %6s %6s %6s %6s %8s %8s %8s %7s %8s"
                .formatted(
                        "fault",
                        "lost",
                        "doubl",
                        "stale",
                        "lists",
                        "sess",
                        "segm",
                        "ident",
                        "pairs",
                        "repeated",
                        "incompl",
                        "gap s",
                        "dead");
    }

    boolean isClean() {
        return lost == 0 && doubled == 0 && stale == 0;
    }

    boolean differs() {
        return lists + sessions + segments + identity + pairs > 0;
    }

    /** Of several of one fault: the sum of what must not be, the largest of what may. */
    static Verdict sum(Fault fault, List<Verdict> of) {
        return new Verdict(
                fault,
                of.stream().mapToLong(Verdict::lost).sum(),
                of.stream().mapToLong(Verdict::doubled).sum(),
                of.stream().mapToLong(Verdict::stale).sum(),
                of.stream().mapToInt(Verdict::lists).max().orElse(0),
                of.stream().mapToInt(Verdict::sessions).max().orElse(0),
                of.stream().mapToInt(Verdict::segments).max().orElse(0),
                of.stream().mapToInt(Verdict::identity).max().orElse(0),
                of.stream().mapToInt(Verdict::pairs).max().orElse(0),
                of.stream().mapToLong(Verdict::repeated).max().orElse(0),
                of.stream().mapToLong(Verdict::incomplete).max().orElse(0),
                of.stream().mapToLong(Verdict::gapMillis).max().orElse(0),
                of.stream().mapToLong(Verdict::deadLetters).max().orElse(0));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-24s %6d %6d %6d %6d %6d %6d %6d %8d %8d %8d %7.1f %8d",
                fault.menuName(),
                lost,
                doubled,
                stale,
                lists,
                sessions,
                segments,
                identity,
                pairs,
                repeated,
                incomplete,
                gapMillis / 1e3,
                deadLetters);
    }
}
