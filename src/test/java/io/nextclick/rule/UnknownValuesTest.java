package io.nextclick.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.types.SimpleType;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.ShownList;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.PersonMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody knows makes no condition hold, and not its contrary either. */
class UnknownValuesTest {

    private static final List<String> OPERATORS = List.of("==", "!=", "<", "<=", ">", ">=");

    private static final List<String> OTHERS =
            List.of("20", "20.0", "20u", "-1", "-1.0", "event.hour", "event.rating");

    /** Numbers that are there whatever the event and the person. */
    private static final Set<String> ALWAYS_KNOWN =
            Set.of(
                    "event.hour",
                    "person.sessions_7d",
                    "person.sessions_30d",
                    "person.days_7d",
                    "person.days_30d",
                    "person.visit_steps");

    private static final ConditionLanguage LANGUAGE = new ConditionLanguage();

    /** A view of nothing by a visitor who is new. */
    private static final Facts NOTHING = facts(EventContext.NONE, PersonMetrics.NONE, false, -1);

    private static Facts facts(
            EventContext context, PersonMetrics person, boolean recalled, int inCart) {
        Event event =
                new Event(
                        "e",
                        EventType.VIEW,
                        1_767_700_000_000L,
                        SiteKey.DEFAULT_SITE,
                        null,
                        "d",
                        null,
                        null,
                        context);
        return new Facts(event, person, List.of(), 1, recalled, inCart);
    }

    private static boolean holds(String text, Facts facts) {
        Condition condition = LANGUAGE.compile(text, "", new ArrayList<>()).orElseThrow();
        boolean holds = condition.holds(facts);
        assertThat(holds).as("%s as in CEL", text).isEqualTo(condition.holdsInCel(facts));
        return holds;
    }

    private static boolean compiles(String text) {
        return LANGUAGE.compile(text, "", new ArrayList<>()).isPresent();
    }

    static Stream<String> numbers() {
        return Facts.VARIABLES.entrySet().stream()
                .filter(each -> Set.of(SimpleType.INT, SimpleType.DOUBLE).contains(each.getValue()))
                .map(Map.Entry::getKey)
                .filter(name -> !ALWAYS_KNOWN.contains(name));
    }

    static Stream<String> texts() {
        return Facts.VARIABLES.entrySet().stream()
                .filter(each -> each.getValue().equals(SimpleType.STRING))
                .map(Map.Entry::getKey)
                .filter(name -> !name.equals("event.type"));
    }

