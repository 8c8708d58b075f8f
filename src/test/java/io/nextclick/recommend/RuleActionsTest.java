package io.nextclick.recommend;

import static io.nextclick.recommend.Action.add;
import static io.nextclick.recommend.Action.boost;
import static io.nextclick.recommend.Action.bury;
import static io.nextclick.recommend.Action.filter;
import static io.nextclick.recommend.Action.keepOnly;
import static io.nextclick.recommend.Action.pin;
import static io.nextclick.recommend.Requests.BY_STRENGTH;
import static io.nextclick.recommend.Requests.answer;
import static io.nextclick.recommend.Requests.dismissing;
import static io.nextclick.recommend.Requests.guided;
import static io.nextclick.recommend.Requests.owning;
import static io.nextclick.recommend.Requests.request;
import static io.nextclick.recommend.Requests.rules;
import static io.nextclick.recommend.Requests.viewing;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.event.EventType;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.recommend.Requests.FixedShop;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What each action does to the list of a person who, without rules, would get a, b, c, d, e. */
class RuleActionsTest {

    private static final Candidates ANSWER =
            answer(1, 0, "x", "a", 16, "b", 8, "c", 4, "d", 2, "e", 1, "f", 0.5);

    private static final double ALL_STRENGTHS = 31.5;

    private final ListMaker maker = new ListMaker(rules(SurfaceSettings.Repeats.NOT_CURRENT));
    private final FixedShop shop = new FixedShop();

    private List<RecommendedItem> made(PersonEvent request, Action... actions) {
        PersonEvent guided = guided(request, List.of(actions));
        return maker.make(guided, List.of(ANSWER), shop, BY_STRENGTH).items().stream()
                .map(RuleActionsTest::inStrengths)
                .toList();
    }

    /** The item with its score and reasons in strengths, to a tenth, instead of probabilities. */
    private static RecommendedItem inStrengths(RecommendedItem item) {
        return new RecommendedItem(
                item.itemId(),
                inStrengths(item.score()),
                item.reasons().stream()
                        .map(
                                reason ->
                                        new Reason(
                                                reason.source(),
                                                reason.becauseOf(),
                                                inStrengths(reason.weight())))
                        .toList());
    }

    private static double inStrengths(double probability) {
        return Math.round(probability * ALL_STRENGTHS * 10) / 10.0;
    }

    private List<RecommendedItem> made(Action... actions) {
        return made(viewing("x"), actions);
    }

    private List<String> list(Action... actions) {
        return names(made(actions));
    }

    private List<String> listOf(PersonEvent request, Action... actions) {
        return names(made(request, actions));
    }

    private static List<String> names(List<RecommendedItem> items) {
        return items.stream().map(RecommendedItem::itemId).toList();
    }

    private static RecommendedItem item(String name, List<RecommendedItem> list) {
        return list.stream().filter(each -> each.itemId().equals(name)).findFirst().orElseThrow();
    }

    private static PersonEvent someone() {
        return request(1, of(EventType.LOGIN, null));
    }

    /** The list of somebody of whom nothing is known. */
    private List<String> cold(Action... actions) {
        return names(
                maker.make(guided(someone(), List.of(actions)), List.of(), shop, BY_STRENGTH)
                        .items());
    }

