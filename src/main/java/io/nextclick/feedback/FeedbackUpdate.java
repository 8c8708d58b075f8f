package io.nextclick.feedback;

import io.nextclick.event.EventType;
import io.nextclick.flow.ListOutcome;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PastList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an event, a history or time changes of a person's feedback: what was emitted is compared
 * with what follows from the events now. An operator has one and turns it from person to person.
 */
final class FeedbackUpdate {

    final FeedbackMemory memory;

    private final FeedbackSettings rules;
    private final Set<String> silent = new HashSet<>();
    private String personKey = "";
    private PersonFeedback person = new PersonFeedback();
    private List<Feedback> before = List.of();

    FeedbackUpdate(FeedbackSettings rules) {
        this.rules = rules;
        this.memory = new FeedbackMemory(rules);
    }

    /** A list's feedback until now and from now on; one of them may be none. */
    record Change(@Nullable Feedback before, @Nullable Feedback after) {

        /** True if the list is no longer the person's. */
        boolean isRetraction() {
            return after == null;
        }

        /** What is to be emitted. */
        Feedback emitted() {
            if (after != null) {
                return after;
            }
            if (before == null) {
                throw new IllegalStateException("a change of nothing");
            }
            return before.retraction();
        }

        /** By how much counts change. */
        List<FeedbackDelta> deltas() {
            boolean moves =
                    before != null
                            && after != null
                            && !(before.countKey().equals(after.countKey())
                                    && before.segments().equals(after.segments()));
            if (!moves) {
                FeedbackDelta delta = FeedbackDelta.between(before, after);
                return delta.isZero() ? List.of() : List.of(delta);
            }
            List<FeedbackDelta> deltas = new ArrayList<>(2);
            deltas.add(FeedbackDelta.between(before, null));
            deltas.add(FeedbackDelta.between(null, after));
            deltas.removeIf(FeedbackDelta::isZero);
            return deltas;
        }

        /**
         * The same for who measures people and not minutes. A list whose arm, segments or beginning
         * is known better now is taken away as what it was.
         */
        List<ListOutcome> outcomes(String currency) {
            boolean moves =
                    before != null
                            && after != null
                            && (!before.arm().equals(after.arm())
                                    || !before.segments().equals(after.segments())
                                    || before.openedAtMillis() != after.openedAtMillis());
            if (!moves) {
                ListOutcome outcome = outcome(before, after, currency);
                return outcome.isZero() ? List.of() : List.of(outcome);
            }
            List<ListOutcome> outcomes = new ArrayList<>(2);
            outcomes.add(outcome(before, null, currency));
            outcomes.add(outcome(null, after, currency));
            outcomes.removeIf(ListOutcome::isZero);
            return outcomes;
        }

        private static ListOutcome outcome(
                @Nullable Feedback before, @Nullable Feedback after, String currency) {
            Feedback any = new Change(before, after).emitted();
            return new ListOutcome(
                    any.personKey(),
                    any.arm(),
                    any.segments(),
                    any.openedAtMillis(),
                    before == null ? ListOutcome.NOTHING : before.sums(currency),
                    after == null ? ListOutcome.NOTHING : after.sums(currency));
        }

        /** Clicks on what no impression showed, once the list is complete. */
        long orphanClicks() {
            if (after == null || !after.complete()) {
                return 0;
            }
            return before != null && before.complete() ? 0 : after.orphanClicks();
        }
    }

    /**
     * Turns to a person, and lets time pass for them.
     *
     * @return true if something of them became final and is forgotten
     */
    boolean begin(String key, PersonFeedback of, long passedMillis) {
        personKey = key;
        person = of;
        List<Feedback> emitted = of.emitted;
        before = emitted == null ? now() : emitted;
        // What follows once more time has passed was not emitted.
        of.emitted = before;
        of.passedMillis = Math.max(of.passedMillis, passedMillis);
        silent.clear();
        silent.addAll(memory.forgetFinal(of, key));
        return !silent.isEmpty();
    }

