package io.nextclick.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Patterns that Flink CEP takes and does not keep, and partitions that do not see what they need.
 */
class PatternCheckTest {

    private static final RuleReader READER = new RuleReader(new ConditionLanguage());

    private static RuleReader.Reading read(String head, String... stages) {
        StringBuilder text = new StringBuilder("rule_id: r\nversion: 1\nkind: SEGMENT\n");
        text.append(head).append("pattern:\n  within: 1 d\n  stages:\n");
        for (int i = 0; i < stages.length; i++) {
            String separator = stages[i].isEmpty() ? "" : ", ";
            text.append("    - {name: s").append(i).append(", when: 'true'").append(separator);
            text.append(stages[i]).append("}\n");
        }
        return READER.read(text.toString());
    }

    static Stream<Arguments> stagesWhoseTimeIsNotKept() {
        return Stream.of(
                arguments("the first", 0, new String[] {"within: 1 h", ""}),
                arguments("a repeated one", 1, new String[] {"", "times: 2, within: 1 h"}),
                arguments("an open one", 1, new String[] {"", "times: 1+, within: 1 h"}),
                arguments(
                        "an optional one", 1, new String[] {"", "optional: true, within: 1 h", ""}),
                arguments("behind a repeated one", 1, new String[] {"times: 2", "within: 1 h"}),
                arguments("behind an open one", 1, new String[] {"times: 1+", "within: 1 h"}),
                arguments(
                        "behind an optional one",
                        2,
                        new String[] {"", "optional: true", "within: 1 h"}),
                arguments(
                        "behind a strict absence",
                        2,
                        new String[] {"", "contiguity: strict, absent: true", "within: 1 h"}),
                arguments(
                        "behind an absence behind a repeated one",
                        2,
                        new String[] {"times: 2", "absent: true", "within: 1 h"}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stagesWhoseTimeIsNotKept")
    void a_time_of_a_stage_that_would_be_forgotten_is_refused(
            String name, int place, String[] stages) {
        assertThat(read("", stages).faults())
                .singleElement()
                .satisfies(
                        fault -> {
                            assertThat(fault.place())
                                    .isEqualTo("/pattern/stages/" + place + "/within");
                            assertThat(fault.reason()).contains("is of a stage of one event");
                        });
    }

    @Test
    void a_time_of_a_stage_of_one_event_behind_another_is_taken() {
        assertThat(read("", "", "within: 1 h").faults()).isEmpty();
        assertThat(read("", "times: 2+", "", "within: 1 h").faults()).isEmpty();
        assertThat(read("", "", "absent: true", "within: 1 h").faults()).isEmpty();
        assertThat(read("", "", "contiguity: any, within: 1 h").faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"contiguity: strict", "optional: true", "times: 2+, greedy: true"})
    void a_partition_that_is_not_remembered_sees_only_what_conditions_want(String stage) {
        assertThat(read("partition: item\n", "", stage, "").faults()).isEmpty();
        assertThat(read("partition: page_type\n", "", stage, "").faults())
                .extracting(RuleFault::place)
                .containsExactly("/partition");
    }

    @Test
    void an_absence_behind_a_stage_of_no_fixed_number_sees_all() {
        assertThat(read("partition: page_type\n", "times: 2", "absent: true").faults()).isEmpty();
        assertThat(read("partition: page_type\n", "times: 2+", "absent: true").faults())
                .extracting(RuleFault::place)
                .containsExactly("/partition");
        assertThat(read("partition: brand\n", "times: 2+", "absent: true").faults()).isEmpty();
    }
}
