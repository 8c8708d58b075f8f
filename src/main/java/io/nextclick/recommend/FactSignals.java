package io.nextclick.recommend;

import io.nextclick.blend.Signal;
import io.nextclick.blend.SignalTable;
import io.nextclick.event.Event;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the catalogue says of candidates next to the current item and the person's interests. */
final class FactSignals {

    private final Shop shop;
    private final String site;
    private final @Nullable String category;
    private final @Nullable String brand;
    private final List<String> interests;

    /**
     * @param current the item that the person is at, else the newest of the visit; null if none
     */
    FactSignals(
            PersonEvent request, @Nullable String current, List<Candidates> answers, Shop shop) {
        Event event = request.event();
        ItemFacts own = current == null ? null : shop.facts(event.site(), current);
        String ofEvent = event.context().category();
        String ofItem = ofEvent == null && own != null ? own.category() : ofEvent;
        String brandOfEvent = event.context().brand();
        this.shop = shop;
        this.site = event.site();
        this.category = ofItem == null ? categoryOf(event, answers) : ofItem;
        this.brand = brandOfEvent == null && own != null ? own.brand() : brandOfEvent;
        this.interests = request.interests();
    }

    /** The category of an event; if it has none, of the first item that answers one; else null. */
    static @Nullable String categoryOf(Event event, List<Candidates> answers) {
        if (event.context().category() != null) {
            return event.context().category();
        }
        for (Candidates answer : answers) {
            if (answer.category() != null) {
                return answer.category();
            }
        }
        return null;
    }

    /** Sets the signals of candidates, whose ids are given by row. */
    void setAll(SignalTable signals, String[] items, int count) {
        if (category == null && brand == null && interests.isEmpty()) {
            return;
        }
        for (int i = 0; i < count; i++) {
            ItemFacts facts = shop.facts(site, items[i]);
            if (facts != null) {
                boolean alike = category != null && category.equals(facts.category());
                boolean same = brand != null && brand.equals(facts.brand());
                signals.set(i, Signal.CATEGORY, alike ? 1 : 0);
                signals.set(i, Signal.BRAND, same ? 1 : 0);
                String theirs = facts.category();
                int interest = theirs == null ? -1 : interests.indexOf(theirs);
                signals.set(i, Signal.AFFINITY, interest < 0 ? 0 : 1f / (interest + 1));
            }
        }
    }
}
