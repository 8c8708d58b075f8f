package io.nextclick.recommend;

import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.event.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of two neighbours, drawn in some lists. */
class NeighbourSwapTest {

    private static final int EVENTS = 20_000;

    private final List<RecommendedItem> list = new ArrayList<>();

    private int draw(int items, double share, int event) {
        list.clear();
        for (int i = 1; i <= items; i++) {
            list.add(new RecommendedItem("i" + i, 1.0 / i, List.of()));
        }
        return NeighbourSwap.draw(list, share, event(event));
    }

    private static Event event(int number) {
        return view("tea").named("e-" + number).event();
    }

    private List<String> items() {
        return list.stream().map(RecommendedItem::itemId).toList();
    }

    @Test
    void so_many_lists_have_a_draw_each_place_and_each_order_alike() {
        int[][] orders = new int[NeighbourSwap.LOWEST + 2][2];
        int drawn = 0;
        for (int event = 0; event < EVENTS; event++) {
            int upper = draw(10, 0.5, event);
            if (upper > 0) {
                drawn++;
                boolean swapped = items().get(upper - 1).equals("i" + (upper + 1));
                assertThat(items().get(upper)).isEqualTo("i" + (swapped ? upper : upper + 1));
                orders[upper][swapped ? 1 : 0]++;
            }
        }
        assertThat((double) drawn / EVENTS).isCloseTo(0.5, within(0.02));
        for (int upper = 1; upper <= NeighbourSwap.LOWEST; upper++) {
            for (int order : orders[upper]) {
                assertThat((double) order / EVENTS).isCloseTo(0.05, within(0.007));
            }
        }
        assertThat(orders[NeighbourSwap.LOWEST + 1]).containsOnly(0);
    }

    @Test
    void the_two_have_the_probability_of_their_order_and_all_others_none() {
        int event = 0;
        while (draw(10, 1, event) != 3) {
            event++;
        }
        for (int i = 0; i < list.size(); i++) {
            assertThat(list.get(i).chance()).isEqualTo(i == 2 || i == 3 ? 0.5 : 1);
        }
        assertThat(new MadeList(list, null, 0, 3).chances())
                .as("they would be in the list anyway")
                .isEmpty();
        assertThat(new MadeList(list, null, 0, 0).chances()).hasSize(2);
    }

    @Test
    void a_repeated_event_has_the_same_list() {
        draw(10, 1, 7);
        List<String> first = items();
        draw(10, 1, 7);
        assertThat(items()).isEqualTo(first);
    }

    @Test
    void there_is_none_where_none_is_wanted_and_in_a_list_of_two() {
        for (int event = 0; event < 100; event++) {
            assertThat(draw(10, 0, event)).isEqualTo(NeighbourSwap.NONE);
            assertThat(draw(2, 1, event)).isEqualTo(NeighbourSwap.NONE);
            assertThat(list).allMatch(item -> item.chance() == 1);
            assertThat(draw(3, 1, event)).isBetween(1, 2);
        }
    }

    @Test
    void an_item_that_exploration_drew_keeps_its_place() {
        for (int event = 0; event < 200; event++) {
            draw(2, 0, event);
            list.add(new RecommendedItem("i3", 0.1, List.of()));
            list.add(new RecommendedItem("new", 0.1, 0.25, List.of()));
            assertThat(NeighbourSwap.draw(list, 1, event(event))).isBetween(1, 2);
            assertThat(list.get(3).chance()).isEqualTo(0.25);
            list.remove(2);
            list.replaceAll(item -> item.drawn(item.itemId().equals("new") ? 0.25 : 1));
            assertThat(NeighbourSwap.draw(list, 1, event(event))).isEqualTo(NeighbourSwap.NONE);
        }
    }
}
