package io.nextclick.feedback;

import static io.nextclick.feedback.Lists.DAY;
import static io.nextclick.feedback.Lists.HOUR;
import static io.nextclick.feedback.Lists.MINUTE;
import static io.nextclick.feedback.Lists.RULES;
import static io.nextclick.feedback.Lists.SECOND;
import static io.nextclick.feedback.Lists.UNNAMED;
import static io.nextclick.feedback.Lists.cart;
import static io.nextclick.feedback.Lists.click;
import static io.nextclick.feedback.Lists.impression;
import static io.nextclick.feedback.Lists.order;
import static io.nextclick.feedback.Lists.ping;
import static io.nextclick.feedback.Lists.token;
import static io.nextclick.feedback.Lists.view;
import static io.nextclick.testkit.Events.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.EventType;
import io.nextclick.event.ShownList;
import io.nextclick.flow.PastEvent;
import io.nextclick.testkit.Events;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which list gets what, by the events alone. */
class ListAttributionTest {

    private static List<Feedback> feedback(long passedMillis, Events... events) {
        return feedback(RULES, passedMillis, events);
    }

    private static List<Feedback> unnamed(Events... events) {
        return feedback(UNNAMED, Long.MIN_VALUE, events);
    }

    private static List<Feedback> feedback(
            FeedbackSettings rules, long passedMillis, Events... events) {
        List<PastEvent> inOrder =
                Stream.of(events)
                        .map(each -> PastEvent.ofListed(each.event()).forFeedback())
                        .sorted(Comparator.comparingLong(PastEvent::occurredAtMillis))
                        .toList();
        return ListAttribution.of("ann", inOrder, rules, passedMillis).feedback();
    }

    private static List<Feedback> feedback(Events... events) {
        return feedback(Long.MIN_VALUE, events);
    }

