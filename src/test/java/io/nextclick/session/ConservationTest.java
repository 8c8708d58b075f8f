package io.nextclick.session;

import static io.nextclick.session.SessionTests.GAP;
import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.IdentityEvent;
import io.nextclick.flow.PastEvent;
import io.nextclick.testkit.Soak;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever becomes known of a device, and in whatever order: each of its events is at exactly one
 * person, and in exactly one of the sessions that are emitted.
 */
class ConservationTest {

    /**
     * So few that a device forgets none of its evidence; an unlink gives back what is remembered.
     */
    private static final int REMEMBERED_STEPS = 50;

    private static final int STEPS = 100;
    private static final int PEOPLE = 5;

    static IntStream seeds() {
        return IntStream.rangeClosed(1, Soak.runs(150));
    }

    @ParameterizedTest(name = "stream {0}")
    @MethodSource("seeds")
    void with_unlinks(int seed) throws Exception {
        play(seed, REMEMBERED_STEPS, true);
    }

    /** What a device no longer remembers stays where it is, in whole visits. */
    @ParameterizedTest(name = "stream {0}")
    @MethodSource("seeds")
    void with_a_short_memory(int seed) throws Exception {
        play(seed, 12, false);
    }

    private static void play(int seed, int maxHistory, boolean unlinks) throws Exception {
        Random random = new Random(seed);
        SessionSettings rules = SessionTests.lateness(random.nextInt(3) * GAP);
        int users = 1 + random.nextInt(PEOPLE);
        int anonymous = 0;
        int own = 0;
        long now = NOON;
        try (var people = new IdentifiedPeople(rules, maxHistory)) {
            for (int i = 0; i < (unlinks ? REMEMBERED_STEPS : STEPS); i++) {
                now +=
                        random.nextInt(6) == 0
                                ? random.nextLong(20 * GAP)
                                : random.nextLong(GAP / 2);
                long at = random.nextInt(4) == 0 ? now - random.nextLong(5 * GAP) : now;
                String user = "u" + random.nextInt(users);
                switch (random.nextInt(unlinks ? 14 : 13)) {
                    case 0, 1 -> own += send(people, view("i" + i).by(user).on("d").at(at).event());
                    case 2 -> anonymous += send(people, logout(null, i, at));
                    case 3 -> own += send(people, logout(user, i, at));
                    case 4 -> people.link("d", user, at);
                    case 5 -> people.send(IdentityEvent.Action.GUESS, "d", user, at);
                    case 6 -> people.watermark(now - GAP);
                    case 13 -> people.unlink("d", user, at);
                    default ->
                            anonymous +=
                                    send(people, view("i" + i).by(null).on("d").at(at).event());
                }
            }
            if (random.nextBoolean()) {
                people.watermark(Long.MAX_VALUE);
            }
            assertStored(people, anonymous, own);
            people.watermark(Long.MAX_VALUE);
            assertThat(people.sessions().values().stream().mapToInt(SessionSummary::events).sum())
                    .as("events in the sessions emitted")
                    .isEqualTo(anonymous + own);
        }
    }

    private static int send(IdentifiedPeople people, Event event) throws Exception {
        people.send(event);
        return 1;
    }

    private static Event logout(String user, int number, long at) {
        return of(EventType.LOGOUT, null).by(user).on("d").named("e" + number).at(at).event();
    }

    private static void assertStored(IdentifiedPeople people, int anonymous, int own)
            throws Exception {
        List<String> persons = new ArrayList<>(List.of("d"));
        IntStream.range(0, PEOPLE).forEach(user -> persons.add("u" + user));
        int storedAnonymous = 0;
        int storedOwn = 0;
        for (String person : persons) {
            PersonVisits visits = people.state(person);
            for (PastEvent event : visits.log) {
                storedAnonymous += event.anonymous() ? 1 : 0;
                storedOwn += event.anonymous() ? 0 : 1;
            }
            for (SessionTotals session : visits.history) {
                storedAnonymous += session.source.equals("d") ? session.events : 0;
                storedOwn += session.source.equals("d") ? 0 : session.events;
            }
        }
        assertThat(storedAnonymous).as("anonymous events stored").isEqualTo(anonymous);
        assertThat(storedOwn).as("events with a user id stored").isEqualTo(own);
    }
}
