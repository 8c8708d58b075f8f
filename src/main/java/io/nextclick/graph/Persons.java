package io.nextclick.graph;

import static io.nextclick.graph.OperatorIds.ATTRIBUTE_FEEDBACK;
import static io.nextclick.graph.OperatorIds.COUNT_FEEDBACK;
import static io.nextclick.graph.OperatorIds.COUNT_SEGMENTS;
import static io.nextclick.graph.OperatorIds.GATHER_FEEDBACK;
import static io.nextclick.graph.OperatorIds.GATHER_OUTCOMES;
import static io.nextclick.graph.OperatorIds.GATHER_SEGMENT_CHANGES;
import static io.nextclick.graph.OperatorIds.MATCH_TRIGGERS;
import static io.nextclick.graph.OperatorIds.PERSON_STAGE;
import static io.nextclick.graph.OperatorIds.SELECT_SEGMENTS;
import static io.nextclick.graph.OperatorIds.STITCH_SESSION;
import static io.nextclick.graph.RelaxedEdges.gather;

import io.nextclick.config.Settings;
import io.nextclick.contract.Topics;
import io.nextclick.feedback.AttributeFeedback;
import io.nextclick.feedback.CountFeedback;
import io.nextclick.feedback.FeedbackDelta;
import io.nextclick.feedback.FeedbackMetrics;
import io.nextclick.flow.ListOutcome;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonInput;
import io.nextclick.message.Batch;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.segment.CountSegments;
import io.nextclick.segment.MatchTriggers;
import io.nextclick.segment.SegmentChange;
import io.nextclick.segment.SegmentMetrics;
import io.nextclick.session.RecentVisits;
import io.nextclick.session.StitchSession;
import io.nextclick.writeback.Stage;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The stage of a person: it puts events into visits, gives them to lists that were shown, and
 * matches rules.
 *
 * @param events the events with the visit so far, the person's segments and what rules do to the
 *     list; and requests that a rule makes
 * @param outcomes what became of lists that the person saw
 * @param feedback the same by the minute
 */
public record Persons(
        DataStream<PersonEvent> events,
        DataStream<Batch<ListOutcome>> outcomes,
        DataStream<FeedbackMetrics> feedback) {

    static Persons of(
            Devices devices, DataStream<RuleUpdate> rules, Sinks sinks, Settings settings) {
        SingleOutputStreamOperator<PersonEvent> events =
                stage(settings)
                        .process(
                                PERSON_STAGE,
                                devices.identified()
                                        .keyBy(PersonInput::personKey)
                                        .connect(rules.broadcast()),
                                TypeInformation.of(PersonEvent.class));
        DataStream<SegmentChange> changes = events.getSideOutput(MatchTriggers.CHANGES);

        sinks.write(Topics.SESSIONS, events.getSideOutput(StitchSession.SESSIONS));
        sinks.write(
                Topics.QUALITY,
                events.getSideOutput(StitchSession.FINDINGS).union(devices.findings()));
        // Recommendation rules have memberships, too, but make no segments.
        sinks.write(
                Topics.SEGMENTS,
                changes.filter(SegmentChange::isOfSegment)
                        .uid(SELECT_SEGMENTS)
                        .name(SELECT_SEGMENTS));
        sinks.write(
                Topics.SEGMENT_METRICS,
                Stage.of(COUNT_SEGMENTS, new CountSegments(settings.cache()))
                        .processBatches(
                                COUNT_SEGMENTS,
                                gather(
                                        GATHER_SEGMENT_CHANGES,
                                        changes,
                                        SegmentChange::ruleKey,
                                        Messages.SEGMENT_CHANGES,
                                        settings),
                                SegmentChange::ruleKey,
                                TypeInformation.of(SegmentMetrics.class)));
        return new Persons(events, outcomes(events, settings), feedback(events, sinks, settings));
    }

    private static DataStream<Batch<ListOutcome>> outcomes(
            SingleOutputStreamOperator<PersonEvent> events, Settings settings) {
        return gather(
                GATHER_OUTCOMES,
                events.getSideOutput(AttributeFeedback.OUTCOMES),
                ListOutcome::personKey,
                Messages.LIST_OUTCOMES,
                settings);
    }

    private static DataStream<FeedbackMetrics> feedback(
            SingleOutputStreamOperator<PersonEvent> events, Sinks sinks, Settings settings) {
        sinks.write(Topics.FEEDBACK, events.getSideOutput(AttributeFeedback.FEEDBACK));
        DataStream<FeedbackMetrics> feedback =
                Stage.of(COUNT_FEEDBACK, new CountFeedback(settings.cache()))
                        .processBatches(
                                COUNT_FEEDBACK,
                                gather(
                                        GATHER_FEEDBACK,
                                        events.getSideOutput(AttributeFeedback.DELTAS),
                                        FeedbackDelta::key,
                                        Messages.FEEDBACK_DELTAS,
                                        settings),
                                FeedbackDelta::key,
                                TypeInformation.of(FeedbackMetrics.class));
        sinks.write(Topics.FEEDBACK_METRICS, feedback);
        return feedback;
    }

    /** What is done with an event of a person, and with a change of the rules. */
    public static Stage<PersonInput, RuleUpdate, PersonEvent> stage(Settings settings) {
        StitchSession sessions =
                new StitchSession(settings.session(), settings.personTtl(), settings.cache());
        return Stage.of(STITCH_SESSION, sessions)
                .then(
                        ATTRIBUTE_FEEDBACK,
                        new AttributeFeedback(
                                settings.feedback(),
                                settings.cache(),
                                new RecentVisits(sessions, settings.session())))
                .then(
                        MATCH_TRIGGERS,
                        new MatchTriggers(settings.triggers(), settings.cache(), sessions));
    }
}