    private static ItemFeedback item(List<Feedback> feedback, String list, String item) {
        return feedback.stream()
                .filter(each -> each.recommendationId().equals(list))
                .flatMap(each -> each.items().stream())
                .filter(each -> each.itemId().equals(item))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_list_that_was_shown_has_its_items_by_position_and_nothing_else() {
        List<Feedback> feedback = feedback(impression("home list", "tea", "cup"));
        assertThat(feedback).hasSize(1);
        assertThat(feedback.get(0).surface()).isEqualTo("home");
        assertThat(feedback.get(0).openedAtMillis()).isEqualTo(NOON);
        assertThat(feedback.get(0).isClicked()).isFalse();
        assertThat(feedback.get(0).valueMicros()).isZero();
        assertThat(feedback.get(0).items())
                .extracting(ItemFeedback::itemId)
                .containsExactly("tea", "cup");
    }

    @Test
    void a_click_that_names_the_list_is_a_click_at_its_position() {
        List<Feedback> feedback =
                feedback(impression("l", "tea", "cup"), click("l", "cup", 2).after(SECOND));
        assertThat(item(feedback, "l", "cup").clickedAtMillis()).isEqualTo(NOON + SECOND);
        assertThat(item(feedback, "l", "cup").position()).isEqualTo(2);
        assertThat(item(feedback, "l", "tea").isClicked()).isFalse();
        assertThat(feedback.get(0).valueMicros()).isEqualTo(RULES.clickMicros());
    }

    @Test
    void an_item_is_clicked_once_however_often_it_is_clicked() {
        Events[] many = new Events[20];
        for (int i = 0; i < many.length; i++) {
            many[i] = click("l", "tea", 1).after(i * SECOND).named("click " + i);
        }
        assertThat(feedback(many).get(0).items())
                .singleElement()
                .satisfies(each -> assertThat(each.clickedAtMillis()).isEqualTo(NOON));
    }

    @Test
    void a_view_that_names_no_list_is_no_click() {
        Events shown = impression("l", "tea");
        assertThat(item(feedback(shown, view("tea").after(1)), "l", "tea").isClicked()).isFalse();
        // Of the page that a click leads to the time counts, whoever says what is a click.
        assertThat(
                        feedback(
                                        shown,
                                        click("l", "tea", 1).after(1),
                                        view("tea").after(2),
                                        ping("tea", MINUTE).after(MINUTE))
                                .get(0)
                                .items()
                                .get(0)
                                .dwellMillis())
                .isEqualTo(MINUTE);
    }

    @Test
    void it_may_be_one_within_the_window_on_the_same_device() {
        Events shown = impression("l", "tea");
        long window = UNNAMED.clickWindowMillis();
        assertThat(item(unnamed(shown, view("tea").after(window)), "l", "tea").isClicked())
                .isTrue();
        assertThat(item(unnamed(shown, view("tea").after(window + 1)), "l", "tea").isClicked())
                .isFalse();
        assertThat(item(unnamed(shown, view("tea").on("tv").after(1)), "l", "tea").isClicked())
                .isFalse();
    }

    @Test
    void it_is_one_in_the_list_that_showed_the_item_last() {
        List<Feedback> feedback =
                unnamed(
                        impression("first", "tea"),
                        impression("second", "tea").after(SECOND),
                        view("tea").after(MINUTE));
        assertThat(item(feedback, "first", "tea").isClicked()).isFalse();
        assertThat(item(feedback, "second", "tea").isClicked()).isTrue();
    }

    @Test
    void the_page_that_a_click_led_to_is_no_click_in_another_list() {
        List<Feedback> feedback =
                feedback(
                        impression("first", "tea"),
                        impression("second", "tea").after(SECOND),
                        click("first", "tea", 1).after(MINUTE),
                        view("tea").after(MINUTE + SECOND));
        assertThat(item(feedback, "first", "tea").isClicked()).isTrue();
        assertThat(item(feedback, "second", "tea").isClicked()).isFalse();
    }

    @Test
    void time_spent_is_added_up_after_the_click_if_it_began_within_the_window() {
        List<Feedback> feedback =
                feedback(
                        impression("l", "tea"),
                        ping("tea", 50).after(SECOND).named("before the click"),
                        click("l", "tea", 1).after(MINUTE),
                        ping("tea", 700).after(2 * MINUTE),
                        ping("tea", HOUR).after(MINUTE + HOUR),
                        ping("tea", 10).after(2 * HOUR));
        assertThat(item(feedback, "l", "tea").dwellMillis()).isEqualTo(700 + HOUR);
    }

    @Test
    void a_click_bounced_if_little_time_was_spent_and_nothing_came_of_it() {
        Events shown = impression("l", "tea");
        Events clicked = click("l", "tea", 1).after(1);
        Events little = ping("tea", RULES.bounceMillis() - 1).after(2);
        assertThat(feedback(shown, clicked, little).get(0).isBounced()).isTrue();
        assertThat(feedback(shown, clicked, little).get(0).valueMicros()).isZero();
        assertThat(feedback(shown, clicked).get(0).isBounced()).as("unknown time").isFalse();
        assertThat(
                        feedback(shown, clicked, ping("tea", RULES.bounceMillis()).after(2))
                                .get(0)
                                .isBounced())
                .isFalse();
        assertThat(feedback(shown, clicked, little, cart("tea").after(3)).get(0).isBounced())
                .isFalse();
    }

    @Test
    void carts_and_orders_go_to_the_newest_click_on_the_item_within_a_day() {
        List<Feedback> feedback =
                feedback(
                        impression("first", "tea"),
                        click("first", "tea", 1).after(1),
                        impression("second", "tea").after(2),
                        click("second", "tea", 1).after(3),
                        cart("tea").on("tv").after(HOUR),
                        order("tea", 2.5, 3, "EUR").after(3 + DAY),
                        order("tea", 99, 1, "EUR").after(4 + DAY).named("too late"),
                        order("cup", 99, 1, "EUR").after(5).named("of nothing that was clicked"));
        assertThat(item(feedback, "first", "tea").carts()).isZero();
        ItemFeedback bought = item(feedback, "second", "tea");
        assertThat(bought.carts()).isEqualTo(1);
        assertThat(bought.orders()).isEqualTo(1);
        assertThat(bought.revenueMicros()).isEqualTo(7_500_000);
        assertThat(bought.currency()).isEqualTo("EUR");
        assertThat(bought.valueMicros())
                .isEqualTo(RULES.clickMicros() + RULES.cartMicros() + RULES.orderMicros());
    }

    @Test
    void another_clock_may_say_that_an_order_was_before_its_click() {
        Events clicked = click("l", "tea", 1).after(MINUTE);
        long early = MINUTE - RULES.skewMillis();
        Events byServer = order("tea", 1, 1, "EUR").by("ann").on(null);
        assertThat(item(feedback(clicked, byServer.after(early)), "l", "tea").orders())
                .isEqualTo(1);
        assertThat(item(feedback(clicked, byServer.after(early - 1)), "l", "tea").orders())
                .isZero();
        Events sameClock = order("tea", 1, 1, "EUR").after(MINUTE - 1);
        assertThat(item(feedback(clicked, sameClock), "l", "tea").orders()).isZero();
    }

    @Test
    void amounts_of_two_currencies_are_not_added_and_unbelievable_ones_have_no_revenue() {
        ItemFeedback bought =
                item(
                        feedback(
                                click("l", "tea", 1),
                                order("tea", 2, 1, "EUR").after(1),
                                order("tea", 3, 1, "SEK").after(2),
                                order("tea", 1e9, 2, "EUR").after(3)),
                        "l",
                        "tea");
        assertThat(bought.orders()).isEqualTo(3);
        assertThat(bought.currency()).isEqualTo("EUR");
        assertThat(bought.revenueMicros()).isEqualTo(2_000_000);
    }

    @Test
    void a_click_without_an_impression_opens_a_list_of_one_item_that_was_not_shown() {
        Feedback orphan = feedback(click("l", "tea", 3)).get(0);
        assertThat(orphan.isShown()).isFalse();
        assertThat(orphan.orphanClicks()).isEqualTo(1);
        assertThat(orphan.items()).singleElement().matches(each -> each.position() == 3);
        Feedback late = feedback(click("l", "tea", 3).after(1), impression("l", "cup")).get(0);
        assertThat(late.isShown()).isTrue();
        assertThat(late.orphanClicks()).isEqualTo(1);
    }

    @Test
    void a_cart_that_names_the_list_is_a_click_too() {
        ShownList from = new ShownList("l", 1, null, null, List.of());
        ItemFeedback carted =
                item(feedback(Lists.with(EventType.ADD_TO_CART, "tea", from)), "l", "tea");
        assertThat(carted.isClicked()).isTrue();
        assertThat(carted.carts()).isEqualTo(1);
    }

    @Test
    void a_token_says_what_the_list_was_and_the_page_does_only_without_one() {
        UUID list = UUID.randomUUID();
        String token = token("default", list, "cart", "bold", NOON - 5, "new", "regulars");
        ShownList shown = new ShownList(null, null, token, 4_000L, Lists.of("tea"));
        Feedback feedback =
                feedback(
                                click(list.toString(), "tea", 1),
                                Lists.with(EventType.IMPRESSION, null, shown).after(1))
                        .get(0);
        assertThat(feedback.recommendationId()).isEqualTo(list.toString());
        assertThat(feedback.surface()).isEqualTo("cart");
        assertThat(feedback.arm()).isEqualTo("bold");
        assertThat(feedback.countKey()).isEqualTo("default/cart/bold");
        assertThat(feedback.segments()).containsExactly("new", "regulars");
        assertThat(feedback.generatedAtMillis()).isEqualTo(NOON - 5);
        assertThat(feedback.items().get(0).visibleMillis()).isEqualTo(4_000);
    }

    @Test
    void a_list_is_complete_when_its_windows_are_over() {
        long unclicked = NOON + RULES.clickWindowMillis() + RULES.orderWindowMillis();
        assertThat(feedback(unclicked - 1, impression("l", "tea")).get(0).complete()).isFalse();
        assertThat(feedback(unclicked, impression("l", "tea")).get(0).complete()).isTrue();
        Events late = click("l", "tea", 1).after(HOUR);
        long clicked = NOON + HOUR + RULES.orderWindowMillis();
        assertThat(feedback(clicked - 1, impression("l", "tea"), late).get(0).complete()).isFalse();
        assertThat(feedback(clicked, impression("l", "tea"), late).get(0).complete()).isTrue();
    }

    @Test
    void a_list_is_not_complete_while_orders_may_follow_from_a_later_click_on_the_same_item() {
        Events first = click("l", "tea", 1).after(1);
        Events again = click("l", "tea", 1).after(HOUR);
        long ofFirst = NOON + 1 + RULES.orderWindowMillis();
        long ofAgain = NOON + HOUR + RULES.orderWindowMillis();
        assertThat(feedback(ofFirst, impression("l", "tea"), first, again).get(0).complete())
                .isFalse();
        assertThat(feedback(ofAgain, impression("l", "tea"), first, again).get(0).complete())
                .isTrue();
    }
}
