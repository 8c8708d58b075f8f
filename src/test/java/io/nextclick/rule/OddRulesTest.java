package io.nextclick.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OddRulesTest {

    private static final String RULE =
            """
            rule_id: odd
            version: 1
            kind: RECOMMENDATION
            pattern:
              stages:
                - {name: viewed, when: event.type == 'VIEW'}
            actions:
              - {do: boost, what: {category: tea}}
            """;

    private final RuleReader reader = new RuleReader(new ConditionLanguage());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "valid_from: '+999999999-12-31T23:59:59Z'",
                "valid_from: '-999999999-01-01T00:00:00Z'",
                "valid_until: '+999999999-12-31T23:59:59Z'"
            })
    void a_date_beyond_counting_is_refused_with_its_place(String line) {
        RuleReader.Reading reading = reader.read(RULE + line);
        assertThat(reading.rule()).isNull();
        assertThat(reading.faults())
                .extracting(RuleFault::place)
                .containsExactly('/' + line.substring(0, line.indexOf(':')));
    }

    @Test
    void what_is_taken_is_read_again_from_the_text_that_is_passed_on() {
        RuleReader.Reading reading = reader.read(RULE);
        assertThat(reading.faults()).isEmpty();
        assertThat(reader.read(reading.text()).text()).isEqualTo(reading.text());
    }

    @Test
    void what_could_not_be_read_again_is_refused() {
        assertThat(reader.read(RULE.replace("category: tea", "price_to: 1e309")).faults())
                .extracting(RuleFault::place)
                .containsExactly("/actions/0/what/price_to");
        assertThat(reader.read(RULE + "name: \"\\ud800\"").rule()).isNull();
    }
}