    @Test
    void without_rules_the_list_is_the_persons_own() {
        assertThat(list()).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void rules_that_select_nothing_change_nothing() {
        assertThat(
                        made(
                                add().in("none"),
                                boost(9, "none"),
                                bury(0.1).of("none"),
                                pin().in("none"),
                                filter().priced(1, 2)))
                .isEqualTo(made());
    }

    @Nested
    class Add {

        @Test
        void added_items_alternate_with_the_persons_own_from_the_second_place_on() {
            assertThat(list(add("new", "newer"))).containsExactly("a", "new", "b", "newer", "c");
        }

        @Test
        void an_added_item_scores_halfway_between_its_neighbours_and_names_the_rule() {
            RecommendedItem added = item("new", made(add("new").by("tea-lovers")));
            assertThat(added.score()).isEqualTo(12, within(1e-9));
            assertThat(added.reasons()).containsExactly(new Reason(Source.RULE, "tea-lovers", 12));
        }

        @Test
        void a_candidate_that_is_added_rises_and_keeps_its_own_reason() {
            List<RecommendedItem> list = made(add("f").by("r"));
            assertThat(names(list)).containsExactly("a", "f", "b", "c", "d");
            assertThat(item("f", list).reasons())
                    .containsExactly(
                            new Reason(Source.RULE, "r", 11.5),
                            new Reason(Source.SIMILAR_ITEM, "x", 0.5));
        }

        @Test
        void a_candidate_that_is_better_by_itself_stays_where_it_is() {
            List<RecommendedItem> list = made(add("a").by("r"));
            assertThat(names(list)).containsExactly("a", "b", "c", "d", "e");
            assertThat(item("a", list).reasons()).contains(new Reason(Source.RULE, "r", 0));
        }

        @Test
        void a_category_adds_what_is_popular_in_it_and_below_it() {
            shop.selling("food/tea", "t1", "t2").selling("food/jam", "j1").selling("foodie", "no");
            assertThat(list(add().in("food").upTo(2))).containsExactly("a", "t1", "b", "j1", "c");
        }

        @Test
        void a_category_without_visits_adds_what_the_site_and_the_catalogue_know_of_it() {
            shop.selling(null, "s1", "s2", "s3").listing("food/tea", "s2");
            assertThat(list(add().in("food"))).containsExactly("a", "s2", "b", "c", "d");
        }

        @Test
        void the_catalogue_knows_better_than_the_visits_what_is_in_a_category() {
            shop.selling("tea", "t1", "t2").listing("coffee", "t1");
            assertThat(list(add().in("tea"))).containsExactly("a", "t2", "b", "c", "d");
        }

        @Test
        void a_brand_adds_what_is_popular_on_the_site() {
            shop.selling(null, "s1", "s2").knowing("s2", null, "acme", null);
            assertThat(list(add().of("acme"))).containsExactly("a", "s2", "b", "c", "d");
        }

        @Test
        void no_more_than_the_count_is_added() {
            shop.selling("tea", "t1", "t2", "t3");
            assertThat(list(add().in("tea").upTo(1))).containsExactly("a", "t1", "b", "c", "d");
        }

        @Test
        void the_fallback_serves_where_nothing_selected_can_be_had() {
            shop.without("gone");
            assertThat(list(add("gone").orElse("spare"))).contains("spare");
            assertThat(list(add().in("empty").orElse("spare"))).contains("spare");
            assertThat(list(add("there").orElse("spare")))
                    .contains("there")
                    .doesNotContain("spare");
        }

        @Test
        void somebody_without_candidates_gets_what_is_added() {
            assertThat(cold(add("new", "newer"))).containsExactly("new", "newer");
        }

        @Test
        void a_boost_of_an_added_item_counts() {
            assertThat(list(add("new"), boost(2, "new"))).startsWith("new", "a");
        }

        @Test
        void the_stronger_rule_adds_first() {
            assertThat(list(add("weak").priority(1), add("strong").priority(2)))
                    .containsExactly("a", "strong", "b", "weak", "c");
        }

        @Test
        void the_item_one_looks_at_is_added_by_id_and_not_for_being_popular() {
            shop.selling("tea", "x", "t1");
            assertThat(list(add().in("tea"))).doesNotContain("x").contains("t1");
            assertThat(list(add("x"))).contains("x");
        }
    }

    @Nested
    class BoostAndBury {

        @Test
        void a_boost_multiplies_the_score_and_says_what_it_gave() {
            List<RecommendedItem> list = made(boost(5, "c").by("r"));
            assertThat(names(list)).containsExactly("c", "a", "b", "d", "e");
            assertThat(item("c", list).score()).isEqualTo(20, within(1e-9));
            assertThat(item("c", list).reasons())
                    .containsExactly(
                            new Reason(Source.RULE, "r", 16),
                            new Reason(Source.SIMILAR_ITEM, "x", 4));
        }

        @Test
        void a_bury_says_what_it_took() {
            List<RecommendedItem> list = made(bury(0.15, "a").by("r"));
            assertThat(names(list)).containsExactly("b", "c", "a", "d", "e");
            assertThat(item("a", list).reasons())
                    .containsExactly(
                            new Reason(Source.SIMILAR_ITEM, "x", 16),
                            new Reason(Source.RULE, "r", -13.6));
        }

        @Test
        void a_boost_lifts_what_was_too_far_down_for_the_list() {
            assertThat(list(boost(100, "f"))).containsExactly("f", "a", "b", "c", "d");
        }

        @Test
        void a_bury_lets_others_in() {
            assertThat(list(bury(0.01, "a"))).containsExactly("b", "c", "d", "e", "f");
        }

        @Test
        void several_boosts_multiply() {
            assertThat(item("e", made(boost(2, "e").by("r"), boost(3, "e").by("s"))).score())
                    .isEqualTo(6, within(1e-9));
        }

        @Test
        void of_a_boost_and_a_bury_the_higher_priority_counts() {
            assertThat(item("b", made(boost(2, "b").priority(2), bury(0.5, "b").priority(1))))
                    .extracting(RecommendedItem::score)
                    .isEqualTo(16.0);
            assertThat(item("b", made(boost(2, "b").priority(1), bury(0.5, "b").priority(2))))
                    .extracting(RecommendedItem::score)
                    .isEqualTo(4.0);
        }

        @Test
        void a_boost_and_a_bury_of_one_priority_both_count() {
            assertThat(item("b", made(boost(4, "b"), bury(0.5, "b"))).score()).isEqualTo(16.0);
        }

        @Test
        void popular_items_that_fill_the_list_up_are_boosted_too() {
            shop.selling(null, "s1", "s2", "s3", "s4", "s5", "s6", "s7").listing("tea", "s7");
            assertThat(cold()).doesNotContain("s7");
            assertThat(cold(boost(100).in("tea"))).startsWith("s7", "s1").hasSize(5);
        }
    }

    @Nested
    class Pin {

        @Test
        void a_pinned_item_stands_at_its_place() {
            assertThat(list(pin("new").at(3))).containsExactly("a", "b", "new", "c", "d");
            assertThat(list(pin("a").at(4))).containsExactly("b", "c", "d", "a", "e");
            assertThat(list(pin("f").at(1))).containsExactly("f", "a", "b", "c", "d");
        }

        @Test
        void its_score_is_that_of_the_item_behind_it_and_it_names_the_rule() {
            RecommendedItem pinned = item("new", made(pin("new").at(3).by("r")));
            assertThat(pinned.score()).isEqualTo(4, within(1e-9));
            assertThat(pinned.reasons()).containsExactly(new Reason(Source.RULE, "r", 4));
        }

        @Test
        void of_two_pins_for_one_place_the_stronger_has_it_and_the_other_the_next_free() {
            assertThat(
                            list(
                                    pin("weak").at(2).priority(1).by("w"),
                                    pin("strong").at(2).priority(5).by("s"),
                                    pin("third").at(3).priority(3).by("t")))
                    .containsExactly("a", "strong", "third", "weak", "b");
        }

        @Test
        void of_equal_priorities_the_rules_name_decides() {
            assertThat(list(pin("late").at(1).by("b"), pin("early").at(1).by("a")))
                    .startsWith("early", "late");
        }

        @Test
        void a_place_behind_the_list_is_its_last() {
            assertThat(list(pin("new").at(50))).containsExactly("a", "b", "c", "d", "new");
            assertThat(list(pin("n1").at(50).by("a"), pin("n2").at(50).by("b")))
                    .containsExactly("a", "b", "c", "n2", "n1");
        }

        @Test
        void a_short_list_has_no_gaps() {
            assertThat(cold(pin("p1").at(2).by("a"), pin("p2").at(4).by("b")))
                    .containsExactly("p1", "p2");
        }

        @Test
        void more_pins_than_places_leave_the_weakest_out() {
            Action[] pins = new Action[7];
            for (int i = 0; i < pins.length; i++) {
                pins[i] = pin("p" + i).at(1).priority(-i).by("r" + i);
            }
            assertThat(list(pins)).containsExactly("p0", "p1", "p2", "p3", "p4");
        }

        @Test
        void a_pinned_category_is_the_persons_best_of_it_else_what_is_popular() {
            shop.selling("tea", "t1").listing("tea", "d", "f");
            assertThat(list(pin().in("tea"))).containsExactly("d", "a", "b", "c", "e");
            assertThat(cold(pin().in("tea"))).containsExactly("t1");
        }

        @Test
        void the_first_id_that_can_be_had_is_pinned() {
            shop.without("p1");
            assertThat(list(pin("p1", "p2", "p3"))).startsWith("p2", "a");
        }

        @Test
        void the_fallback_serves_where_nothing_selected_can_be_had() {
            shop.without("gone");
            assertThat(list(pin("gone").orElse("gone", "spare"))).startsWith("spare", "a");
        }

        @Test
        void what_a_stronger_rule_pins_stays_there() {
            assertThat(list(pin("e").at(2).priority(2), pin("e").at(4).priority(1).orElse("spare")))
                    .containsExactly("a", "e", "b", "c", "d");
        }

        @Test
        void an_added_item_can_be_pinned() {
            assertThat(list(add("new"), pin("new").at(5)))
                    .containsExactly("a", "b", "c", "d", "new");
        }
    }

    @Nested
    class Filter {

        @Test
        void what_is_selected_is_left_out_and_others_move_up() {
            assertThat(list(filter("a", "c"))).containsExactly("b", "d", "e", "f");
        }

        @Test
        void keep_only_leaves_what_is_selected() {
            shop.listing("tea", "b", "d");
            assertThat(list(keepOnly().in("tea"))).containsExactly("b", "d");
        }

        @Test
        void all_filters_hold() {
            shop.listing("tea", "b", "d", "e");
            assertThat(list(keepOnly().in("tea").priority(1), filter("d").priority(9)))
                    .containsExactly("b", "e");
        }

        @Test
        void a_filter_holds_for_what_fills_the_list_up() {
            shop.selling(null, "s1", "s2", "s3");
            assertThat(list(filter("a", "b", "s2"))).containsExactly("c", "d", "e", "f", "s1");
        }

        @Test
        void an_emptied_list_is_made_of_other_items_that_are_kept() {
            shop.selling("food/tea", "t1", "t2", "t3").listing("food/tea", "t1", "t3");
            assertThat(list(keepOnly().in("food"))).containsExactly("t1", "t3");
        }

        @Test
        void ids_that_are_kept_are_in_the_list_if_nothing_else_is() {
            List<RecommendedItem> list = made(keepOnly("k1", "k2").by("r"));
            assertThat(names(list)).containsExactly("k1", "k2");
            assertThat(list.get(0).reasons())
                    .extracting(Reason::source, Reason::becauseOf)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(Source.RULE, "r"));
        }

        @Test
        void rather_no_list_than_one_with_items_that_a_filter_is_against() {
            shop.selling(null, "s1", "x");
            assertThat(list(keepOnly().in("none"))).isEmpty();
            assertThat(list(filter().inStock(true))).isEmpty();
        }
    }

