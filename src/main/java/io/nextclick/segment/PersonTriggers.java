package io.nextclick.segment;

import io.nextclick.flow.PersonMetrics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the rules keep of one person. {@link EventOrder} takes in events, {@link RuleAdoption}
 * changes of the rules.
 *
 * <p>Invariant: what it says follows from the person's events in the order of their time, whenever
 * they came, and from the time that has passed. For that it keeps two states: the final one, up to
 * the horizon, and the present one, which follows from it and the events after the horizon. The
 * horizon is the newest event that is no longer remembered, so a slow sender does no harm and what
 * was another's can be taken back; it never goes back.
 */
final class PersonTriggers {

    /** Technical: number of the newest change of the rules that was taken in. */
    long epoch;

    /** Technical: the registered timer, 0 if there is none. */
    long timerMillis;

    /** Technical: number of the newest request. */
    long sequence;

    /** Up to this time of events everything is final. */
    long horizonMillis = Long.MIN_VALUE;

    /** So far time has passed without an event, as the watermark says; absences are known to it. */
    long passedMillis = Long.MIN_VALUE;

    /** What the person was like at the newest event. */
    PersonMetrics metrics = PersonMetrics.NONE;

    /** The recent events in order of time, all those after the horizon among them. */
    List<Seen> log = new ArrayList<>();

    /** State at the horizon. */
    TriggerState settled = TriggerState.EMPTY;

    /** State after the newest event; null if it has yet to be made from the settled one. */
    @Nullable TriggerState present = TriggerState.EMPTY;

    /** Memberships as they were emitted, in order of entry. */
    List<Emitted> emitted = new ArrayList<>();

    /** Not stored: the memberships that were last compared, in which epoch; only others need it. */
    @Nullable List<Membership> emittedOf;

    long emittedEpoch;

    /** Not stored: the first end of an emitted membership. */
    long firstEmittedEnd = Long.MIN_VALUE;

    /** Not stored: the segments' names, and the memberships and rules that they are of. */
    private List<String> segments = List.of();

    private @Nullable List<Membership> segmentsOf;
    private long segmentsEpoch;

    /** The state after the newest event. */
    TriggerState present(RuleSet rules) {
        TriggerState state = present;
        if (state == null) {
            state = settled;
            for (Seen event : log.subList(settledEvents(), log.size())) {
                state = state.after(event, rules);
            }
            state = state.at(passedMillis, rules);
            present = state;
        }
        return state;
    }

    /** How many events of the log are final. Few are, so it looks from the oldest. */
    int settledEvents() {
        int count = 0;
        while (count < log.size() && log.get(count).millis <= horizonMillis) {
            count++;
        }
        return count;
    }

    /** The segments that the person is in, by name. */
    List<String> segments(RuleSet rules) {
        TriggerState state = present == null ? settled : present;
        if (state.memberships() == segmentsOf && rules.epoch() == segmentsEpoch) {
            return segments;
        }
        List<String> names = new ArrayList<>(state.memberships().size());
        for (Membership membership : state.memberships()) {
            RuleInForce rule = rules.get(membership.slot());
            if (rule != null && !rule.isRecommendation()) {
                names.add(rule.segment(membership.partition()));
            }
        }
        segments = Collections.unmodifiableList(names);
        segmentsOf = state.memberships();
        segmentsEpoch = rules.epoch();
        return segments;
    }

    /** Time of the newest event that is remembered. */
    long latestMillis() {
        return log.isEmpty() ? Long.MIN_VALUE : log.get(log.size() - 1).millis;
    }

    /** The time up to which the present state is known. */
    long knownMillis() {
        return Math.max(Math.max(horizonMillis, passedMillis), latestMillis());
    }

    /** True if nothing is worth keeping. */
    boolean isIdle() {
        return log.isEmpty()
                && emitted.isEmpty()
                && settled.isEmpty()
                && (present == null || present.isEmpty());
    }
}
