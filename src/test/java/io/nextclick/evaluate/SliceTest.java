package io.nextclick.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceTest {

    private static String value(Slice slice, Slice.Next next) {
        return slice.valueNames().get(slice.valueOf(next));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3-5", "5, 3-5", "6, 6-10", "10, 6-10", "11, 11+", "900, 11+"})
    void a_position_is_the_number_of_clicks_before(int position, String expected) {
        assertThat(value(Slice.POSITION, new Slice.Next(position, 0, 1, false)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, < 1 h", "PT59M59.999S, < 1 h", "PT1H, 1 h - 1 d", "PT23H, 1 h - 1 d",
        "P1D, 1 d - 7 d", "P6D, 1 d - 7 d", "P7D, >= 7 d", "P900D, >= 7 d"
    })
    void an_age_is_the_time_since_the_items_first_click(Duration age, String expected) {
        assertThat(value(Slice.AGE, new Slice.Next(1, age.toMillis(), 1, false)))
                .isEqualTo(expected);
    }

    @Test
    void the_first_click_of_an_item_has_no_age() {
        assertThat(value(Slice.AGE, new Slice.Next(1, -1, 0, false))).isEqualTo("first click");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1-2",
        "2, 1-2",
        "3, 3-9",
        "9, 3-9",
        "10, 10-99",
        "99, 10-99",
        "100, 100-999",
        "999, 100-999",
        "1000, 1000+",
        "1000000, 1000+"
    })
    void popularity_is_the_number_of_clicks_on_the_item(long clicks, String expected) {
        assertThat(value(Slice.POPULARITY, new Slice.Next(1, 0, clicks, false)))
                .isEqualTo(expected);
    }

    @Test
    void an_item_of_the_visit_is_a_repeat() {
        assertThat(value(Slice.REPEAT, new Slice.Next(1, 0, 1, true))).isEqualTo("repeat");
        assertThat(value(Slice.REPEAT, new Slice.Next(1, 0, 1, false))).isEqualTo("new");
    }
}
