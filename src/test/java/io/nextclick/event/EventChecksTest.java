package io.nextclick.event;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.RULES;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.nextclick.testkit.Events;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static final long HOUR = 3_600_000;

    @Test
    void a_clock_that_is_ahead_is_put_right_by_the_time_of_sending() {
        Event fast = view("milk").at(NOON + HOUR).sentAt(NOON + HOUR + 4_000).event();
        assertThat(RULES.onArrivalClock(fast, NOON).occurredAtMillis()).isEqualTo(NOON - 4_000);
        assertThat(RULES.ignoredFields(fast, NOON)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000, 121_000, HOUR, 3 * HOUR, 30 * 24 * HOUR})
    void an_event_that_arrives_late_keeps_its_time_however_late(long delay) {
        Event replayed = view("milk").at(NOON - delay - 1_000).sentAt(NOON - delay).event();
        assertThat(RULES.onArrivalClock(replayed, NOON)).isSameAs(replayed);
        assertThat(RULES.ignoredFields(replayed, NOON)).isZero();
        Event unknown = view("milk").at(NOON - delay).event();
        assertThat(RULES.onArrivalClock(unknown, NOON)).isSameAs(unknown);
    }

    @Test
    void a_time_that_is_possible_is_never_moved() {
        Event kept = view("milk").at(NOON - HOUR).sentAt(NOON + HOUR).event();
        assertThat(RULES.onArrivalClock(kept, NOON)).isSameAs(kept);
        Event slightly = view("milk").at(NOON + 120_000).sentAt(NOON + 130_000).event();
        assertThat(RULES.onArrivalClock(slightly, NOON)).isSameAs(slightly);
    }

    private static String ignored(Events events) {
        Event event = events.event();
        int fields = RULES.ignoredFields(event, NOON);
        return fields == 0 ? "" : RULES.ignored(fields, event).detail();
    }

    @Test
    void a_time_of_sending_that_no_clock_gave_is_ignored_and_named() {
        String found = "taken for absent: sent_at";
        assertThat(ignored(view("milk").sentAt(253_000_000_000_000L))).isEqualTo(found);
        assertThat(ignored(view("milk").sentAt(NOON / 1_000))).isEqualTo(found);
        assertThat(ignored(view("milk").sentAt(-5))).isEqualTo(found);
        assertThat(ignored(view("milk").sentAt(Long.MAX_VALUE))).isEqualTo(found);
        assertThat(ignored(view("milk").sentAt(NOON + 120_001))).isEqualTo(found);
        assertThat(ignored(view("milk").sentAt(NOON + 120_000))).isEmpty();
        assertThat(ignored(view("milk").sentAt(NOON - 120_000))).isEmpty();
        assertThat(ignored(view("milk").sentAt(NOON - 120_001))).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "undefined",
                "UNDEFINED",
                " null ",
                "Nil",
                "none",
                "NaN",
                "0",
                "00000000",
                "-",
                "00000000-0000-0000-0000-000000000000",
                "{00000000-0000-0000-0000-000000000000}",
                "[object Object]",
                "(not set)",
                "anonymous",
                "unknown",
                "guest",
                "-1",
                "N/A"
            })
    void a_text_that_is_no_id_is_taken_for_absent_and_its_field_named(String text) {
        Events events = view("milk").by(text).on("phone");
        assertThat(ignored(events)).isEqualTo("taken for absent: user_id");
        Event left = RULES.without(RULES.ignoredFields(events.event(), NOON), events.event());
        assertThat(left.userId()).isNull();
        assertThat(RULES.check(left, NOON)).isEmpty();
        assertThat(ignored(view("milk").on(text))).isEqualTo("taken for absent: device_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "u0", "10", "0a", "nullable", "nonesuch", "guest-17", "d-0"})
    void an_id_is_an_id(String text) {
        assertThat(ignored(view("milk").by(text).on(text))).isEmpty();
    }

    @Test
    void a_session_or_network_by_no_name_is_taken_for_absent() {
        Events events =
                view("milk")
                        .during("null")
                        .showing(new DeviceSignals("undefined", "Firefox", "UTC"));
        assertThat(ignored(events))
                .isEqualTo("taken for absent: source_session_id, signals.network_hash");
        Event left = RULES.without(RULES.ignoredFields(events.event(), NOON), events.event());
        assertThat(left.sourceSessionId()).isNull();
        assertThat(left.signals()).isEqualTo(new DeviceSignals(null, "Firefox", "UTC"));
    }

    private static EventContext.Builder context() {
        return EventContext.builder();
    }

    static List<Arguments> wrongFields() {
        String text = "y".repeat(4_097);
        String id = "x".repeat(257);
        return List.of(
                arguments("event_id", view("milk").named("")),
                arguments("event_id", view("milk").named("undefined")),
                arguments("event_id", view("milk").named(id)),
                arguments("user_id", view("milk").by(" ").on("phone")),
                arguments("user_id", view("milk").named("e").by(id)),
                arguments("device_id", view("milk").on("")),
                arguments("device_id", view("milk").on(id)),
                arguments("item_id", of(EventType.CLICK, null)),
                arguments("item_id", view(id).named("e")),
                arguments("source_session_id", view("milk").during(id)),
                arguments("site", view("milk").site("a/b")),
                arguments("occurred_at", view("milk").at(-1)),
                arguments("occurred_at", view("milk").after(300_001)),
                arguments("price", view("milk").with(priced(-1))),
                arguments("category", view("milk").with(context().category(text).build())),
                arguments("brand", view("milk").with(context().brand(text).build())),
                arguments("currency", view("milk").with(context().currency(text).build())),
                arguments("query", view("milk").with(context().query(text).build())),
                arguments("page_type", view("milk").with(context().pageType(text).build())),
                arguments("campaign", from(new Campaign(text, null, null, null, null))),
                arguments("source", from(new Campaign(null, text, null, null, null))),
                arguments("medium", from(new Campaign(null, null, text, null, null))),
                arguments("content", from(new Campaign(null, null, null, text, null))),
                arguments("term", from(new Campaign(null, null, null, null, text))),
                arguments(
                        "recommendation_id",
                        said(new ShownList(text, null, null, null, List.of()))),
                arguments("token", said(new ShownList(null, null, text, null, List.of()))),
                arguments("shown.item_id", said(shown(new ShownItem(id, 1)))),
                arguments("shown: 101 items", said(shown(many(new ShownItem("milk", 1), 101)))),
                arguments(
                        "attributes",
                        view("milk").with(EventContext.ofAttributes(Map.of("a", text)))),
                arguments(
                        "attributes", view("milk").with(EventContext.ofAttributes(Map.of(id, "")))),
                arguments(
                        "signals.network_hash",
                        view("milk").showing(new DeviceSignals(id, null, null))),
                arguments(
                        "signals.user_agent_family",
                        view("milk").showing(new DeviceSignals(null, id, null))),
                arguments(
                        "signals.time_zone",
                        view("milk").showing(new DeviceSignals(null, null, id))));
    }

    @ParameterizedTest
    @MethodSource("wrongFields")
    void every_refusal_begins_with_the_field_that_is_wrong(String field, Events events) {
        String detail = RULES.check(events.event(), NOON).orElseThrow().detail();
        assertThat(detail.replaceFirst("^[A-Z]+ without ", "")).startsWith(field);
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
    void what_a_price_cannot_be_kept_as_is_refused_and_not_rounded() {
        assertThat(reason(view("milk").with(priced(0.000001)))).isNull();
        assertThat(reason(view("milk").with(priced(1e12)))).isNull();
        assertThat(reason(view("milk").with(priced(0.0000001))))
                .isEqualTo(ReasonCode.INVALID_PRICE);
        assertThat(reason(view("milk").with(priced(1.1e12)))).isEqualTo(ReasonCode.INVALID_PRICE);
    }

    private static Events pieces(EventType type, double price, int quantity) {
        EventContext context =
                EventContext.builder().price(price).currency("EUR").quantity(quantity).build();
        return of(type, "milk").with(context);
    }

    @Test
    void a_quantity_is_at_least_one_where_pieces_move_and_its_refusal_names_it() {
        assertThat(reason(pieces(EventType.PURCHASE, 0.004, 10_000))).isNull();
        assertThat(reason(pieces(EventType.PURCHASE, 1, 1_000_000))).isNull();
        for (int wrong : new int[] {-1, 0, 1_000_001, Integer.MIN_VALUE}) {
            assertThat(RULES.check(pieces(EventType.PURCHASE, 12.5, wrong).event(), NOON))
                    .hasValueSatisfying(
                            rejection -> {
                                assertThat(rejection.reason())
                                        .isEqualTo(ReasonCode.INVALID_QUANTITY);
                                assertThat(rejection.detail()).startsWith("quantity " + wrong);
                            });
        }
        assertThat(reason(pieces(EventType.VIEW, 12.5, 0))).as("says nothing").isNull();
        assertThat(reason(pieces(EventType.VIEW, 12.5, -1))).isEqualTo(ReasonCode.INVALID_QUANTITY);
    }

    @Test
    void a_worth_that_could_not_be_added_up_is_refused() {
        assertThat(reason(pieces(EventType.PURCHASE, 1e6, 1_000_000))).isNull();
        assertThat(reason(pieces(EventType.PURCHASE, 1_000_001, 1_000_000)))
                .isEqualTo(ReasonCode.INVALID_QUANTITY);
    }

    @Test
    void a_currency_is_a_code() {
        assertThat(reason(view("milk").with(EventContext.builder().currency("JPY").build())))
                .isNull();
        assertThat(reason(view("milk").with(EventContext.builder().currency("").build()))).isNull();
        assertThat(
                        RULES.check(
                                view("milk")
                                        .with(EventContext.builder().currency("euro").build())
                                        .event(),
                                NOON))
                .hasValueSatisfying(
                        rejection -> {
                            assertThat(rejection.reason()).isEqualTo(ReasonCode.INVALID_CURRENCY);
                            assertThat(rejection.detail()).startsWith("currency ");
                        });
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

    private static Events from(Campaign campaign) {
        return view("milk").with(context().campaign(campaign).build());
    }

    private static Events said(ShownList list) {
        return view("milk").with(context().list(list).build());
    }

    private static ShownList shown(ShownItem... items) {
        return new ShownList("r", null, null, null, List.of(items));
    }

    private static ShownItem[] many(ShownItem item, int count) {
        ShownItem[] items = new ShownItem[count];
        Arrays.fill(items, item);
        return items;
    }

    @Test
    void an_impression_says_which_item_or_which_of_a_list() {
        EventContext list = context().list(shown(new ShownItem("milk", 1))).build();
        EventContext blank = context().list(shown(new ShownItem(" ", 1))).build();
        assertThat(reason(of(EventType.IMPRESSION, null).with(list))).isNull();
        assertThat(reason(of(EventType.IMPRESSION, null))).isEqualTo(ReasonCode.MISSING_ITEM);
        assertThat(reason(of(EventType.IMPRESSION, null).with(blank)))
                .isEqualTo(ReasonCode.MISSING_ITEM);
        assertThat(reason(of(EventType.VIEW, null).with(list))).isEqualTo(ReasonCode.MISSING_ITEM);
    }
}
