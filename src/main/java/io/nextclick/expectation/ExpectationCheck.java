package io.nextclick.expectation;

import io.nextclick.event.Event;
import io.nextclick.event.EventChecks;
import io.nextclick.expectation.Expectation.Claim;
import io.nextclick.expectation.Expectation.FieldClaim;
import io.nextclick.expectation.Expectation.PerHour;
import io.nextclick.expectation.Expectation.Rejects;
import io.nextclick.expectation.Outcome.Verdict;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Holds events against expectations, one after the other in any order. Keeps a few numbers an
 * expectation, and the counts of at most {@link HourCounts#MOST_HOURS} hours.
 *
 * <p>Fields are measured of every event that can be read, also of those that the job refuses:
 * shares of what is left by the checks would hide what they refuse. An event is refused if {@link
 * EventChecks} says so with its own time as that of its arrival, which a log does not know. Not
 * thread-safe.
 */
public final class ExpectationCheck {

    private static final DecimalFormatSymbols SIGNS = DecimalFormatSymbols.getInstance(Locale.ROOT);

    private final EventChecks checks;
    private final List<Tally> tallies = new ArrayList<>();
    private final HourCounts hours;
    private long events;
    private long refused;
    private long unreadable;
    private @Nullable String firstRefused;

    /** How many events an expectation is about, and how many of them are as expected. */
    private static final class Tally {

        final Expectation expectation;

        /** Its column among {@link HourCounts}, of a count an hour. */
        final int column;

        long all;
        long good;
        @Nullable String firstBad;

        Tally(Expectation expectation, int column) {
            this.expectation = expectation;
            this.column = column;
        }

        void add(Event event, boolean isGood) {
            all++;
            if (isGood) {
                good++;
            } else if (firstBad == null) {
                firstBad = event.eventId();
            }
        }
    }

    /**
     * @param expectations what to hold events against
     * @param checks what the job refuses
     */
    public ExpectationCheck(List<Expectation> expectations, EventChecks checks) {
        this.checks = checks;
        int columns = 0;
        for (Expectation each : expectations) {
            tallies.add(new Tally(each, each.claim() instanceof PerHour ? columns++ : -1));
        }
        hours = new HourCounts(columns);
    }

    /** Takes an event. */
    public void add(Event event) {
        events++;
        hours.extend(event.occurredAtMillis());
        if (checks.check(event, event.occurredAtMillis()).isPresent()) {
            refused++;
            firstRefused = firstRefused == null ? event.eventId() : firstRefused;
        }
        for (Tally tally : tallies) {
            if (tally.expectation.isAbout(event)) {
                count(tally, event);
            }
        }
    }

    /** Takes records of which no event can be read. */
    public void addUnreadable(long records) {
        unreadable += records;
    }

    /** Events that were taken. */
    public long events() {
        return events;
    }

    /** Records that are refused: those that cannot be read, and what the checks are against. */
    public long refused() {
        return unreadable + refused;
    }

    /** What came of each expectation, in their order. */
    public List<Outcome> outcomes() {
        return tallies.stream().map(this::outcome).toList();
    }

    private void count(Tally tally, Event event) {
        if (tally.expectation.claim() instanceof FieldClaim claim) {
            if (claim.measures(event)) {
                tally.add(event, claim.accepts(event));
            }
        } else if (tally.expectation.claim() instanceof PerHour) {
            hours.count(tally.column, event.occurredAtMillis());
        }
    }

    private Outcome outcome(Tally tally) {
        Claim claim = tally.expectation.claim();
        if (claim instanceof PerHour perHour) {
            return outcome(tally, perHour);
        }
        if (claim instanceof Rejects rejects) {
            long records = events + unreadable;
            boolean holds = (double) refused() / records <= rejects.atMost();
            return share(tally.expectation, refused(), records, holds, firstRefused);
        }
        double least = claim instanceof FieldClaim field ? field.share() : 1;
        boolean holds = (double) tally.good / tally.all >= least;
        return share(tally.expectation, tally.good, tally.all, holds, tally.firstBad);
    }

    private static Outcome share(
            Expectation expectation, long part, long all, boolean holds, @Nullable String example) {
        if (all == 0) {
            return new Outcome(expectation, Verdict.NOT_MEASURED, "nothing to measure", null);
        }
        String observed = "%s %% (%d of %d)".formatted(percent(part, all), part, all);
        return new Outcome(
                expectation, holds ? Verdict.PASS : Verdict.FAIL, observed, holds ? null : example);
    }

    /** Cut off and not rounded: what is not all is not 100 per cent. */
    private static String percent(long part, long all) {
        DecimalFormat format = new DecimalFormat("0.00", SIGNS);
        format.setRoundingMode(RoundingMode.DOWN);
        return format.format(100.0 * part / all);
    }

    private Outcome outcome(Tally tally, PerHour expected) {
        if (hours.isTooLong()) {
            return new Outcome(
                    tally.expectation,
                    Verdict.NOT_MEASURED,
                    "more than %d hours".formatted(HourCounts.MOST_HOURS),
                    null);
        }
        if (hours.hours() == 0) {
            return new Outcome(tally.expectation, Verdict.NOT_MEASURED, "no whole hour", null);
        }
        HourCounts.Range range = hours.range(tally.column);
        Long least = expected.atLeast();
        Long most = expected.atMost();
        boolean holds =
                (least == null || range.least() >= least) && (most == null || range.most() <= most);
        return new Outcome(
                tally.expectation,
                holds ? Verdict.PASS : Verdict.FAIL,
                "%d (%s) to %d (%s) in %s"
                        .formatted(
                                range.least(),
                                HourCounts.text(range.leastHour()),
                                range.most(),
                                HourCounts.text(range.mostHour()),
                                range.hours() == 1 ? "1 hour" : range.hours() + " hours"),
                null);
    }
}
