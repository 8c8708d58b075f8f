package io.nextclick.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuleNumbersTest {

    private final RuleReader reader = new RuleReader(new ConditionLanguage());
    private final RuleBook book = new RuleBook(2);

    private Optional<RuleUpdate> put(String ruleId, String more) {
        RuleReader.Reading reading =
                reader.read(
                        """
                        rule_id: %s
                        version: 1
                        kind: SEGMENT
                        pattern:
                          stages:
                            - {name: viewed, when: event.type == 'VIEW'}
                        %s
                        """
                                .formatted(ruleId, more));
        Rule rule = reading.rule();
        assertThat(rule).as(reading.faults().toString()).isNotNull();
        List<RuleFault> faults = new ArrayList<>();
        return rule == null ? Optional.empty() : book.put(rule, reading.text(), faults);
    }

    @Test
    void the_number_of_a_forgotten_rule_is_never_that_of_another() {
        put("stays", "");
        RuleUpdate removed = put("goes", "").orElseThrow();
        book.remove("goes");
        RuleUpdate added = put("comes", "").orElseThrow();
        assertThat(book.updates()).extracting(RuleUpdate::ruleKey).doesNotContain("goes");
        assertThat(added.slot())
                .as("persons may still have memberships under it")
                .isNotEqualTo(removed.slot());
    }

    @Test
    void a_refused_rule_makes_nothing_forgotten() {
        put("stays", "exit: {segments: [circle]}");
        put("goes", "");
        book.remove("goes");
        assertThat(put("circle", "exit: {segments: [stays]}")).isEmpty();
        assertThat(book.updates()).extracting(RuleUpdate::ruleKey).containsExactly("stays", "goes");
    }
}
