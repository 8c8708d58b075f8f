package io.nextclick.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.ListToken;
import io.nextclick.event.ShownItem;
import io.nextclick.event.Surface;
import io.nextclick.generate.ClickModel;
import io.nextclick.generate.PageView;
import io.nextclick.generate.ShopGenerator;
import io.nextclick.generate.ShopProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OnlookersTest {

    private static final int PAGES = 20_000;
    private static final String[] ITEMS =
            IntStream.range(0, 12).mapToObj(i -> "i" + 37 * i).toArray(String[]::new);

    private final NewestLists lists = new NewestLists();
    private final Onlookers onlookers = onlookers(lists);

    private static Onlookers onlookers(NewestLists lists) {
        return new Onlookers(new ClickModel(1), lists, ListToken::surface);
    }

    /** A list for everybody, before each page is looked at; returns what was done. */
    private static List<Event> visit(NewestLists lists, Onlookers onlookers, long seed) {
        ShopGenerator shop = new ShopGenerator(ShopProfile.demo(), seed);
        List<Event> done = new ArrayList<>();
        for (int i = 0; i < PAGES; i++) {
            Event event = shop.next();
            while (onlookers.dueMillis() <= event.occurredAtMillis()) {
                Event deed = onlookers.next();
                if (deed != null) {
                    done.add(deed);
                }
            }
            Surface surface = event.surface();
            lists.put(
                    surface.listKey(event.personKey()),
                    NewestListsTest.list(event.personId(), surface.label(), List.of(), ITEMS));
            onlookers.opened(shop.lastPage());
        }
        return done;
    }

    @Test
    void what_is_shown_is_clicked_as_often_as_the_model_expects() {
        visit(lists, onlookers, 1);
        Onlookers.Figures figures = onlookers.figures();
        assertThat((double) figures.shown() / PAGES).isBetween(0.15, 0.3);
        double expected = figures.expected().orElseThrow();
        double sigma = Math.sqrt(expected * (1 - expected) / figures.shown());
        assertThat(expected).isPositive();
        assertThat(figures.rate().orElseThrow()).isCloseTo(expected, within(4 * sigma));
    }

    @Test
    void a_list_comes_into_view_is_clicked_and_the_click_leads_to_a_page() {
        List<Event> done = visit(lists, onlookers, 2);
        Map<String, Event> impressions = new HashMap<>();
        Event clicked = null;
        int clicks = 0;
        for (Event event : done) {
            String list = event.context().list().token();
            switch (event.type()) {
                case IMPRESSION -> {
                    assertThat(event.context().list().items())
                            .containsExactly(
                                    IntStream.range(0, NewestLists.ON_A_PAGE)
                                            .mapToObj(i -> new ShownItem(ITEMS[i], i + 1))
                                            .toArray(ShownItem[]::new));
                    assertThat(list).isEqualTo(event.surface().label());
                    impressions.put(page(event), event);
                }
                case CLICK -> {
                    Event impression = impressions.get(page(event));
                    assertThat(impression).isNotNull();
                    assertThat(event.occurredAtMillis())
                            .isGreaterThan(impression.occurredAtMillis());
                    int position = event.context().list().position();
                    assertThat(event.itemId()).isEqualTo(ITEMS[position - 1]);
                    assertThat(list).isEqualTo(impression.context().list().token());
                    assertThat(event.context().list().recommendationId())
                            .isEqualTo(impression.context().list().recommendationId());
                    clicked = event;
                    clicks++;
                }
                default -> {
                    assertThat(event.type()).isEqualTo(EventType.VIEW);
                    assertThat(event.context().list().isNamed()).isFalse();
                    assertThat(clicked).isNotNull();
                }
            }
        }
        assertThat(clicks).isGreaterThan(20);
        assertThat(done.stream().filter(event -> event.type() == EventType.VIEW))
                .hasSizeBetween(clicks - 1, clicks);
    }

    private static String page(Event event) {
        return event.eventId().replaceFirst("-(shown|click|view).*", "");
    }

    @Test
    void all_is_done_in_order_before_the_next_step_of_the_visit() {
        ShopGenerator shop = new ShopGenerator(ShopProfile.demo(), 3);
        Map<String, Long> lastOfVisit = new HashMap<>();
        for (int i = 0; i < PAGES; i++) {
            Event event = shop.next();
            while (onlookers.dueMillis() <= event.occurredAtMillis()) {
                Event deed = onlookers.next();
                if (deed != null) {
                    lastOfVisit.put(deed.sourceSessionId(), deed.occurredAtMillis());
                }
            }
            assertThat(lastOfVisit.getOrDefault(event.sourceSessionId(), 0L))
                    .isLessThan(event.occurredAtMillis());
            Surface surface = event.surface();
            lists.put(
                    surface.listKey(event.personKey()),
                    NewestListsTest.list(event.personId(), surface.label(), List.of(), ITEMS));
            onlookers.opened(shop.lastPage());
        }
        assertThat(lastOfVisit).isNotEmpty();
    }

    @Test
    void the_shops_seed_and_the_same_lists_give_the_same_clicks() {
        List<Event> done = visit(lists, onlookers, 4);
        NewestLists others = new NewestLists();
        assertThat(visit(others, onlookers(others), 4)).isEqualTo(done);
    }

    @Test
    void without_a_list_nothing_is_shown_and_nothing_is_measured() {
        ShopGenerator shop = new ShopGenerator(ShopProfile.demo(), 5);
        assertThat(onlookers.next()).isNull();
        for (int i = 0; i < 1_000; i++) {
            shop.next();
            onlookers.opened(shop.lastPage());
        }
        assertThat(onlookers.dueMillis()).isLessThan(Long.MAX_VALUE);
        while (onlookers.dueMillis() < Long.MAX_VALUE) {
            assertThat(onlookers.next()).isNull();
        }
        assertThat(onlookers.figures().shown()).isZero();
        assertThat(onlookers.figures().rate()).isEmpty();
        assertThat(onlookers.figures().expected()).isEmpty();
    }

    @Test
    void pages_beyond_the_bound_are_not_looked_at() {
        ShopGenerator shop = new ShopGenerator(ShopProfile.demo(), 6);
        List<PageView> pages = new ArrayList<>();
        while (pages.size() < Onlookers.MAX_PENDING * 6) {
            shop.next();
            pages.add(shop.lastPage());
        }
        pages.forEach(onlookers::opened);
        int waiting = 0;
        while (onlookers.dueMillis() < Long.MAX_VALUE) {
            onlookers.next();
            waiting++;
        }
        assertThat(waiting).isEqualTo(Onlookers.MAX_PENDING);
    }
}
