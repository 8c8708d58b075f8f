package io.nextclick.feedback;

import static io.nextclick.feedback.Lists.click;
import static io.nextclick.feedback.Lists.impression;
import static io.nextclick.testkit.Events.purchase;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.flow.PastEvent;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Soak;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes in whatever order, what is emitted is what follows from all events. */
class FeedbackUpdateTest {

    private static final long MINUTE = 60_000L;

    private final FeedbackUpdate update = new FeedbackUpdate(Lists.RULES);
    private final Map<String, Feedback> emitted = new HashMap<>();
    private int openings;
    private int closings;

    private Events any(Random random, int number) {
        String list = "l" + (number - random.nextInt(Math.min(number + 1, 4)));
        String item = "i" + random.nextInt(8);
        Events event =
                switch (random.nextInt(6)) {
                    case 0, 1, 2 -> impression("l" + number, item, "i" + random.nextInt(8));
                    case 3 -> click(list, item, 1 + random.nextInt(3));
                    case 4 -> view(item);
                    default -> random.nextBoolean() ? purchase(item) : impression(list, item);
                };
        long late = random.nextInt(5) == 0 ? random.nextInt(90) * MINUTE : 0;
        return event.named("e" + number)
                .on("d" + random.nextInt(3))
                .after(number * 7L * MINUTE - late);
    }

    @Test
    void what_is_emitted_follows_from_all_events() {
        for (int seed = 0; seed < Soak.runs(500); seed++) {
            Random random = new Random(seed);
            PersonFeedback person = new PersonFeedback();
            emitted.clear();
            long passed = Events.NOON;
            for (int number = 0; number < 60; number++) {
                passed +=
                        random.nextInt(10) * MINUTE
                                + (random.nextInt(20) == 0 ? 1_500 : 0) * MINUTE;
                if (random.nextInt(3) == 0) {
                    update.begin("ann", person, passed);
                    boolean untouched = update.memory.isUntouched();
                    int closed = end(person, "seed " + seed + ", before event " + number);
                    closings += untouched ? closed : 0;
                }
                PastEvent event = PastEvent.ofListed(any(random, number).event());
                boolean changed = update.begin("ann", person, passed);
                if (!update.memory.isTooLate(person, event)) {
                    changed |= update.memory.add(person, event, since -> List.of());
                }
                if (changed) {
                    end(person, "seed " + seed + ", event " + number);
                    // As after it was evicted and read again.
                    person.emitted = random.nextInt(4) == 0 ? null : person.emitted;
                }
            }
            update.begin("ann", person, passed);
            end(person, "seed " + seed + ", at the end");
            assertThat(emitted.values()).containsAll(person.emitted);
        }
        assertThat(openings).isPositive();
        assertThat(closings).isPositive();
    }

    /** How many changes there are. */
    private int end(PersonFeedback person, String when) {
        List<FeedbackUpdate.Change> changes = update.end();
        List<Feedback> all =
                ListAttribution.of("ann", person.events, Lists.RULES, person.passedMillis)
                        .feedback();
        assertThat(person.emitted).as(when).isEqualTo(all);
        for (FeedbackUpdate.Change change : changes) {
            Feedback after = change.emitted();
            assertThat(emitted.put(after.recommendationId(), after))
                    .as(when)
                    .isEqualTo(change.before());
            openings += change.before() == null ? 1 : 0;
        }
        return changes.size();
    }
}
