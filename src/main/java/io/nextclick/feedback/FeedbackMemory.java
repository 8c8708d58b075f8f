package io.nextclick.feedback;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.ShownItem;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PastList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a person to give feedback: events that showed lists or named one, and those
 * that may follow from them. What is dropped changes no feedback any more: it is final, shows
 * nothing new, or was evicted at a bound.
 */
final class FeedbackMemory {

    private static final Comparator<PastEvent> IN_ORDER =
            Comparator.comparingLong(PastEvent::occurredAtMillis)
                    .thenComparing(PastEvent::eventId)
                    .thenComparing(PastEvent::type)
                    .thenComparing(PastEvent::itemId, Comparator.nullsFirst(String::compareTo));

    private final FeedbackSettings rules;

    final FeedbackBounds bounds;

    /** The event that was taken in as the newest, if nothing else changed; else null. */
    private @Nullable PastEvent appended;

    /** True as long as no event came or went since the person was turned to. */
    private boolean untouched;

    FeedbackMemory(FeedbackSettings rules) {
        this.rules = rules;
        this.bounds = new FeedbackBounds(rules);
    }

    /** Up to this time of events everything is final. */
    static long finalMillis(PersonFeedback person, FeedbackSettings rules) {
        return person.passedMillis == Long.MIN_VALUE
                ? Long.MIN_VALUE
                : person.passedMillis - rules.correctionMillis();
    }

    /** True if an event comes too late, or is of a list that was made too long ago. */
    boolean isTooLate(PersonFeedback person, PastEvent event) {
        long until = finalMillis(person, rules);
        PastList list = event.list();
        boolean ofOldList = list != null && list.isSigned() && list.generatedAtMillis() <= until;
        return event.occurredAtMillis() <= until || ofOldList;
    }

    /** The same of an event; one without an item follows from none. */
    static boolean mayFollow(Event event) {
        return event.itemId() != null && mayFollow(event.type());
    }

    /** True for events that may follow from a list that they do not name. */
    static boolean mayFollow(EventType type) {
        return switch (type) {
            case VIEW, CLICK, PAGE_PING, ADD_TO_CART, PURCHASE -> true;
            default -> false;
        };
    }

    /**
     * Takes in an event.
     *
     * @param recent the person's events since a time, for what came before a list was known
     * @return false if it changes nothing
     */
    boolean add(PersonFeedback person, PastEvent event, LongFunction<List<PastEvent>> recent) {
        untouched = false;
        PastEvent kept = event.forFeedback();
        int before = person.events.size();
        if (!insert(person, kept)) {
            return false;
        }
        if (kept.list() != null) {
            takeFollowers(person, recent.apply(kept.occurredAtMillis() - rules.skewMillis()));
        }
        boolean alone = person.events.size() == before + 1;
        bounds.keep(person, kept.source());
        boolean all = person.events.size() == before + 1;
        appended = alone && all && person.events.get(before).equals(kept) ? kept : null;
        return true;
    }

    /**
     * The event that was taken in as the newest since this was asked last, if that is all that
     * changed; else null.
     */
    @Nullable PastEvent appended() {
        PastEvent newest = appended;
        appended = null;
        return newest;
    }

    /** True if nothing but time passed since {@link #forgetFinal} and nothing went by it. */
    boolean isUntouched() {
        return untouched;
    }

    /** Puts the events of a device in the place of those that the person had of it. */
    boolean replace(
            PersonFeedback person, DeviceHistory history, LongFunction<List<PastEvent>> recent) {
        untouched = false;
        boolean changed =
                person.events.removeIf(
                        each -> history.replaces(each.source(), each.occurredAtMillis()));
        if (history.forgotten()) {
            changed |= forgetDevice(person, history.deviceId());
        }
        boolean listed = false;
        for (PastEvent event : history.events()) {
            if (!isTooLate(person, event) && insert(person, event.forFeedback())) {
                changed = true;
                listed |= event.list() != null;
                bounds.keep(person, history.deviceId());
            }
        }
        if (listed) {
            takeFollowers(person, recent.apply(Long.MIN_VALUE));
            bounds.keep(person, history.deviceId());
        }
        return changed;
    }

    /** Events with a user id stay the user's, without the device. */
    private static boolean forgetDevice(PersonFeedback person, String device) {
        boolean known = person.events.stream().anyMatch(each -> device.equals(each.deviceId()));
        person.events.replaceAll(each -> each.without(device));
        return known;
    }

