package io.nextclick.recommend;

import static io.nextclick.recommend.Requests.viewing;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.blend.Signal;
import io.nextclick.blend.SignalTable;
import io.nextclick.flow.PopularItems;
import io.nextclick.flow.VisitPairs;
import org.junit.jupiter.api.Test;

/** What popularity says of candidates, and which list says it. */
class PopularSignalsTest {

    private static final int ITEMS = 80;
    private static final long MINUTE = 60_000;

    private static final VisitPairs NO_VISIT = VisitPairs.taughtBefore(viewing("x"));

    private final PopularSignals popular = new PopularSignals();
    private final SignalTable signals = new SignalTable();
    private final ItemRows candidates = new ItemRows();

    /** A list in which an item comes first, by far. */
    private static PopularItems list(String site, String first, long millis) {
        String[] items = new String[ITEMS];
        float[] scores = new float[ITEMS];
        for (int i = 0; i < ITEMS; i++) {
            items[i] = i == 0 ? first : "i" + i;
            scores[i] = i == 0 ? 1_000 : 1;
        }
        return new PopularItems(site, null, null, millis, items, scores);
    }

    private float popularity(String item) {
        return signal(item, Signal.POPULAR);
    }

    private float signal(String item, Signal signal) {
        candidates.clear(1);
        int row = candidates.rowOf(item);
        signals.clear(1);
        popular.find(candidates);
        popular.setAll(signals, new int[] {row}, 1, NO_VISIT, 0);
        return signals.get(row, signal);
    }

    @Test
    void the_newest_list_counts_once_its_making_is_paid_for() {
        PopularItems older = list("s", "old", 0);
        popular.use(older);
        float most = popularity("old");
        float none = popularity("new");
        assertThat(most).isGreaterThan(none);

        PopularItems newer = list("s", "new", 1);
        for (int lists = 1; lists < ITEMS / 8; lists++) {
            popular.use(newer);
            assertThat(popularity("old")).as("list %d", lists).isEqualTo(most);
        }
        popular.use(newer);
        assertThat(popularity("new")).isEqualTo(most);
        assertThat(popularity("old")).isEqualTo(none);
    }

    @Test
    void a_list_that_is_much_newer_counts_at_once() {
        popular.use(list("s", "old", 0));
        float most = popularity("old");
        popular.use(list("s", "new", MINUTE));
        assertThat(popularity("new")).isEqualTo(most);
        assertThat(signal("new", Signal.RISING)).isPositive();
    }

    @Test
    void a_short_list_counts_at_once() {
        popular.use(new PopularItems("s", null, new String[] {"a", "b"}, new float[] {2, 1}));
        float most = popularity("a");
        popular.use(new PopularItems("s", null, new String[] {"b", "a"}, new float[] {3, 2}));
        assertThat(popularity("b")).isEqualTo(most);
    }

    @Test
    void sites_have_nothing_to_do_with_each_other() {
        popular.use(list("s", "a", 0));
        float most = popularity("a");
        popular.use(list("t", "b", 0));
        assertThat(popularity("a")).isLessThan(most);
        assertThat(popularity("b")).isEqualTo(most);
        popular.use(null);
        assertThat(popularity("b")).isLessThan(most);
        popular.use(list("s", "other", 1));
        assertThat(popularity("a")).as("what was prepared of the site").isEqualTo(most);
    }

    @Test
    void the_least_recently_used_site_is_evicted() {
        popular.use(list("s", "old", 0));
        float most = popularity("old");
        for (int i = 0; i < PopularSignals.MOST_SITES; i++) {
            popular.use(list("t" + i, "a", 0));
        }
        popular.use(list("s", "new", 1));
        assertThat(popularity("new")).as("prepared anew").isEqualTo(most);
    }
}
