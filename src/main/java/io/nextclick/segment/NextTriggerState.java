package io.nextclick.segment;

import io.nextclick.rule.CompiledRule;
import io.nextclick.rule.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the next state; what does not change is shared with the one before. */
final class NextTriggerState {
    private final TriggerState before;
    private final RuleSet rules;
    private List<Partial> partials;
    private List<Membership> memberships;
    private int[] slots;
    private long actsNotBefore;
    private long endsNotBefore;

    NextTriggerState(TriggerState before, RuleSet rules) {
        this.before = before;
        this.rules = rules;
        partials = before.partials();
        memberships = before.memberships();
        slots = before.slots();
        // What leaves may only be later than these; what comes is reckoned in.
        actsNotBefore = before.actsNotBeforeMillis();
        endsNotBefore = before.endsNotBeforeMillis();
    }

    TriggerState build() {
        boolean same = partials == before.partials() && memberships == before.memberships();
        return same
                ? before
                : new TriggerState(partials, memberships, slots, actsNotBefore, endsNotBefore);
    }

    private List<Partial> ownPartials() {
        if (partials == before.partials()) {
            partials = new ArrayList<>(before.partials().size() + 2);
            partials.addAll(before.partials());
        }
        return partials;
    }

    private List<Membership> ownMemberships() {
        if (memberships == before.memberships()) {
            memberships = new ArrayList<>(before.memberships().size() + 2);
            memberships.addAll(before.memberships());
        }
        return memberships;
    }

    /** Those that have come to their end leave. */
    void leaveExpired(long millis) {
        for (int i = memberships.size() - 1; i >= 0; i--) {
            if (memberships.get(i).expiresMillis() <= millis) {
                ownMemberships().remove(i);
            }
        }
    }

    /** Those of a rule leave, of one partition value or, without one, of all. */
    private void leave(int slot, String partition) {
        for (int i = memberships.size() - 1; i >= 0; i--) {
            Membership each = memberships.get(i);
            if (each.slot() == slot
                    && (partition.isEmpty() || each.partition().equals(partition))) {
                ownMemberships().remove(i);
            }
        }
    }

    void touch(RuleInForce rule, Touch touch, Seen event) {
        if ((touch.mask() & ~CompiledRule.EXIT) != 0 || rule.plan().seesAll()) {
            step(rule, touch.partition(), event, touch.mask());
        }
        if ((touch.mask() & CompiledRule.EXIT) != 0) {
            leave(touch.slot(), touch.partition());
        }
    }

    void step(RuleInForce rule, String partition, Seen event, long mask) {
        int slot = rule.update().slot();
        int place = place(slot, partition);
        Progress before = place < 0 ? null : partials.get(place).progress();
        Progress after = rule.plan().step(before, event, mask, matches(rule, partition));
        // A match changes memberships only, so the place is still the same.
        if (after != before) {
            put(place, slot, partition, after);
        }
    }

    Matches matches(RuleInForce rule, String partition) {
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
        while (partials.size() > rules.bounds().maxPartials()) {
            remove(TriggerState.firstToEnd(partials));
        }
    }

    private void remove(int place) {
        ownPartials().remove(place);
        int[] fewer = Arrays.copyOf(slots, slots.length - 1);
        System.arraycopy(slots, place + 1, fewer, place, fewer.length - place);
        slots = fewer;
    }

    private void enter(RuleInForce inForce, String partition, List<Seen> events, long millis) {
        Rule rule = inForce.rule();
        int slot = inForce.update().slot();
        long expires = Math.min(millis + rule.membershipMillis(), rule.validity().untilMillis());
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
        if (own.size() > rules.bounds().maxMemberships()) {
            own.remove(0);
        }
        for (String exit : rule.exit().segments()) {
            leave(rules.slotOf(rule.site(), exit), "");
        }
    }
}
