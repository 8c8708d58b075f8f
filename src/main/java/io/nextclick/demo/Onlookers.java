package io.nextclick.demo;

import io.nextclick.demo.NewestLists.PageList;
import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.ListToken;
import io.nextclick.event.ShownItem;
import io.nextclick.event.ShownList;
import io.nextclick.generate.ClickModel;
import io.nextclick.generate.PageView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The generated shop's visitors before the job's lists: on some pages the person's newest list
 * comes into view, and by the {@link ClickModel} they click in it. All of that happens before the
 * visit's next step, so the shop's own events are the same whether anybody looks or not. The draws
 * follow from the shop's seed; which list there is to look at does not.
 *
 * <p>Called by the thread of the traffic; {@link #figures} by any. Bounded: of pages that were
 * opened, at most {@link #MAX_PENDING} wait to be looked at, and further ones are not.
 */
final class Onlookers {

    static final int MAX_PENDING = 10_000;

    /** Share of the pages on which somebody comes as far as the list. */
    static final double IN_VIEW = 0.3;

    /** A list counts as seen after a second; it is fresh by then. */
    static final long SEEN_MILLIS = 1_000;

    /** Between one deed and the next; with ten items all is done within the step's two seconds. */
    private static final long DEED_MILLIS = 40;

    private static final Set<EventType> PAGES =
            EnumSet.of(
                    EventType.VIEW,
                    EventType.SEARCH,
                    EventType.FILTER,
                    EventType.ADD_TO_CART,
                    EventType.CHECKOUT);

    private final ClickModel model;
    private final NewestLists lists;
    private final Function<ListToken, String> signer;

    private final PriorityQueue<Due> pending =
            new PriorityQueue<>(Comparator.comparingLong(Due::millis).thenComparing(Due::number));
    private long number;
    private long shown;
    private long clicked;
    private double expected;

    /** A page to look at or, if there is one, an event to send. */
    private record Due(long millis, long number, PageView page, @Nullable Event event) {}

    /**
     * What became of the lists that were seen.
     *
     * @param shown lists
     * @param rate share of them that was clicked; empty without any
     * @param expected the share that the model gives to these very lists; empty without any
     */
    record Figures(long shown, OptionalDouble rate, OptionalDouble expected) {}

    /**
     * @param lists that there are to look at
     * @param signer signs a list's token as the gateway does
     */
    Onlookers(ClickModel model, NewestLists lists, Function<ListToken, String> signer) {
        this.model = model;
        this.lists = lists;
        this.signer = signer;
    }

    /** A page was opened. */
    void opened(PageView page) {
        if (PAGES.contains(page.event().type())
                && page.random().nextDouble() < IN_VIEW
                && pending.size() < MAX_PENDING) {
            add(page.event().occurredAtMillis() + SEEN_MILLIS, page, null);
        }
    }

    private void add(long millis, PageView page, @Nullable Event event) {
        pending.add(new Due(millis, number++, page, event));
    }

    /** When the next deed is due, ms since the epoch; {@link Long#MAX_VALUE} if there is none. */
    long dueMillis() {
        Due next = pending.peek();
        return next == null ? Long.MAX_VALUE : next.millis;
    }

    /**
     * The event of the next deed, now that it is due; null if there is none or there was no list to
     * see.
     */
    @Nullable Event next() {
        Due due = pending.poll();
        if (due == null) {
            return null;
        }
        return due.event != null ? due.event : look(due.page, due.millis);
    }

    private @Nullable Event look(PageView page, long millis) {
        PageList list = lists.of(page.event());
        if (list == null) {
            return null;
        }
        String id = list.token().recommendationId().toString();
        String token = signer.apply(list.token());
        SplittableRandom random = page.random().split();
        double[] relevance = page.relevance(list.items());
        List<Integer> clicks = model.draw(random, relevance);
        count(!clicks.isEmpty(), model.expectedRate(relevance));
        long at = millis;
        for (int position : clicks) {
            String item = list.items().get(position - 1);
            ShownList from = new ShownList(id, position, token, null, List.of());
            at += DEED_MILLIS;
            add(at, page, page.click(item, from, at));
            at += DEED_MILLIS;
            add(at, page, page.follow(item, at));
        }
        List<ShownItem> items = new ArrayList<>(list.items().size());
        for (String item : list.items()) {
            items.add(new ShownItem(item, items.size() + 1));
        }
        return page.impression(new ShownList(id, null, token, SEEN_MILLIS, items), millis);
    }

    private synchronized void count(boolean isClicked, double rate) {
        shown++;
        clicked += isClicked ? 1 : 0;
        expected += rate;
    }

    /** The figures so far. */
    synchronized Figures figures() {
        return shown == 0
                ? new Figures(0, OptionalDouble.empty(), OptionalDouble.empty())
                : new Figures(
                        shown,
                        OptionalDouble.of((double) clicked / shown),
                        OptionalDouble.of(expected / shown));
    }
}
