package io.nextclick.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The partial matches and memberships of a person at a moment of event time. A value: an event or
 * the passing of time makes another one, so that the state of a moment can be kept while later
 * events are still being sorted.
 */
final class TriggerState {

    /** Nothing has begun. */
    static final TriggerState EMPTY = empty();

    private final List<Partial> partials;
    private final List<Membership> memberships;

    /** Slots of the partial matches; null until it is asked for. */
    private int @Nullable [] slots;

    /** Nothing acts, and nothing ends, before these; exactly then once that was measured. */
    private long actsNotBefore;

    private long endsNotBefore;
    private boolean measured;

    /**
     * @param partials in order of slot and partition
     * @param memberships in order of entry
     */
    TriggerState(List<Partial> partials, List<Membership> memberships) {
        this(partials, memberships, null, Long.MIN_VALUE, Long.MIN_VALUE);
    }

    TriggerState(
            List<Partial> partials,
            List<Membership> memberships,
            int @Nullable [] slots,
            long actsNotBefore,
            long endsNotBefore) {
        this.partials = partials;
        this.memberships = memberships;
        this.slots = slots;
        this.actsNotBefore = actsNotBefore;
        this.endsNotBefore = endsNotBefore;
    }

    /** Is shared by threads, so nothing of it may be left to be found out. */
    private static TriggerState empty() {
        TriggerState empty = new TriggerState(List.of(), List.of());
        empty.slots();
        empty.measure();
        return empty;
    }

    /**
     * Looks at everything for when it acts and ends. An event changes few of many partial matches
     * and most deadlines are far ahead, so this waits until time has come to the bounds: each
     * deadline is passed once.
     */
    private void measure() {
        if (measured) {
            return;
        }
        long acts = Long.MAX_VALUE;
        long ends = Long.MAX_VALUE;
        for (Partial partial : partials) {
            acts = Math.min(acts, partial.progress().actsAtMillis());
            ends = Math.min(ends, partial.progress().endsAtMillis());
        }
        for (Membership membership : memberships) {
            acts = Math.min(acts, membership.expiresMillis());
        }
        actsNotBefore = acts;
        endsNotBefore = ends;
        measured = true;
    }

    /**
     * The slots by themselves: a search among hundreds of partial matches would otherwise wait for
     * memory at every step.
     */
    int[] slots() {
        int[] known = slots;
        if (known == null) {
            known = new int[partials.size()];
            for (int i = 0; i < known.length; i++) {
                known[i] = partials.get(i).slot();
            }
            slots = known;
        }
        return known;
    }

    /** The partial matches, in order of slot and partition. */
    List<Partial> partials() {
        return partials;
    }

    /** The memberships, in order of entry; the same list as long as none changes. */
    List<Membership> memberships() {
        return memberships;
    }

    /** When passing time alone changes a membership or completes a match. */
    long actsAtMillis() {
        measure();
        return actsNotBefore;
    }

    /** A bound of {@link #actsAtMillis} that costs nothing. */
    long actsNotBeforeMillis() {
        return actsNotBefore;
    }

    /** No partial match ends by time before this. */
    long endsNotBeforeMillis() {
        return endsNotBefore;
    }

    /** When nothing of it is left if nothing happens; {@link Long#MIN_VALUE} if nothing is. */
    long endsAtMillis() {
        long ends = Long.MIN_VALUE;
        for (Partial partial : partials) {
            ends = Math.max(ends, partial.progress().endsAtMillis());
        }
        for (Membership membership : memberships) {
            ends = Math.max(ends, membership.expiresMillis());
        }
        return ends;
    }

    boolean isEmpty() {
        return partials.isEmpty() && memberships.isEmpty();
    }

    /** What an event makes of it; time moves to the event first. */
    TriggerState after(Seen event, RuleSet rules) {
        TriggerState now = at(event.millis, rules);
        Touch[] touches = event.touches;
        if (touches.length == 0 && !rules.anySeesAll()) {
            return now;
        }
        NextTriggerState next = new NextTriggerState(now, rules);
        if (rules.anySeesAll()) {
            for (Partial partial : now.partials) {
                RuleInForce rule = rules.get(partial.slot());
                if (rule != null
                        && rule.plan().seesAll()
                        && !isTouched(touches, partial, event, rule)) {
                    next.step(rule, partial.partition(), event, 0);
                }
            }
        }
        for (Touch touch : touches) {
            RuleInForce rule = rules.get(touch.slot());
            if (rule != null) {
                next.touch(rule, touch, event);
            }
        }
        return next.build();
    }

