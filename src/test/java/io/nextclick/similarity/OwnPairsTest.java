package io.nextclick.similarity;

import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.config.Settings;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.VisitPairs;
import io.nextclick.session.VisitSoFar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is learnt from a visit is what its own lists leave out again, to the last bit. */
class OwnPairsTest {

    private static final SimilaritySettings RULES = Settings.defaults().similarity();

    private final Map<String, ItemNeighbours> items = new HashMap<>();
    private final ItemAnswers answers = new ItemAnswers(RULES);
    private final PairLearning pairs = new PairLearning(RULES);
    private final List<PastEvent> log = new ArrayList<>();

    private PersonEvent step(String item) {
        var event = view(item).after(log.size()).event();
        log.add(PastEvent.of(event));
        return VisitSoFar.of(log, log.size() - 1, Settings.defaults().session())
                .event("ann", log.size(), event, true, new String[0]);
    }

    private ItemNeighbours of(String item) {
        return items.computeIfAbsent(item, name -> new ItemNeighbours());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void nothing_is_left_of_a_lonely_visit(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 14; step++) {
            PersonEvent event = step("i" + random.nextInt(6));
            VisitPairs own = VisitPairs.taughtBefore(event);
            List<String> asked = event.askedItems();
            for (int slot = 0; slot < asked.size(); slot++) {
                assertLeft(of(asked.get(slot)), slot, asked, own);
            }
            for (ItemMessage message : ItemMessage.allOf(event)) {
                answers.answer(message, of(message.itemId()));
                pairs.learn(message, of(message.itemId()));
            }
        }
        assertThat(items.values()).anyMatch(item -> item.size > 1);
    }

    private static void assertLeft(
            ItemNeighbours item, int slot, List<String> asked, VisitPairs own) {
        assertThat(item.weight).isEqualTo(own.visits(slot), within(1e-4));
        for (int i = 0; i < item.size; i++) {
            int other = asked.indexOf(item.items[i]);
            assertThat(other).as(item.items[i]).isNotNegative();
            float strength = item.forward[i] + VisitPairs.BACKWARD_SHARE * item.backward[i];
            assertThat(strength).isEqualTo(own.strength(slot, other), within(1e-4f));
            assertThat(item.forward[i]).isEqualTo(own.forward(slot, other), within(1e-4f));
            assertThat(item.next[i]).isEqualTo(own.next(slot, other), within(1e-4f));
        }
    }
}
