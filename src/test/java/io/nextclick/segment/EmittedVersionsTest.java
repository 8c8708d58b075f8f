package io.nextclick.segment;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.nextclick.flow.PersonMetrics;
import io.nextclick.rule.ConditionLanguage;
import io.nextclick.rule.Facts;
import io.nextclick.rule.RuleBook;
import io.nextclick.rule.RuleReader;
import io.nextclick.segment.SegmentChange.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A change of a segment says under which version it was emitted before, so that it can be counted.
 */
class EmittedVersionsTest {

    private static final TriggerSettings BOUNDS =
            Rules.bounds(1_000, 10, 60_000, 10, 10, 10, 10, 10);

    private final RuleReader reader = new RuleReader(new ConditionLanguage());
    private final RuleBook book = new RuleBook(10);
    private final RuleSet rules = new RuleSet(BOUNDS);
    private final PersonTriggers person = new PersonTriggers();

    private void put(int version, String onChange) {
        RuleReader.Reading reading =
                reader.read(
                        """
                        rule_id: viewers
                        version: %d
                        kind: SEGMENT
                        on_change: %s
                        pattern:
                          stages: [{name: view, when: event.type == 'VIEW'}]
                        """
                                .formatted(version, onChange));
        assertThat(reading.faults()).isEmpty();
        rules.apply(List.of(book.put(reading.rule(), reading.text(), new ArrayList<>()).get()));
    }

    private List<SegmentChange> changes(long millis) {
        new RuleAdoption(rules).adopt(person, "default");
        return new SegmentChanges(rules).of(person, "ann", millis);
    }

    @Test
    void an_entry_says_no_version_and_all_else_the_one_emitted_before() {
        put(1, "restart");
        new RuleAdoption(rules).adopt(person, "default");
        new EventOrder(rules)
                .add(person, new Facts(view("tea").event(), PersonMetrics.NONE, List.of(), 1));
        List<SegmentChange> emitted = new ArrayList<>(changes(NOON));
        put(2, "keep");
        emitted.addAll(changes(NOON));
        put(5, "restart");
        emitted.addAll(changes(NOON));
        rules.apply(List.of(book.remove("viewers").get()));
        emitted.addAll(changes(NOON));
        assertThat(emitted)
                .extracting(
                        SegmentChange::kind, SegmentChange::previousVersion, SegmentChange::version)
                .containsExactly(
                        tuple(Kind.ENTER, 0, 1),
                        tuple(Kind.REFRESH, 1, 2),
                        tuple(Kind.REFRESH, 2, 5),
                        tuple(Kind.EXIT, 5, 5));

        SegmentCounts counts = new SegmentCounts();
        assertThat(emitted).allMatch(change -> counts.apply(change, NOON));
        assertThat(counts.versions).allMatch(version -> version.size == 0);
    }
}
