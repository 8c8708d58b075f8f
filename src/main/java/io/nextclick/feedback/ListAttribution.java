package io.nextclick.feedback;

import io.nextclick.event.EventType;
import io.nextclick.event.ShownItem;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PastList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives what a person did to the lists that it came from. It follows from the events in order of
 * their time, whenever and in whatever order they came:
 *
 * <ul>
 *   <li>A deed that names a list is a click in it.
 *   <li>A view or click that names none is the page of a click before. Where the settings say so,
 *       it is a click in the list that showed the item last on the same device, within the click
 *       window.
 *   <li>Time spent on an item goes to the click on it before, on the same device, if the visitor
 *       began to spend it within the click window.
 *   <li>A cart or order goes to the newest click on the item before, on any device, within the
 *       order window. On another device it may seem to be earlier by what clocks differ.
 * </ul>
 */
final class ListAttribution {

    private static final String NO_DEVICE = "";

    private final FeedbackSettings rules;
    private final Map<String, OpenList> lists = new LinkedHashMap<>();

    /** What a device saw or clicked of an item last. */
    private final Map<Where, Touch> touches = new HashMap<>();

    /** Clicks by item, in order of time. */
    private final Map<String, List<Click>> clicks = new HashMap<>();

    private ListAttribution(FeedbackSettings rules) {
        this.rules = rules;
    }

    /**
     * The feedback, and whose each event is.
     *
     * @param feedback lists in the order in which they were opened
     * @param owners for each event the list that it was given to; null for none
     */
    record Result(List<Feedback> feedback, @Nullable String[] owners) {}

    private record Where(String device, String itemId) {}

    private record Touch(OpenItem item, long millis, boolean click) {}

    private record Click(OpenItem item, long millis, String device) {}

    /**
     * Gives events to lists.
     *
     * @param events in order of time
     * @param passedMillis so far time has passed
     */
    static Result of(
            String personKey, List<PastEvent> events, FeedbackSettings rules, long passedMillis) {
        ListAttribution all = new ListAttribution(rules);
        @Nullable String[] owners = new String[events.size()];
        for (int i = 0; i < owners.length; i++) {
            owners[i] = all.take(events.get(i));
        }
        for (int i = 0; i < owners.length; i++) {
            String owner = all.takeDeed(events.get(i));
            owners[i] = owners[i] == null ? owner : owners[i];
        }
        List<Feedback> feedback = new ArrayList<>(all.lists.size());
        for (OpenList list : all.lists.values()) {
            feedback.add(list.feedback(personKey, rules, passedMillis));
        }
        return new Result(feedback, owners);
    }

    /** The feedback of a list that nothing is known of but that an event shows it. */
    static Feedback opened(
            String personKey, PastEvent event, PastList list, FeedbackSettings rules, long passed) {
        OpenList opened = new OpenList(list, event.occurredAtMillis());
        for (ShownItem shown : list.items()) {
            opened.item(shown.itemId(), shown.position()).show(device(event), list.visibleMillis());
        }
        return opened.feedback(personKey, rules, passed);
    }

    static String device(PastEvent event) {
        return event.deviceId() == null ? NO_DEVICE : event.deviceId();
    }

    private @Nullable String take(PastEvent event) {
        PastList said = event.list();
        if (said == null) {
            return event.itemId() == null ? null : follow(event, event.itemId());
        }
        OpenList list =
                lists.computeIfAbsent(
                        said.recommendationId(),
                        id -> new OpenList(said, event.occurredAtMillis()));
        list.learn(said);
        if (event.type() == EventType.IMPRESSION) {
            for (ShownItem shown : said.items()) {
                show(list, shown, said.visibleMillis(), event);
            }
        } else if (event.itemId() != null) {
            OpenItem item = list.item(event.itemId(), said.position());
            click(item, event);
            item.dwell(event.dwellMillis());
        }
        return list.id();
    }

    private void show(OpenList list, ShownItem shown, long visibleMillis, PastEvent event) {
        OpenItem item = list.item(shown.itemId(), shown.position());
        if (item.show(device(event), visibleMillis)) {
            Where where = new Where(device(event), shown.itemId());
            touches.put(where, new Touch(item, event.occurredAtMillis(), false));
        }
    }

    /** The item counts as clicked once; what follows goes to the newest click. */
    private void click(OpenItem item, PastEvent event) {
        long millis = event.occurredAtMillis();
        String device = device(event);
        item.click(millis);
        touches.put(new Where(device, item.itemId), new Touch(item, millis, true));
        clicks.computeIfAbsent(item.itemId, id -> new ArrayList<>(2))
                .add(new Click(item, millis, device));
    }

    /** A view, click or ping that names no list. */
    private @Nullable String follow(PastEvent event, String itemId) {
        EventType type = event.type();
        Touch touch = touches.get(new Where(device(event), itemId));
        if (touch == null || !(type.isNavigation() || type == EventType.PAGE_PING)) {
            return null;
        }
        long millis = event.occurredAtMillis();
        boolean unnamed = rules.unnamedClicks() && !touch.click && type.isNavigation();
        if (unnamed && isWithinClick(touch, millis)) {
            click(touch.item, event);
        } else if (!touch.click || !isWithinClick(touch, millis - event.dwellMillis())) {
            return null;
        }
        touch.item.dwell(event.dwellMillis());
        return touch.item.list.id();
    }

    private boolean isWithinClick(Touch touch, long millis) {
        return millis - touch.millis <= rules.clickWindowMillis();
    }

    /** A cart or order. */
    private @Nullable String takeDeed(PastEvent event) {
        EventType type = event.type();
        boolean cart = type == EventType.ADD_TO_CART;
        if (event.itemId() == null || !(cart || type == EventType.PURCHASE)) {
            return null;
        }
        OpenItem item = clickBefore(event, event.itemId());
        if (item == null) {
            return null;
        }
        if (cart) {
            item.cart();
        } else {
            item.order(event);
        }
        return item.list.id();
    }

    private @Nullable OpenItem clickBefore(PastEvent event, String itemId) {
        List<Click> of = clicks.getOrDefault(itemId, List.of());
        long millis = event.occurredAtMillis();
        for (int i = of.size() - 1; i >= 0; i--) {
            Click click = of.get(i);
            long skew = click.device.equals(device(event)) ? 0 : rules.skewMillis();
            if (click.millis <= millis + skew
                    && millis - click.millis <= rules.orderWindowMillis()) {
                return click.item;
            }
        }
        return null;
    }
}
