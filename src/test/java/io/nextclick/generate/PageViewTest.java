package io.nextclick.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;
import io.nextclick.event.EventChecks;
import io.nextclick.event.EventType;
import io.nextclick.event.ShownItem;
import io.nextclick.event.ShownList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PageViewTest {

    private static final int PAGES = 5_000;

    private final ShopGenerator shop = new ShopGenerator(ShopProfile.demo(), 42);
    private final Map<String, String> categories = new HashMap<>();

    private List<PageView> views() {
        for (CatalogItem item : shop.catalog()) {
            categories.put(item.itemId(), String.valueOf(item.category()));
        }
        List<PageView> pages = new ArrayList<>();
        while (pages.size() < PAGES) {
            Event event = shop.next();
            PageView page = shop.lastPage();
            assertThat(page.event()).isEqualTo(event);
            if (event.type() == EventType.VIEW) {
                pages.add(page);
            }
        }
        return pages;
    }

    @Test
    void what_is_wanted_or_goes_with_the_item_in_view_is_more_relevant_than_the_rest() {
        List<PageView> pages = views();
        List<String> all = List.copyOf(categories.keySet());
        Set<Double> seen = new HashSet<>();
        for (PageView page : pages.subList(0, 50)) {
            double[] relevance = page.relevance(all);
            Map<Double, Integer> counts = new HashMap<>();
            Set<String> leaves = new HashSet<>();
            for (int i = 0; i < relevance.length; i++) {
                seen.add(relevance[i]);
                counts.merge(relevance[i], 1, Integer::sum);
                if (relevance[i] == PageView.FITTING || relevance[i] == PageView.OF_CATEGORY) {
                    leaves.add(categories.get(all.get(i)));
                }
            }
            assertThat(leaves).as("categories that are wanted").hasSize(1);
            assertThat(counts.get(PageView.FOLLOWING)).isBetween(5, 6);
            assertThat(counts.get(0.0)).as("the item in view").isEqualTo(1);
            assertThat(page.relevance(List.of(String.valueOf(page.event().itemId()), "pot")))
                    .containsExactly(0, 0);
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        0.0,
                        PageView.FOLLOWING,
                        PageView.FITTING,
                        PageView.OF_CATEGORY,
                        PageView.OTHER);
    }

    @Test
    void the_next_item_of_a_visit_is_relevant_more_often_than_one_of_another_visit() {
        List<PageView> pages = views();
        Map<String, PageView> lastOfVisit = new HashMap<>();
        double own = 0;
        double others = 0;
        PageView other = pages.get(0);
        for (PageView page : pages) {
            PageView before = lastOfVisit.put(page.event().sourceSessionId(), page);
            if (before != null) {
                List<String> item = List.of(String.valueOf(page.event().itemId()));
                own += before.relevance(item)[0];
                others += other.relevance(item)[0];
                other = page;
            }
        }
        assertThat(own).isGreaterThan(5 * others);
    }

    @Test
    void draws_are_of_the_page_and_do_not_change_with_the_visit() {
        List<PageView> pages = views();
        List<String> items = List.of("i1", "i2", "i3", "i4");
        double[] first = pages.get(0).relevance(items);
        double draw = pages.get(0).random().nextDouble();
        shop.next();
        assertThat(pages.get(0).relevance(items)).isEqualTo(first);
        assertThat(pages.get(0).random().nextDouble()).isEqualTo(draw);
        double[] draws = pages.stream().mapToDouble(page -> page.random().nextDouble()).toArray();
        assertThat(Arrays.stream(draws).distinct().count()).isEqualTo(PAGES);
        assertThat(Arrays.stream(draws).average().orElseThrow()).isBetween(0.48, 0.52);
    }

    @Test
    void the_events_of_a_list_are_valid_and_of_whoever_is_before_the_page() {
        PageView page = views().get(0);
        long millis = page.event().occurredAtMillis() + 1_000;
        ShownList shown =
                new ShownList(
                        "1c7c0000-0000-4000-8000-000000000000",
                        null,
                        "token",
                        1_000L,
                        List.of(new ShownItem("i1", 1), new ShownItem("i2", 2)));
        ShownList clicked = new ShownList(shown.recommendationId(), 2, "token", null, List.of());
        List<Event> events =
                List.of(
                        page.impression(shown, millis),
                        page.click("i2", clicked, millis),
                        page.follow("i2", millis));
        EventChecks rules = new EventChecks(300_000, 0, 120_000, 256, 4096, 64);
        Set<String> ids = new HashSet<>(Set.of(page.event().eventId()));
        for (Event event : events) {
            assertThat(rules.check(event, millis)).isEmpty();
            assertThat(ids.add(event.eventId())).isTrue();
            assertThat(event.personKey()).isEqualTo(page.event().personKey());
            assertThat(event.deviceId()).isEqualTo(page.event().deviceId());
            assertThat(event.sourceSessionId()).isEqualTo(page.event().sourceSessionId());
            assertThat(event.occurredAtMillis()).isEqualTo(millis);
            assertThat(event.context().pageType()).isEqualTo("item");
        }
        assertThat(events)
                .extracting(Event::type)
                .containsExactly(EventType.IMPRESSION, EventType.CLICK, EventType.VIEW);
        assertThat(events.get(0).context().list()).isEqualTo(shown);
        assertThat(events.get(1).context().list()).isEqualTo(clicked);
        assertThat(events.get(2).context().list()).isEqualTo(ShownList.NONE);
        assertThat(events.get(2).context().category()).isEqualTo(categories.get("i2"));
        assertThatIllegalArgumentException().isThrownBy(() -> page.click("pot", clicked, millis));
        assertThatIllegalArgumentException().isThrownBy(() -> page.follow("pot", millis));
    }

    @Test
    void without_an_event_there_is_no_page() {
        assertThatIllegalStateException().isThrownBy(shop::lastPage);
    }
}
