package io.nextclick.segment;

import static io.nextclick.segment.Rules.HOUR;
import static io.nextclick.segment.Rules.MINUTE;
import static io.nextclick.segment.Rules.SECOND;
import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.purchase;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.EventType;
import io.nextclick.flow.PersonEvent;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Matches that depend on when time passes, with what is in between and with nothing. */
class MatchMomentsTest {

    private static final String RULE =
            """
            rule_id: moments
            version: 1
            kind: SEGMENT
            membership: 1 min
            pattern:
              within: 1 h
            """;

    private static final String VIEWED_AND_NOT_BOUGHT =
            RULE
                    + """
                      stages:
                        - {name: viewed, when: event.type == 'VIEW', times: 2+}
                        - {name: bought, when: event.type == 'PURCHASE', absent: true}
                    """;

    private KeyedTwoInputStreamOperatorTestHarness<String, PersonEvent, RuleUpdate, PersonEvent>
            harness;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        harness = MatchTriggersTest.harness(new HashMapStateBackend(), null);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    /** The entries that a rule makes of events, as minutes of their match and names of events. */
    private List<String> entries(String rule, Events... events) throws Exception {
        harness.processElement2(new Rules().put(rule), 0);
        for (Events event : events) {
            long millis = event.event().occurredAtMillis();
            harness.processBothWatermarks(new Watermark(millis - SECOND));
            take();
            harness.processElement1(Rules.at(event.event()), 0);
            take();
        }
        long last = events[events.length - 1].event().occurredAtMillis();
        for (long millis = 0; millis < 4 * HOUR; millis += 10 * SECOND) {
            harness.processBothWatermarks(new Watermark(last + millis));
            take();
        }
        harness.processBothWatermarks(new Watermark(NOON + 30 * 24 * HOUR));
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isZero();
        return told;
    }

    private void take() {
        for (SegmentChange change : Harness.take(harness, MatchTriggers.CHANGES)) {
            if (change.kind() == SegmentChange.Kind.ENTER) {
                told.add(
                        (change.enteredAtMillis() - NOON) / MINUTE
                                + " "
                                + change.matchedEventIds());
            }
        }
    }

    private static Events added(long minutes) {
        return of(EventType.ADD_TO_CART, "pot").after(minutes * MINUTE).named("a" + minutes);
    }

    private static Events viewed(long minutes) {
        return view("pot").after(minutes * MINUTE).named("v" + minutes);
    }

    private static Events bought(long minutes) {
        return purchase("pot").after(minutes * MINUTE).named("p" + minutes);
    }

    private static Events searched(long minutes) {
        return of(EventType.SEARCH, null).after(minutes * MINUTE).named("s" + minutes);
    }

    @Test
    void a_chain_is_not_longer_than_its_time_though_a_newer_run_is_alive() throws Exception {
        String rule =
                RULE
                        + """
                          stages:
                            - {name: viewed, when: event.type == 'VIEW'}
                            - {name: added, when: event.type == 'ADD_TO_CART'}
                            - {name: bought, when: event.type == 'PURCHASE'}
                        """;
        assertThat(entries(rule, viewed(0), added(30), viewed(59), bought(61))).isEmpty();
        told.clear();
        close();
        open();
        assertThat(entries(rule, viewed(0), added(30), viewed(58), bought(59)))
                .containsExactly("59 [v0, a30, p59]");
    }

    @Test
    void two_or_more_and_then_nothing_is_complete_though_nobody_comes_back() throws Exception {
        assertThat(entries(VIEWED_AND_NOT_BOUGHT, viewed(0), viewed(10)))
                .containsExactly("60 [v0, v10]");
    }

    @Test
    void two_or_more_and_then_nothing_is_complete_with_what_no_condition_wants() throws Exception {
        // What Flink CEP makes of it: the search ends the first two, the third goes on from them.
        assertThat(entries(VIEWED_AND_NOT_BOUGHT, viewed(0), viewed(10), searched(15), viewed(65)))
                .containsExactly("60 [v0, v10]", "70 [v10, v65]");
    }

    @Test
    void two_or_more_and_then_what_may_not_come_is_no_match() throws Exception {
        assertThat(entries(VIEWED_AND_NOT_BOUGHT, viewed(0), viewed(10), bought(20), viewed(30)))
                .isEmpty();
    }

    @Test
    void a_match_that_skips_past_its_end_needs_nobody_to_come_back_either() throws Exception {
        String rule =
                VIEWED_AND_NOT_BOUGHT.replace(
                        "  stages:", "  after_match: skip_past_last_event\n  stages:");
        assertThat(entries(rule, viewed(0), viewed(10), viewed(70), viewed(80)))
                .containsExactly("60 [v0, v10]", "130 [v70, v80]");
    }

    @Test
    void one_to_three_and_then_nothing_is_complete_though_nobody_comes_back() throws Exception {
        String rule = VIEWED_AND_NOT_BOUGHT.replace("2+", "1..3");
        assertThat(entries(rule, viewed(0))).containsExactly("60 [v0]");
    }

    @Test
    void what_waits_for_an_earlier_partial_match_is_told_when_that_ends() throws Exception {
        String rule =
                RULE.replace("1 h", "10 min")
                        + """
                          after_match: {skip_to_first: viewed}
                          stages:
                            - {name: viewed, when: event.type == 'VIEW', times: 1..3, inner: any}
                        """;
        assertThat(entries(rule, viewed(0), viewed(6)))
                .containsExactly("0 [v0]", "6 [v0, v6]", "10 [v6]");
    }
}
