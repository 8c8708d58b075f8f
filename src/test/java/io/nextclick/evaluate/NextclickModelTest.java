package io.nextclick.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.config.Settings;
import io.nextclick.event.EventContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NextclickModelTest {

    private static Click click(String session, String item, long second) {
        return new Click(session, item, 1_600_000_000_000L + second * 1_000);
    }

    private static NextclickModel model() {
        Settings settings = Settings.defaults();
        return new NextclickModel(
                new NextclickModel.Rules(
                        settings.session(),
                        settings.similarity(),
                        settings.popularity(),
                        settings.recommend()));
    }

    /** One looks at a; then others go on from a to b. */
    private static NextclickModel trained(boolean over) {
        NextclickModel model = model();
        model.learn(click("s", "a", 0));
        model.rank(List.of(click("s", "a", 0)), 20);
        if (over) {
            model.endSession("s");
        }
        for (int i = 0; i < 20; i++) {
            model.learn(click("t" + i, "a", 10 * i + 1));
            model.learn(click("t" + i, "b", 10 * i + 2));
        }
        return model;
    }

    @Test
    void an_open_session_keeps_the_list_of_its_last_click() {
        assertThat(trained(false).rank(List.of(click("s", "a", 0)), 20)).doesNotContain("b");
    }

    @Test
    void nothing_is_left_of_a_session_that_is_over() {
        assertThat(trained(true).rank(List.of(click("s", "a", 0)), 20)).contains("b");
    }

    private static Click click(String session, String item, long second, String region) {
        return new Click(
                session,
                item,
                1_600_000_000_000L + second * 1_000,
                EventContext.ofAttributes(Map.of("region", region)));
    }

    /** South goes from a to b and to c; meanwhile the north discovers one of them. */
    private static List<String> listOfNorth(boolean atOnce, String discovered) {
        NextclickModel model = model();
        for (int i = 0; i < 40; i++) {
            model.learn(click("t" + i, "a", 10 * i + 1, "south"));
            model.learn(click("t" + i, i % 2 == 0 ? "b" : "c", 10 * i + 2, "south"));
            model.endSession("t" + i);
        }
        List<Click> visit = List.of(click("s", "a", 500, "north"));
        model.learn(visit.get(0));
        List<String> list = atOnce ? model.rank(visit, 20) : List.of();
        for (int i = 0; i < 50; i++) {
            model.learn(click("u" + i, discovered, 500, "north"));
            model.endSession("u" + i);
        }
        return atOnce ? list : model.rank(visit, 20);
    }

    @Test
    void a_list_knows_of_attributes_what_was_known_when_its_click_came() {
        for (String discovered : List.of("b", "c")) {
            assertThat(listOfNorth(false, discovered)).isEqualTo(listOfNorth(true, discovered));
        }
    }
}
