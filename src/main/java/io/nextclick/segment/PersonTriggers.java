package io.nextclick.segment;

import io.nextclick.event.EventType;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.rule.Facts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the rules keep of one person.
 *
 * <p>Invariant: what it says follows from the person's events in the order of their time, as far as
 * they came within the bound. For that it keeps two states: the final one, up to the horizon, and
 * the present one, which follows from it and the events after the horizon. An event in order goes
 * into the present state at once; one that is out of order makes the present state anew. The
 * horizon is a bound behind the person's newest event, so a slow sender does no harm, and never
 * goes back.
 */
final class PersonTriggers {

    private static final Touch[] NO_TOUCHES = {};

    /** A person does less than this within the bound; of more, the oldest are final. */
    private static final int MAX_PENDING = 256;

    private static final int MAX_RECENT = 10;

    /** Technical: number of the newest change of the rules that was taken in. */
    long epoch;

    /** Technical: the registered timer, 0 if there is none. */
    long timerMillis;

    /** Technical: number of the newest request. */
    long sequence;

    /** Up to this time of events everything is final. */
    long horizonMillis = Long.MIN_VALUE;

    /** What the person was like at the newest event. */
    PersonMetrics metrics = PersonMetrics.NONE;

    /** The recent events in order of time, all those after the horizon among them. */
    List<Seen> log = new ArrayList<>();

    /** State at the horizon. */
    TriggerState settled = TriggerState.EMPTY;

    /** State after the newest event; null if it has yet to be made from the settled one. */
    @Nullable TriggerState present = TriggerState.EMPTY;

    /** What the world knows. */
    List<Told> told = new ArrayList<>();

    /** The memberships as they were when news was last looked for: only others need a look. */
    private @Nullable List<Membership> toldOf;

    private long toldEpoch;

    /** The segments' names, and the memberships and rules that they are of. */
    private List<String> segments = List.of();

    private @Nullable List<Membership> segmentsOf;
    private long segmentsEpoch;
    private long firstToldEnd = Long.MIN_VALUE;

    /** What became of an event. */
    enum Outcome {
        IN_ORDER,
        SORTED_IN,
        LATE,
        REPEATED
    }

    /** The state after the newest event. */
    TriggerState present(RuleSet rules, TriggerRules bounds) {
        TriggerState state = present;
        if (state == null) {
            state = settled;
            for (Seen event : log.subList(settledEvents(), log.size())) {
                state = state.after(event, rules, bounds);
            }
            present = state;
        }
        return state;
    }

    /** Takes in an event. */
    Outcome add(Facts facts, RuleSet rules, TriggerRules bounds) {
        Seen event = Seen.of(facts.event());
        if (event.millis < horizonMillis) {
            return Outcome.LATE;
        }
        if (isLogged(event)) {
            return Outcome.REPEATED;
        }
        rules.touch(event, facts);
        metrics = facts.person();
        boolean inOrder = log.isEmpty() || log.get(log.size() - 1).millis <= event.millis;
        if (inOrder) {
            settle(event.millis - bounds.outOfOrderMillis(), rules, bounds);
            present = present(rules, bounds).after(event, rules, bounds);
            log.add(event);
        } else {
            int place = log.size();
            while (place > 0 && log.get(place - 1).millis > event.millis) {
                place--;
            }
            log.add(place, event);
            present = null;
        }
        if (event.millis <= horizonMillis) {
            // As new as the horizon, which the settled state has reached: it follows at once.
            settled = settled.after(event, rules, bounds);
            event.finish();
        }
        forget(rules, bounds);
        return inOrder ? Outcome.IN_ORDER : Outcome.SORTED_IN;
    }

    private boolean isLogged(Seen event) {
        for (int i = log.size() - 1; i >= 0 && log.get(i).millis >= event.millis; i--) {
            if (log.get(i).equals(event)) {
                return true;
            }
        }
        return false;
    }

    /** How many events of the log are final. Few are not, so it looks from the newest. */
    private int settledEvents() {
        int count = log.size();
        while (count > 0 && log.get(count - 1).millis > horizonMillis) {
            count--;
        }
        return count;
    }