    @Nested
    class Conflicts {

        @Test
        void a_filter_of_the_same_or_a_higher_priority_beats_add_and_pin() {
            for (int priority : new int[] {5, 6}) {
                assertThat(
                                list(
                                        filter("new", "top").priority(priority),
                                        add("new").priority(5),
                                        pin("top").priority(5)))
                        .containsExactly("a", "b", "c", "d", "e");
            }
        }

        @Test
        void an_add_or_pin_of_a_higher_priority_beats_the_filter() {
            assertThat(
                            list(
                                    filter("new", "top").priority(4),
                                    add("new").priority(5),
                                    pin("top").priority(5)))
                    .containsExactly("top", "a", "new", "b", "c");
        }

        @Test
        void it_gets_no_other_item_past_the_filter() {
            shop.selling("tea", "t1", "t2").listing("tea", "t1", "t2", "b");
            assertThat(list(filter().in("tea").priority(4), add("t1").priority(5)))
                    .containsExactly("a", "t1", "c", "d", "e");
        }

        @Test
        void a_keep_only_filter_counts_like_another() {
            shop.listing("tea", "b");
            assertThat(
                            list(
                                    keepOnly().in("tea").priority(5),
                                    add("past").priority(6),
                                    pin("not").priority(5)))
                    .containsExactly("b", "past");
        }

