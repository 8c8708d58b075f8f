package io.nextclick.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.SiteKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NextClickHitsTest {

    private static final long GAP = NextClickHits.DEFAULT_GAP_MILLIS;

    private final NextClickHits metric = new NextClickHits(GAP, 1000);

    @Test
    void nothing_is_counted_before_the_first_next_click() {
        metric.event(view("e1", "ann", 1000, "a"));
        assertThat(metric.nextClicks()).isZero();
        assertThat(metric.hitRate()).isEmpty();
        assertThat(metric.recentHitRate()).isEmpty();
    }

    @Test
    void a_next_click_on_an_item_of_the_list_is_a_hit() {
        metric.event(view("e1", "ann", 1000, "a"));
        metric.list("e1", List.of("x", "b"));
        metric.event(view("e2", "ann", 2000, "b"));
        assertCounts(1, 1);
        assertThat(metric.hitRate()).hasValue(1);
        assertThat(metric.recentHitRate()).hasValue(1);
    }

    @Test
    void a_next_click_on_another_item_is_a_miss() {
        metric.event(view("e1", "ann", 1000, "a"));
        metric.list("e1", List.of("x", "b"));
        metric.event(view("e2", "ann", 2000, "c"));
        assertCounts(1, 0);
        assertThat(metric.recentHitRate()).hasValue(0);
    }

    @Test
    void a_list_that_comes_after_the_next_click_decides_it_then() {
        metric.event(view("e1", "ann", 1000, "a"));
        metric.event(view("e2", "ann", 2000, "b"));
        assertCounts(1, 0);
        assertThat(metric.waitingForList()).isEqualTo(1);
        metric.list("e1", List.of("b"));
        assertCounts(1, 1);
        assertThat(metric.waitingForList()).isZero();
    }

    @Test
    void a_list_that_never_comes_is_a_miss() {
        metric.event(view("e1", "ann", 1000, "a"));
        metric.event(view("e2", "ann", 2000, "b"));
        metric.list("e2", List.of("c"));
        metric.event(view("e3", "ann", 3000, "c"));
        assertCounts(2, 1);
        assertThat(metric.hitRate()).hasValue(0.5);
    }

    @Test
    void only_the_first_twenty_items_count() {
        List<String> items = IntStream.range(0, 30).mapToObj(i -> "i" + i).toList();
        metric.event(view("e1", "ann", 1000, "a"));
        metric.list("e1", items);
        metric.event(view("e2", "ann", 2000, "i19"));
        metric.list("e2", items);
        metric.event(view("e3", "ann", 3000, "i20"));
        assertCounts(2, 1);
    }

    @Test
    void a_click_counts_up_to_the_gap_and_not_beyond() {
        metric.event(view("e1", "ann", 1000, "a"));
        metric.event(view("e2", "ann", 1000 + GAP, "b"));
        assertCounts(1, 0);
        metric.event(view("e3", "ann", 1001 + 2 * GAP, "c"));
        assertCounts(1, 0);
    }

    @Test
    void only_the_last_event_that_asked_for_a_list_counts() {
        metric.event(view("e1", "ann", 1000, "a"));
        metric.list("e1", List.of("b"));
        metric.event(event("e2", EventType.SEARCH, "ann", 2000, null));
        metric.list("e2", List.of("c"));
        metric.event(view("e3", "ann", 3000, "b"));
        assertCounts(1, 0);
    }

    @Test
    void an_event_that_asks_for_no_list_changes_nothing() {
        metric.event(view("e1", "ann", 1000, "a"));
        metric.list("e1", List.of("b"));
        metric.event(event("e2", EventType.PAGE_PING, "ann", 1500, "b"));
        metric.event(event("e3", EventType.IMPRESSION, "ann", 1600, "b"));
        metric.event(event("e4", EventType.CLICK, "ann", 2000, "b"));
        assertCounts(1, 1);
    }

    @Test
    void the_page_that_a_click_opens_is_no_next_click() {
        metric.event(event("e1", EventType.CLICK, "ann", 1000, "a"));
        metric.list("e1", List.of("b"));
        metric.event(view("e2", "ann", 1200, "a"));
        assertThat(metric.nextClicks()).isZero();
        metric.list("e2", List.of("b"));
        metric.event(view("e3", "ann", 2000, "a"));
        assertThat(metric.nextClicks()).as("it is looked at again").isEqualTo(1);
    }

    @Test
    void an_event_that_asks_but_does_not_navigate_is_no_next_click() {
        metric.event(view("e1", "ann", 1000, "a"));
        metric.list("e1", List.of("a"));
        metric.event(event("e2", EventType.ADD_TO_CART, "ann", 2000, "a"));
        assertCounts(0, 0);
    }

    @Test
    void persons_do_not_meet() {
        metric.event(view("e1", "ann", 1000, "a"));
        metric.list("e1", List.of("b"));
        metric.event(view("e2", "bob", 2000, "b"));
        assertCounts(0, 0);
    }

    @Test
    void an_older_event_is_no_next_click_and_does_not_replace_the_newer() {
        metric.event(view("e1", "ann", 5000, "a"));
        metric.list("e1", List.of("b"));
        metric.event(view("e0", "ann", 4000, "b"));
        assertCounts(0, 0);
        metric.event(view("e2", "ann", 5000, "b"));
        assertCounts(1, 1);
    }

    @Test
    void a_repeated_event_and_a_repeated_list_count_once() {
        Event first = view("e1", "ann", 1000, "a");
        metric.event(first);
        metric.event(first);
        metric.list("e1", List.of("b"));
        metric.list("e1", List.of("c"));
        metric.event(view("e2", "ann", 2000, "b"));
        metric.list("e1", List.of("b"));
        assertCounts(1, 1);
    }

    @Test
    void a_list_of_an_unknown_event_is_ignored() {
        metric.list("e9", List.of("b"));
        assertCounts(0, 0);
    }

    @Test
    void beyond_the_limit_the_longest_silent_person_is_forgotten() {
        NextClickHits small = new NextClickHits(GAP, 2);
        small.event(view("e1", "ann", 1000, "a"));
        small.event(view("e2", "bob", 1001, "a"));
        small.event(view("e3", "cid", 1002, "a"));
        small.event(view("e4", "ann", 1003, "b"));
        assertThat(small.nextClicks()).isZero();
        small.event(view("e5", "cid", 1004, "b"));
        assertThat(small.nextClicks()).isEqualTo(1);
    }

    @Test
    void beyond_the_limit_the_longest_waiting_click_is_a_miss() {
        NextClickHits small = new NextClickHits(GAP, 2);
        for (int i = 0; i < 4; i++) {
            small.event(view("e" + i, "ann", 1000 + i, "a"));
        }
        assertThat(small.nextClicks()).isEqualTo(3);
        assertThat(small.waitingForList()).isEqualTo(2);
        small.list("e0", List.of("a"));
        assertThat(small.hits()).isZero();
        small.list("e1", List.of("a"));
        assertThat(small.hits()).isEqualTo(1);
        assertThat(small.recentHitRate()).hasValue(0.5);
    }

    @Test
    void a_click_waits_for_its_list_however_far_event_time_moves() {
        metric.event(view("e1", "ann", 1000, "a"));
        metric.event(view("e2", "ann", 2000, "b"));
        metric.event(view("e3", "bob", 2000 + 10 * GAP, "a"));
        metric.list("e1", List.of("b"));
        assertCounts(1, 1);
    }

    @Test
    void the_recent_rate_forgets_what_is_more_than_ten_thousand_clicks_ago() {
        for (int i = 0; i <= 15_000; i++) {
            metric.event(view("e" + i, "ann", 1000 + i, "a"));
            metric.list("e" + i, List.of(i < 5_000 ? "b" : "a"));
        }
        assertThat(metric.nextClicks()).isEqualTo(15_000);
        assertThat(metric.hitRate()).hasValueCloseTo(2 / 3.0, within(1e-9));
        assertThat(metric.recentHitRate()).hasValue(1);
    }

    @Test
    void counts_agree_with_a_plain_replay_on_random_traffic() {
        SplittableRandom random = new SplittableRandom(7);
        NextClickHits tested = new NextClickHits(60_000, 10_000);
        Map<String, Event> lastAsked = new HashMap<>();
        Map<String, List<String>> lists = new HashMap<>();
        List<String> due = new ArrayList<>();
        List<EventType> types = List.of(EventType.values());
        long expectedClicks = 0;
        long expectedHits = 0;
        long now = 1000;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(1000);
            EventType type = types.get(random.nextInt(types.size()));
            Event event =
                    event("e" + i, type, "p" + random.nextInt(50), now, "i" + random.nextInt(30));
            List<String> items =
                    IntStream.range(0, 10).mapToObj(r -> "i" + random.nextInt(30)).toList();
            lists.put(event.eventId(), items);
            Event asked = lastAsked.get(event.personKey());
            boolean opened =
                    asked != null
                            && asked.type() == EventType.CLICK
                            && type == EventType.VIEW
                            && event.itemId().equals(asked.itemId());
            if (asked != null
                    && !opened
                    && type.isNavigation()
                    && now - asked.occurredAtMillis() <= 60_000) {
                expectedClicks++;
                expectedHits +=
                        lists.getOrDefault(asked.eventId(), List.of()).contains(event.itemId())
                                ? 1
                                : 0;
            }
            if (type.asksForList()) {
                lastAsked.put(event.personKey(), event);
            }
            tested.event(event);
            due.add(event.eventId());
            while (due.size() > random.nextInt(500)) {
                String id = due.remove(random.nextInt(due.size()));
                tested.list(id, lists.getOrDefault(id, List.of()));
            }
        }
        due.forEach(id -> tested.list(id, lists.getOrDefault(id, List.of())));
        assertThat(expectedHits).isPositive();
        assertThat(tested.nextClicks()).isEqualTo(expectedClicks);
        assertThat(tested.hits()).isEqualTo(expectedHits);
        assertThat(tested.waitingForList()).isZero();
    }

    @Test
    void limits_must_be_positive() {
        assertThatThrownBy(() -> new NextClickHits(0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NextClickHits(1, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void assertCounts(long nextClicks, long hits) {
        assertThat(metric.nextClicks()).isEqualTo(nextClicks);
        assertThat(metric.hits()).isEqualTo(hits);
    }

    private static Event view(String id, String device, long millis, String item) {
        return event(id, EventType.VIEW, device, millis, item);
    }

    private static Event event(
            String id, EventType type, String device, long millis, @Nullable String item) {
        return new Event(
                id,
                type,
                millis,
                SiteKey.DEFAULT_SITE,
                null,
                device,
                null,
                item,
                EventContext.NONE);
    }
}
