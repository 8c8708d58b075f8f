package io.nextclick.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.rule.Facts;
import io.nextclick.testkit.Soak;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds of deadlines miss none: all goes as if every deadline were looked at every time. */
class DeadlinesTest {

    private static final int ROUNDS = Soak.runs(30);
    private static final TriggerSettings BOUNDS =
            Rules.bounds(6, 50, 1_000, 8, 100, 64, 1_000, 10_000);

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void a_state_with_bounds_is_at_every_time_what_one_without_is(long seed) {
        Random random = new Random(seed);
        int begun = 0;
        int early = 0;
        for (int round = 0; round < ROUNDS; round++) {
            RuleSet rules = SortedInputTest.rules(random, BOUNDS);
            TriggerState bounded = TriggerState.EMPTY;
            TriggerState measured = TriggerState.EMPTY;
            for (Event event : SortedInputTest.events(random)) {
                Seen seen = Seen.of(event);
                rules.touch(seen, facts(event));
                if (random.nextInt(4) == 0) {
                    long between = seen.millis - random.nextInt(3);
                    bounded = bounded.at(between, rules);
                    measured = anew(measured).at(between, rules);
                }
                bounded = bounded.after(seen, rules);
                measured = anew(measured).after(seen, rules);
                assertThat(inFull(bounded)).isEqualTo(inFull(measured));
                long acts = anew(bounded).actsAtMillis();
                assertThat(bounded.actsNotBeforeMillis()).isLessThanOrEqualTo(acts);
                early += bounded.actsNotBeforeMillis() < acts ? 1 : 0;
                begun += bounded.partials().size();
            }
            long all = Long.MAX_VALUE - 1;
            assertThat(inFull(bounded.at(all, rules)))
                    .isEqualTo(inFull(anew(measured).at(all, rules)));
            assertThat(bounded.at(all, rules).isEmpty()).as("nothing left").isTrue();
        }
        assertThat(begun).isGreaterThan(ROUNDS * 40);
        assertThat(early).as("times at which the bound was not the deadline").isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void a_timer_that_is_left_alone_is_never_too_late(long seed) throws Exception {
        Random random = new Random(seed);
        int leftAlone = 0;
        for (int round = 0; round < ROUNDS; round++) {
            RuleSet rules = SortedInputTest.rules(random, BOUNDS);
            EventOrder order = new EventOrder(rules);
            SegmentChanges changes = new SegmentChanges(rules);
            Deadlines deadlines = new Deadlines(rules);
            PersonTriggers person = new PersonTriggers();
            new RuleAdoption(rules).adopt(person, SiteKey.DEFAULT_SITE);
            for (Event event : SortedInputTest.events(random)) {
                order.add(person, facts(event));
                changes.of(person, "ann", event.occurredAtMillis());
                long bound = deadlines.notBeforeMillis(person);
                long due = deadlines.nextMillis(person);
                assertThat(bound).isLessThanOrEqualTo(due);
                boolean isEarly = person.timerMillis != 0 && person.timerMillis <= bound;
                leftAlone += isEarly ? 1 : 0;
                if (person.timerMillis == 0 || due < person.timerMillis) {
                    person.timerMillis = due;
                }
            }
        }
        assertThat(leftAlone).isGreaterThan(ROUNDS * 20);
    }

    private static Facts facts(Event event) {
        return new Facts(event, PersonMetrics.NONE, List.of(), 1);
    }

    /** The same without bounds: whoever asks looks at everything. */
    private static TriggerState anew(TriggerState state) {
        return new TriggerState(state.partials(), state.memberships());
    }

    private static List<String> inFull(TriggerState state) {
        List<String> all = new ArrayList<>();
        for (Partial each : state.partials()) {
            Progress progress = each.progress();
            List<Seen> events = new ArrayList<>();
            progress.events().forEach(events::add);
            all.add(
                    "%d/%s %s acts %d ends %d"
                            .formatted(
                                    each.slot(),
                                    each.partition(),
                                    events,
                                    progress.actsAtMillis(),
                                    progress.endsAtMillis()));
        }
        for (Membership each : state.memberships()) {
            all.add(
                    "%d/%s %d-%d %s"
                            .formatted(
                                    each.slot(),
                                    each.partition(),
                                    each.enteredMillis(),
                                    each.expiresMillis(),
                                    each.last()));
        }
        return all;
    }
}
