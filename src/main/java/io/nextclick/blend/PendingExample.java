package io.nextclick.blend;

import org.jspecify.annotations.Nullable;

/**
 * Of a person whose next step a blend is to learn from: the newest list, the one before, and the
 * one that they clicked in last.
 */
final class PendingExample {

    /** Of the newest list. */
    TrainingExample example = new TrainingExample();

    /** Of the list that the person's last step was learnt from. */
    TrainingExample before = new TrainingExample();

    /** Null as long as the person clicked in none. */
    @Nullable ClickedExample clicked;

    boolean hasBefore;

    /** Where the person went from that list. */
    String wentBefore = "";

    /** The newest. */
    PendingList list = new PendingList("", 0, 0);

    /** True if the step after the newest list was learnt. */
    boolean learnt;

    /** True if the newest list is of a later event, and nothing was learnt of it yet. */
    boolean isOfLaterThan(long atMillis) {
        return !learnt && atMillis < list.atMillis();
    }

    /** Another list is the newest. */
    void become(PendingList newest, TrainingExample of) {
        example.fill(of);
        hasBefore &= newest.policyKey().equals(list.policyKey());
        list = newest;
        learnt = false;
    }

    /** The newest list becomes the one before. */
    void step(String went) {
        TrainingExample last = example;
        example = before;
        before = last;
        hasBefore = true;
        wentBefore = went;
        learnt = true;
    }

    /** The person came to an item from the newest list. */
    void click(String item, double weight) {
        clicked = new ClickedExample(list, example, item, weight);
    }

    /** How many clicks one on an item stands for; 0 if it does not name the newest list. */
    double weightOf(String item, ListPlace place, ClickValues values) {
        return place.recommendationId().equals(list.recommendationId())
                ? values.weight(place.position(), list.chances().getOrDefault(item, 1.0))
                : 0;
    }

    /** The list that was clicked in last, if it is the one that is named; else null. */
    @Nullable ClickedExample formerList(@Nullable ListPlace place) {
        return clicked != null && place != null && clicked.isOfList(place.recommendationId())
                ? clicked
                : null;
    }

    /** The newest list's, whether the step after it was learnt or not. */
    TrainingExample newest() {
        return learnt ? before : example;
    }

    void clear() {
        clicked = null;
        hasBefore = false;
        learnt = false;
    }
}