    /** Takes in what was no follower of a list when it came. */
    private void takeFollowers(PersonFeedback person, List<PastEvent> recent) {
        for (int i = recent.size() - 1; i >= 0; i--) {
            PastEvent event = recent.get(i);
            // Of a click it is not kept here whether it named a list.
            if (event.type() != EventType.CLICK && !isTooLate(person, event)) {
                insert(person, event.forFeedback());
            }
        }
    }

    private boolean insert(PersonFeedback person, PastEvent event) {
        List<PastEvent> events = person.events;
        if (event.list() == null ? !isFollower(events, event) : isShownAlready(events, event)) {
            return false;
        }
        int place = events.size();
        while (place > 0 && IN_ORDER.compare(events.get(place - 1), event) > 0) {
            place--;
        }
        if (place > 0 && IN_ORDER.compare(events.get(place - 1), event) == 0) {
            return false;
        }
        events.add(place, event);
        return true;
    }

    /** True for carts and orders, and for what was shown or clicked on the same device before. */
    private boolean isFollower(List<PastEvent> events, PastEvent event) {
        EventType type = event.type();
        String item = event.itemId();
        if (item == null || !mayFollow(type)) {
            return false;
        }
        if (type == EventType.ADD_TO_CART || type == EventType.PURCHASE) {
            return true;
        }
        // It follows a click that itself may have followed an impression.
        long from = event.occurredAtMillis() - event.dwellMillis() - 2 * rules.clickWindowMillis();
        String device = ListAttribution.device(event);
        for (int i = events.size() - 1; i >= 0; i--) {
            PastEvent each = events.get(i);
            if (each.occurredAtMillis() < from) {
                return false;
            }
            if (each.list() != null
                    && each.occurredAtMillis() <= event.occurredAtMillis()
                    && device.equals(ListAttribution.device(each))
                    && names(each, item)) {
                return true;
            }
        }
        return false;
    }

    private static boolean names(PastEvent event, String item) {
        if (item.equals(event.itemId())) {
            return true;
        }
        PastList list = event.list();
        List<ShownItem> shown = list == null ? List.of() : list.items();
        for (int i = 0; i < shown.size(); i++) {
            if (shown.get(i).itemId().equals(item)) {
                return true;
            }
        }
        return false;
    }

    /** True for an impression of nothing that one before it did not show, as long at least. */
    private static boolean isShownAlready(List<PastEvent> events, PastEvent event) {
        PastList list = event.list();
        if (list == null || event.type() != EventType.IMPRESSION) {
            return false;
        }
        for (PastEvent each : events) {
            PastList before = each.list();
            if (each.occurredAtMillis() > event.occurredAtMillis()) {
                return false;
            }
            if (before != null
                    && each.type() == EventType.IMPRESSION
                    && before.recommendationId().equals(list.recommendationId())
                    && each.source().equals(event.source())
                    && ListAttribution.device(each).equals(ListAttribution.device(event))
                    && before.visibleMillis() >= list.visibleMillis()
                    && before.isSigned() == list.isSigned()
                    && ids(before).containsAll(ids(list))) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> ids(PastList list) {
        Set<String> ids = new HashSet<>();
        for (ShownItem item : list.items()) {
            ids.add(item.itemId());
        }
        return ids;
    }

    /** Forgets what is final; returns the lists. */
    Set<String> forgetFinal(PersonFeedback person, String personKey) {
        long until = finalMillis(person, rules);
        untouched = person.events.isEmpty() || person.events.get(0).occurredAtMillis() > until;
        if (untouched) {
            return Set.of();
        }
        ListAttribution.Result result =
                ListAttribution.of(personKey, person.events, rules, person.passedMillis);
        Set<String> gone = new HashSet<>();
        for (Feedback each : result.feedback()) {
            if (each.openedAtMillis() <= until) {
                gone.add(each.recommendationId());
            }
        }
        List<PastEvent> all = List.copyOf(person.events);
        person.events.clear();
        for (int i = 0; i < all.size(); i++) {
            PastEvent event = all.get(i);
            String owner = result.owners()[i];
            // What followed from a list goes with it, or it would go to another one.
            boolean isFinal = owner == null ? event.occurredAtMillis() <= until : isIn(gone, owner);
            if (!isFinal) {
                person.events.add(event);
            }
        }
        return gone;
    }

    private static boolean isIn(Set<String> gone, @Nullable String owner) {
        return owner != null && gone.contains(owner);
    }
}
