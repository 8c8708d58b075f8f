package io.nextclick.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a rule may say. Each line of {@link #mistakes} is one that may not, where and why. */
class RuleReaderTest {

    private static final String RIGHT =
            """
            rule_id: enthusiast
            version: 1
            kind: SEGMENT
            pattern:
              within: 24 h
              stages:
                - {name: viewed, when: event.type == 'VIEW', times: 3}
            membership: 7 d
            """;

    private static final String ACTING =
            """
            rule_id: remind
            version: 1
            kind: RECOMMENDATION
            pattern:
              stages:
                - {name: viewed, when: event.type == 'VIEW'}
            actions:
              - {do: boost, what: {brand: tefal}, factor: 3}
            """;

    private static final RuleReader READER = new RuleReader(new ConditionLanguage());

    private static List<RuleFault> faults(String text) {
        RuleReader.Reading reading = READER.read(text);
        assertThat(reading.rule() == null).isEqualTo(!reading.faults().isEmpty());
        return reading.faults();
    }

    private static String with(String what, String instead) {
        assertThat(RIGHT).contains(what);
        return RIGHT.replace(what, instead);
    }

    private static String acting(String what, String instead) {
        assertThat(ACTING).contains(what);
        return ACTING.replace(what, instead);
    }

    private static String stages(int count) {
        StringBuilder stages = new StringBuilder();
        for (int i = 0; i < count; i++) {
            stages.append("    - {name: s").append(i).append(", when: 'true'}\n");
        }
        return RIGHT.substring(0, RIGHT.indexOf("    - ")) + stages;
    }

    static Stream<Arguments> mistakes() {
        String when = "/pattern/stages/0/when";
        return Stream.of(
                arguments("an unknown field", RIGHT + "colour: red\n", "", "colour"),
                arguments("a missing field", with("version: 1\n", ""), "", "version"),
                arguments("a field twice", RIGHT + "version: 2\n", "", "version"),
                arguments("a second rule", RIGHT + "---\n" + RIGHT, "", "railing token"),
                arguments("no rule at all", "", "", ""),
                arguments("a list", "[1, 2]", "", "object"),
                arguments("broken YAML", with("{name: viewed", "{name: [viewed"), "", "line 7"),
                arguments("a wrong kind", with("SEGMENT", "SEGMENTS"), "/kind", "SEGMENT"),
                arguments("a version of 0", with("version: 1", "version: 0"), "/version", "1"),
                arguments("a bad id", with("enthusiast", "a/b"), "/rule_id", "pattern"),
                arguments(
                        "a wrong event type",
                        with("VIEW", "VIEWED"),
                        when,
                        "no event has the type 'VIEWED'; known are [UNKNOWN, VIEW, "),
                arguments(
                        "a variable that there is not",
                        with("event.type == 'VIEW'", "event.colour == 'red'"),
                        when + ":1:1",
                        "known are event.type, event.item"),
                arguments(
                        "a type error",
                        with("event.type == 'VIEW'", "event.price == 'high'"),
                        when + ":1:13",
                        "no matching overload"),
                arguments(
                        "a condition that is none",
                        with("event.type == 'VIEW'", "event.item"),
                        when + ":1:6",
                        "bool"),
                arguments(
                        "half a condition",
                        with("event.type == 'VIEW'", "event.type =="),
                        when + ":1:14",
                        "mismatched input"),
                arguments(
                        "no within",
                        with("  within: 24 h\n", ""),
                        "/pattern/within",
                        "missing within: partial matches would be kept for ever"),
                arguments(
                        "an unbounded pattern",
                        with("times: 3", "times: 1+, inner: any"),
                        "/pattern/stages/0/inner",
                        "unbounded pattern"),
                arguments(
                        "a repetition without an end or a time",
                        with("times: 3", "times: 1+").replace("  within: 24 h\n", ""),
                        "/pattern/within",
                        "missing within"),
                arguments(
                        "more events than may be kept",
                        with(
                                "times: 3}",
                                "times: 150}\n    - {name: more, when: 'true', times: 100}"),
                        "/pattern/stages",
                        "ask for 250 events together; allowed are 200"),
                arguments("10,000 stages", stages(10_000), "", "allowed are 100000"),
                arguments("17 stages", stages(17), "/pattern/stages", "16"),
                arguments(
                        "bounds the wrong way round",
                        with("times: 3", "times: 5..2"),
                        "/pattern/stages/0/times",
                        "below the lower one"),
                arguments(
                        "nothing first",
                        with("times: 3", "absent: true"),
                        "/pattern/stages/0/absent",
                        "the first stage is something that happens"),
                arguments(
                        "a name twice",
                        with("    - {", "    - {name: viewed, when: 'true'}\n    - {"),
                        "/pattern/stages/1/name",
                        "a stage before has it"),
                arguments(
                        "all optional",
                        with("times: 3", "optional: true"),
                        "/pattern/stages",
                        "matches without any event"),
                arguments(
                        "different values over several stages",
                        with(
                                "times: 3}",
                                "times: 3, distinct: item}\n    - {name: b, when: 'true'}"),
                        "/pattern/stages/0/distinct",
                        "patterns of one stage"),
                arguments(
                        "a stage to skip to that there is not",
                        with("  within: 24 h", "  within: 24 h\n  after_match: {skip_to_last: x}"),
                        "/pattern/after_match",
                        "there is no stage 'x'"),
                arguments(
                        "a unit that is none",
                        with("24 h", "24 hours"),
                        "/pattern/within",
                        "pattern"),
                arguments(
                        "no time at all",
                        with("7 d", "0 d"),
                        "/membership",
                        "between 1 ms and 400 d"),
                arguments(
                        "a time that is none", RIGHT + "valid_from: soon\n", "/valid_from", "soon"),
                arguments(
                        "an end before the start",
                        RIGHT
                                + "valid_from: 2026-02-01T00:00:00Z\n"
                                + "valid_until: 2026-01-01T00:00:00Z\n",
                        "/valid_until",
                        "is not after valid_from"),
                arguments(
                        "an exit from itself",
                        RIGHT + "exit: {segments: [enthusiast]}\n",
                        "/exit/segments",
                        "the rule would end itself"),
                arguments(
                        "a wrong exit",
                        RIGHT + "exit: {when: event.typ}\n",
                        "/exit/when:1:1",
                        "undeclared reference"),
                arguments(
                        "a partition that is none",
                        RIGHT + "partition: colour\n",
                        "/partition",
                        "pattern"),
                arguments(
                        "a segment that acts",
                        acting("RECOMMENDATION", "SEGMENT"),
                        "/actions",
                        "a rule of kind SEGMENT has none"),
                arguments(
                        "a recommendation that does not",
                        with("SEGMENT", "RECOMMENDATION"),
                        "/actions",
                        "at least one"),
                arguments(
                        "a boost that buries",
                        acting("factor: 3", "factor: 0.5"),
                        "/actions/0/factor",
                        "of boost is above 1"),
                arguments(
                        "something to add that cannot be found",
                        acting("do: boost", "do: add").replace(", factor: 3", ""),
                        "/actions/0/what",
                        "to add or pin, name items, a category or a fallback"),
                arguments(
                        "prices the wrong way round",
                        acting("brand: tefal", "price_from: 9, price_to: 1"),
                        "/actions/0/what/price_to",
                        "is below price_from"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void is_refused_with_place_and_reason(String what, String text, String place, String reason) {
        assertThat(faults(text))
                .as(what)
                .anySatisfy(
                        fault -> {
                            assertThat(fault.place()).isEqualTo(place);
                            assertThat(fault.reason()).contains(reason);
                        });
    }

    @Test
    void all_faults_are_reported_at_once() {
        assertThat(
                        faults(
                                with("VIEW", "VIEWED")
                                        .replace("7 d", "0 d")
                                        .replace("  within: 24 h\n", "")))
                .extracting(RuleFault::place)
                .containsExactlyInAnyOrder(
                        "/membership", "/pattern/stages/0/when", "/pattern/within");
    }

    @Test
    void a_right_rule_has_the_defaults() {
        Rule rule = READER.read(RIGHT).rule();
        assertThat(rule.site()).isEqualTo("default");
        assertThat(rule.id().name()).isEqualTo("enthusiast");
        assertThat(rule.validity().enabled()).isTrue();
        assertThat(rule.onChange()).isEqualTo(Rule.OnChange.RESTART);
        assertThat(rule.pattern().stages().get(0).contiguity()).isEqualTo(Stage.Contiguity.RELAXED);
        assertThat(READER.read(ACTING).rule().membershipMillis()).isEqualTo(30L * 86_400_000);
    }

    @Test
    void json_says_the_same_as_yaml() {
        RuleReader.Reading yaml = READER.read(RIGHT);
        assertThat(READER.read(yaml.text()).rule()).isEqualTo(yaml.rule());
    }

    @Test
    void nothing_that_is_no_rule_throws() {
        for (String text :
                List.of("\u0000", "null", "3", "&a [*a]", "!!java.net.URL x", "[".repeat(5_000))) {
            assertThat(faults(text)).as(text.substring(0, 1)).isNotEmpty();
        }
    }
}