    /** True if the event reaches the partial match by its conditions, or not at all. */
    private static boolean isTouched(
            Touch[] touches, Partial partial, Seen event, RuleInForce rule) {
        for (Touch touch : touches) {
            if (touch.slot() == partial.slot() && touch.partition().equals(partial.partition())) {
                return true;
            }
        }
        String field = rule.rule().partition();
        return field != null && !partial.partition().equals(event.partition(field));
    }

    /** What the passing of time makes of it. */
    TriggerState at(long millis, RuleSet rules) {
        TriggerState now = this;
        while (now.actsBy(millis)) {
            now = now.advanced(now.actsNotBefore, rules);
        }
        return now.endsBy(millis) ? now.advanced(millis, rules) : now;
    }

    private boolean actsBy(long millis) {
        if (actsNotBefore <= millis) {
            measure();
        }
        return actsNotBefore <= millis;
    }

    private boolean endsBy(long millis) {
        if (endsNotBefore <= millis) {
            measure();
        }
        return endsNotBefore <= millis;
    }

    private TriggerState advanced(long millis, RuleSet rules) {
        NextTriggerState next = new NextTriggerState(this, rules);
        next.leaveExpired(millis);
        for (Partial partial : partials) {
            Progress progress = partial.progress();
            if (progress.actsAtMillis() > millis && progress.endsAtMillis() > millis) {
                continue;
            }
            RuleInForce rule = rules.get(partial.slot());
            Progress after =
                    rule == null
                            ? null
                            : rule.plan()
                                    .advance(
                                            progress,
                                            millis,
                                            next.matches(rule, partial.partition()));
            // Time that has passed must not come again.
            boolean stuck = after != null && after.actsAtMillis() <= millis;
            next.put(partial.slot(), partial.partition(), stuck ? null : after);
        }
        return next.build();
    }

    /** The same without some partial matches, memberships or both. */
    TriggerState without(Predicate<Partial> somePartials, Predicate<Membership> someMemberships) {
        List<Partial> keptPartials = new ArrayList<>(partials);
        List<Membership> keptMemberships = new ArrayList<>(memberships);
        boolean fewer = keptPartials.removeIf(somePartials);
        fewer |= keptMemberships.removeIf(someMemberships);
        return fewer ? new TriggerState(keptPartials, keptMemberships) : this;
    }

    /** The same with what some rules' versions before have begun, taken over by those in force. */
    TriggerState takenOver(IntPredicate slots, RuleSet rules) {
        List<Partial> taken = new ArrayList<>(partials);
        taken.replaceAll(
                each -> {
                    RuleInForce rule = rules.get(each.slot());
                    return rule == null || !slots.test(each.slot())
                            ? each
                            : new Partial(
                                    each.slot(),
                                    each.partition(),
                                    rule.plan().takeOver(each.progress()));
                });
        return new TriggerState(taken, memberships);
    }

    /** Place of the partial match that would end first. */
    static int firstToEnd(List<Partial> partials) {
        int first = 0;
        for (int i = 1; i < partials.size(); i++) {
            if (partials.get(i).progress().endsAtMillis()
                    < partials.get(first).progress().endsAtMillis()) {
                first = i;
            }
        }
        return first;
    }

    /** The same with those of other rules added, as many as there may be. */
    TriggerState with(TriggerState other, TriggerSettings bounds) {
        List<Partial> bothPartials = new ArrayList<>(partials);
        bothPartials.addAll(other.partials);
        bothPartials.sort((a, b) -> a.compareTo(b.slot(), b.partition()));
        List<Membership> bothMemberships = new ArrayList<>(memberships);
        bothMemberships.addAll(other.memberships);
        while (bothPartials.size() > bounds.maxPartials()) {
            bothPartials.remove(firstToEnd(bothPartials));
        }
        int surplus = bothMemberships.size() - bounds.maxMemberships();
        if (surplus > 0) {
            bothMemberships.subList(0, surplus).clear();
        }
        return new TriggerState(bothPartials, bothMemberships);
    }

    /** The membership of a rule and partition value, or null. */
    @Nullable Membership membership(int slot, String partition) {
        for (Membership membership : memberships) {
            if (membership.isOf(slot, partition)) {
                return membership;
            }
        }
        return null;
    }
}
