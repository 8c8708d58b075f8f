package io.nextclick.feedback;

import io.nextclick.option.Durations;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.option.OptionValues;
import java.time.Duration;

/** Options of feedback on lists. */
public final class FeedbackOptions {

    public static final OptionList ALL = new OptionList();

    static final Option<Duration> CLICK_WINDOW =
            ALL.duration(
                    "feedback.click-window",
                    Duration.ofMinutes(30),
                    Duration.ofSeconds(1),
                    Duration.ofDays(1),
                    "So long after a click the time spent counts, and so long after an item of a list"
                            + " was shown a view of it is a click with feedback.unnamed-clicks.");
    static final Option<Boolean> UNNAMED_CLICKS =
            ALL.flag(
                    "feedback.unnamed-clicks",
                    false,
                    "True if a view or click that names no list is a click in the list that showed"
                            + " its item last on the same device: for sites whose pages cannot say"
                            + " it. Then what people would have gone to by themselves counts, too.");
    static final Option<Duration> ORDER_WINDOW =
            ALL.duration(
                    "feedback.order-window",
                    Duration.ofDays(1),
                    Duration.ofSeconds(1),
                    Duration.ofDays(30),
                    "So long after a click carts and orders of its item are given to the list. A list"
                            + " is complete so long after its last click, at the earliest so long"
                            + " after feedback.click-window.");
    static final Option<Duration> CORRECTION_WINDOW =
            ALL.duration(
                    "feedback.correction-window",
                    Duration.ofDays(7),
                    Duration.ofMinutes(1),
                    Duration.ofDays(90),
                    "So long after a list was first shown late events, links and their undoing correct"
                            + " its feedback. Then it is forgotten, and what was written holds. At"
                            + " least feedback.click-window and feedback.order-window together.");
    static final Option<Duration> BOUNCE =
            ALL.duration(
                    "feedback.bounce",
                    Duration.ofSeconds(10),
                    Duration.ZERO,
                    Duration.ofHours(1),
                    "A click on which less time was spent than this bounced, if it is known how much,"
                            + " and the item came into no cart and no order.");
    static final Option<Integer> MAX_LISTS =
            ALL.number(
                    "feedback.max-lists",
                    16,
                    0,
                    1_000,
                    "Maximum number of shown lists that are kept of each device of a person, and of"
                            + " their user id; the oldest without a click is forgotten first. With 0"
                            + " there is no feedback.");
    static final Option<Double> CLICK_VALUE =
            ALL.amount(
                    "feedback.value.click",
                    1,
                    "What an item of a list is worth if it was clicked and the click did not bounce.");
    static final Option<Double> CART_VALUE =
            ALL.amount(
                    "feedback.value.cart", 1, "What it is worth besides if it came into the cart.");
    static final Option<Double> ORDER_VALUE =
            ALL.amount("feedback.value.order", 3, "What it is worth besides if it was ordered.");

    private static final double MICROS = 1e6;

    private FeedbackOptions() {}

    /**
     * The settings.
     *
     * @param skewMillis how far a clock may be wrong
     */
    public static FeedbackSettings settings(OptionValues given, long skewMillis, String currency) {
        Duration least = given.get(CLICK_WINDOW).plus(given.get(ORDER_WINDOW));
        given.require(
                given.get(CORRECTION_WINDOW).compareTo(least) >= 0,
                CORRECTION_WINDOW,
                "at least feedback.click-window and feedback.order-window together, "
                        + Durations.text(least));
        return new FeedbackSettings(
                given.millis(CLICK_WINDOW),
                given.get(UNNAMED_CLICKS),
                given.millis(ORDER_WINDOW),
                given.millis(CORRECTION_WINDOW),
                given.millis(BOUNCE),
                skewMillis,
                given.get(MAX_LISTS),
                micros(given.get(CLICK_VALUE)),
                micros(given.get(CART_VALUE)),
                micros(given.get(ORDER_VALUE)),
                currency);
    }

    private static long micros(double value) {
        return Math.round(value * MICROS);
    }
}
