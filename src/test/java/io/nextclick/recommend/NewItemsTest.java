package io.nextclick.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NewItemsTest {

    @Test
    void in_whatever_order_they_come_and_however_often_the_newest_are_kept() {
        Random random = new Random(3);
        for (int run = 0; run < 50; run++) {
            List<Integer> ids = new ArrayList<>();
            for (int id = 0; id < 120; id++) {
                ids.add(id);
            }
            NewItems items = NewItems.NONE;
            for (int feed = 0; feed < 3; feed++) {
                Collections.shuffle(ids, random);
                for (int id : ids) {
                    items = items.with("i" + id, since(id));
                }
            }
            ids.sort(
                    Comparator.comparingLong((Integer id) -> -since(id))
                            .thenComparing(id -> "i" + id));
            assertThat(items.items())
                    .containsExactly(
                            ids.stream()
                                    .limit(NewItems.MOST)
                                    .map(id -> "i" + id)
                                    .toArray(String[]::new));
        }
    }

    private static long since(int id) {
        return 1_000L + id / 7;
    }

    @Test
    void what_changes_nothing_is_the_same() {
        NewItems items = NewItems.NONE.with("a", 5).with("b", 6);
        assertThat(items.with("a", 5)).isSameAs(items);
        assertThat(items.without("c")).isSameAs(items);
        assertThat(items.without("b").items()).containsExactly("a");
        assertThat(items.with("a", 7).items()).containsExactly("a", "b");
    }

    @Test
    void only_what_is_known_since_then_is_new() {
        NewItems items = NewItems.NONE.with("a", 5).with("b", 6).with("c", 8);
        assertThat(items.since(9)).isEmpty();
        assertThat(items.since(6)).containsExactly("c", "b");
        assertThat(items.since(0)).containsExactly("c", "b", "a");
    }
}