    /** Moves the horizon, and with it the settled state. */
    private void settle(long millis, RuleSet rules, TriggerRules bounds) {
        if (millis <= horizonMillis) {
            return;
        }
        boolean all = log.isEmpty() || log.get(log.size() - 1).millis <= millis;
        TriggerState state = all ? present(rules, bounds) : settled;
        for (int i = settledEvents(); i < log.size() && log.get(i).millis <= millis; i++) {
            Seen event = log.get(i);
            state = all ? state : state.after(event, rules, bounds);
            event.finish();
        }
        settled = state;
        horizonMillis = millis;
    }

    /** Moves time without an event: what had to be absent has been, what is over ends. */
    void passTo(long millis, RuleSet rules, TriggerRules bounds) {
        if (millis > horizonMillis) {
            settle(millis, rules, bounds);
            settled = settled.at(millis, rules, bounds);
            present = null;
        }
        present = present(rules, bounds).at(millis, rules, bounds);
        log.removeIf(
                seen ->
                        seen.millis <= horizonMillis
                                && seen.millis + bounds.retainedMillis() <= millis);
    }

    private void forget(RuleSet rules, TriggerRules bounds) {
        if (log.size() > MAX_PENDING + bounds.retainedEvents()) {
            settle(log.get(log.size() - MAX_PENDING).millis, rules, bounds);
        }
        long oldest = log.get(log.size() - 1).millis - bounds.retainedMillis();
        int settledEvents = settledEvents();
        int gone = 0;
        while (gone < settledEvents
                && (settledEvents - gone > bounds.retainedEvents()
                        || log.get(gone).millis < oldest)) {
            gone++;
        }
        log.subList(0, gone).clear();
    }

    /**
     * Takes in changes of the rules since the person was last seen. Rules that began anew are
     * matched against the recent events, so that they hold for who qualifies already.
     */
    void adopt(String site, RuleSet rules, TriggerRules bounds) {
        if (epoch == rules.epoch()) {
            return;
        }
        if (log.isEmpty() && settled.isEmpty()) {
            // Most who come first come to many rules, of which none has begun.
            present = TriggerState.EMPTY;
            epoch = rules.epoch();
            return;
        }
        List<RuleSet.InForce> changed = rules.changedSince(site, epoch);
        Set<Integer> begun = new HashSet<>();
        Set<Integer> kept = new HashSet<>();
        for (RuleSet.InForce rule : changed) {
            boolean keeps = rule.update().restartEpoch() <= epoch;
            (keeps ? kept : begun).add(rule.update().slot());
        }
        TriggerState before = settled;
        TriggerState others =
                settled.without(
                                slot -> isGone(slot, rules) || begun.contains(slot),
                                slot ->
                                        isGone(slot, rules)
                                                || begun.contains(slot)
                                                || kept.contains(slot))
                        .takenOver(kept::contains, rules);
        TriggerState filled = TriggerState.EMPTY;
        List<String> segments = segments(rules);
        for (Seen event : log) {
            Touch[] touches = touches(event, event.facts(site, metrics, segments), changed);
            Touch[] pending = event.touches;
            event.touches = touches;
            if (event.millis <= horizonMillis) {
                filled = filled.after(event, rules, bounds);
                event.finish();
            } else {
                event.touches = merged(pending, touches, begun, kept, rules);
            }
        }
        if (horizonMillis > Long.MIN_VALUE) {
            filled = filled.at(horizonMillis, rules, bounds);
        }
        filled = filled.without(kept::contains, slot -> false);
        for (Membership membership : before.memberships()) {
            boolean lost =
                    kept.contains(membership.slot())
                            && filled.membership(membership.slot(), membership.partition()) == null;
            if (lost) {
                filled = filled.with(new TriggerState(List.of(), List.of(membership)), bounds);
            }
        }
        settled = others.with(withEntry(filled, before), bounds);
        if (horizonMillis > Long.MIN_VALUE) {
            settled = settled.at(horizonMillis, rules, bounds);
        }
        present = null;
        epoch = rules.epoch();
    }