        @Test
        void the_fallback_of_a_filtered_add_is_subject_to_the_filter_too() {
            assertThat(list(filter("new", "spare").priority(5), add("new").orElse("spare", "ok")))
                    .containsExactly("a", "ok", "b", "c", "d");
        }

        @Test
        void a_boost_gets_nothing_past_a_filter() {
            assertThat(list(filter("a").priority(1), boost(9, "a").priority(9)))
                    .doesNotContain("a");
        }
    }

    @Nested
    class NeverRecommended {

        @Test
        void what_is_not_in_stock_whatever_a_rule_says() {
            shop.without("gone").selling("tea", "gone", "t1");
            Action[] rules = {
                add("gone").priority(9),
                pin("gone").priority(9).inStock(false),
                add().in("tea").orElse("gone"),
                boost(100, "gone"),
                keepOnly("gone", "t1")
            };
            assertThat(list(rules)).containsExactly("t1");
        }

        @Test
        void what_was_bought_unless_the_selector_asks_for_bought_items() {
            PersonEvent request = owning(1, view("x"), new String[] {"old", "older"});
            assertThat(listOf(request, add("old"), pin("older")))
                    .containsExactly("a", "b", "c", "d", "e");
            assertThat(listOf(request, add("old", "new").bought(true)))
                    .containsExactly("a", "old", "b", "c", "d");
        }

