package io.nextclick.flow;

import io.nextclick.event.Event;
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
 * @param visit the visit so far
 * @param person what is known of the person besides
 * @param guidance what the rules say, once they were matched
 * @param occasion why it is sent
 * @param history of a move, the history that has changed hands; it does not leave the person's
 *     stage
 */
public record PersonEvent(
        String personKey,
        long sequence,
        Event event,
        Visit visit,
        Person person,
        Guidance guidance,
        Occasion occasion,
        @Nullable DeviceHistory history) {

    private static final String[] NONE = {};
    private static final Guidance NO_GUIDANCE = new Guidance(NONE, new ItemAction[0]);

    /**
     * The visit so far.
     *
     * @param recentItems distinct items of the session before the event, newest first; may hold the
     *     event's own item if the person came back to it
     * @param path the steps of the session before the event, newest first, at most {@value
     *     VisitPairs#MAX_STEPS}: each as the place of its item in {@code recentItems}, -1 if it is
     *     no more among them
     * @param steps steps of the session up to and with this event
     * @param step true if the event moves the session to an item, so pairs are learnt from it
     * @param learn false keeps the event out of everything that is learnt
     * @param dismissedItems items that the session put into the cart and out again
     * @param categories categories that the session turned to up to and with the event, newest
     *     first
     */
    public record Visit(
            String[] recentItems,
            byte[] path,
            int steps,
            boolean step,
            boolean learn,
            String[] dismissedItems,
            String[] categories) {}

    /**
     * What is known of the person besides the visit.
     *
     * @param deviceIds devices of the session
     * @param ownedItems items the person bought or does not want, not to be recommended
     * @param metrics what the person was like before this visit; null if that is not known
     */
    public record Person(
            String[] deviceIds, String[] ownedItems, @Nullable PersonMetrics metrics) {}

    /**
     * What the rules say.
     *
     * @param segments segments that the person is in
     * @param actions what recommendation rules do to the list
     */
    public record Guidance(String[] segments, ItemAction[] actions) {}

    /** An event before the rules were matched. */
    public PersonEvent(String personKey, long sequence, Event event, Visit visit, Person person) {
        this(personKey, sequence, event, visit, person, NO_GUIDANCE, Occasion.EVENT, null);
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
                eachOnce(recentItems, steps, step, learn),
                new Person(deviceIds, ownedItems, null));
    }

    private static Visit eachOnce(String[] recentItems, int steps, boolean step, boolean learn) {
        byte[] path = VisitPairs.eachOnce(recentItems.length);
        return new Visit(recentItems, path, steps, step, learn, NONE, NONE);
    }

    /**
     * What no event of the person asks for.
     *
     * @param occasion why it is sent
     * @param id what asks for it, in place of an event's id
     * @param millis when it asks, ms since the epoch
     * @param userId the user if the person is one
     */
    public static PersonEvent unasked(
            Occasion occasion,
            String personKey,
            long sequence,
            String id,
            long millis,
            @Nullable String userId,
            Visit visit,
            Person person) {
        Event nothing = Event.nothing(id, millis, SiteKey.site(personKey), userId);
        return new PersonEvent(
                personKey, sequence, nothing, visit, person, NO_GUIDANCE, occasion, null);
    }

    /** What only items are to learn of. */
    public static PersonEvent ofItems(
            Occasion occasion, String personKey, Event event, Visit visit, Person person) {
        return new PersonEvent(personKey, 0, event, visit, person, NO_GUIDANCE, occasion, null);
    }

    /** A visit that came to each of some recent items once, and in which nothing happens now. */
    public static Visit visitOf(String[] recentItems, String[] dismissed, String[] categories) {
        byte[] path = VisitPairs.eachOnce(recentItems.length);
        return new Visit(recentItems, path, 1, false, false, dismissed, categories);
    }

    /** The same with a history that has changed hands, or without one. */
    public PersonEvent with(@Nullable DeviceHistory moved) {
        return new PersonEvent(
                personKey, sequence, event, visit, person, guidance, occasion, moved);
    }

    /** The same with what the making of a list and learning from it read, and nothing else. */
    public PersonEvent forList() {
        Event read = event.forList();
        PersonMetrics known = person.metrics();
        if (known == null && read.equals(event)) {
            return this;
        }
        PersonMetrics kept =
                known == null || known.categories().isEmpty()
                        ? null
                        : PersonMetrics.ofCategories(known.categories());
        Person keptPerson = known == null ? person : new Person(deviceIds(), ownedItems(), kept);
        return new PersonEvent(
                personKey, sequence, read, visit, keptPerson, guidance, occasion, history);
    }

    /** The same with what the rules say. */
    public PersonEvent guided(List<String> inSegments, List<ItemAction> byRules) {
        if (inSegments.isEmpty() && byRules.isEmpty()) {
            return this;
        }
        Guidance matched =
                new Guidance(inSegments.toArray(NONE), byRules.toArray(NO_GUIDANCE.actions()));
        return new PersonEvent(
                personKey, sequence, event, visit, person, matched, occasion, history);
    }

    /** See {@link Visit}. */
    public String[] recentItems() {
        return visit.recentItems();
    }

    /** See {@link Visit}. */
    public byte[] path() {
        return visit.path();
    }

    /** See {@link Visit}. */
    public int steps() {
        return visit.steps();
    }

    /** See {@link Visit}. */
    public boolean step() {
        return visit.step();
    }

    /** See {@link Visit}. */
    public boolean learn() {
        return visit.learn();
    }

    /** See {@link Visit}. */
    public String[] dismissedItems() {
        return visit.dismissedItems();
    }

    /** See {@link Person}. */
    public String[] deviceIds() {
        return person.deviceIds();
    }

    /** See {@link Person}. */
    public String[] ownedItems() {
        return person.ownedItems();
    }

    /** See {@link Person}. */
    public @Nullable PersonMetrics metrics() {
        return person.metrics();
    }

    /** See {@link Guidance}. */
    public String[] segments() {
        return guidance.segments();
    }

    /** See {@link Guidance}. */
    public ItemAction[] actions() {
        return guidance.actions();
    }

    /**
     * Categories that the person is interested in, the most telling first: those of the visit, also
     * where a search or filter named them, then those of former sessions.
     */
    public List<String> interests() {
        PersonMetrics metrics = person.metrics();
        if (visit.categories().length == 0 && (metrics == null || metrics.categories().isEmpty())) {
            return List.of();
        }
        Set<String> interests = new LinkedHashSet<>(Arrays.asList(visit.categories()));
        if (metrics != null) {
            interests.addAll(metrics.categories());
        }
        return List.copyOf(interests);
    }

    /** True if a list is made for it. */
    public boolean asksForList() {
        return switch (occasion) {
            case EVENT -> event.type().asksForList();
            case REMINDER, REVISION -> true;
            case WITHDRAWAL, MOVE, ACCUMULATION, RETRACTION -> false;
        };
    }

    /** True if items are asked, or taught. */
    private boolean reachesItems() {
        return occasion.isOfItems() ? event.type().asksForList() : asksForList();
    }

    /**
     * The items that are asked for candidates: the event's own, then the recent ones, each once. An
     * item's place here is the slot of its answer.
     */
    public List<String> askedItems() {
        int count = countAsked();
        if (count == 0) {
            return List.of();
        }
        String own = event.currentItem();
        List<String> asked = new ArrayList<>(count);
        if (own != null) {
            asked.add(own);
        }
        for (String recent : recentItems()) {
            if (!recent.equals(own)) {
                asked.add(recent);
            }
        }
        return asked;
    }

    /** How many items are asked. */
    public int countAsked() {
        if (!reachesItems()) {
            return 0;
        }
        String own = event.currentItem();
        int count = own == null ? 0 : 1;
        for (String recent : recentItems()) {
            count += recent.equals(own) ? 0 : 1;
        }
        return count;
    }
}
