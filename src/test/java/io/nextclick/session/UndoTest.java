package io.nextclick.session;

import static io.nextclick.session.SessionTests.GAP;
import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.testkit.Soak;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** After an unlink, what is stored of both persons is as if they had never been linked. */
class UndoTest {

    private static final int EVENTS = 150;

    /** No event is so late that its session may have been settled. */
    private static final long IN_TIME = 2 * GAP - 2;

    private static final List<String> PERSONS = List.of("ann", "tablet", "phone");
    private static final EventType[] TYPES = {
        EventType.VIEW,
        EventType.VIEW,
        EventType.VIEW,
        EventType.CLICK,
        EventType.SEARCH,
        EventType.ADD_TO_CART,
        EventType.REMOVE_FROM_CART,
        EventType.CHECKOUT,
        EventType.PURCHASE,
        EventType.PAGE_PING
    };

    static IntStream seeds() {
        return IntStream.rangeClosed(1, Soak.runs(60, 4));
    }

    /** A step of a stream: an event, a watermark, or neither. */
    private record Step(Event event, long watermark) {}

    /**
     * Ann logged in on her laptop, anonymous people on a tablet and a phone, all within the same
     * hours; some events come late.
     */
    private static List<Step> stream(
            Random random, boolean annLogsInOnTablet, long disorderMillis) {
        List<Step> steps = new ArrayList<>();
        long millis = NOON;
        long newest = NOON;
        for (int i = 0; i < EVENTS; i++) {
            millis += 1 + random.nextLong(random.nextInt(8) == 0 ? 4 * GAP : GAP / 2);
            long at = random.nextInt(6) == 0 ? millis - random.nextLong(disorderMillis) : millis;
            newest = Math.max(newest, at);
            int who = random.nextInt(3);
            boolean ann = who == 0 || (who == 1 && annLogsInOnTablet && random.nextInt(4) == 0);
            String device = List.of("laptop", "tablet", "phone").get(who);
            Event event =
                    of(TYPES[random.nextInt(TYPES.length)], "item" + random.nextInt(12))
                            .by(ann ? "ann" : null)
                            .on(device)
                            .at(at)
                            .named("e" + i)
                            .with(context(random))
                            .event();
            long watermark = random.nextInt(5) == 0 ? newest - GAP : Long.MIN_VALUE;
            steps.add(new Step(event, watermark));
        }
        return steps;
    }

    private static EventContext context(Random random) {
        return EventContext.builder()
                .category("category" + random.nextInt(4))
                .brand("brand" + random.nextInt(3))
                .price(random.nextInt(1000) / 100.0)
                .currency("EUR")
                .quantity(1 + random.nextInt(2))
                .dwellMillis((long) random.nextInt(5_000))
                .build();
    }

    private static void play(IdentifiedPeople people, Step step) throws Exception {
        people.send(step.event());
        if (step.watermark() != Long.MIN_VALUE) {
            people.watermark(step.watermark());
        }
    }

    @ParameterizedTest(name = "stream {0}")
    @MethodSource("seeds")
    void a_link_that_was_undone_has_left_no_trace(int seed) throws Exception {
        Random random = new Random(seed);
        List<Step> steps = stream(random, false, IN_TIME);
        int linkAt = random.nextInt(EVENTS - 1);
        int unlinkAt = linkAt + 1 + random.nextInt(EVENTS - 1 - linkAt);
        SessionSettings rules = SessionTests.lateness(random.nextInt(3) * GAP);
        try (var linked = new IdentifiedPeople(rules);
                var apart = new IdentifiedPeople(rules)) {
            boolean differed = false;
            for (int i = 0; i < EVENTS; i++) {
                play(linked, steps.get(i));
                play(apart, steps.get(i));
                if (i == linkAt) {
                    linked.link("tablet", "ann", steps.get(i).event().occurredAtMillis());
                } else if (i == unlinkAt) {
                    differed =
                            linked.state("tablet").log.size()
                                            + linked.state("tablet").history.size()
                                    != apart.state("tablet").log.size()
                                            + apart.state("tablet").history.size();
                    linked.unlink(
                            "tablet", "ann", steps.get(i).event().occurredAtMillis() + 10 * GAP);
                }
            }
            assertThat(differed).as("the link had an effect").isTrue();
            assertSame(linked, apart);
            assertSessions(linked, apart);
        }
    }

    @ParameterizedTest(name = "stream {0}")
    @MethodSource("seeds")
    void logins_that_were_undone_have_left_no_trace(int seed) throws Exception {
        Random random = new Random(seed);
        List<Step> steps = stream(random, true, IN_TIME);
        SessionSettings rules = SessionTests.lateness(random.nextInt(3) * GAP);
        try (var undone = new IdentifiedPeople(rules);
                var never = new IdentifiedPeople(rules)) {
            never.unlink("tablet", "ann", Long.MAX_VALUE);
            for (Step step : steps) {
                play(undone, step);
                play(never, step);
            }
            undone.unlink("tablet", "ann", Long.MAX_VALUE);
            assertSame(undone, never);
            assertSessions(undone, never);
        }
    }

    @ParameterizedTest(name = "stream {0}")
    @MethodSource("seeds")
    void what_came_later_than_allowed_has_left_no_trace_once_its_session_is_settled(int seed)
            throws Exception {
        Random random = new Random(seed);
        List<Step> steps = stream(random, true, 6 * GAP);
        SessionSettings rules = SessionTests.lateness(random.nextInt(3) * GAP);
        try (var undone = new IdentifiedPeople(rules);
                var never = new IdentifiedPeople(rules)) {
            never.unlink("tablet", "ann", Long.MAX_VALUE);
            for (Step step : steps) {
                play(undone, step);
                play(never, step);
            }
            undone.unlink("tablet", "ann", Long.MAX_VALUE);
            assertSessions(undone, never);
        }
    }

    private static void assertSame(IdentifiedPeople one, IdentifiedPeople other) throws Exception {
        for (String person : PERSONS) {
            assertThat(one.state(person))
                    .as("state of %s", person)
                    .usingRecursiveComparison()
                    .isEqualTo(other.state(person));
        }
    }

    private static void assertSessions(IdentifiedPeople one, IdentifiedPeople other)
            throws Exception {
        one.watermark(Long.MAX_VALUE);
        other.watermark(Long.MAX_VALUE);
        assertThat(one.sessions().keySet())
                .containsExactlyInAnyOrderElementsOf(other.sessions().keySet());
        assertSame(one, other);
    }

    @Test
    void the_comparison_sees_a_link_that_was_not_undone() throws Exception {
        List<Step> steps = stream(new Random(1), false, IN_TIME);
        try (var linked = new IdentifiedPeople(SessionTests.RULES);
                var apart = new IdentifiedPeople(SessionTests.RULES)) {
            for (Step step : steps) {
                play(linked, step);
                play(apart, step);
            }
            linked.link("tablet", "ann", NOON);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> assertSame(linked, apart))
                    .isInstanceOf(AssertionError.class);
        }
    }
}
