package io.nextclick.feedback;

import static io.nextclick.testkit.Events.NOON;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.ListToken;
import io.nextclick.event.ShownItem;
import io.nextclick.event.ShownList;
import io.nextclick.testkit.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events of lists in words, by nobody known on the phone unless said otherwise. */
final class Lists {

    static final long SECOND = 1_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    /** The defaults of the options. */
    static final FeedbackSettings RULES = rules(false, 16);

    /** There is no feedback. */
    static final FeedbackSettings OFF = rules(false, 0);

    /** What names no list may be a click in one. */
    static final FeedbackSettings UNNAMED = rules(true, 16);

    private Lists() {}

    private static FeedbackSettings rules(boolean unnamedClicks, int maxLists) {
        return new FeedbackSettings(
                30 * MINUTE,
                unnamedClicks,
                DAY,
                7 * DAY,
                10 * SECOND,
                2 * MINUTE,
                maxLists,
                1_000_000,
                1_000_000,
                3_000_000,
                "EUR");
    }

    /** An impression of items, from the first position on. */
    static Events impression(String list, String... items) {
        return with(EventType.IMPRESSION, null, new ShownList(list, null, null, null, of(items)));
    }

    static List<ShownItem> of(String... items) {
        List<ShownItem> shown = new ArrayList<>();
        for (String item : items) {
            shown.add(new ShownItem(item, shown.size() + 1));
        }
        return shown;
    }

    static Events click(String list, String item, int position) {
        return with(EventType.CLICK, item, new ShownList(list, position, null, null, List.of()));
    }

    static Events with(EventType type, @Nullable String item, ShownList list) {
        return deed(type, item, EventContext.builder().pageType("home").list(list).build());
    }

    static Events view(String item) {
        return deed(EventType.VIEW, item, EventContext.NONE);
    }

    static Events ping(String item, long dwellMillis) {
        return deed(
                EventType.PAGE_PING, item, EventContext.builder().dwellMillis(dwellMillis).build());
    }

    static Events cart(String item) {
        return deed(EventType.ADD_TO_CART, item, EventContext.NONE);
    }

    static Events order(String item, double price, int quantity, String currency) {
        return deed(
                EventType.PURCHASE,
                item,
                EventContext.builder().price(price).quantity(quantity).currency(currency).build());
    }

    private static Events deed(EventType type, @Nullable String item, EventContext context) {
        return Events.of(type, item).by(null).on("phone").at(NOON).with(context);
    }

    /** What the gateway gives with a list; nobody checks it behind the gateway. */
    static String token(
            String site,
            UUID list,
            String surface,
            String arm,
            long madeMillis,
            String... segments) {
        ListToken token =
                new ListToken(
                        list,
                        madeMillis,
                        ListToken.CERTAIN / 5,
                        site,
                        surface,
                        arm,
                        List.of(segments));
        return ListToken.text(token.content(1), new byte[ListToken.SIGNATURE]);
    }

    /** The same event, said again under another id. */
    static Event again(Events events, int time) {
        Event event = events.event();
        return events.named(event.eventId() + " again " + time).event();
    }
}