    /** Who stays in a segment under a new version has been in it since they entered. */
    private static TriggerState withEntry(TriggerState filled, TriggerState before) {
        List<Membership> memberships = new ArrayList<>();
        for (Membership each : filled.memberships()) {
            Membership was = before.membership(each.slot(), each.partition());
            memberships.add(
                    was == null
                            ? each
                            : new Membership(
                                    each.slot(),
                                    each.partition(),
                                    Math.min(was.enteredMillis(), each.enteredMillis()),
                                    each.expiresMillis(),
                                    each.matched()));
        }
        return new TriggerState(filled.partials(), memberships);
    }

    private static boolean isGone(int slot, RuleSet rules) {
        return rules.get(slot) == null;
    }

    private static Touch[] touches(Seen event, Facts facts, List<RuleSet.InForce> some) {
        List<Touch> touches = new ArrayList<>();
        for (RuleSet.InForce rule : some) {
            Touch touch = rule.touch(facts, rule.compiled().mask(facts));
            if (touch != null) {
                touches.add(touch);
                event.fieldsNeeded |= rule.looksBack();
            }
        }
        return touches.toArray(NO_TOUCHES);
    }

    /** What a pending event means: to changed rules what was found now, to others what it did. */
    private static Touch[] merged(
            Touch[] pending, Touch[] found, Set<Integer> begun, Set<Integer> kept, RuleSet rules) {
        List<Touch> merged = new ArrayList<>();
        for (Touch touch : pending) {
            boolean changed = begun.contains(touch.slot()) || kept.contains(touch.slot());
            if (!changed && rules.get(touch.slot()) != null) {
                merged.add(touch);
            }
        }
        merged.addAll(Arrays.asList(found));
        return merged.toArray(NO_TOUCHES);
    }

    /** The segments that the person is in, by name. */
    List<String> segments(RuleSet rules) {
        TriggerState state = present == null ? settled : present;
        if (state.memberships() == segmentsOf && rules.epoch() == segmentsEpoch) {
            return segments;
        }
        List<String> names = new ArrayList<>(state.memberships().size());
        for (Membership membership : state.memberships()) {
            RuleSet.InForce rule = rules.get(membership.slot());
            if (rule != null && !rule.isRecommendation()) {
                names.add(rule.segment(membership.partition()));
            }
        }
        segments = Collections.unmodifiableList(names);
        segmentsOf = state.memberships();
        segmentsEpoch = rules.epoch();
        return segments;
    }

    /**
     * Tells what the world does not know yet of the present memberships.
     *
     * @param nowMillis the time up to which the present state is known
     */
    List<SegmentChange> news(String personKey, long nowMillis, RuleSet rules, TriggerRules bounds) {
        TriggerState state = present(rules, bounds);
        boolean known =
                state.memberships() == toldOf && nowMillis < firstToldEnd && epoch == toldEpoch;
        if (known || (state.memberships().isEmpty() && told.isEmpty())) {
            return List.of();
        }
        List<SegmentChange> news = new ArrayList<>();
        List<Told> now = new ArrayList<>(state.memberships().size());
        boolean[] stays = new boolean[told.size()];
        int next = 0;
        for (Membership membership : state.memberships()) {
            RuleSet.InForce rule = rules.get(membership.slot());
            if (rule == null) {
                continue;
            }
            int place = toldOf(membership, next);
            Told was = place < 0 ? null : told.get(place);
            if (was != null && was.recommendation() != rule.isRecommendation()) {
                // A rule of another kind is another thing: one ends, and one begins.
                was = null;
            }
            if (was != null) {
                stays[place] = true;
                next = place + 1;
            }
            boolean due = was == null || was.isDue(membership, rule, nowMillis);
            if (due) {
                news.add(entry(personKey, membership, rule, was));
            }
            now.add(due ? Told.of(membership, rule) : was);
        }
        for (int i = 0; i < stays.length; i++) {
            // A rule whose very name was forgotten, beyond triggers.max-rules, cannot be named.
            if (!stays[i] && !rules.ruleId(told.get(i).slot()).isEmpty()) {
                news.add(told.get(i).exit(personKey, rules));
            }
        }
        told = now;
        toldOf = state.memberships();
        toldEpoch = epoch;
        firstToldEnd = Long.MAX_VALUE;
        for (Told each : told) {
            firstToldEnd = Math.min(firstToldEnd, each.untilMillis());
        }
        return news;
    }

