package io.nextclick.graph;

import static io.nextclick.graph.OperatorIds.COUNT_SEGMENTS;
import static io.nextclick.graph.OperatorIds.MATCH_TRIGGERS;
import static io.nextclick.graph.OperatorIds.SELECT_SEGMENTS;

import io.nextclick.config.Settings;
import io.nextclick.contract.Topics;
import io.nextclick.flow.PersonEvent;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.segment.CountSegments;
import io.nextclick.segment.MatchTriggers;
import io.nextclick.segment.SegmentChange;
import io.nextclick.segment.SegmentMetrics;
import io.nextclick.writeback.WriteBackCoOperator;
import io.nextclick.writeback.WriteBackOperator;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The stage that matches rules.
 *
 * @param guided the events of persons with their segments and what rules do to the list, and
 *     requests that a rule makes
 * @param reminders those requests alone
 */
record Segments(DataStream<PersonEvent> guided, DataStream<PersonEvent> reminders) {

    static Segments of(
            DataStream<PersonEvent> visits,
            DataStream<RuleUpdate> rules,
            Sinks sinks,
            Settings settings) {
        SingleOutputStreamOperator<PersonEvent> guided =
                WriteBackCoOperator.process(
                        MATCH_TRIGGERS,
                        visits.keyBy(PersonEvent::personKey).connect(rules.broadcast()),
                        new MatchTriggers(settings.triggers(), settings.cache()),
                        PersonEvent.class);
        DataStream<SegmentChange> changes = guided.getSideOutput(MatchTriggers.CHANGES);

        // Recommendation rules have memberships, too, but make no segments.
        sinks.write(
                Topics.SEGMENTS,
                changes.filter(SegmentChange::isOfSegment)
                        .uid(SELECT_SEGMENTS)
                        .name(SELECT_SEGMENTS));
        sinks.write(
                Topics.SEGMENT_METRICS,
                WriteBackOperator.process(
                        COUNT_SEGMENTS,
                        changes.keyBy(SegmentChange::ruleKey),
                        new CountSegments(settings.cache()),
                        SegmentMetrics.class));
        return new Segments(guided, guided.getSideOutput(MatchTriggers.REMINDERS));
    }
}
