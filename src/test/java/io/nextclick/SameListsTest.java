package io.nextclick;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.config.Settings;
import io.nextclick.evaluate.Click;
import io.nextclick.evaluate.NextclickModel;
import io.nextclick.event.EventContext;
import io.nextclick.recommend.RecommendationList;
import io.nextclick.recommend.RecommendedItem;
import io.nextclick.recommend.Source;
import io.nextclick.testkit.BoundedJob;
import io.nextclick.testkit.Shop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code mvn -Pevaluate} measures is what the job's graph recommends. */
class SameListsTest {

    @RegisterExtension static final MiniClusterExtension FLINK = new MiniClusterExtension();

    private static final int CLICKS = 1_500;

    private static Settings settings(boolean learn) {
        Map<String, String> options = new HashMap<>(BoundedJob.OPTIONS);
        options.put("blend.learn", String.valueOf(learn));
        // So long that no candidate is left out for one that is popular by then: when a list of
        // popular items is published is up to the clock.
        options.put("recommend.size", "200");
        options.put("quality.max-events-per-minute", "10000");
        return Settings.of(options);
    }

    /** People of two regions, who go to other items. */
    private static EventContext region(boolean north) {
        return EventContext.ofAttributes(Map.of("region", north ? "north" : "south"));
    }

    /** Visits that go on from one item to a near one, come back, and look twice. */
    private static List<Click> clicks() {
        Random random = new Random(7);
        List<Click> clicks = new ArrayList<>();
        Map<String, Integer> at = new HashMap<>();
        for (int i = 0; i < CLICKS; i++) {
            int number = i / 60 * 12 + random.nextInt(12);
            String session = "s" + number;
            boolean north = number % 2 == 0;
            int before = at.getOrDefault(session, random.nextInt(80));
            int item =
                    switch (random.nextInt(6)) {
                        case 0 -> before;
                        case 1 -> random.nextInt(80);
                        default -> (before + (north ? 1 : 2) + random.nextInt(2)) % 80;
                    };
            at.put(session, item);
            clicks.add(new Click(session, "i" + item, NOON + i * 500L, region(north)));
        }
        return clicks;
    }

    /** The list of every click, as far as it comes from the person's own visit. */
    private static List<List<String>> ofTheJob(List<Click> clicks, Settings settings)
            throws Exception {
        Shop shop = new Shop();
        for (int i = 0; i < clicks.size(); i++) {
            Click click = clicks.get(i);
            shop.sent(
                    view(click.itemId())
                            .by(click.sessionId())
                            .with(click.context())
                            .after(click.atMillis() - NOON)
                            .named("e" + i)
                            .event());
        }
        Map<String, List<String>> byEvent = new HashMap<>();
        for (RecommendationList list : BoundedJob.lists(shop, settings)) {
            byEvent.put(
                    list.triggerEventId(),
                    list.items().stream()
                            .filter(SameListsTest::isPersonal)
                            .map(RecommendedItem::itemId)
                            .toList());
        }
        List<List<String>> lists = new ArrayList<>();
        for (int i = 0; i < clicks.size(); i++) {
            lists.add(byEvent.getOrDefault("e" + i, List.of("no list")));
        }
        return lists;
    }

    private static boolean isPersonal(RecommendedItem item) {
        Source source = item.reasons().get(0).source();
        return source == Source.SIMILAR_ITEM || source == Source.VISITED;
    }

    private static List<List<String>> ofTheEvaluation(List<Click> clicks, Settings settings) {
        NextclickModel model =
                new NextclickModel(
                        new NextclickModel.Rules(
                                settings.session(),
                                settings.similarity(),
                                settings.popularity(),
                                settings.recommend()));
        Map<String, List<Click>> visits = new HashMap<>();
        List<List<String>> lists = new ArrayList<>();
        for (Click click : clicks) {
            model.learn(click);
            List<Click> visit = visits.computeIfAbsent(click.sessionId(), id -> new ArrayList<>());
            visit.add(click);
            lists.add(model.rank(visit, settings.recommend().size()));
        }
        return lists;
    }

    /** Share of next clicks that are among the first five of the list before. */
    private static double hits(List<Click> clicks, List<List<String>> lists) {
        Map<String, List<String>> newest = new HashMap<>();
        int next = 0;
        int hits = 0;
        for (int i = 0; i < clicks.size(); i++) {
            List<String> list = newest.put(clicks.get(i).sessionId(), lists.get(i));
            if (list != null) {
                next++;
                hits +=
                        list.subList(0, Math.min(5, list.size())).contains(clicks.get(i).itemId())
                                ? 1
                                : 0;
            }
        }
        return (double) hits / next;
    }

    @Test
    void every_list_of_the_evaluation_is_that_of_the_job() throws Exception {
        List<Click> clicks = clicks();
        Settings settings = settings(false);
        List<List<String>> ofTheJob = ofTheJob(clicks, settings);
        List<List<String>> ofTheEvaluation = ofTheEvaluation(clicks, settings);
        for (int i = 0; i < clicks.size(); i++) {
            List<String> personal = ofTheJob.get(i);
            assertThat(personal).as("list %d", i).isNotEmpty();
            assertThat(ofTheEvaluation.get(i))
                    .as("list %d", i)
                    .filteredOn(personal::contains)
                    .isEqualTo(personal);
        }
    }

    @Test
    void while_it_learns_both_find_the_next_click_as_often() throws Exception {
        List<Click> clicks = clicks();
        Settings settings = settings(true);
        double job = hits(clicks, ofTheJob(clicks, settings));
        assertThat(job).isGreaterThan(0.4);
        assertThat(job).isEqualTo(hits(clicks, ofTheEvaluation(clicks, settings)), within(0.01));
    }
}
