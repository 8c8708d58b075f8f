package io.nextclick.feedback;

import io.nextclick.event.Money;
import io.nextclick.flow.PastEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item of a list, while what became of it is added up. */
final class OpenItem {

    /** Of a more expensive line no revenue is counted: a sum of many would have no room. */
    private static final long MOST_LINE_MICROS = 1_000_000_000L * Money.MICROS;

    final OpenList list;
    final String itemId;

    /** Devices on which an impression showed it: one, hardly ever more. */
    private final List<String> shownOn = new ArrayList<>(1);

    int position;
    private long visibleMillis;
    long clickedMillis;
    private long dwellMillis;
    private int carts;
    private int orders;
    private long revenueMicros;
    private @Nullable String currency;

    OpenItem(OpenList list, String itemId) {
        this.list = list;
        this.itemId = itemId;
    }

    /**
     * It was shown.
     *
     * @param visible how long it was in view, ms
     * @return true if that is the first time on the device
     */
    boolean show(String device, long visible) {
        visibleMillis = Math.max(visibleMillis, visible);
        return !shownOn.contains(device) && shownOn.add(device);
    }

    /** It was clicked; only the first time counts, but orders may follow from the newest. */
    void click(long millis) {
        clickedMillis = clickedMillis == 0 ? millis : clickedMillis;
        list.lastClickMillis = Math.max(list.lastClickMillis, millis);
    }

    void dwell(long millis) {
        dwellMillis += millis;
    }

    void cart() {
        carts++;
    }

    void order(PastEvent event) {
        orders++;
        long price = event.priceMicros();
        String stated = event.currency() == null ? Money.NO_CURRENCY : event.currency();
        boolean counts =
                price != Money.UNKNOWN
                        && event.quantity() > 0
                        && price <= MOST_LINE_MICROS / event.quantity()
                        && (currency == null || currency.equals(stated));
        if (counts) {
            currency = stated;
            revenueMicros += price * event.quantity();
        }
    }

    ItemFeedback feedback(FeedbackSettings rules) {
        boolean clicked = clickedMillis != 0;
        boolean bounced =
                clicked
                        && dwellMillis > 0
                        && dwellMillis < rules.bounceMillis()
                        && carts == 0
                        && orders == 0;
        long value =
                (clicked && !bounced ? rules.clickMicros() : 0)
                        + (carts > 0 ? rules.cartMicros() : 0)
                        + (orders > 0 ? rules.orderMicros() : 0);
        return new ItemFeedback(
                itemId,
                position,
                !shownOn.isEmpty(),
                visibleMillis,
                clickedMillis,
                dwellMillis,
                bounced,
                carts,
                orders,
                revenueMicros,
                currency,
                value);
    }
}