    private static List<String> comparisons(String number) {
        List<String> comparisons = new ArrayList<>();
        for (String operator : OPERATORS) {
            for (String other : OTHERS) {
                comparisons.add(number + ' ' + operator + ' ' + other);
                comparisons.add(other + ' ' + operator + ' ' + number);
            }
            comparisons.add(number + ' ' + operator + ' ' + number);
            comparisons.add("-" + number + ' ' + operator + " dyn(20)");
            comparisons.add("double(" + number + ") * 2.0 " + operator + " 20.0");
        }
        comparisons.add("double(" + number + ") in [0.0, -1.0, 20.0]");
        comparisons.add("[1, 20].exists(x, " + number + " > x)");
        comparisons.add("[1, 20].all(x, " + number + " > x)");
        // CEL does not compare different types of numbers by == and !=.
        comparisons.removeIf(text -> !compiles(text));
        return comparisons;
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void no_comparison_with_a_number_that_is_not_known_holds(String number) {
        List<String> comparisons = comparisons(number);
        assertThat(comparisons).hasSizeGreaterThan(OPERATORS.size() * OTHERS.size());
        for (String text : comparisons) {
            assertThat(holds(text, NOTHING)).as(text).isFalse();
            assertThat(holds("!(" + text + ")", NOTHING)).as("not %s", text).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void what_does_not_need_it_is_answered_without_it(String number) {
        for (String operator : List.of("<", "<=", ">", ">=")) {
            String text = number + ' ' + operator + " 20";
            assertThat(holds("(" + text + ") ? true : true", NOTHING)).isFalse();
            assertThat(holds("event.type == 'VIEW' ? " + text + " : true", NOTHING)).isFalse();
            assertThat(holds("event.type == 'VIEW' && " + text, NOTHING)).isFalse();
            assertThat(holds("event.type == 'LOGIN' || " + text, NOTHING)).isFalse();
            assertThat(holds(text + " || event.type == 'VIEW'", NOTHING)).isTrue();
            assertThat(holds("!(" + text + " && event.type == 'LOGIN')", NOTHING)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void a_number_that_is_known_is_compared(String number) {
        EventContext context =
                EventContext.builder()
                        .price(3.0)
                        .quantity(3)
                        .dwellMillis(3L)
                        .scrollDepth(3f)
                        .rating(3f)
                        .list(new ShownList(null, 3, null, 3L, List.of()))
                        .build();
        PersonMetrics person = new PersonMetrics(3, 3, 3, 3, 3_000, 3, 3, 3, 1, List.of());
        Facts known = facts(context, person, false, 3);
        assertThat(holds(number + " >= 3", known)).isTrue();
        assertThat(holds(number + " < 3", known)).isFalse();
        assertThat(holds("!(" + number + " < 3)", known)).isTrue();
    }

    @Test
    void what_is_always_known_is_so_of_a_new_visitor_too() {
        Set<String> known = new HashSet<>();
        for (String name : ALWAYS_KNOWN) {
            if (holds(name + " >= 0", NOTHING) && !holds(name + " < 0", NOTHING)) {
                known.add(name);
            }
        }
        assertThat(known).isEqualTo(ALWAYS_KNOWN);
    }

    @Test
    void an_average_is_known_once_there_is_a_session_and_the_days_between_once_there_are_two() {
        PersonMetrics one =
                new PersonMetrics(1, 1, 1, 1, 60_000, 2, 0, 0, 1_767_600_000_000L, List.of());
        Facts once = facts(EventContext.NONE, one, false, -1);
        assertThat(holds("person.conversion < 0.1", once)).isTrue();
        assertThat(holds("person.session_pages == 2.0", once)).isTrue();
        assertThat(holds("person.session_seconds == 60.0", once)).isTrue();
        assertThat(holds("person.days_since_last_session > 1", once)).isTrue();
        assertThat(holds("person.days_between_sessions < 1", once)).isFalse();
        assertThat(holds("!(person.days_between_sessions < 1)", once)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void a_text_that_the_event_does_not_have_is_empty(String text) {
        assertThat(holds(text + " == ''", NOTHING)).isTrue();
        assertThat(holds(text + " != ''", NOTHING)).isFalse();
        assertThat(holds(text + " == 'x'", NOTHING)).isFalse();
        assertThat(holds(text + " in ['x', '']", NOTHING)).isTrue();
    }

    @Test
    void an_attribute_that_is_not_there_can_be_asked_for() {
        assertThat(holds("has(event.attributes.size)", NOTHING)).isFalse();
        assertThat(holds("!has(event.attributes.size)", NOTHING)).isTrue();
        for (String operator : OPERATORS) {
            String text = "event.attributes.size " + operator + " 'x'";
            assertThat(holds(text, NOTHING)).as(text).isFalse();
            assertThat(holds("!(" + text + ")", NOTHING)).as(text).isFalse();
            assertThat(holds(text + " || true", NOTHING)).as(text).isTrue();
        }
    }

    /** Of what is remembered for back-fill. */
    @Test
    void what_nobody_knows_any_more_is_not_known_whatever_its_type() {
        Map<String, String> conditions = new HashMap<>();
        Facts.VARIABLES.forEach(
                (name, type) ->
                        conditions.put(
                                name,
                                type.equals(SimpleType.STRING)
                                        ? name + " == 'x'"
                                        : type.equals(SimpleType.BOOL)
                                                ? name
                                                : type.equals(SimpleType.INT)
                                                        ? name + " > 0"
                                                        : type.equals(SimpleType.DOUBLE)
                                                                ? name + " > 0.0"
                                                                : "'x' in " + name));
        Facts recalled = facts(EventContext.ofItem("tea", "b", 3.0), PersonMetrics.NONE, true, -1);
        conditions.forEach(
                (name, text) -> {
                    if (!recalled.isKnown(name)) {
                        assertThat(holds(text, recalled)).as(text).isFalse();
                        assertThat(holds("!(" + text + ")", recalled)).as(text).isFalse();
                        assertThat(holds(text + " || event.price > 2", recalled)).isTrue();
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0 / 0.0",
                "event.price / 0.0",
                "1.0 / 0.0 - 1.0 / 0.0",
                "-1.0 / 0.0 + 1.0 / 0.0",
                "0.0 * (1.0 / 0.0)",
                "double('NaN')"
            })
    void what_is_no_number_is_not_known(String number) {
        Facts free = facts(EventContext.ofItem(null, null, 0.0), PersonMetrics.NONE, false, -1);
        for (String other : List.of("20", "20.0", "20u", "event.price", "event.hour")) {
            for (String operator : List.of("<", "<=", ">", ">=")) {
                String text = number + ' ' + operator + ' ' + other;
                assertThat(holds(text, free)).as(text).isFalse();
                assertThat(holds("!(" + text + ")", free)).as("not %s", text).isFalse();
            }
        }
    }

    @Test
    void arithmetic_of_what_is_known_is_as_ever() {
        Facts priced = facts(EventContext.ofItem(null, null, 3.0), PersonMetrics.NONE, false, -1);
        assertThat(holds("event.price * 2.0 + 1.0 - 0.5 == 6.5", priced)).isTrue();
        assertThat(holds("event.price / 2.0 > 1", priced)).isTrue();
        assertThat(holds("double('1.5') < event.price", priced)).isTrue();
        assertThat(holds("double('x') < event.price", priced)).isFalse();
        assertThat(holds("event.price / 0.0 > 1e300", priced)).isTrue();
    }
}