        @Test
        void to_buy_again_what_was_bought_last_is_first() {
            PersonEvent request = owning(1, view("x"), new String[] {"older", "old"});
            shop.listing("food/tea", "old").listing("food/jam", "older");
            assertThat(listOf(request, add().in("food").bought(true)))
                    .containsExactly("a", "old", "b", "older", "c");
        }

        @Test
        void an_item_of_the_visit_where_none_is_wanted_unless_named_by_id() {
            ListMaker none = new ListMaker(rules(SurfaceSettings.Repeats.NONE));
            shop.selling("tea", "p");
            PersonEvent visit = request(1, view("x"), "p");
            PersonEvent byCategory = guided(visit, List.of(add().in("tea"), pin().in("tea")));
            assertThat(names(none.make(byCategory, List.of(ANSWER), shop, BY_STRENGTH).items()))
                    .containsExactly("a", "b", "c", "d", "e");
            PersonEvent byId = guided(visit, List.of(pin("p").at(2)));
            assertThat(names(none.make(byId, List.of(ANSWER), shop, BY_STRENGTH).items()))
                    .containsExactly("a", "p", "b", "c", "d");
        }

        @Test
        void what_was_taken_out_of_the_cart_unless_named_by_id() {
            shop.selling("tea", "p");
            PersonEvent visit = dismissing(viewing("x"), "p");
            PersonEvent byCategory = guided(visit, List.of(add().in("tea")));
            assertThat(names(maker.make(byCategory, List.of(ANSWER), shop, BY_STRENGTH).items()))
                    .containsExactly("a", "b", "c", "d", "e");
            PersonEvent byId = guided(visit, List.of(add("p")));
            assertThat(names(maker.make(byId, List.of(ANSWER), shop, BY_STRENGTH).items()))
                    .contains("p");
        }

        @Test
        void the_item_one_looks_at_where_it_is_excluded_unless_named_by_id() {
            ListMaker excluding = new ListMaker(rules(SurfaceSettings.Repeats.NOT_CURRENT));
            shop.selling("tea", "x");
            PersonEvent byCategory =
                    guided(viewing("x"), List.of(add().in("tea"), pin().in("tea")));
            assertThat(
                            names(
                                    excluding
                                            .make(byCategory, List.of(ANSWER), shop, BY_STRENGTH)
                                            .items()))
                    .containsExactly("a", "b", "c", "d", "e");
            PersonEvent byId = guided(viewing("x"), List.of(pin("x").at(2)));
            assertThat(names(excluding.make(byId, List.of(ANSWER), shop, BY_STRENGTH).items()))
                    .containsExactly("a", "x", "b", "c", "d");
        }
    }
}