    private List<Feedback> now() {
        return ListAttribution.of(personKey, person.events, rules, person.passedMillis).feedback();
    }

    /** What has changed since; what is forgotten stays as it was emitted. */
    List<Change> end() {
        if (memory.isUntouched()) {
            return closed();
        }
        PastEvent newest = memory.appended();
        if (newest != null && isAllThatChanges()) {
            PastList list = newest.list();
            if (list != null && isOpening(newest, list)) {
                return List.of(open(newest, list));
            }
            if (list == null && leadsNowhere(newest)) {
                person.emitted = before;
                return List.of();
            }
        }
        silent.addAll(memory.bounds.evicted);
        memory.bounds.evicted.clear();
        Map<String, Feedback> was = new HashMap<>();
        before.forEach(each -> was.put(each.recommendationId(), each));
        List<Feedback> now = now();
        List<Change> changes = new ArrayList<>();
        for (Feedback each : now) {
            Feedback old = was.remove(each.recommendationId());
            if (!each.equals(old)) {
                changes.add(new Change(old, each));
            }
        }
        for (Feedback old : before) {
            String list = old.recommendationId();
            if (was.containsKey(list) && !silent.contains(list)) {
                changes.add(new Change(old, null));
            }
        }
        person.emitted = now;
        return changes;
    }

    /** What time alone changes: lists whose windows are over. */
    private List<Change> closed() {
        List<Feedback> now = new ArrayList<>(before.size());
        List<Change> changes = new ArrayList<>();
        for (Feedback each : before) {
            boolean closes = !each.complete() && each.closesAtMillis() <= person.passedMillis;
            Feedback after = closes ? each.completed() : each;
            now.add(after);
            if (closes) {
                changes.add(new Change(each, after));
            }
        }
        person.emitted = now;
        return changes;
    }

    /** True if neither time nor a bound changes anything beside the event that was taken in. */
    private boolean isAllThatChanges() {
        if (!silent.isEmpty() || !memory.bounds.evicted.isEmpty()) {
            return false;
        }
        for (Feedback each : before) {
            if (!each.complete() && each.closesAtMillis() <= person.passedMillis) {
                return false;
            }
        }
        return true;
    }

    /**
     * True for the first impression of a list: after all that is known, it gives nothing to other
     * lists and takes nothing from them.
     */
    private boolean isOpening(PastEvent newest, PastList list) {
        if (newest.type() != EventType.IMPRESSION) {
            return false;
        }
        for (Feedback each : before) {
            if (each.recommendationId().equals(list.recommendationId())) {
                return false;
            }
        }
        return true;
    }

    /**
     * True if an event that names no list changes no feedback: it can only follow from a click on
     * its item, and there is none.
     */
    private boolean leadsNowhere(PastEvent newest) {
        if (rules.unnamedClicks()) {
            return false;
        }
        for (Feedback list : before) {
            for (ItemFeedback item : list.items()) {
                if (item.isClicked() && item.itemId().equals(newest.itemId())) {
                    return false;
                }
            }
        }
        return true;
    }

    private Change open(PastEvent newest, PastList list) {
        Feedback opened =
                ListAttribution.opened(personKey, newest, list, rules, person.passedMillis);
        List<Feedback> now = new ArrayList<>(before.size() + 1);
        now.addAll(before);
        now.add(opened);
        person.emitted = now;
        return new Change(null, opened);
    }

    /** When a list is complete or final next, or an event that is of none; 0 for never. */
    long dueMillis() {
        List<Feedback> emitted = person.emitted;
        if (person.isIdle() || emitted == null) {
            return 0;
        }
        long due = person.events.get(0).occurredAtMillis() + rules.correctionMillis();
        for (Feedback each : emitted) {
            long next =
                    each.complete()
                            ? each.openedAtMillis() + rules.correctionMillis()
                            : each.closesAtMillis();
            due = Math.min(due, next);
        }
        return due;
    }
}
