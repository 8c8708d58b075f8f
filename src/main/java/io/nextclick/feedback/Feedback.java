package io.nextclick.feedback;

import io.nextclick.event.NameUuid;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.ListOutcome;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What became of one list at one person, as far as is known; the newest record of a {@link
 * #feedbackId} counts.
 *
 * @param personKey person among all sites
 * @param recommendationId the list
 * @param surface where it was shown
 * @param arm the way of making lists that was drawn for it; empty for none
 * @param propensity with which probability it was made so, of 65,535; 0 if that is not known
 * @param generatedAtMillis when it was made, ms since the epoch; 0 if that is not known
 * @param segments those that its person was in then, as the token says
 * @param openedAtMillis when the person saw it first, or clicked in it, ms since the epoch
 * @param closesAtMillis when its windows are over, ms since the epoch
 * @param complete true if they are
 * @param retracted true if the list is no longer the person's
 * @param items by position
 */
public record Feedback(
        String personKey,
        String recommendationId,
        String surface,
        String arm,
        int propensity,
        long generatedAtMillis,
        List<String> segments,
        long openedAtMillis,
        long closesAtMillis,
        boolean complete,
        boolean retracted,
        List<ItemFeedback> items) {

    /** The same for the same list and person. */
    public String feedbackId() {
        byte[] name = (personKey + '\n' + recommendationId).getBytes(StandardCharsets.UTF_8);
        return NameUuid.of(name, name.length).toString();
    }

    /** True if an impression showed it; false if only a click says that it was there. */
    public boolean isShown() {
        for (ItemFeedback item : items) {
            if (item.shown()) {
                return true;
            }
        }
        return false;
    }

    /** True if anything of it was clicked. */
    public boolean isClicked() {
        for (ItemFeedback item : items) {
            if (item.isClicked()) {
                return true;
            }
        }
        return false;
    }

    /** True if it was clicked and every click bounced. */
    public boolean isBounced() {
        boolean clicked = false;
        for (ItemFeedback item : items) {
            if (item.isClicked() && !item.bounced()) {
                return false;
            }
            clicked |= item.isClicked();
        }
        return clicked;
    }

    /** What it is worth by the settings, millionths. */
    public long valueMicros() {
        long micros = 0;
        for (ItemFeedback item : items) {
            micros += item.valueMicros();
        }
        return micros;
    }

    /** Clicks on what no impression showed. */
    public long orphanClicks() {
        long orphans = 0;
        for (ItemFeedback item : items) {
            orphans += item.isClicked() && !item.shown() ? 1 : 0;
        }
        return orphans;
    }

    /** What it adds to a person's sums, by {@link ListOutcome.Part}; revenue in one currency. */
    long[] sums(String currency) {
        long[] sums = new long[ListOutcome.Part.size()];
        sums[ListOutcome.Part.SHOWN.place()] = isShown() ? 1 : 0;
        sums[ListOutcome.Part.VALUE_MICROS.place()] = valueMicros();
        for (ItemFeedback item : items) {
            sums[ListOutcome.Part.CLICKS.place()] += item.isClicked() ? 1 : 0;
            sums[ListOutcome.Part.CARTS.place()] += item.carts();
            sums[ListOutcome.Part.ORDERS.place()] += item.orders();
            sums[ListOutcome.Part.REVENUE_MICROS.place()] +=
                    currency.equals(item.currency()) ? item.revenueMicros() : 0;
        }
        return sums;
    }

    /** Key of what is counted: site, surface and, if there is one, arm. */
    public String countKey() {
        String key = SiteKey.site(personKey) + '/' + surface;
        return arm.isEmpty() ? key : key + '/' + SiteKey.part(arm);
    }

    /** What takes its place if the list is no longer the person's. */
    Feedback retraction() {
        return with(complete, true, List.of());
    }

    /** The same once its windows are over. */
    Feedback completed() {
        return with(true, retracted, items);
    }

    private Feedback with(boolean isComplete, boolean isRetracted, List<ItemFeedback> each) {
        return new Feedback(
                personKey,
                recommendationId,
                surface,
                arm,
                propensity,
                generatedAtMillis,
                segments,
                openedAtMillis,
                closesAtMillis,
                isComplete,
                isRetracted,
                each);
    }
}
