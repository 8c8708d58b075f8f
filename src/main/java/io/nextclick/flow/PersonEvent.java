package io.nextclick.flow;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.SiteKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event at its person, with what the visit so far says: what to learn and what to ask.
 *
 * @param personKey person among all sites
 * @param sequence grows with every event of the person, also where everything else about them was
 *     forgotten in between
 * @param event the event
 * @param deviceIds devices of the session
 * @param recentItems distinct items of the session before the event, newest first; may hold the
 *     event's own item if the person came back to it
 * @param steps steps of the session up to and with this event
 * @param step true if the event moves the session to an item, so pairs are learnt from it
 * @param learn false keeps the event out of everything that is learnt
 * @param ownedItems items the person bought, not to be recommended
 * @param metrics what the person was like before this visit; null if that is not known
 * @param segments segments that the person is in, once the rules were matched
 * @param actions what recommendation rules do to the list
 * @param reminder true if nothing happened and a rule asks for a list
 * @param path the steps of the session before the event, newest first, at most {@value
 *     VisitPairs#MAX_STEPS}: each as the place of its item in {@code recentItems}, -1 if it is no
 *     more among them
 * @param dismissedItems items that the session put into the cart and out again
 * @param visitCategories categories that the session turned to up to and with the event, newest
 *     first
 */
public record PersonEvent(
        String personKey,
        long sequence,
        Event event,
        String[] deviceIds,
        String[] recentItems,
        int steps,
        boolean step,
        boolean learn,
        String[] ownedItems,
        @Nullable PersonMetrics metrics,
        String[] segments,
        ItemAction[] actions,
        boolean reminder,
        byte[] path,
        String[] dismissedItems,
        String[] visitCategories) {

    private static final String[] NO_ITEMS = {};
    private static final String[] NO_SEGMENTS = {};
    private static final ItemAction[] NO_ACTIONS = {};

    /** Takes requests of savepoints that knew no rules or no path. */
    public PersonEvent {
        segments = segments == null ? NO_SEGMENTS : segments;
        actions = actions == null ? NO_ACTIONS : actions;
        path = path == null ? VisitPairs.eachOnce(recentItems.length) : path;
        dismissedItems = dismissedItems == null ? NO_ITEMS : dismissedItems;
        visitCategories = visitCategories == null ? NO_ITEMS : visitCategories;
    }

    /** An event before the rules were matched. */
    public PersonEvent(
            String personKey,
            long sequence,
            Event event,
            String[] deviceIds,
            String[] recentItems,
            byte[] path,
            int steps,
            boolean step,
            boolean learn,
            String[] ownedItems,
            String[] dismissedItems,
            String[] visitCategories) {
        this(
                personKey,
                sequence,
                event,
                deviceIds,
                recentItems,
                steps,
                step,
                learn,
                ownedItems,
                null,
                NO_SEGMENTS,
                NO_ACTIONS,
                false,
                path,
                dismissedItems,
                visitCategories);
    }

    /** An event of a visit that came to each recent item once. */
    public PersonEvent(
            String personKey,
            long sequence,
            Event event,
            String[] deviceIds,
            String[] recentItems,
            int steps,
            boolean step,
            boolean learn,
            String[] ownedItems) {
        this(
                personKey,
                sequence,
                event,
                deviceIds,
                recentItems,
                VisitPairs.eachOnce(recentItems.length),
                steps,
                step,
                learn,
                ownedItems,
                NO_ITEMS,
                NO_ITEMS);
    }

    /**
     * A request for a list that no event of the person asks for.
     *
     * @param id what asks for it, in place of an event's id
     * @param millis when it asks, ms since the epoch
     */
    public static PersonEvent reminder(
            String personKey,
            long sequence,
            String id,
            long millis,
            String[] recentItems,
            String[] ownedItems) {
        Event nothing =
                new Event(
                        id,
                        EventType.UNKNOWN,
                        millis,
                        SiteKey.site(personKey),
                        null,
                        null,
                        null,
                        null,
                        EventContext.NONE);
        return new PersonEvent(
                personKey,
                sequence,
                nothing,
                NO_SEGMENTS,
                recentItems,
                1,
                false,
                false,
                ownedItems,
                null,
                NO_SEGMENTS,
                NO_ACTIONS,
                true,
                VisitPairs.eachOnce(recentItems.length),
                NO_ITEMS,
                NO_ITEMS);
    }

    /** The same with what the person was like. */
    public PersonEvent withMetrics(@Nullable PersonMetrics known) {
        return with(known, segments, actions);
    }

    /** The same with what the rules say. */
    public PersonEvent guided(List<String> inSegments, List<ItemAction> byRules) {
        return inSegments.isEmpty() && byRules.isEmpty()
                ? this
                : with(metrics, inSegments.toArray(NO_SEGMENTS), byRules.toArray(NO_ACTIONS));
    }

    private PersonEvent with(
            @Nullable PersonMetrics known, String[] inSegments, ItemAction[] byRules) {
        return new PersonEvent(
                personKey,
                sequence,
                event,
                deviceIds,
                recentItems,
                steps,
                step,
                learn,
                ownedItems,
                known,
                inSegments,
                byRules,
                reminder,
                path,
                dismissedItems,
                visitCategories);
    }

    /**
     * Categories that the person is interested in, the most telling first: those of the visit, also
     * where a search or filter named them, then those of former sessions.
     */
    public List<String> interests() {
        Set<String> interests = new LinkedHashSet<>(Arrays.asList(visitCategories));
        if (metrics != null) {
            interests.addAll(metrics.categories());
        }
        return List.copyOf(interests);
    }

    /** True if a list is made for it. */
    public boolean asksForList() {
        return reminder || event.type().asksForList();
    }

    /**
     * The items that are asked for candidates: the event's own, then the recent ones, each once. An
     * item's place here is the slot of its answer.
     */
    public List<String> askedItems() {
        String own = event.itemId();
        if (!asksForList()) {
            return List.of();
        }
        List<String> asked = new ArrayList<>(recentItems.length + 1);
        if (own != null) {
            asked.add(own);
        }
        for (String recent : recentItems) {
            if (!recent.equals(own)) {
                asked.add(recent);
            }
        }
        return asked;
    }
}
