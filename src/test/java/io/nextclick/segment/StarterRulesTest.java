package io.nextclick.segment;

import static io.nextclick.segment.Rules.DAY;
import static io.nextclick.segment.Rules.HOUR;
import static io.nextclick.segment.Rules.MINUTE;
import static io.nextclick.segment.Rules.SECOND;
import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.purchase;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.rule.Rule;
import io.nextclick.rule.RuleBook;
import io.nextclick.rule.RuleConflicts;
import io.nextclick.rule.RuleFault;
import io.nextclick.rule.RuleReader;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.rule.StarterRules;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules that are shipped: each with somebody it finds and somebody it just does not. */
class StarterRulesTest {

    /** An absence is complete when nothing late can come any more. */
    private static final long LATE = 11 * SECOND;

    private final Rules rules = new Rules();
    private KeyedTwoInputStreamOperatorTestHarness<String, PersonEvent, RuleUpdate, PersonEvent>
            harness;

    @BeforeEach
    void open() throws Exception {
        harness = MatchTriggersTest.harness(new HashMapStateBackend(), null);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void starting(String... names) throws Exception {
        for (String name : names) {
            String text = StarterRules.texts().get(name + ".yaml");
            assertThat(text).as(name).isNotNull();
            harness.processElement2(rules.put(text), 0);
        }
    }

    private List<String> send(Events event) throws Exception {
        return send(event, PersonMetrics.NONE);
    }

    private List<String> send(Events event, PersonMetrics metrics) throws Exception {
        harness.processElement1(Events.withMetrics(Rules.at(event.event()), metrics), 0);
        return changes();
    }

    private List<String> pass(long millis) throws Exception {
        harness.processBothWatermarks(new Watermark(NOON + millis));
        return changes();
    }

    /** Each change as {@code ENTER ann in category-enthusiast/tea}. */
    private List<String> changes() {
        return Harness.take(harness, MatchTriggers.CHANGES).stream()
                .map(each -> each.kind() + " " + each.personKey() + " in " + each.segment())
                .toList();
    }

    private static PersonMetrics sessions(int inWeek, int inMonth, double conversion) {
        return new PersonMetrics(
                inWeek, inMonth, inWeek, inMonth, 60_000, 4, conversion, 1, NOON - DAY, List.of());
    }

    @Test
    void each_is_right_and_they_go_together_without_a_warning() throws Exception {
        RuleBook book = new RuleBook(100);
        List<Rule> all = new ArrayList<>();
        StarterRules.texts()
                .forEach(
                        (name, text) -> {
                            RuleReader.Reading reading = Rules.READER.read(text);
                            assertThat(reading.faults()).as(name).isEmpty();
                            assertThat(text).as("says what it is").startsWith("# ");
                            assertThat(reading.rule().ruleId() + ".yaml").isEqualTo(name);
                            List<RuleFault> faults = new ArrayList<>();
                            assertThat(book.put(reading.rule(), reading.text(), faults))
                                    .as(name + faults)
                                    .isPresent();
                            all.add(reading.rule());
                        });
        assertThat(RuleConflicts.of(all)).isEmpty();
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/rules/starter"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("none is forgotten in the list")
                    .containsExactlyInAnyOrderElementsOf(StarterRules.texts().keySet());
        }
    }

    @Test
    void a_category_enthusiast_viewed_five_different_items_in_a_day() throws Exception {
        starting("category-enthusiast");
        for (int i = 0; i < 4; i++) {
            assertThat(send(view("a" + i).in("tea").after(i * HOUR))).isEmpty();
            assertThat(send(view("a" + i).in("tea").by("bob").after(i * HOUR))).isEmpty();
        }
        assertThat(send(view("a3").in("tea").after(5 * HOUR))).as("one of them again").isEmpty();
        assertThat(send(view("a4").in("tea").after(DAY - 1)))
                .containsExactly("ENTER ann in category-enthusiast/tea");
        assertThat(send(view("a4").in("tea").by("bob").after(DAY))).as("too late").isEmpty();
    }

    private static Events moved(EventType type, String item, int pieces) {
        return of(type, item).with(EventContext.builder().quantity(pieces).build());
    }

