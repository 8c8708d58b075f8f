package io.nextclick.event;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.RULES;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.testkit.Events;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventChecksTest {

    private static ReasonCode reason(Events events) {
        return RULES.check(events.event(), NOON).map(Rejection::reason).orElse(null);
    }

    private static EventContext priced(double price) {
        return EventContext.ofItem("c", "b", price);
    }

    @Test
    void a_plain_view_is_valid() {
        assertThat(reason(view("milk"))).isNull();
    }

    @Test
    void a_device_alone_is_enough_of_an_identity() {
        assertThat(reason(view("milk").by(null).on("phone"))).isNull();
    }

    @Test
    void missing_or_empty_ids_are_refused() {
        assertThat(reason(view("milk").by(null))).isEqualTo(ReasonCode.MISSING_ID);
        assertThat(reason(view("milk").by(""))).isEqualTo(ReasonCode.MISSING_ID);
        assertThat(reason(view("milk").by("ann").on(" "))).isEqualTo(ReasonCode.MISSING_ID);
        assertThat(reason(view("milk").named(""))).isEqualTo(ReasonCode.MISSING_ID);
    }

    @Test
    void an_item_event_needs_an_item_and_a_search_does_not() {
        assertThat(reason(of(EventType.VIEW, null))).isEqualTo(ReasonCode.MISSING_ITEM);
        assertThat(reason(of(EventType.PURCHASE, ""))).isEqualTo(ReasonCode.MISSING_ITEM);
        assertThat(reason(of(EventType.SEARCH, null))).isNull();
    }

    @Test
    void a_site_is_a_plain_name() {
        assertThat(reason(view("milk").site("shop.example-1"))).isNull();
        assertThat(reason(view("milk").site("a/b"))).isEqualTo(ReasonCode.INVALID_SITE);
        assertThat(reason(view("milk").site(""))).isEqualTo(ReasonCode.INVALID_SITE);
    }

    @Test
    void the_future_is_refused_beyond_what_a_clock_may_be_ahead() {
        assertThat(reason(view("milk").after(300_000))).isNull();
        assertThat(reason(view("milk").after(300_001))).isEqualTo(ReasonCode.TIMESTAMP_IN_FUTURE);
        assertThat(reason(view("milk").at(4_102_444_800_000L)))
                .isEqualTo(ReasonCode.TIMESTAMP_IN_FUTURE);
        assertThat(reason(view("milk").at(Long.MAX_VALUE)))
                .isEqualTo(ReasonCode.TIMESTAMP_IN_FUTURE);
    }

    @Test
    void the_epoch_and_before_is_refused_even_where_any_age_is_allowed() {
        assertThat(reason(view("milk").at(0))).isEqualTo(ReasonCode.TIMESTAMP_TOO_OLD);
        assertThat(reason(view("milk").at(Long.MIN_VALUE))).isEqualTo(ReasonCode.TIMESTAMP_TOO_OLD);
        assertThat(reason(view("milk").at(1))).isNull();
    }

    @Test
    void an_age_limit_counts_from_the_arrival() {
        EventChecks aDay = new EventChecks(0, 86_400_000, 120_000, 256, 4_096, 64);
        assertThat(aDay.check(view("milk").at(NOON - 86_400_000).event(), NOON)).isEmpty();
        assertThat(aDay.check(view("milk").at(NOON - 86_400_001).event(), NOON))
                .map(Rejection::reason)
                .contains(ReasonCode.TIMESTAMP_TOO_OLD);
    }

    @Test
    void a_wrong_clock_is_put_right_by_the_time_of_sending() {
        long hour = 3_600_000;
        Event slow = view("milk").at(NOON - hour - 5_000).sentAt(NOON - hour - 1_000).event();
        assertThat(RULES.onArrivalClock(slow, NOON).occurredAtMillis()).isEqualTo(NOON - 4_000);
        Event fast = view("milk").at(NOON + hour).sentAt(NOON + hour).event();
        assertThat(RULES.onArrivalClock(fast, NOON).occurredAtMillis()).isEqualTo(NOON);
    }

    @Test
    void a_clock_that_is_right_or_unknown_is_left_alone() {
        Event offline = view("milk").at(NOON - 3_600_000).sentAt(NOON - 120_000).event();
        assertThat(RULES.onArrivalClock(offline, NOON)).isSameAs(offline);
        Event unknown = view("milk").at(NOON - 3_600_000).event();
        assertThat(RULES.onArrivalClock(unknown, NOON)).isSameAs(unknown);
    }

    @Test
    void a_price_is_zero_or_more() {
        assertThat(reason(view("milk").with(priced(0)))).isNull();
        assertThat(reason(view("milk").with(priced(-0.01)))).isEqualTo(ReasonCode.INVALID_PRICE);
        assertThat(reason(view("milk").with(priced(Double.NaN))))
                .isEqualTo(ReasonCode.INVALID_PRICE);
        assertThat(reason(view("milk").with(priced(Double.POSITIVE_INFINITY))))
                .isEqualTo(ReasonCode.INVALID_PRICE);
    }

    @Test
    void long_fields_are_refused_and_their_text_is_not_repeated() {
        String long257 = "x".repeat(257);
        assertThat(reason(view(long257))).isEqualTo(ReasonCode.FIELD_TOO_LONG);
        assertThat(reason(view("milk").in("y".repeat(4_097)))).isEqualTo(ReasonCode.FIELD_TOO_LONG);
        assertThat(RULES.check(view(long257).event(), NOON))
                .hasValueSatisfying(
                        rejection -> assertThat(rejection.detail()).doesNotContain("xxx"));
    }

    @Test
    void attributes_are_bounded_in_number_and_length() {
        Map<String, String> many = new java.util.HashMap<>();
        for (int i = 0; i < 65; i++) {
            many.put("a" + i, "v");
        }
        assertThat(reason(view("milk").with(EventContext.ofAttributes(many))))
                .isEqualTo(ReasonCode.FIELD_TOO_LONG);
        assertThat(
                        reason(
                                view("milk")
                                        .with(
                                                EventContext.ofAttributes(
                                                        Map.of("a", "v".repeat(4_097))))))
                .isEqualTo(ReasonCode.FIELD_TOO_LONG);
        assertThat(reason(view("milk").with(EventContext.ofAttributes(Map.of("a", "v"))))).isNull();
    }

    @Test
    void whatever_an_event_holds_the_check_answers_and_never_throws() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            Events any =
                    of(pick(random, EventType.values()), text(random))
                            .by(text(random))
                            .on(text(random))
                            .site(String.valueOf(text(random)))
                            .at(random.nextLong())
                            .with(priced(Double.longBitsToDouble(random.nextLong())));
            assertThat(RULES.check(any.event(), random.nextLong())).isNotNull();
        }
    }

    private static <T> T pick(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static String text(Random random) {
        return random.nextInt(4) == 0 ? null : "z".repeat(random.nextInt(300));
    }
}
