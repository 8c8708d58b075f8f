package io.nextclick.recommend;

import static io.nextclick.recommend.Requests.RULES;
import static io.nextclick.recommend.Requests.answer;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.blend.Signal;
import io.nextclick.blend.Weights;
import io.nextclick.event.EventContext;
import io.nextclick.flow.ItemAction;
import io.nextclick.flow.Occasion;
import io.nextclick.flow.PersonEvent;
import io.nextclick.recommend.Requests.FixedShop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people with the same attributes go to. */
class AttributeVisitsTest {

    private static final String[] NONE = {};

    private final AttributeVisits visits = new AttributeVisits(100);

    private static PersonEvent event(
            String site,
            String item,
            boolean step,
            boolean learn,
            Occasion occasion,
            Map<String, String> attributes) {
        return new PersonEvent(
                "ann",
                1,
                view(item).site(site).with(EventContext.ofAttributes(attributes)).event(),
                new PersonEvent.Visit(NONE, new byte[0], 1, step, learn, NONE, NONE),
                new PersonEvent.Person(NONE, NONE, null),
                new PersonEvent.Guidance(NONE, new ItemAction[0]),
                occasion,
                null);
    }

    private static PersonEvent event(String item, Map<String, String> attributes) {
        return event("default", item, true, true, Occasion.EVENT, attributes);
    }

    private static Map<String, String> region(String value) {
        return Map.of("region", value);
    }

    private void visit(int times, String item, String region) {
        for (int i = 0; i < times; i++) {
            visits.count(event(item, region(region)));
        }
    }

    private float interest(Map<String, String> attributes, String item) {
        return visits.of(event("x", attributes)).of(item);
    }

    private float interest(String region, String item) {
        return interest(region(region), item);
    }

    @Test
    void it_is_the_ratio_of_the_visits_there_are_to_those_there_would_be_if_items_were_alike() {
        for (int round = 0; round < 10; round++) {
            visit(3, "b", "south");
            visit(1, "b", "north");
            visit(2, "a", "north");
        }
        // Half of all visits are the north's, so there would be ten of them.
        assertThat(interest("north", "a"))
                .isEqualTo((float) Math.log((20 + 2.5) / (10 + 2.5)), within(0.02f));
        assertThat(interest("south", "a"))
                .isEqualTo((float) Math.log(2.5 / (10 + 2.5)), within(0.02f));
        assertThat(interest("north", "b")).isNegative();
        assertThat(interest("south", "b")).isPositive();
    }

    @Test
    void attributes_are_multiplied() {
        Map<String, String> both = Map.of("region", "north", "system", "mobile");
        for (int i = 0; i < 20; i++) {
            visits.count(event("b", Map.of("region", "south", "system", "desktop")));
        }
        for (int i = 0; i < 20; i++) {
            visits.count(event("a", both));
        }
        float one = interest("north", "a");
        assertThat(one).isPositive();
        assertThat(interest(both, "a")).isEqualTo(2 * one, within(1e-5f));
    }

    @Test
    void an_event_without_attributes_and_an_unknown_site_or_item_or_value_say_nothing() {
        assertThat(visits.of(event("x", region("north")))).isSameAs(AttributeInterest.NONE);
        visit(20, "a", "north");
        assertThat(visits.of(event("x", Map.of()))).isSameAs(AttributeInterest.NONE);
        assertThat(interest("north", "never visited")).isZero();
        assertThat(interest("east", "a")).isZero();
        assertThat(interest(Map.of("system", "mobile"), "a")).isZero();
    }

    @Test
    void a_value_that_is_newer_than_the_items_newest_visit_says_nothing_of_it() {
        visit(20, "a", "v0");
        for (int value = 1; value < SiteAttributes.MOST_VALUES; value++) {
            visit(1, "b", "v" + value);
        }
        for (int value = 0; value < SiteAttributes.MOST_VALUES; value++) {
            visits.count(event("b", Map.of("other", "v" + value)));
        }
        assertThat(interest(Map.of("other", "v31"), "a")).isZero();
    }

