package io.nextclick.segment;

import io.nextclick.rule.CompiledRule;
import io.nextclick.rule.Rule;
import java.util.ArrayList;
import java.util.Arrays;
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

    private TriggerState(
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
    private int[] slots() {
        int[] known = slots;
        if (known == null) {
            known = partials.stream().mapToInt(Partial::slot).toArray();
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
    TriggerState after(Seen event, RuleSet rules, TriggerRules bounds) {
        TriggerState now = at(event.millis, rules, bounds);
        Touch[] touches = event.touches;
        if (touches.length == 0 && !rules.anySeesAll()) {
            return now;
        }
        Builder builder = new Builder(now, rules, bounds);
        if (rules.anySeesAll()) {
            for (Partial partial : now.partials) {
                RuleSet.InForce rule = rules.get(partial.slot());
                if (rule != null
                        && rule.plan().seesAll()
                        && !isTouched(touches, partial, event, rule)) {
                    builder.step(rule, partial.partition(), event, 0);
                }
            }
        }
        for (Touch touch : touches) {
            RuleSet.InForce rule = rules.get(touch.slot());
            if (rule != null) {
                builder.touch(rule, touch, event);
            }
        }
        return builder.build();
    }

    /** True if the event reaches the partial match by its conditions, or not at all. */
    private static boolean isTouched(
            Touch[] touches, Partial partial, Seen event, RuleSet.InForce rule) {
        for (Touch touch : touches) {
            if (touch.slot() == partial.slot() && touch.partition().equals(partial.partition())) {
                return true;
            }
        }
        String field = rule.rule().partition();
        return field != null && !partial.partition().equals(event.partition(field));
    }

    /** What the passing of time makes of it. */
    TriggerState at(long millis, RuleSet rules, TriggerRules bounds) {
        TriggerState now = this;
        while (now.actsBy(millis)) {
            now = now.advanced(now.actsNotBefore, rules, bounds);
        }
        return now.endsBy(millis) ? now.advanced(millis, rules, bounds) : now;
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

    private TriggerState advanced(long millis, RuleSet rules, TriggerRules bounds) {
        Builder builder = new Builder(this, rules, bounds);
        builder.leave(each -> each.expiresMillis() <= millis);
        for (Partial partial : partials) {
            Progress progress = partial.progress();
            if (progress.actsAtMillis() > millis && progress.endsAtMillis() > millis) {
                continue;
            }
            RuleSet.InForce rule = rules.get(partial.slot());
            Progress after =
                    rule == null
                            ? null
                            : rule.plan()
                                    .advance(
                                            progress,
                                            millis,
                                            builder.matches(rule, partial.partition()));
            // Time that has passed must not come again.
            boolean stuck = after != null && after.actsAtMillis() <= millis;
            builder.put(partial.slot(), partial.partition(), stuck ? null : after);
        }
        return builder.build();
    }

    /** The same without some rules' partial matches, memberships or both. */
    TriggerState without(IntPredicate partialsOf, IntPredicate membershipsOf) {
        List<Partial> keptPartials = new ArrayList<>(partials);
        keptPartials.removeIf(each -> partialsOf.test(each.slot()));
        List<Membership> keptMemberships = new ArrayList<>(memberships);
        keptMemberships.removeIf(each -> membershipsOf.test(each.slot()));
        return new TriggerState(keptPartials, keptMemberships);
    }

    /** The same with what some rules' versions before have begun, taken over by those in force. */
    TriggerState takenOver(IntPredicate slots, RuleSet rules) {
        List<Partial> taken = new ArrayList<>(partials);
        taken.replaceAll(
                each -> {
                    RuleSet.InForce rule = rules.get(each.slot());
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
    private static int oldest(List<Partial> partials) {
        int oldest = 0;
        for (int i = 1; i < partials.size(); i++) {
            if (partials.get(i).progress().endsAtMillis()
                    < partials.get(oldest).progress().endsAtMillis()) {
                oldest = i;
            }
        }
        return oldest;
    }

    /** The same with those of other rules added, as many as there may be. */
    TriggerState with(TriggerState other, TriggerRules bounds) {
        List<Partial> bothPartials = new ArrayList<>(partials);
        bothPartials.addAll(other.partials);
        bothPartials.sort((a, b) -> a.compareTo(b.slot(), b.partition()));
        List<Membership> bothMemberships = new ArrayList<>(memberships);
        bothMemberships.addAll(other.memberships);
        while (bothPartials.size() > bounds.maxPartials()) {
            bothPartials.remove(oldest(bothPartials));
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

    /** Makes the next state; what does not change is shared with the one before. */
    private static final class Builder {
        private final TriggerState before;
        private final RuleSet rules;
        private final TriggerRules bounds;
        private List<Partial> partials;
        private List<Membership> memberships;
        private int[] slots;
        private long actsNotBefore;
        private long endsNotBefore;

        Builder(TriggerState before, RuleSet rules, TriggerRules bounds) {
            this.before = before;
            this.rules = rules;
            this.bounds = bounds;
            partials = before.partials;
            memberships = before.memberships;
            slots = before.slots();
            // What leaves may only be later than these; what comes is reckoned in.
            actsNotBefore = before.actsNotBefore;
            endsNotBefore = before.endsNotBefore;
        }

        TriggerState build() {
            boolean same = partials == before.partials && memberships == before.memberships;
            return same
                    ? before
                    : new TriggerState(partials, memberships, slots, actsNotBefore, endsNotBefore);
        }

        private List<Partial> ownPartials() {
            if (partials == before.partials) {
                partials = new ArrayList<>(before.partials.size() + 2);
                partials.addAll(before.partials);
            }
            return partials;
        }

        private List<Membership> ownMemberships() {
            if (memberships == before.memberships) {
                memberships = new ArrayList<>(before.memberships.size() + 2);
                memberships.addAll(before.memberships);
            }
            return memberships;
        }

        void leave(Predicate<Membership> who) {
            if (memberships.stream().anyMatch(who)) {
                ownMemberships().removeIf(who);
            }
        }

        void touch(RuleSet.InForce rule, Touch touch, Seen event) {
            if ((touch.mask() & ~CompiledRule.EXIT) != 0 || rule.plan().seesAll()) {
                step(rule, touch.partition(), event, touch.mask());
            }
            if ((touch.mask() & CompiledRule.EXIT) != 0) {
                boolean ofAll = touch.partition().isEmpty();
                leave(
                        each ->
                                each.slot() == touch.slot()
                                        && (ofAll || each.partition().equals(touch.partition())));
            }
        }

        void step(RuleSet.InForce rule, String partition, Seen event, long mask) {
            int slot = rule.update().slot();
            int place = place(slot, partition);
            Progress before = place < 0 ? null : partials.get(place).progress();
            Progress after = rule.plan().step(before, event, mask, matches(rule, partition));
            // A match changes memberships only, so the place is still the same.
            if (after != before) {
                put(place, slot, partition, after);
            }
        }

        Matches matches(RuleSet.InForce rule, String partition) {
            return (events, millis) -> enter(rule, partition, events, millis);
        }

        private int place(int slot, String partition) {
            int low = 0;
            int high = slots.length - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int order = Integer.compare(slots[middle], slot);
                if (order == 0) {
                    order = partials.get(middle).partition().compareTo(partition);
                }
                if (order == 0) {
                    return middle;
                }
                if (order < 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return -low - 1;
        }

        void put(int slot, String partition, @Nullable Progress progress) {
            put(place(slot, partition), slot, partition, progress);
        }

        private void put(int place, int slot, String partition, @Nullable Progress progress) {
            if (progress == null) {
                if (place >= 0) {
                    remove(place);
                }
                return;
            }
            actsNotBefore = Math.min(actsNotBefore, progress.actsAtMillis());
            endsNotBefore = Math.min(endsNotBefore, progress.endsAtMillis());
            Partial partial = new Partial(slot, partition, progress);
            if (place >= 0) {
                ownPartials().set(place, partial);
                return;
            }
            int at = -place - 1;
            ownPartials().add(at, partial);
            int[] more = Arrays.copyOf(slots, slots.length + 1);
            System.arraycopy(slots, at, more, at + 1, slots.length - at);
            more[at] = slot;
            slots = more;
            while (partials.size() > bounds.maxPartials()) {
                remove(oldest(partials));
            }
        }

        private void remove(int place) {
            ownPartials().remove(place);
            int[] fewer = Arrays.copyOf(slots, slots.length - 1);
            System.arraycopy(slots, place + 1, fewer, place, fewer.length - place);
            slots = fewer;
        }

        private void enter(
                RuleSet.InForce inForce, String partition, List<Seen> events, long millis) {
            Rule rule = inForce.rule();
            int slot = inForce.update().slot();
            long expires = Math.min(millis + rule.membershipMillis(), rule.validUntilMillis());
            if (expires <= millis) {
                return;
            }
            long entered = millis;
            List<Membership> own = ownMemberships();
            for (int i = 0; i < own.size(); i++) {
                if (own.get(i).isOf(slot, partition)) {
                    entered = own.remove(i).enteredMillis();
                    break;
                }
            }
            own.add(new Membership(slot, partition, entered, expires, events.toArray(new Seen[0])));
            actsNotBefore = Math.min(actsNotBefore, expires);
            if (own.size() > bounds.maxMemberships()) {
                own.remove(0);
            }
            for (String exit : rule.exits()) {
                int left = rules.slotOf(rule.site(), exit);
                leave(each -> each.slot() == left);
            }
        }
    }

    @Override
    public String toString() {
        return "partials " + Arrays.toString(partials.toArray()) + ", memberships " + memberships;
    }
}