    @Test
    void a_cart_of_which_pieces_are_left_may_be_abandoned() throws Exception {
        starting("cart-abandoned");
        send(moved(EventType.ADD_TO_CART, "tea", 3).after(0));
        send(moved(EventType.ADD_TO_CART, "cup", 2).after(0));
        send(of(EventType.ADD_TO_CART, "pot").after(0));
        send(of(EventType.ADD_TO_CART, "pot").after(SECOND));
        send(moved(EventType.REMOVE_FROM_CART, "tea", 1).after(MINUTE));
        send(moved(EventType.REMOVE_FROM_CART, "cup", 1).after(MINUTE));
        send(of(EventType.REMOVE_FROM_CART, "pot").after(MINUTE));
        send(moved(EventType.REMOVE_FROM_CART, "cup", 1).after(40 * MINUTE));
        assertThat(pass(HOUR + LATE))
                .containsExactlyInAnyOrder(
                        "ENTER ann in cart-abandoned/tea", "ENTER ann in cart-abandoned/pot");
    }

    @Test
    void pieces_count_for_a_rule_that_comes_after_them() throws Exception {
        send(moved(EventType.ADD_TO_CART, "tea", 3).after(0));
        send(moved(EventType.ADD_TO_CART, "cup", 3).after(0));
        send(moved(EventType.REMOVE_FROM_CART, "tea", 1).after(MINUTE));
        send(moved(EventType.REMOVE_FROM_CART, "cup", 3).after(MINUTE));
        starting("cart-abandoned");
        for (int i = 0; i < 5; i++) {
            harness.setProcessingTime(harness.getProcessingTime() + SECOND);
        }
        assertThat(pass(HOUR + LATE)).containsExactly("ENTER ann in cart-abandoned/tea");
    }

    private static Events bought(String id, double price, String currency) {
        return purchase(id).with(EventContext.builder().price(price).currency(currency).build());
    }

    @Test
    void prices_are_compared_in_the_currency_of_the_rule_alone() throws Exception {
        starting("high-value-buyer");
        assertThat(send(bought("a", 10_000, "JPY"))).isEmpty();
        assertThat(send(bought("b", 250, "EUR"))).containsExactly("ENTER ann in high-value-buyer");
        String yen =
                StarterRules.texts()
                        .get("high-value-buyer.yaml")
                        .replace("rule_id: high-value-buyer", "rule_id: yen\ncurrency: JPY");
        harness.processElement2(rules.put(yen), 0);
        assertThat(send(bought("c", 250, "EUR").by("bob").after(1)))
                .as("both rules ask the same words")
                .containsExactly("ENTER bob in high-value-buyer");
        assertThat(send(bought("d", 250, "JPY").by("cat").after(2)))
                .containsExactly("ENTER cat in yen");
    }

    @Test
    void a_cart_is_abandoned_if_nothing_becomes_of_it_in_an_hour() throws Exception {
        starting("cart-abandoned");
        send(of(EventType.ADD_TO_CART, "pot").after(0));
        send(of(EventType.ADD_TO_CART, "cup").after(0));
        send(of(EventType.ADD_TO_CART, "tea").after(0));
        send(of(EventType.REMOVE_FROM_CART, "cup").after(59 * MINUTE));
        send(purchase("tea").after(59 * MINUTE));
        assertThat(pass(HOUR + LATE)).containsExactly("ENTER ann in cart-abandoned/pot");
        assertThat(send(purchase("pot").after(2 * HOUR)))
                .containsExactly("EXIT ann in cart-abandoned/pot");
    }

    @Test
    void what_was_viewed_and_not_bought_in_a_week_brings_its_category() throws Exception {
        starting("viewed-not-bought");
        send(view("pot").in("pots").after(0));
        send(view("cup").in("cups").after(0));
        send(purchase("cup").in("cups").after(7 * DAY - 1));
        assertThat(pass(7 * DAY + LATE)).containsExactly("ENTER ann in viewed-not-bought/pot");
        assertThat(Rules.reminders(Harness.take(harness)))
                .singleElement()
                .satisfies(
                        list ->
                                assertThat(list.actions()[0].selector().category())
                                        .isEqualTo("pots"));
    }