    @Test
    void only_steps_that_are_to_be_learnt_are_counted() {
        Map<String, String> north = region("north");
        visits.count(event("default", "a", false, true, Occasion.EVENT, north));
        visits.count(event("default", "a", true, false, Occasion.EVENT, north));
        visits.count(event("a", Map.of()));
        assertThat(visits.remembered()).isZero();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EVENT")
    void another_occasion_than_an_event_is_no_visit(Occasion occasion) {
        visits.count(event("default", "a", true, true, occasion, region("north")));
        assertThat(visits.remembered()).isZero();
    }

    @Test
    void sites_are_apart_and_nothing_is_left_of_one_whose_items_were_all_evicted() {
        AttributeVisits two = new AttributeVisits(2);
        Map<String, String> north = region("north");
        PersonEvent ofShop = event("shop", "a", true, true, Occasion.EVENT, north);
        two.count(ofShop);
        two.count(event("shop", "b", true, true, Occasion.EVENT, region("south")));
        two.count(ofShop);
        assertThat(two.of(ofShop).of("a")).isPositive();
        assertThat(two.of(event("a", north))).isSameAs(AttributeInterest.NONE);
        two.count(event("c", north));
        two.count(event("d", north));
        assertThat(two.of(ofShop)).isSameAs(AttributeInterest.NONE);
        assertThat(two.remembered()).isEqualTo(2);
    }

    @Test
    void the_least_recently_visited_item_is_evicted() {
        AttributeVisits two = new AttributeVisits(2);
        for (String item : List.of("a", "b", "a", "c")) {
            two.count(event(item, region(item.equals("a") ? "north" : "south")));
        }
        AttributeInterest north = two.of(event("x", region("north")));
        assertThat(two.remembered()).isEqualTo(2);
        assertThat(north.of("a")).isPositive();
        assertThat(north.of("b")).isZero();
        assertThat(north.of("c")).isNegative();
    }

    @Test
    void a_bound_of_0_keeps_nothing() {
        AttributeVisits none = new AttributeVisits(0);
        none.count(event("a", region("north")));
        assertThat(none.remembered()).isZero();
        assertThat(none.of(event("x", region("north")))).isSameAs(AttributeInterest.NONE);
    }

    @Test
    void values_beyond_the_bound_are_one() {
        for (int value = 0; value < SiteAttributes.MOST_VALUES; value++) {
            visit(1, "b", "known" + value);
        }
        visit(20, "a", "new");
        assertThat(interest("new", "a")).isPositive();
        assertThat(interest("even newer", "a")).isEqualTo(interest("new", "a"));
    }

    @Test
    void attributes_beyond_the_bound_are_not_counted() {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i <= SiteAttributes.MOST_ATTRIBUTES; i++) {
            all.put("n" + i, "v");
        }
        Map<String, String> last = Map.of("n" + SiteAttributes.MOST_ATTRIBUTES, "v");
        Map<String, String> others = new HashMap<>(all);
        others.replaceAll((name, value) -> "w");
        for (int i = 0; i < 20; i++) {
            visits.count(event("b", others));
            visits.count(event("a", all));
        }
        assertThat(interest(last, "a")).isZero();
        assertThat(interest(Map.of("n0", "v"), "a")).isPositive();
    }

    @Test
    void an_attribute_that_is_another_one_in_every_event_says_next_to_nothing() {
        for (int i = 0; i < 2_000; i++) {
            visits.count(event(i % 10 == 0 ? "rare" : "often", Map.of("request", "r" + i)));
        }
        for (String value : List.of("r0", "r1999", "r2000")) {
            for (String item : List.of("rare", "often")) {
                assertThat(interest(Map.of("request", value), item))
                        .as("%s of %s", item, value)
                        .isBetween(-0.35f, 0.35f);
            }
        }
    }

