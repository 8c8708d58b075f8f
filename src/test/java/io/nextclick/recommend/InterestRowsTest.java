package io.nextclick.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InterestRowsTest {

    private final InterestRows rows = new InterestRows();

    @Test
    void they_behave_like_a_map_whatever_is_added_removed_and_widened() {
        Random random = new Random(3);
        Map<Integer, Integer> known = new HashMap<>();
        Map<Integer, Byte> expected = new HashMap<>();
        int width = 1;
        rows.widen(width);
        for (int i = 0; i < 50_000; i++) {
            // Neighbours, so that many want the same place.
            int hash = random.nextInt(600);
            Integer row = known.get(hash);
            if (row == null) {
                row = rows.add(hash);
                assertThat(rows.get(row, width - 1)).isZero();
                known.put(hash, row);
                expected.put(hash, (byte) 0);
            } else if (random.nextInt(3) == 0) {
                rows.remove(hash, row);
                known.remove(hash);
                expected.remove(hash);
                assertThat(rows.find(hash)).isNegative();
                continue;
            }
            byte value = (byte) random.nextInt(100);
            rows.set(row, 0, value);
            expected.put(hash, value);
            if (i % 10_000 == 0) {
                width += 64;
                rows.widen(width);
            }
        }
        assertThat(known).isNotEmpty();
        known.forEach(
                (hash, row) -> {
                    assertThat(rows.find(hash)).isEqualTo(row);
                    assertThat(rows.get(row, 0)).isEqualTo(expected.get(hash));
                });
        assertThat(known.values()).doesNotHaveDuplicates();
        known.forEach((hash, row) -> rows.remove(hash, row));
        known.keySet().forEach(hash -> assertThat(rows.find(hash)).isNegative());
    }

    @Test
    void of_two_items_of_one_hash_each_keeps_its_own_row() {
        rows.widen(1);
        int first = rows.add(7);
        int second = rows.add(7);
        rows.set(first, 0, (byte) 1);
        rows.set(second, 0, (byte) 2);
        assertThat(List.of(first, second)).contains(rows.find(7));
        rows.remove(7, first);
        assertThat(rows.find(7)).isEqualTo(second);
        assertThat(rows.get(second, 0)).isEqualTo((byte) 2);
        assertThat(rows.get(second, 1)).isZero();
        rows.remove(7, second);
        assertThat(rows.find(7)).isNegative();
    }
}
