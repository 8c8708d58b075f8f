package io.nextclick.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.testkit.Soak;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is answered without CEL is answered as CEL answers it. */
class ComparisonTest {

    private static final List<String> OPERATORS = List.of("==", "!=", "<", "<=", ">", ">=");
    private static final List<String> WHOLE_BOUNDS =
            List.of("0", "1", "-1", "3", "9223372036854775807", "-9223372036854775808");
    private static final List<String> BOUNDS =
            List.of("0.0", "1.0", "-1.0", "0.5", "3.0", "-0.0", "1e300");

    private final ConditionLanguage language = new ConditionLanguage();
    private final Random random = new Random(4);

    @Test
    void every_comparison_is_answered_as_by_cel() {
        List<Facts> facts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            facts.add(facts());
        }
        int held = 0;
        for (int i = 0; i < Soak.runs(2_000); i++) {
            String text = conjunct();
            for (int more = random.nextInt(3); more > 0; more--) {
                text += " && " + conjunct();
            }
            Condition condition = language.compile(text, "", new ArrayList<>()).orElseThrow();
            for (Facts each : facts) {
                boolean holds = condition.holds(each);
                assertThat(holds).as("%s of %s", text, each).isEqualTo(condition.holdsInCel(each));
                held += holds ? 1 : 0;
            }
        }
        assertThat(held).isPositive();
    }

    private String conjunct() {
        return switch (random.nextInt(10)) {
            case 0 -> random.nextBoolean() ? "true" : "false";
            case 1 -> "event.type " + any(List.of("==", "!=")) + " 'VIEW'";
            case 2 -> "event.category in ['', 'c1']";
            case 3 -> "event.quantity > 0.5";
            case 4 ->
                    compared(
                            any(List.copyOf(Facts.NUMBERS.keySet())),
                            any(List.of("1", "0", "-1", "3u")),
                            any(List.of("<", "<=", ">", ">=")));
            case 5, 6 -> compared(any(List.copyOf(Facts.NUMBERS.keySet())), any(BOUNDS));
            default -> compared(any(List.copyOf(Facts.WHOLE.keySet())), any(WHOLE_BOUNDS));
        };
    }

    private String compared(String variable, String bound) {
        return compared(variable, bound, any(OPERATORS));
    }

    private String compared(String variable, String bound, String operator) {
        return random.nextBoolean()
                ? variable + ' ' + operator + ' ' + bound
                : bound + ' ' + operator + ' ' + variable;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private Facts facts() {
        EventContext known =
                EventContext.ofItem(random.nextBoolean() ? "c1" : null, null, any(PRICES));
        EventContext context = random.nextInt(3) == 0 ? EventContext.NONE : known;
        Event event =
                new Event(
                        "e",
                        random.nextBoolean() ? EventType.VIEW : EventType.PURCHASE,
                        random.nextInt(3) * 3_600_000L,
                        SiteKey.DEFAULT_SITE,
                        "ann",
                        null,
                        null,
                        "i",
                        context);
        PersonMetrics metrics =
                new PersonMetrics(
                        random.nextInt(4),
                        random.nextInt(4),
                        random.nextInt(4),
                        random.nextInt(4),
                        1_000 * real(),
                        real(),
                        real(),
                        real(),
                        random.nextInt(2),
                        List.of());
        return new Facts(
                event,
                metrics,
                List.of(),
                random.nextInt(4),
                random.nextBoolean(),
                random.nextInt(4) - 1);
    }

    private static final List<Double> PRICES = List.of(0.0, 1.0, 3.0, 0.5, -1.0, Double.NaN);

    private double real() {
        return any(PRICES);
    }
}
