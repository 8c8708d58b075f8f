package io.nextclick.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleConflictsTest {

    private static final RuleReader READER = new RuleReader(new ConditionLanguage());

    private static Rule rule(String id, String action, String more) {
        String text =
                """
                rule_id: %s
                version: 1
                kind: RECOMMENDATION
                pattern:
                  stages:
                    - {name: viewed, when: event.type == 'VIEW'}
                actions:
                  - {%s}
                %s
                """
                        .formatted(id, action, more);
        RuleReader.Reading reading = READER.read(text);
        assertThat(reading.faults()).as(text).isEmpty();
        return reading.rule();
    }

    private static Rule rule(String id, String action) {
        return rule(id, action, "");
    }

    private static List<String> warnings(Rule... rules) {
        return RuleConflicts.of(List.of(rules)).stream().map(Object::toString).toList();
    }

    @Test
    void two_pins_at_one_position_are_reported_with_both_places() {
        assertThat(
                        warnings(
                                rule("b", "do: pin, what: {items: [x]}"),
                                rule("a", "do: pin, what: {items: [y]}, position: 1")))
                .containsExactly(
                        "a: /actions/0: pins at position 1, as does /actions/0 of 'b', and both"
                                + " have priority 0");
        assertThat(
                        warnings(
                                rule("a", "do: pin, what: {items: [x]}"),
                                rule("b", "do: pin, what: {items: [x]}, position: 2")))
                .isEmpty();
    }

    @Test
    void rules_that_never_meet_do_not_disagree() {
        Rule pin = rule("a", "do: pin, what: {items: [x]}", "valid_until: 2026-02-01T00:00:00Z");
        String same = "do: pin, what: {items: [x]}";
        assertThat(warnings(pin, rule("b", same))).hasSize(1);
        assertThat(warnings(pin, rule("b", same, "priority: 1"))).isEmpty();
        assertThat(warnings(pin, rule("b", same, "enabled: false"))).isEmpty();
        assertThat(warnings(pin, rule("b", same, "site: shop"))).isEmpty();
        assertThat(warnings(pin, rule("b", same, "valid_from: 2026-02-01T00:00:00Z"))).isEmpty();
        assertThat(warnings(pin, rule("b", same, "valid_from: 2026-01-31T00:00:00Z"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "brand: tefal                | brand: tefal                  | true",
                "brand: tefal                | brand: wmf                    | false",
                "brand: tefal                | category: pots                | true",
                "items: [a, b]               | items: [b, c]                 | true",
                "items: [a, b]               | items: [c]                    | false",
                "category: home              | category: home/pots           | true",
                "category: home/pots         | category: home/pans           | false",
                "category: home              | category: homeopathy          | false",
                "category: $match            | category: home/pans           | true",
                "price_to: 10                | price_from: 10                | true",
                "price_to: 9.99              | price_from: 10                | false",
                "in_stock: true              | in_stock: false               | false",
                "bought_before: true         | bought_before: true           | true",
                "brand: tefal, price_to: 5   | category: pots, price_from: 6 | false",
            })
    void boost_and_bury_disagree_unless_no_item_can_be_of_both(
            String one, String other, boolean disagree) {
        Rule boosts = rule("a", "do: boost, what: {%s}".formatted(one));
        Rule buries = rule("b", "do: bury, what: {%s}".formatted(other));
        assertThat(warnings(boosts, buries)).hasSize(disagree ? 1 : 0);
        Rule boostsLater = rule("c", "do: boost, what: {%s}".formatted(one));
        assertThat(warnings(boostsLater, buries)).hasSize(disagree ? 1 : 0);
    }

    @Test
    void what_is_brought_may_not_be_filtered_out() {
        Rule adds = rule("a", "do: add, what: {category: home/pots}");
        assertThat(warnings(adds, rule("b", "do: filter, what: {category: home}")))
                .containsExactly(
                        "a: /actions/0: brings what may be filtered out by /actions/0 of 'b', and"
                                + " both have priority 0");
        assertThat(warnings(adds, rule("b", "do: filter, what: {category: books}"))).isEmpty();
        String keeps = "do: filter, keep_only: true, what: {category: %s}";
        assertThat(warnings(adds, rule("b", keeps.formatted("home")))).isEmpty();
        assertThat(warnings(adds, rule("b", keeps.formatted("home/pots/iron")))).hasSize(1);
        assertThat(warnings(adds, rule("b", keeps.formatted("books")))).hasSize(1);
    }

    @Test
    void an_exit_of_a_rule_that_there_is_not_is_reported() {
        Rule exits = rule("a", "do: boost, what: {brand: x}", "exit: {segments: [b, typo]}");
        assertThat(warnings(exits, rule("b", "do: boost, what: {brand: x}")))
                .containsExactly("a: /exit/segments/1: there is no rule 'typo'");
    }

    @Test
    void the_order_of_the_rules_does_not_matter_and_the_list_is_bounded() {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            rules.add(rule("r" + i, "do: pin, what: {items: [x]}"));
        }
        List<RuleConflicts.Warning> warnings = RuleConflicts.of(rules);
        assertThat(warnings).hasSize(RuleConflicts.MAX_WARNINGS);
        Collections.reverse(rules);
        assertThat(RuleConflicts.of(rules)).isEqualTo(warnings);
    }
}
