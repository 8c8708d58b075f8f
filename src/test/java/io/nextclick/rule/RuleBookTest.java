package io.nextclick.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuleBookTest {

    private static final RuleReader READER = new RuleReader(new ConditionLanguage());

    private final RuleBook book = new RuleBook(3);
    private final List<RuleFault> faults = new ArrayList<>();

    private static String yaml(String id, int version, String more) {
        return """
        rule_id: %s
        version: %d
        kind: SEGMENT
        pattern:
          within: 1 d
          stages:
            - {name: viewed, when: event.type == 'VIEW', times: 3}
        %s
        """
                .formatted(id, version, more);
    }

    private Optional<RuleUpdate> put(String id, int version, String more) {
        return put(yaml(id, version, more));
    }

    private Optional<RuleUpdate> put(String yaml) {
        faults.clear();
        RuleReader.Reading reading = READER.read(yaml);
        assertThat(reading.faults()).isEmpty();
        return book.put(reading.rule(), reading.text(), faults);
    }

    private void assertRefused(String place, String reason) {
        assertThat(faults)
                .singleElement()
                .satisfies(
                        fault -> {
                            assertThat(fault.place()).isEqualTo(place);
                            assertThat(fault.reason()).contains(reason);
                        });
    }

    @Test
    void a_new_version_replaces_the_one_before_in_its_slot() {
        RuleUpdate first = put("a", 1, "").orElseThrow();
        RuleUpdate other = put("b", 1, "").orElseThrow();
        RuleUpdate second = put("a", 2, "").orElseThrow();
        assertThat(second.slot()).isEqualTo(first.slot()).isNotEqualTo(other.slot());
        assertThat(second.epoch()).isGreaterThan(other.epoch());
        assertThat(second.restartEpoch()).isEqualTo(second.epoch());
        assertThat(book.updates()).containsExactlyInAnyOrder(second, other);
    }

    @Test
    void a_repetition_changes_nothing() {
        put("a", 1, "");
        assertThat(put("a", 1, "")).isEmpty();
        assertThat(faults).isEmpty();
    }

    @Test
    void the_same_version_with_another_content_is_refused() {
        RuleUpdate first = put("a", 1, "").orElseThrow();
        assertThat(put("a", 1, "membership: 2 d")).isEmpty();
        assertRefused("/version", "version 1 is in force with another content");
        assertThat(book.updates()).containsExactly(first);
    }

    @Test
    void a_lower_version_is_a_roll_back() {
        put("a", 1, "");
        put("a", 2, "membership: 2 d");
        assertThat(put("a", 1, "").orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void a_version_may_keep_partial_matches_of_the_same_shape_only() {
        RuleUpdate first = put("a", 1, "").orElseThrow();
        RuleUpdate kept = put(yaml("a", 2, "on_change: keep").replace("1 d", "2 d")).orElseThrow();
        assertThat(kept.restartEpoch()).isEqualTo(first.restartEpoch());
        assertThat(put(yaml("a", 3, "on_change: keep").replace("times: 3", "times: 4"))).isEmpty();
        assertRefused("/on_change", "needs the kind, the stages and the partition of version 2");
        assertThat(put("a", 3, "on_change: keep\npartition: item")).isEmpty();
        assertRefused("/on_change", "needs the kind, the stages and the partition of version 2");
        String recommends =
                yaml("a", 3, "on_change: keep")
                        .replace(
                                "SEGMENT",
                                "RECOMMENDATION\nactions: [{do: add, what: {category: $match}}]");
        assertThat(put(recommends)).isEmpty();
        assertRefused("/on_change", "needs the kind, the stages and the partition of version 2");
        assertThat(put(yaml("a", 3, "").replace("times: 3", "times: 4"))).isPresent();
    }

    @Test
    void a_cycle_of_exits_is_refused_whichever_rule_closes_it() {
        put("a", 1, "exit: {segments: [b]}");
        put("b", 1, "exit: {segments: [c]}");
        assertThat(put("c", 1, "exit: {segments: [a]}")).isEmpty();
        assertRefused("/exit/segments", "cycle of exits: c > a > b > c");
        assertThat(put("c", 1, "")).isPresent();
        assertThat(put("c", 2, "exit: {segments: [a]}")).isEmpty();
        assertThat(put("a", 2, "")).isPresent();
        assertThat(put("c", 2, "exit: {segments: [a]}")).as("the way is cut").isPresent();
    }

    @Test
    void rules_of_other_sites_close_no_cycle() {
        put("a", 1, "exit: {segments: [b]}");
        assertThat(put("b", 1, "site: shop\nexit: {segments: [a]}")).isPresent();
    }

    @Test
    void more_rules_than_allowed_are_refused_until_one_is_removed() {
        put("a", 1, "");
        put("b", 1, "");
        put("c", 1, "");
        assertThat(put("d", 1, "")).isEmpty();
        assertRefused("/rule_id", "there are 3 rules already");
        assertThat(put("c", 2, "")).as("a version of one that is there").isPresent();
        book.remove("a");
        assertThat(put("d", 1, "")).isPresent();
        assertThat(book.updates()).extracting(RuleUpdate::ruleKey).containsOnly("b", "c", "d");
    }

    @Test
    void a_refused_rule_makes_no_room_for_itself() {
        put("a", 1, "");
        put("b", 1, "exit: {segments: [d]}");
        put("c", 1, "");
        book.remove("a");
        assertThat(put("d", 1, "exit: {segments: [b]}")).isEmpty();
        assertRefused("/exit/segments", "cycle of exits: d > b > d");
        assertThat(book.updates()).extracting(RuleUpdate::ruleKey).contains("a");
    }

    @Test
    void a_removed_rule_is_emitted_once_and_may_come_back_in_its_slot() {
        RuleUpdate first = put("a", 1, "").orElseThrow();
        RuleUpdate removal = book.remove("a").orElseThrow();
        assertThat(removal.isRemoval()).isTrue();
        assertThat(removal.slot()).isEqualTo(first.slot());
        assertThat(book.remove("a")).isEmpty();
        assertThat(book.remove("never")).isEmpty();
        RuleUpdate back = put("a", 1, "on_change: keep").orElseThrow();
        assertThat(back.slot()).isEqualTo(first.slot());
        assertThat(back.restartEpoch()).as("there is nothing to keep").isEqualTo(back.epoch());
    }

    @Test
    void a_restart_takes_over_what_was_in_force() {
        put("a", 1, "exit: {segments: [b]}");
        put("b", 1, "");
        put("c", 1, "");
        book.remove("c");
        RuleBook restored = new RuleBook(3);
        restored.restore(book.updates(), READER);
        assertThat(restored.updates()).containsExactlyInAnyOrderElementsOf(book.updates());
        RuleReader.Reading cycle = READER.read(yaml("b", 2, "exit: {segments: [a]}"));
        assertThat(restored.put(cycle.rule(), cycle.text(), faults)).isEmpty();
        assertRefused("/exit/segments", "cycle of exits: b > a > b");
        faults.clear();
        RuleReader.Reading next = READER.read(yaml("b", 2, ""));
        long epoch = restored.put(next.rule(), next.text(), faults).orElseThrow().epoch();
        assertThat(book.updates()).allMatch(update -> update.epoch() < epoch);
    }
}
