package io.nextclick.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedLinesTest {

    private record Row(long millis, long number, String text) {}

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 1024, 1025, 100_000})
    void lines_come_back_whole_as_a_stable_sort_by_time_orders_them(int size) {
        SplittableRandom random = new SplittableRandom(size);
        SortedLines lines = new SortedLines();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String text = "é,".repeat(random.nextInt(20)) + i;
            Row row = new Row(random.nextInt(1 + size / 3), i + 2L, text);
            rows.add(row);
            lines.add(row.millis(), row.number(), row.text());
        }
        lines.sort();
        rows.sort(Comparator.comparingLong(Row::millis));

        for (Row row : rows) {
            assertThat(lines.hasNext()).isTrue();
            assertThat(lines.nextNumber()).isEqualTo(row.number());
            assertThat(lines.next()).isEqualTo(row.text());
        }
        assertThat(lines.hasNext()).isFalse();
    }
}