    /**
     * Place of what was told of a membership, or −1. Both lists are in order of entry, so it is
     * mostly found where the search begins.
     */
    private int toldOf(Membership membership, int from) {
        int size = told.size();
        for (int i = 0; i < size; i++) {
            int place = (from + i) % size;
            Told each = told.get(place);
            if (membership.isOf(each.slot(), each.partition())) {
                return place;
            }
        }
        return -1;
    }

    private static SegmentChange entry(
            String personKey, Membership membership, RuleSet.InForce rule, @Nullable Told was) {
        List<String> ids = new ArrayList<>();
        for (Seen seen : membership.matched()) {
            ids.add(seen.eventId);
        }
        String partition = rule.rule().partition();
        return new SegmentChange(
                was == null ? SegmentChange.Kind.ENTER : SegmentChange.Kind.REFRESH,
                personKey,
                rule.rule().ruleId(),
                rule.segment(membership.partition()),
                rule.rule().version(),
                rule.isRecommendation(),
                membership.enteredMillis(),
                membership.expiresMillis(),
                ids,
                partition,
                partition == null ? null : membership.partition(),
                was == null ? 0 : was.version());
    }

    /** Time of the newest event that is remembered. */
    long latestMillis() {
        return log.isEmpty() ? Long.MIN_VALUE : log.get(log.size() - 1).millis;
    }

    /** The items that the person turned to last, newest first. */
    String[] recentItems() {
        Set<String> items = new LinkedHashSet<>();
        for (int i = log.size() - 1; i >= 0 && items.size() < MAX_RECENT; i--) {
            String item = log.get(i).item;
            if (item != null && log.get(i).type.isInterest()) {
                items.add(item);
            }
        }
        return items.toArray(new String[0]);
    }

    /** The items that the person bought, as far as is remembered here. */
    String[] boughtItems() {
        Set<String> items = new LinkedHashSet<>();
        for (Seen seen : log) {
            if (seen.type == EventType.PURCHASE && seen.item != null) {
                items.add(seen.item);
            }
        }
        return items.toArray(new String[0]);
    }

    /**
     * A bound of {@link #nextDueMillis} that does not look at every partial match. It tells of most
     * events that the timer is early enough.
     */
    long dueNotBeforeMillis(RuleSet rules, TriggerRules bounds) {
        if (log.isEmpty()) {
            return Long.MIN_VALUE;
        }
        TriggerState state = present(rules, bounds);
        long idle = latestMillis() + bounds.retainedMillis();
        if (!state.partials().isEmpty()) {
            idle = Math.max(idle, state.endsNotBeforeMillis());
        }
        long due = Math.min(idle, state.actsNotBeforeMillis());
        if (!told.isEmpty()) {
            due = Math.min(due, firstToldEnd);
        }
        return due == Long.MAX_VALUE ? due : due + bounds.outOfOrderMillis();
    }

    /** When the passing of time is next to be looked at; {@link Long#MAX_VALUE} for never. */
    long nextDueMillis(RuleSet rules, TriggerRules bounds) {
        TriggerState state = present(rules, bounds);
        long due = state.actsAtMillis();
        for (Told each : told) {
            due = Math.min(due, each.untilMillis());
        }
        if (due == Long.MAX_VALUE) {
            due = state.isEmpty() ? Long.MIN_VALUE : state.endsAtMillis();
            if (!log.isEmpty()) {
                due = Math.max(due, log.get(log.size() - 1).millis + bounds.retainedMillis());
            }
            due = due == Long.MIN_VALUE ? Long.MAX_VALUE : due;
        }
        return due == Long.MAX_VALUE ? due : due + bounds.outOfOrderMillis();
    }

    /** True if nothing is worth keeping. */
    boolean isIdle() {
        return log.isEmpty()
                && told.isEmpty()
                && settled.isEmpty()
                && (present == null || present.isEmpty());
    }
}
