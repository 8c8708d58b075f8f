package io.nextclick.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.expectation.Outcome.Verdict;
import io.nextclick.generate.ShopGenerator;
import io.nextclick.generate.ShopProfile;
import io.nextclick.testkit.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ExpectationCheckTest {

    private static final long HOUR = 3_600_000;

    /** A whole hour after {@link Events#NOON}. */
    private static final long FULL_HOUR = (Events.NOON / HOUR + 1) * HOUR;

    private static final String SHOP =
            """
            version: 1
            expectations:
              - {id: item, types: [VIEW, ADD_TO_CART, PURCHASE], field: item_id, present: 0.99}
              - {id: price, field: context.price, between: {from: 0.01, to: 10000}}
              - {id: currency, field: context.currency, in: [EUR, CHF]}
              - {id: page, field: context.page_type, in: [home, list, item, cart, search, checkout], share: 0.99}
              - {id: views, types: [VIEW], per_hour: {at_least: 100}}
              - {id: refused, rejects: 0.01}
            """;

    private static ExpectationCheck check(String text) {
        ExpectationsReader.Reading reading = new ExpectationsReader().read(text);
        assertThat(reading.faults()).isEmpty();
        return new ExpectationCheck(reading.expectations(), Events.RULES);
    }

    private static ExpectationCheck one(String entry) {
        return check("version: 1\nexpectations:\n  - {id: a, %s}\n".formatted(entry));
    }

    private static Outcome only(ExpectationCheck check) {
        assertThat(check.outcomes()).hasSize(1);
        return check.outcomes().get(0);
    }

    private static void assertOnly(ExpectationCheck check, Verdict verdict, String observed) {
        assertThat(only(check).observed()).isEqualTo(observed);
        assertThat(only(check).verdict()).isEqualTo(verdict);
    }

    private static Event priced(double price) {
        return Events.view("milk").with(EventContext.ofItem(null, null, price)).event();
    }

    /** Some hours of a generated shop. */
    private static List<Event> shop() {
        ShopGenerator shop = new ShopGenerator(ShopProfile.demo(2), 7);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            events.add(shop.next());
        }
        return events;
    }

    private static List<String> failed(List<Event> events, int every, UnaryOperator<Event> damage) {
        ExpectationCheck check = check(SHOP);
        int number = 0;
        for (Event event : events) {
            check.add(++number % every == 0 ? damage.apply(event) : event);
        }
        assertThat(check.outcomes())
                .noneMatch(outcome -> outcome.verdict() == Verdict.NOT_MEASURED);
        return check.outcomes().stream()
                .filter(outcome -> outcome.verdict() == Verdict.FAIL)
                .map(outcome -> outcome.expectation().id())
                .toList();
    }

    private static Event with(Event event, EventContext.Builder context) {
        return new Event(
                event.eventId(),
                event.type(),
                event.occurredAtMillis(),
                event.site(),
                event.userId(),
                event.deviceId(),
                null,
                event.itemId(),
                context.build());
    }

    @Test
    void a_generated_shop_is_as_expected_and_one_with_damaged_events_is_not() {
        List<Event> events = shop();
        assertThat(failed(events, 1, event -> event)).isEmpty();
        // One in fifty is 2 %, and one in a thousand is within a share of 99 %.
        assertThat(failed(events, 50, ExpectationCheckTest::withoutItem))
                .containsExactly("item", "refused");
        assertThat(failed(events, 1_000, ExpectationCheckTest::withoutItem)).isEmpty();
        assertThat(failed(events, 1_000, event -> with(event, priceOf(1e6))))
                .containsExactly("price");
        assertThat(failed(events, 1_000, event -> with(event, priceOf(1).currency("USD"))))
                .containsExactly("currency");
        assertThat(
                        failed(
                                events,
                                50,
                                event -> with(event, EventContext.builder().pageType("itme"))))
                .containsExactly("page");
        assertThat(failed(events, 50, event -> with(event, priceOf(-1))))
                .containsExactly("price", "refused");
        assertThat(failed(events, 1, ExpectationCheckTest::asSearch)).containsExactly("views");
    }

    private static EventContext.Builder priceOf(double price) {
        return EventContext.builder().price(price);
    }

    private static Event withoutItem(Event event) {
        return new Event(
                event.eventId(),
                EventType.VIEW,
                event.occurredAtMillis(),
                event.site(),
                event.userId(),
                event.deviceId(),
                null,
                null,
                event.context());
    }

    private static Event asSearch(Event event) {
        return event.type() != EventType.VIEW
                ? event
                : new Event(
                        event.eventId(),
                        EventType.SEARCH,
                        event.occurredAtMillis(),
                        event.site(),
                        event.userId(),
                        event.deviceId(),
                        null,
                        event.itemId(),
                        event.context());
    }

    @Test
    void exactly_the_share_is_enough_and_one_less_is_not() {
        ExpectationCheck check = one("field: item_id, present: 0.99");
        for (int i = 0; i < 99; i++) {
            check.add(Events.view("milk").event());
        }
        check.add(Events.of(EventType.SEARCH, null).event());
        assertOnly(check, Verdict.PASS, "99.00 % (99 of 100)");
        assertThat(only(check).example()).isNull();
        check.add(Events.of(EventType.SEARCH, "").named("second").event());
        assertOnly(check, Verdict.FAIL, "98.01 % (99 of 101)");
        assertThat(only(check).example()).startsWith("SEARCH-null");
    }

    @Test
    void what_is_not_all_is_not_a_hundred_per_cent() {
        ExpectationCheck check = one("field: item_id, present: 1");
        for (int i = 0; i < 99_999; i++) {
            check.add(Events.view("milk").event());
        }
        check.add(Events.view("").event());
        assertOnly(check, Verdict.FAIL, "99.99 % (99999 of 100000)");
    }

    @Test
    void bounds_are_inclusive_and_of_events_that_have_the_number() {
        ExpectationCheck check = one("field: context.price, between: {from: 1, to: 2}");
        check.add(Events.view("milk").event());
        assertOnly(check, Verdict.NOT_MEASURED, "nothing to measure");
        check.add(priced(1));
        check.add(priced(2));
        assertOnly(check, Verdict.PASS, "100.00 % (2 of 2)");
        check.add(priced(Double.NaN));
        check.add(priced(2.01));
        assertOnly(check, Verdict.FAIL, "50.00 % (2 of 4)");
        ExpectationCheck above = one("field: context.price, between: {from: 1}, share: 0.5");
        above.add(priced(0.5));
        above.add(priced(1e9));
        assertOnly(above, Verdict.PASS, "50.00 % (1 of 2)");
    }

    @Test
    void only_events_of_its_types_and_site_count() {
        ExpectationCheck check = one("site: b, types: [VIEW, CLICK], field: item_id, present: 1");
        check.add(Events.view("").event());
        check.add(Events.purchase("").site("b").event());
        assertOnly(check, Verdict.NOT_MEASURED, "nothing to measure");
        check.add(Events.of(EventType.CLICK, "milk").site("b").event());
        assertOnly(check, Verdict.PASS, "100.00 % (1 of 1)");
    }

    @Test
    void a_silent_hour_is_seen_and_hours_that_the_log_cuts_are_not_judged() {
        ExpectationCheck check = one("types: [PURCHASE], per_hour: {at_least: 1, at_most: 2}");
        assertOnly(check, Verdict.NOT_MEASURED, "no whole hour");
        check.add(Events.view("milk").at(FULL_HOUR - 1).event());
        check.add(Events.purchase("milk").at(FULL_HOUR).event());
        check.add(Events.view("milk").at(FULL_HOUR + HOUR - 1).event());
        assertOnly(check, Verdict.NOT_MEASURED, "no whole hour");
        check.add(Events.view("milk").at(FULL_HOUR + HOUR).event());
        assertOnly(
                check,
                Verdict.PASS,
                "1 (2026-01-06T12:00:00Z) to 1 (2026-01-06T12:00:00Z) in 1 hour");
        check.add(Events.view("milk").at(FULL_HOUR + 2 * HOUR).event());
        assertOnly(
                check,
                Verdict.FAIL,
                "0 (2026-01-06T13:00:00Z) to 1 (2026-01-06T12:00:00Z) in 2 hours");
    }

    @Test
    void too_many_an_hour_are_seen() {
        ExpectationCheck check = one("per_hour: {at_most: 2}");
        check.add(Events.view("milk").at(FULL_HOUR).event());
        check.add(Events.view("milk").at(FULL_HOUR + 1).event());
        check.add(Events.view("milk").at(FULL_HOUR + HOUR).event());
        assertThat(only(check).verdict()).isEqualTo(Verdict.PASS);
        check.add(Events.view("milk").at(FULL_HOUR + 2).event());
        assertThat(only(check).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void more_hours_than_a_year_are_not_counted() {
        ExpectationCheck sparse = one("per_hour: {at_least: 1}");
        sparse.add(Events.view("milk").at(FULL_HOUR).event());
        sparse.add(Events.view("milk").at(FULL_HOUR + HOUR * (HourCounts.MOST_HOURS + 1)).event());
        assertOnly(sparse, Verdict.NOT_MEASURED, "more than 8784 hours");
        ExpectationCheck dense = one("per_hour: {at_least: 1}");
        for (long hour = 0; hour <= HourCounts.MOST_HOURS; hour++) {
            dense.add(Events.view("milk").at(FULL_HOUR + HOUR * hour).event());
        }
        assertOnly(dense, Verdict.NOT_MEASURED, "more than 8784 hours");
    }

    @Test
    void refused_are_records_that_cannot_be_read_and_events_that_the_job_refuses() {
        ExpectationCheck check = one("rejects: 0.29");
        assertOnly(check, Verdict.NOT_MEASURED, "nothing to measure");
        for (int i = 0; i < 71; i++) {
            check.add(Events.view("milk").event());
        }
        check.addUnreadable(28);
        check.add(Events.view("").named("no-item").event());
        assertOnly(check, Verdict.PASS, "29.00 % (29 of 100)");
        check.addUnreadable(1);
        assertOnly(check, Verdict.FAIL, "29.70 % (30 of 101)");
        assertThat(only(check).example()).isEqualTo("no-item");
        assertThat(check.events()).isEqualTo(72);
        assertThat(check.refused()).isEqualTo(30);
    }
}
