package io.nextclick.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.event.SiteKey;
import io.nextclick.flow.Candidates;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the strongest neighbours of items lead to in turn. */
class TwoStepNeighboursTest {

    private static final String SITE = SiteKey.DEFAULT_SITE;

    private TwoStepNeighbours items = new TwoStepNeighbours(100);

    /** An item answers with neighbours and their strengths. */
    private void answer(String site, String item, float visits, Object... neighbours) {
        String[] ids = new String[neighbours.length / 2];
        float[] scores = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (String) neighbours[2 * i];
            scores[i] = ((Number) neighbours[2 * i + 1]).floatValue();
        }
        float[] none = {};
        items.take(
                site,
                new Candidates(
                        "ann", 1, 0, item, null, visits, visits, ids, scores, none, none, none,
                        none));
    }

    private Map<String, Float> from(String site, String item) {
        TwoStepNeighbours.Ends ends = items.from(site, item);
        Map<String, Float> found = new HashMap<>();
        for (int i = 0; i < ends.items().length; i++) {
            found.put(ends.items()[i], ends.probabilities()[i]);
        }
        return found;
    }

    @Test
    void the_probability_of_an_end_is_added_up_over_the_paths_to_it() {
        answer(SITE, "b", 4, "x", 1, "y", 1);
        answer(SITE, "c", 4, "x", 3, "z", 1);
        answer(SITE, "a", 4, "b", 1, "c", 3);
        Map<String, Float> ends = from(SITE, "a");
        assertThat(ends).containsOnlyKeys("x", "y", "z");
        assertThat(ends.get("x")).isEqualTo(0.25f * 0.5f + 0.75f * 0.75f, within(1e-6f));
        assertThat(ends.get("y")).isEqualTo(0.25f * 0.5f, within(1e-6f));
        assertThat(ends.get("z")).isEqualTo(0.75f * 0.25f, within(1e-6f));
    }

    @Test
    void a_neighbour_that_did_not_answer_yet_leads_nowhere() {
        answer(SITE, "a", 4, "b", 1);
        assertThat(from(SITE, "a")).isEmpty();
        assertThat(from(SITE, "never seen")).isEmpty();
    }

    @Test
    void ends_are_found_anew_when_the_item_has_grown_by_a_tenth() {
        answer(SITE, "a", 100, "b", 1);
        assertThat(from(SITE, "a")).isEmpty();
        answer(SITE, "b", 1, "x", 1);
        answer(SITE, "a", 109, "b", 1);
        assertThat(from(SITE, "a")).isEmpty();
        answer(SITE, "a", 111, "b", 1);
        assertThat(from(SITE, "a")).containsOnlyKeys("x");
    }

    @Test
    void ends_are_found_anew_after_sixteen_lists_of_an_item_that_does_not_grow() {
        answer(SITE, "a", 100, "b", 1);
        assertThat(from(SITE, "a")).isEmpty();
        answer(SITE, "b", 1, "x", 1);
        for (int list = 1; list < 16; list++) {
            assertThat(from(SITE, "a")).as("list %d", list).isEmpty();
        }
        assertThat(from(SITE, "a")).containsOnlyKeys("x");
    }

    @Test
    void an_item_that_lost_its_neighbours_leads_nowhere() {
        answer(SITE, "b", 4, "x", 1);
        answer(SITE, "a", 4, "b", 1);
        assertThat(from(SITE, "a")).containsOnlyKeys("x");
        answer(SITE, "b", 1);
        answer(SITE, "a", 8, "b", 1);
        assertThat(from(SITE, "a")).isEmpty();
    }

    @Test
    void items_of_two_sites_never_meet() {
        answer("north", "b", 4, "x", 1);
        answer("south", "a", 4, "b", 1);
        assertThat(from("south", "a")).isEmpty();
        answer("north", "a", 4, "b", 1);
        assertThat(from("north", "a")).containsOnlyKeys("x");
    }

    @Test
    void the_least_recently_used_item_is_evicted() {
        items = new TwoStepNeighbours(2);
        answer(SITE, "b", 4, "x", 1);
        answer(SITE, "a", 4, "b", 1);
        answer(SITE, "c", 4, "a", 1);
        assertThat(from(SITE, "a")).isEmpty();
        assertThat(from(SITE, "c")).containsOnlyKeys("b");
    }

    @Test
    void a_bound_of_none_follows_nothing() {
        items = new TwoStepNeighbours(0);
        answer(SITE, "b", 4, "x", 1);
        answer(SITE, "a", 4, "b", 1);
        assertThat(from(SITE, "a")).isEmpty();
    }

    @Test
    void only_the_strongest_neighbours_are_followed_and_the_likeliest_ends_kept() {
        Object[] many = new Object[80];
        for (int i = 0; i < 40; i++) {
            many[2 * i] = "n" + i;
            many[2 * i + 1] = i + 1;
            Object[] next = new Object[20];
            for (int k = 0; k < 10; k++) {
                next[2 * k] = "n" + i + "-" + k;
                next[2 * k + 1] = k + 1;
            }
            answer(SITE, "n" + i, 1, next);
        }
        answer(SITE, "a", 1, many);
        Map<String, Float> ends = from(SITE, "a");
        assertThat(ends).hasSize(30).containsKeys("n39-9", "n30-9");
        assertThat(ends.keySet()).noneMatch(end -> end.startsWith("n29-"));
    }
}
