package io.nextclick.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.rule.RuleFault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentBookTest {

    private final ExperimentReader reader = new ExperimentReader();
    private final ExperimentBook book = new ExperimentBook();

    static String text(String id, int version, String more, String setting) {
        return """
                experiment_id: %s
                version: %d
                %s
                arms:
                  - {arm: control, share: 0.5}
                  - {arm: other, share: 0.5, settings: {%s}}
                """
                .formatted(id, version, more, setting);
    }

    private List<String> put(String text) {
        ExperimentReader.Reading reading = reader.read(text);
        assertThat(reading.faults()).isEmpty();
        List<RuleFault> faults = new ArrayList<>();
        book.put(reading.experiment(), reading.text(), faults);
        return faults.stream().map(RuleFault::place).toList();
    }

    private List<Integer> versions() {
        return book.updates().stream().map(ExperimentUpdate::version).toList();
    }

    @Test
    void a_new_version_changes_what_is_measured_and_its_end() {
        assertThat(put(text("a", 1, "share: 0.1", "diversity: 0.3"))).isEmpty();
        assertThat(put(text("a", 2, "share: 0.5\nalpha: 0.01", "diversity: 0.3"))).isEmpty();
        assertThat(versions()).containsExactly(2);
    }

    @Test
    void who_has_an_arm_keeps_it() {
        put(text("a", 1, "", "diversity: 0.3"));
        assertThat(put(text("a", 2, "", "diversity: 0.4"))).containsExactly("/arms");
        assertThat(put(text("a", 2, "salt: other", "diversity: 0.3"))).containsExactly("/unit");
        assertThat(put(text("a", 2, "unit: device", "diversity: 0.3"))).containsExactly("/unit");
        assertThat(put(text("a", 2, "start: 2026-12-01T00:00:00Z", "diversity: 0.3")))
                .containsExactly("/unit");
        assertThat(versions()).as("what was in force stays so").containsExactly(1);
    }

    @Test
    void a_version_has_one_content() {
        put(text("a", 1, "", "diversity: 0.3"));
        assertThat(put(text("a", 1, "", "diversity: 0.3"))).as("a repetition").isEmpty();
        assertThat(put(text("a", 1, "alpha: 0.2", "diversity: 0.3"))).containsExactly("/version");
    }

    @Test
    void no_two_decide_one_setting_of_a_list_unless_nobody_is_in_both() {
        put(text("a", 1, "surfaces: [home]", "diversity: 0.3"));
        assertThat(put(text("b", 1, "surfaces: [home, cart]", "diversity: 0.1")))
                .containsExactly("/arms/1/settings");
        assertThat(put(text("b", 1, "surfaces: [cart]", "diversity: 0.1"))).isEmpty();
        assertThat(put(text("c", 1, "surfaces: [home]", "repeats: none"))).isEmpty();
        assertThat(put(text("d", 1, "group: g\nshare: 0.5", "rules: false"))).isEmpty();
        assertThat(put(text("e", 1, "group: g\nshare: 0.6\ngroup_from: 0.4", "rules: false")))
                .containsExactly("/group_from");
        assertThat(put(text("e", 1, "group: g\nshare: 0.5\ngroup_from: 0.5", "rules: false")))
                .isEmpty();
    }

    @Test
    void a_new_version_may_be_about_other_segments() {
        put(text("a", 1, "segments: [new]", "diversity: 0.3"));
        assertThat(put(text("a", 2, "segments: [new, regulars]", "diversity: 0.3"))).isEmpty();
        assertThat(put(text("a", 3, "", "diversity: 0.3"))).isEmpty();
        assertThat(versions()).containsExactly(3);
    }

    @Test
    void what_is_learned_by_segment_stays_so() {
        String learned = "unit: list\nallocation: learned\nby_segment: [new, tea]";
        put(text("a", 1, learned, "diversity: 0.3"));
        assertThat(put(text("a", 2, learned.replace("new, tea", "tea, new"), "diversity: 0.3")))
                .as("lists of both counted in the first one")
                .containsExactly("/by_segment");
        assertThat(put(text("a", 2, learned + "\nfloor: 0.1", "diversity: 0.3"))).isEmpty();
    }

    @Test
    void other_segments_keep_no_two_apart_that_decide_one_setting() {
        put(text("a", 1, "segments: [new]", "diversity: 0.3"));
        assertThat(put(text("b", 1, "segments: [regulars]", "diversity: 0.1")))
                .as("a person may be in both")
                .containsExactly("/arms/1/settings");
        assertThat(put(text("c", 1, "segments: [regulars]", "repeats: none"))).isEmpty();
        assertThat(put(text("d", 1, "segments: [loyal]", "rules: false"))).isEmpty();
        assertThat(put(text("e", 1, "segments: [lost]", "exploration: 0.1")))
                .as("and in all")
                .containsExactly("/surfaces");
    }

    @Test
    void a_list_is_part_of_few() {
        put(text("a", 1, "", "diversity: 0.3"));
        put(text("b", 1, "", "repeats: none"));
        put(text("c", 1, "", "rules: false"));
        assertThat(put(text("d", 1, "", "exploration: 0.1"))).containsExactly("/surfaces");
        book.remove("a");
        assertThat(put(text("d", 1, "", "exploration: 0.1"))).isEmpty();
    }

    @Test
    void there_is_a_bound() {
        for (int i = 0; i < ExperimentBook.MOST; i++) {
            assertThat(put(text("x" + i, 1, "site: s" + i, "rules: false"))).isEmpty();
        }
        assertThat(put(text("one-more", 1, "site: other", "rules: false")))
                .containsExactly("/experiment_id");
    }

    @Test
    void what_was_removed_is_gone_and_a_restart_knows_the_rest() {
        put(text("a", 1, "", "diversity: 0.3"));
        put(text("b", 1, "", "repeats: none"));
        assertThat(book.remove("b")).contains(new ExperimentUpdate("b", 0, ""));
        assertThat(book.remove("b")).isEmpty();
        ExperimentBook restored = new ExperimentBook();
        restored.restore(book.updates(), reader);
        assertThat(restored.updates()).containsExactlyElementsOf(book.updates());
    }
}