    @Test
    void an_attribute_that_follows_from_the_item_says_nothing() {
        Random random = new Random(3);
        for (int i = 0; i < 3_000; i++) {
            String item = "i" + random.nextInt(60);
            boolean north = random.nextInt(10) < (item.equals("i0") ? 9 : 5);
            visits.count(event(item, Map.of("page", item, "region", north ? "north" : "south")));
        }
        assertThat(interest("north", "i0")).isPositive();
        for (int page = 0; page < 60; page++) {
            assertThat(interest(Map.of("page", "i" + page), "i0")).as("page %d", page).isZero();
        }
    }

    @Test
    void an_attribute_of_the_person_that_most_people_share_is_not_taken_for_one_of_the_item() {
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            String item = "i" + random.nextInt(20);
            boolean rare = random.nextInt(100) < (item.equals("i0") ? 20 : 1);
            visits.count(event(item, Map.of("system", rare ? "rare" : "usual")));
        }
        assertThat(interest(Map.of("system", "rare"), "i0")).isGreaterThan(1);
    }

    @Test
    void no_attribute_says_more_than_a_factor_of_8() {
        visit(800, "b", "south");
        visit(80, "a", "north");
        visit(1, "b", "south");
        assertThat(interest("north", "a")).isEqualTo((float) Math.log(8), within(0.02f));
        assertThat(interest("north", "b")).isEqualTo((float) -Math.log(8), within(0.02f));
    }

    @Test
    void what_people_went_to_long_ago_counts_less() {
        mostlyVisit(400, "b", "south", "north");
        mostlyVisit(200, "a", "north", "south");
        assertThat(interest("north", "a")).isPositive();
        mostlyVisit(2_000, "a", "south", "north");
        mostlyVisit(2_000, "c", "north", "south");
        mostlyVisit(1, "a", "south", "north");
        assertThat(interest("south", "a")).isPositive();
        assertThat(interest("north", "a")).isNegative();
    }

    /** Four of five visits are of the first region. */
    private void mostlyVisit(int times, String item, String region, String other) {
        for (int i = 0; i < times; i++) {
            visit(4, item, region);
            visit(1, item, other);
        }
    }

    @Test
    void the_order_in_which_an_event_names_its_attributes_changes_nothing() {
        List<String> names = new ArrayList<>(List.of("a", "b", "c", "d", "e"));
        AttributeVisits other = new AttributeVisits(100);
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            Map<String, String> given = new HashMap<>();
            for (String name : names) {
                given.put(name, "v" + random.nextInt(40));
            }
            String item = "i" + random.nextInt(20);
            visits.count(event(item, given));
            Collections.shuffle(names, random);
            Map<String, String> shuffled = new LinkedHashMap<>();
            names.forEach(name -> shuffled.put(name, given.get(name)));
            other.count(event(item, shuffled));
            assertThat(other.of(event("x", shuffled)).of(item)).isEqualTo(interest(given, item));
        }
    }

    @Test
    void
            candidates_that_people_like_this_one_go_to_come_first_and_the_visits_own_items_have_none() {
        ListMaker maker = new ListMaker(RULES);
        float[] byAttributes = new float[Weights.COUNT];
        byAttributes[Weights.place(Signal.ATTRIBUTES)] = 1;
        FixedShop shop = new FixedShop();
        for (int i = 0; i < 20; i++) {
            maker.learn(event("north's", region("north")), List.of());
            maker.learn(event("south's", region("south")), List.of());
        }
        for (String region : List.of("north", "south")) {
            List<RecommendedItem> list =
                    maker.make(
                                    event("x", region(region)),
                                    List.of(answer(1, 0, "x", "north's", 1, "south's", 1)),
                                    shop,
                                    byAttributes)
                            .items();
            assertThat(list)
                    .extracting(RecommendedItem::itemId)
                    .startsWith(region + "'s")
                    .endsWith(region.equals("north") ? "south's" : "north's");
        }
    }
}
