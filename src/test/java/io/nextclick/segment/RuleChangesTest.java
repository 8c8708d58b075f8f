package io.nextclick.segment;

import static io.nextclick.segment.Rules.ABANDONED;
import static io.nextclick.segment.Rules.ENTHUSIAST;
import static io.nextclick.segment.Rules.HOUR;
import static io.nextclick.segment.Rules.MINUTE;
import static io.nextclick.segment.Rules.SECOND;
import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.purchase;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nextclick.event.EventType;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.rule.Facts;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change of the rules means for those who have done something already. */
class RuleChangesTest {

    private final Rules rules = new Rules();
    private KeyedTwoInputStreamOperatorTestHarness<String, PersonEvent, RuleUpdate, PersonEvent>
            harness;

    @BeforeEach
    void open() throws Exception {
        harness = MatchTriggersTest.harness(new HashMapStateBackend(), null);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private List<SegmentChange> send(Events event) throws Exception {
        harness.processElement1(Rules.at(event.event()), 0);
        return Harness.take(harness, MatchTriggers.CHANGES);
    }

    private List<SegmentChange> rule(String yaml) throws Exception {
        harness.processElement2(rules.put(yaml), 0);
        for (int i = 0; i < 5; i++) {
            harness.setProcessingTime(harness.getProcessingTime() + SECOND);
        }
        return Harness.take(harness, MatchTriggers.CHANGES);
    }

    private List<SegmentChange> pass(long millis) throws Exception {
        harness.processBothWatermarks(new Watermark(NOON + millis));
        return Harness.take(harness, MatchTriggers.CHANGES);
    }

    private static String second(String yaml) {
        return yaml.replace("version: 1", "version: 2");
    }

    @Test
    void a_version_after_a_disabled_one_finds_what_was_begun() throws Exception {
        rule(ENTHUSIAST);
        send(view("a").in("tea").after(0));
        send(view("b").in("tea").after(MINUTE));
        rule(second(ENTHUSIAST) + "enabled: false\n");
        rule(ENTHUSIAST.replace("version: 1", "version: 3") + "on_change: keep\n");
        assertThat(send(view("c").in("tea").after(2 * MINUTE)))
                .extracting(SegmentChange::segment)
                .containsExactly("enthusiast/tea");
    }

    private static final String CURIOUS =
            """
            rule_id: curious
            version: 1
            kind: SEGMENT
            pattern:
              within: 24 h
              stages:
                - {name: viewed, when: event.type == 'VIEW', times: 2}
            membership: 7 d
            exit:
              when: event.type == 'LOGOUT'
            """;

    @Test
    void who_has_left_by_an_event_is_not_let_in_by_a_new_rule() throws Exception {
        send(view("a").after(0));
        send(view("b").after(MINUTE));
        send(of(EventType.LOGOUT, null).after(2 * MINUTE));
        assertThat(rule(CURIOUS)).as("out since the newest event").isEmpty();
    }

    @Test
    void who_has_left_by_an_event_stays_out_under_a_version_that_keeps() throws Exception {
        rule(CURIOUS);
        send(view("a").after(0));
        send(view("b").after(MINUTE));
        assertThat(send(of(EventType.LOGOUT, null).after(2 * MINUTE)))
                .extracting(SegmentChange::kind)
                .containsExactly(SegmentChange.Kind.EXIT);
        assertThat(rule(second(CURIOUS) + "on_change: keep\n")).isEmpty();
    }

    @Test
    void a_segment_ends_when_its_rule_becomes_one_for_recommendations() throws Exception {
        rule(CURIOUS);
        send(view("a").after(0));
        send(view("b").after(MINUTE));
        String recommends =
                second(CURIOUS).replace("SEGMENT", "RECOMMENDATION")
                        + "actions: [{do: boost, what: {category: tea}}]\n";
        assertThat(rule(recommends))
                .extracting(SegmentChange::kind, SegmentChange::isOfSegment)
                .containsExactlyInAnyOrder(
                        tuple(SegmentChange.Kind.ENTER, false),
                        tuple(SegmentChange.Kind.EXIT, true));
    }

    @Test
    void what_was_begun_has_the_time_of_the_version_that_keeps_it() throws Exception {
        String bought =
                """
                rule_id: bought
                version: 1
                kind: SEGMENT
                pattern:
                  within: 24 h
                  stages:
                    - {name: viewed, when: event.type == 'VIEW'}
                    - {name: bought, when: event.type == 'PURCHASE'}
                membership: 7 d
                """;
        rule(bought);
        rule(ABANDONED);
        send(view("a").after(0));
        send(of(EventType.ADD_TO_CART, "b").after(0));
        send(view("c").by("bob").after(0));
        rule(second(bought).replace("24 h", "1 h") + "on_change: keep\n");
        rule(second(ABANDONED).replace("within: 1 h", "within: 10 min") + "on_change: keep\n");
        assertThat(pass(11 * MINUTE))
                .extracting(SegmentChange::segment)
                .containsExactly("abandoned/b");
        assertThat(send(purchase("a").after(2 * HOUR)))
                .as("too late under the version in force")
                .isEmpty();
        assertThat(send(purchase("c").by("bob").after(HOUR - 1)))
                .extracting(SegmentChange::segment)
                .containsExactly("bought");
    }

    @Test
    void changed_rules_keep_no_more_of_a_person_than_others_do() {
        TriggerSettings bounds = Rules.bounds(0, 10, HOUR, 3, 2, 4, 100, 100);
        RuleSet set = new RuleSet(bounds);
        PersonTriggers person = new PersonTriggers();
        for (int i = 0; i < 6; i++) {
            String ruleId = "rule_id: r" + i;
            set.apply(
                    List.of(
                            rules.put(ENTHUSIAST.replace("rule_id: enthusiast", ruleId)),
                            rules.put(
                                    CURIOUS.replace("rule_id: curious", ruleId + "-one")
                                            .replace(", times: 2", ""))));
            new RuleAdoption(set).adopt(person, "default");
            Events event = view("a" + i).in("c" + i).after(i * SECOND);
            new EventOrder(set)
                    .add(person, new Facts(event.event(), PersonMetrics.NONE, List.of(), 1));
            assertThat(person.settled.partials()).hasSizeLessThanOrEqualTo(3);
            assertThat(person.settled.memberships()).hasSizeLessThanOrEqualTo(2);
            set.apply(List.of(rules.put(second(ENTHUSIAST).replace("enthusiast", "s" + i))));
            new RuleAdoption(set).adopt(person, "default");
            assertThat(person.settled.partials()).hasSizeLessThanOrEqualTo(3);
            assertThat(person.settled.memberships()).hasSizeLessThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.campaign != 'mail'",
                "event.page_type == ''",
                "!event.logged_in",
                "event.recommendation_position < 3",
                "!('a' in event.attributes)",
                "person.visit_steps < 2"
            })
    void what_is_not_remembered_of_an_event_is_not_guessed(String condition) throws Exception {
        String viewed =
                CURIOUS.replace("event.type == 'VIEW'", '"' + condition + '"')
                        .replace(", times: 2", "");
        send(view("a").after(0));
        assertThat(rule(viewed)).as("by what is remembered").isEmpty();
    }

    @Test
    void rules_that_keep_changing_still_come_to_everybody() throws Exception {
        TriggerSettings slow = Rules.bounds(0, 10, 7 * Rules.DAY, 10, 10, 4, 100, 50);
        try (var swept =
                Harness.<PersonEvent, RuleUpdate, PersonEvent>of(
                        new MatchTriggers(slow, Harness.SMALL_CACHE, Rules.REQUESTS),
                        PersonEvent::personKey,
                        null)) {
            swept.setStateBackend(new HashMapStateBackend());
            swept.setup();
            swept.open();
            for (int i = 0; i < 100; i++) {
                swept.processElement1(Rules.at(view("a").by("p" + i).event()), 0);
            }
            String one = CURIOUS.replace(", times: 2", "");
            Set<String> entered = new HashSet<>();
            for (int version = 1; version <= 20; version++) {
                swept.processElement2(
                        rules.put(one.replace("version: 1", "version: " + version)), 0);
                for (int i = 0; i < 25; i++) {
                    swept.setProcessingTime(swept.getProcessingTime() + 20);
                }
                Harness.take(swept, MatchTriggers.CHANGES)
                        .forEach(change -> entered.add(change.personKey()));
            }
            assertThat(entered).hasSize(100);
        }
    }

    @Test
    void conditions_know_the_newest_segments_after_a_read_from_rocksdb() throws Exception {
        try (var read = MatchTriggersTest.harness(new EmbeddedRocksDBStateBackend(), null)) {
            read.processElement2(rules.put(CURIOUS.replace(", times: 2", "")), 0);
            String buyer =
                    """
                    rule_id: buyer
                    version: 1
                    kind: SEGMENT
                    pattern:
                      stages:
                        - name: bought
                          when: event.type == 'PURCHASE' && 'curious' in person.segments
                    """;
            read.processElement2(rules.put(buyer), 0);
            read.processElement1(Rules.at(view("a").after(0).event()), 0);
            for (int i = 0; i < 100; i++) {
                read.processElement1(Rules.at(view("a").by("p" + i).event()), 0);
            }
            Harness.take(read, MatchTriggers.CHANGES);
            read.processElement1(Rules.at(purchase("a").after(SECOND).event()), 0);
            assertThat(Harness.take(read, MatchTriggers.CHANGES))
                    .extracting(SegmentChange::segment)
                    .contains("buyer");
        }
    }
}
