package io.nextclick.event;

import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which attributes of an event the list making gets. */
class AttributesForListsTest {

    private static Map<String, String> sent(Map<String, String> attributes) {
        Event event = view("tea").with(EventContext.ofAttributes(attributes)).event();
        return event.forList().context().attributes();
    }

    @Test
    void few_short_ones_all_go_on() {
        Map<String, String> few = Map.of("region", "north", "system", "mobile");
        assertThat(sent(few)).isEqualTo(few);
        assertThat(sent(Map.of())).isEmpty();
    }

    @Test
    void a_long_value_stays_behind() {
        String longest = "x".repeat(EventContext.LONGEST_FOR_LIST);
        assertThat(sent(Map.of("text", longest + "x", "region", longest)))
                .isEqualTo(Map.of("region", longest));
    }

    @Test
    void of_many_the_first_by_name_go_on() {
        Map<String, String> many = new HashMap<>();
        for (int i = EventContext.MOST_FOR_LIST; i >= 0; i--) {
            many.put("n" + i, "v");
        }
        Map<String, String> first = new HashMap<>(many);
        first.remove("n" + EventContext.MOST_FOR_LIST);
        assertThat(sent(many)).isEqualTo(first);
    }
}