    @Test
    void a_comparison_is_three_different_items_in_an_hour_until_one_is_added() throws Exception {
        starting("comparison-shopper");
        for (String who : List.of("ann", "bob")) {
            send(view("a").in("tea").by(who).after(0));
            send(view("b").in("tea").by(who).after(MINUTE));
        }
        assertThat(send(view("c").in("tea").after(HOUR - 1)))
                .containsExactly("ENTER ann in comparison-shopper/tea");
        assertThat(send(view("c").in("tea").by("bob").after(HOUR))).isEmpty();
        assertThat(send(of(EventType.ADD_TO_CART, "x").in("pots").after(HOUR + 1)))
                .as("of another category")
                .isEmpty();
        assertThat(send(of(EventType.ADD_TO_CART, "c").in("tea").after(HOUR + 2)))
                .containsExactly("EXIT ann in comparison-shopper/tea");
    }

    @Test
    void a_high_value_buyer_bought_for_two_hundred() throws Exception {
        starting("high-value-buyer");
        assertThat(send(purchase("a").with(EventContext.ofItem(null, null, 199.99)))).isEmpty();
        assertThat(send(view("b").with(EventContext.ofItem(null, null, 500.0)))).isEmpty();
        assertThat(send(purchase("c").after(1))).as("a price that is not known").isEmpty();
        assertThat(send(purchase("d").with(EventContext.ofItem(null, null, 200.0)).after(2)))
                .containsExactly("ENTER ann in high-value-buyer");
    }

    @Test
    void somebody_lapses_after_two_weeks_until_they_come_back() throws Exception {
        starting("lapsing");
        send(view("a").after(0));
        send(view("a").by("bob").after(0));
        send(view("b").by("bob").after(14 * DAY - 1));
        assertThat(pass(14 * DAY + LATE)).containsExactly("ENTER ann in lapsing");
        assertThat(send(view("b").after(15 * DAY))).containsExactly("EXIT ann in lapsing");
    }

    @Test
    void somebody_with_three_visits_has_churned_after_a_month_and_lapses_no_more()
            throws Exception {
        starting("churned", "lapsing");
        send(view("a").after(0), sessions(1, 3, 0));
        send(view("a").by("bob").after(0), sessions(1, 2, 0));
        assertThat(pass(14 * DAY + LATE))
                .containsExactlyInAnyOrder("ENTER ann in lapsing", "ENTER bob in lapsing");
        assertThat(pass(30 * DAY + LATE))
                .containsExactly("ENTER ann in churned", "EXIT ann in lapsing");
        assertThat(send(view("b").after(31 * DAY))).containsExactly("EXIT ann in churned");
    }

    @Test
    void the_highly_engaged_came_five_times_in_a_week() throws Exception {
        starting("highly-engaged");
        assertThat(send(view("a").by("bob"), sessions(4, 9, 0))).isEmpty();
        assertThat(send(view("a"), sessions(5, 5, 0)))
                .containsExactly("ENTER ann in highly-engaged");
    }

    @Test
    void a_browser_comes_again_and_again_and_buys_nothing() throws Exception {
        starting("browser");
        assertThat(send(view("a").by("bob"), sessions(1, 2, 0))).as("two visits").isEmpty();
        assertThat(send(view("a").by("cyd"), sessions(1, 9, 0.1))).as("bought once").isEmpty();
        assertThat(send(view("a"), sessions(1, 3, 0))).containsExactly("ENTER ann in browser");
        assertThat(send(purchase("a").after(1), sessions(1, 3, 0)))
                .containsExactly("EXIT ann in browser");
        PersonEvent next = Rules.at(view("b").after(2).event());
        PersonEvent later =
                new PersonEvent(
                        next.personKey(),
                        next.sequence(),
                        next.event(),
                        next.deviceIds(),
                        next.recentItems(),
                        3,
                        true,
                        true,
                        next.ownedItems());
        harness.processElement1(Events.withMetrics(later, sessions(1, 3, 0)), 0);
        assertThat(changes()).as("the visit with the purchase goes on").isEmpty();
    }

    @Test
    void a_new_visitor_has_not_been_here_before() throws Exception {
        starting("new-visitor");
        assertThat(send(view("a").by("bob"), sessions(0, 1, 0))).isEmpty();
        assertThat(send(view("a"))).containsExactly("ENTER ann in new-visitor");
        assertThat(send(view("b").after(30 * MINUTE), sessions(1, 1, 0)))
                .containsExactly("EXIT ann in new-visitor");
    }
}
