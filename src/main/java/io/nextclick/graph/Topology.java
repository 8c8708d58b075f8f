package io.nextclick.graph;

import static io.nextclick.graph.OperatorIds.ADDRESS_ANSWERS;
import static io.nextclick.graph.OperatorIds.ADDRESS_REQUESTS;
import static io.nextclick.graph.OperatorIds.ANNOUNCE_ITEMS;
import static io.nextclick.graph.OperatorIds.ANNOUNCE_POLICY;
import static io.nextclick.graph.OperatorIds.ANNOUNCE_POPULAR;
import static io.nextclick.graph.OperatorIds.ANNOUNCE_SEGMENT_VISITS;
import static io.nextclick.graph.OperatorIds.CHECK_QUALITY;
import static io.nextclick.graph.OperatorIds.COUNT_SEGMENTS;
import static io.nextclick.graph.OperatorIds.DECODE_EVENTS;
import static io.nextclick.graph.OperatorIds.DECODE_IDENTITY_EVENTS;
import static io.nextclick.graph.OperatorIds.DECODE_ITEMS;
import static io.nextclick.graph.OperatorIds.DECODE_POLICY;
import static io.nextclick.graph.OperatorIds.DECODE_RULES;
import static io.nextclick.graph.OperatorIds.IDENTIFY;
import static io.nextclick.graph.OperatorIds.MATCH_DEVICES;
import static io.nextclick.graph.OperatorIds.MATCH_TRIGGERS;
import static io.nextclick.graph.OperatorIds.MERGE_POLICIES;
import static io.nextclick.graph.OperatorIds.OFFER_SIGNALS;
import static io.nextclick.graph.OperatorIds.RANK_POPULAR;
import static io.nextclick.graph.OperatorIds.READ_EVENTS;
import static io.nextclick.graph.OperatorIds.READ_IDENTITY_EVENTS;
import static io.nextclick.graph.OperatorIds.READ_ITEMS;
import static io.nextclick.graph.OperatorIds.READ_POLICY;
import static io.nextclick.graph.OperatorIds.READ_RULES;
import static io.nextclick.graph.OperatorIds.RECOMMEND;
import static io.nextclick.graph.OperatorIds.SCATTER_EVENT;
import static io.nextclick.graph.OperatorIds.SELECT_SEGMENTS;
import static io.nextclick.graph.OperatorIds.STITCH_SESSION;
import static io.nextclick.graph.OperatorIds.UPDATE_SIMILARITY;
import static org.apache.flink.api.common.eventtime.WatermarkStrategy.noWatermarks;

import io.nextclick.blend.Policy;
import io.nextclick.codec.DeadLetters;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.config.Settings;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.QualityFinding;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonInput;
import io.nextclick.flow.PopularItems;
import io.nextclick.flow.PopularityChange;
import io.nextclick.identity.Identify;
import io.nextclick.identity.IdentityLink;
import io.nextclick.identity.MatchDevices;
import io.nextclick.identity.OfferSignals;
import io.nextclick.ingest.DecodeEvents;
import io.nextclick.ingest.DecodeIdentityEvents;
import io.nextclick.ingest.DecodeItems;
import io.nextclick.ingest.DecodePolicy;
import io.nextclick.ingest.DecodeRules;
import io.nextclick.popularity.RankPopular;
import io.nextclick.popularity.SegmentVisits;
import io.nextclick.quality.CheckQuality;
import io.nextclick.recommend.AddressRequest;
import io.nextclick.recommend.MergePolicies;
import io.nextclick.recommend.PersonMessage;
import io.nextclick.recommend.Recommend;
import io.nextclick.recommend.RecommendationList;
import io.nextclick.recommend.ShopUpdate;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.segment.CountSegments;
import io.nextclick.segment.MatchTriggers;
import io.nextclick.segment.SegmentChange;
import io.nextclick.segment.SegmentMetrics;
import io.nextclick.session.SessionSummary;
import io.nextclick.session.StitchSession;
import io.nextclick.similarity.ItemMessage;
import io.nextclick.similarity.ScatterEvent;
import io.nextclick.similarity.SimilarItems;
import io.nextclick.similarity.UpdateSimilarity;
import io.nextclick.writeback.WriteBackCoOperator;
import io.nextclick.writeback.WriteBackOperator;
import java.util.function.Consumer;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job graph, top to bottom in the order of the data. One event makes one pass, and nothing on
 * its way to the list waits for a watermark.
 */
public final class Topology {

    /** How long records may wait for each other where no list waits for them. */
    private static final long UNHURRIED_MILLIS = 100;

    private Topology() {}

    /**
     * What goes in.
     *
     * @param events records of the topics of events
     * @param items records of the catalogue
     * @param identityEvents records that say whose a device is
     * @param rules records of segment and recommendation rules
     * @param policies records of what the ranking learnt
     */
    public record Sources(
            Source<RawRecord, ?, ?> events,
            Source<RawRecord, ?, ?> items,
            Source<RawRecord, ?, ?> identityEvents,
            Source<RawRecord, ?, ?> rules,
            Source<RawRecord, ?, ?> policies) {}

    /**
     * What takes the results.
     *
     * @param recommendations takes the lists
     * @param sessions takes news of sessions
     * @param segments takes news of who is in which segment
     * @param segmentMetrics takes how many are
     * @param similarItems takes neighbours of items
     * @param policies takes what the ranking learnt
     * @param identity takes whose each device is
     * @param quality takes findings in the behaviour data
     * @param deadLetters takes refused records
     */
    public record Sinks(
            Consumer<DataStream<RecommendationList>> recommendations,
            Consumer<DataStream<SessionSummary>> sessions,
            Consumer<DataStream<SegmentChange>> segments,
            Consumer<DataStream<SegmentMetrics>> segmentMetrics,
            Consumer<DataStream<SimilarItems>> similarItems,
            Consumer<DataStream<Policy>> policies,
            Consumer<DataStream<IdentityLink>> identity,
            Consumer<DataStream<QualityFinding>> quality,
            Consumer<DataStream<RejectedRecord>> deadLetters) {}

    /** Adds the job to an environment. */
    public static void build(
            StreamExecutionEnvironment env, Sources sources, Sinks sinks, Settings settings) {
        SingleOutputStreamOperator<Event> events = events(env, sources, settings);
        SingleOutputStreamOperator<CatalogItem> items = items(env, sources, settings);
        SingleOutputStreamOperator<IdentityEvent> statements = statements(env, sources, settings);

        DataStream<Event> checked =
                events.keyBy(Event::sourceKey)
                        .process(new CheckQuality(settings.duplicateWindow()))
                        .uid(CHECK_QUALITY)
                        .name(CHECK_QUALITY);
        SingleOutputStreamOperator<IdentityEvent> guesses = guesses(checked, settings);
        SingleOutputStreamOperator<PersonInput> identified =
                WriteBackCoOperator.process(
                        IDENTIFY,
                        checked.keyBy(Event::sourceKey)
                                .connect(statements.union(guesses).keyBy(IdentityEvent::deviceKey)),
                        new Identify(settings.identity(), settings.deviceTtl(), settings.cache()),
                        PersonInput.class);
        SingleOutputStreamOperator<PersonEvent> visits =
                WriteBackOperator.process(
                        STITCH_SESSION,
                        identified.keyBy(PersonInput::personKey),
                        new StitchSession(
                                settings.session(), settings.personTtl(), settings.cache()),
                        PersonEvent.class);

        SingleOutputStreamOperator<RuleUpdate> rules = rules(env, sources, settings);
        SingleOutputStreamOperator<PersonEvent> guided =
                WriteBackCoOperator.process(
                        MATCH_TRIGGERS,
                        visits.keyBy(PersonEvent::personKey).connect(rules.broadcast()),
                        new MatchTriggers(settings.triggers(), settings.cache()),
                        PersonEvent.class);
        DataStream<PersonEvent> reminders = guided.getSideOutput(MatchTriggers.REMINDERS);
        DataStream<SegmentChange> changes = guided.getSideOutput(MatchTriggers.CHANGES);

        DataStream<ItemMessage> questions =
                visits.union(reminders)
                        .flatMap(new ScatterEvent())
                        .uid(SCATTER_EVENT)
                        .name(SCATTER_EVENT);
        SingleOutputStreamOperator<Candidates> answers =
                WriteBackCoOperator.process(
                        UPDATE_SIMILARITY,
                        questions
                                .keyBy(ItemMessage::itemKey)
                                .connect(items.keyBy(CatalogItem::itemKey)),
                        new UpdateSimilarity(
                                settings.similarity(), settings.similarityTtl(), settings.cache()),
                        Candidates.class);
        SingleOutputStreamOperator<PopularItems> popular = popular(answers, guided, settings);
        SingleOutputStreamOperator<Policy> policies = policies(env, sources, settings);
        SingleOutputStreamOperator<RecommendationList> lists =
                WriteBackCoOperator.process(
                        RECOMMEND,
                        messages(guided, answers)
                                .keyBy(PersonMessage::personKey)
                                .connect(shop(popular, items, policies, settings).broadcast()),
                        new Recommend(settings.recommend(), settings.cache()),
                        RecommendationList.class);

        // Findings, guesses, popularity, the catalogue and what is learnt, as they leave these. The
        // lists do not wait: their writer is chained to the operator that makes them.
        unhurry(settings, items, statements, guesses, answers, popular, policies, lists);

        sinks.recommendations().accept(lists);
        sinks.sessions().accept(visits.getSideOutput(StitchSession.SESSIONS));
        sinks.segments().accept(segments(changes));
        sinks.segmentMetrics().accept(counts(changes, settings));
        sinks.similarItems().accept(answers.getSideOutput(UpdateSimilarity.SIMILAR_ITEMS));
        sinks.policies().accept(learnt(lists, policies, settings));
        sinks.identity().accept(identified.getSideOutput(Identify.LINKS));
        DataStream<QualityFinding> findings = visits.getSideOutput(StitchSession.FINDINGS);
        sinks.quality()
                .accept(
                        findings.union(
                                identified.getSideOutput(Identify.FINDINGS),
                                guesses.getSideOutput(MatchDevices.FINDINGS)));
        DataStream<RejectedRecord> rejectedEvents = events.getSideOutput(DeadLetters.TAG);
        sinks.deadLetters()
                .accept(
                        rejectedEvents.union(
                                items.getSideOutput(DeadLetters.TAG),
                                statements.getSideOutput(DeadLetters.TAG),
                                rules.getSideOutput(DeadLetters.TAG),
                                policies.getSideOutput(DeadLetters.TAG)));
    }

    private static SingleOutputStreamOperator<IdentityEvent> guesses(
            DataStream<Event> checked, Settings settings) {
        SingleOutputStreamOperator<Event> offered =
                checked.filter(new OfferSignals(settings.probabilistic()))
                        .uid(OFFER_SIGNALS)
                        .name(OFFER_SIGNALS);
        unhurry(settings, offered);
        return WriteBackOperator.process(
                MATCH_DEVICES,
                offered.keyBy(MatchDevices::blockKey),
                new MatchDevices(settings.links(), settings.deviceTtl(), settings.cache()),
                IdentityEvent.class);
    }

    private static SingleOutputStreamOperator<Event> events(
            StreamExecutionEnvironment env, Sources sources, Settings settings) {
        return env.fromSource(sources.events(), arrivalTime(settings), READ_EVENTS)
                .uid(READ_EVENTS)
                .process(new DecodeEvents(settings.wire(), settings.eventRules()))
                .uid(DECODE_EVENTS)
                .name(DECODE_EVENTS);
    }

    private static SingleOutputStreamOperator<CatalogItem> items(
            StreamExecutionEnvironment env, Sources sources, Settings settings) {
        return env.fromSource(sources.items(), noWatermarks(), READ_ITEMS)
                .uid(READ_ITEMS)
                .process(new DecodeItems(settings.wire(), settings.eventRules()))
                .uid(DECODE_ITEMS)
                .name(DECODE_ITEMS);
    }

    private static SingleOutputStreamOperator<IdentityEvent> statements(
            StreamExecutionEnvironment env, Sources sources, Settings settings) {
        return env.fromSource(sources.identityEvents(), timeless(), READ_IDENTITY_EVENTS)
                .uid(READ_IDENTITY_EVENTS)
                .process(new DecodeIdentityEvents(settings.wire(), settings.eventRules()))
                .uid(DECODE_IDENTITY_EVENTS)
                .name(DECODE_IDENTITY_EVENTS);
    }

    /** The rules are checked against one another, so one subtask does it. */
    private static SingleOutputStreamOperator<RuleUpdate> rules(
            StreamExecutionEnvironment env, Sources sources, Settings settings) {
        return env.fromSource(sources.rules(), timeless(), READ_RULES)
                .uid(READ_RULES)
                .process(new DecodeRules(settings.wire(), settings.triggers().maxRules()))
                .uid(DECODE_RULES)
                .name(DECODE_RULES)
                .forceNonParallel();
    }

    private static SingleOutputStreamOperator<Policy> policies(
            StreamExecutionEnvironment env, Sources sources, Settings settings) {
        return env.fromSource(sources.policies(), timeless(), READ_POLICY)
                .uid(READ_POLICY)
                .process(new DecodePolicy(settings.wire(), settings.eventRules()))
                .uid(DECODE_POLICY)
                .name(DECODE_POLICY);
    }

    /** What the subtasks learnt goes out as one policy, and comes back through its topic. */
    private static DataStream<Policy> learnt(
            SingleOutputStreamOperator<RecommendationList> lists,
            SingleOutputStreamOperator<Policy> policies,
            Settings settings) {
        SingleOutputStreamOperator<Policy> merged =
                WriteBackOperator.process(
                        MERGE_POLICIES,
                        lists.getSideOutput(Recommend.CONTRIBUTIONS)
                                .union(policies.getSideOutput(DecodePolicy.RESETS))
                                .keyBy(Policy::policyKey),
                        new MergePolicies(
                                settings.recommend().policyIntervalMillis(), settings.cache()),
                        Policy.class);
        unhurry(settings, merged);
        return merged;
    }

    private static SingleOutputStreamOperator<PopularItems> popular(
            SingleOutputStreamOperator<Candidates> answers,
            DataStream<PersonEvent> guided,
            Settings settings) {
        SingleOutputStreamOperator<PopularityChange> ofSegments =
                guided.flatMap(new SegmentVisits())
                        .uid(ANNOUNCE_SEGMENT_VISITS)
                        .name(ANNOUNCE_SEGMENT_VISITS);
        unhurry(settings, ofSegments);
        return WriteBackOperator.process(
                RANK_POPULAR,
                answers.getSideOutput(UpdateSimilarity.POPULARITY)
                        .union(ofSegments)
                        .keyBy(PopularityChange::scopeKey),
                new RankPopular(settings.popularity(), settings.popularityTtl(), settings.cache()),
                PopularItems.class);
    }

    /** Recommendation rules have memberships, too, but make no segments. */
    private static DataStream<SegmentChange> segments(DataStream<SegmentChange> changes) {
        return changes.filter(SegmentChange::isOfSegment)
                .uid(SELECT_SEGMENTS)
                .name(SELECT_SEGMENTS);
    }

    private static DataStream<SegmentMetrics> counts(
            DataStream<SegmentChange> changes, Settings settings) {
        return WriteBackOperator.process(
                COUNT_SEGMENTS,
                changes.keyBy(SegmentChange::ruleKey),
                new CountSegments(settings.cache()),
                SegmentMetrics.class);
    }

    private static DataStream<PersonMessage> messages(
            DataStream<PersonEvent> requests, DataStream<Candidates> answers) {
        return requests.flatMap(new AddressRequest())
                .uid(ADDRESS_REQUESTS)
                .name(ADDRESS_REQUESTS)
                .union(
                        answers.map(PersonMessage::of, TypeInformation.of(PersonMessage.class))
                                .uid(ADDRESS_ANSWERS)
                                .name(ADDRESS_ANSWERS));
    }

    private static DataStream<ShopUpdate> shop(
            DataStream<PopularItems> popular,
            DataStream<CatalogItem> items,
            DataStream<Policy> policies,
            Settings settings) {
        SingleOutputStreamOperator<ShopUpdate> fromPopular =
                popular.map(ShopUpdate::of, TypeInformation.of(ShopUpdate.class))
                        .uid(ANNOUNCE_POPULAR)
                        .name(ANNOUNCE_POPULAR);
        SingleOutputStreamOperator<ShopUpdate> fromItems =
                items.map(ShopUpdate::of, TypeInformation.of(ShopUpdate.class))
                        .uid(ANNOUNCE_ITEMS)
                        .name(ANNOUNCE_ITEMS);
        SingleOutputStreamOperator<ShopUpdate> fromPolicies =
                policies.map(ShopUpdate::of, TypeInformation.of(ShopUpdate.class))
                        .uid(ANNOUNCE_POLICY)
                        .name(ANNOUNCE_POLICY);
        unhurry(settings, fromPopular, fromItems, fromPolicies);
        return fromPopular.union(fromItems, fromPolicies);
    }

    /**
     * Lets records wait longer on the edges that begin at an operator itself, not at one chained
     * behind it. Each edge has a thread that wakes up as often as its records may wait: at a
     * millisecond an edge costs a machine with few cores as much as an operator.
     */
    private static void unhurry(Settings settings, SingleOutputStreamOperator<?>... operators) {
        long millis = Math.max(settings.bufferTimeout().toMillis(), UNHURRIED_MILLIS);
        for (SingleOutputStreamOperator<?> operator : operators) {
            operator.setBufferTimeout(millis);
        }
    }

    /** Statements about devices have no part in event time: they never hold the ends back. */
    private static WatermarkStrategy<RawRecord> timeless() {
        return WatermarkStrategy.forGenerator(context -> new Timeless());
    }

    private static final class Timeless implements WatermarkGenerator<RawRecord> {
        @Override
        public void onEvent(RawRecord record, long millis, WatermarkOutput output) {
            // Its time says nothing of the events.
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            // A watermark of its own, however high, would be everybody's while no events come.
            output.markIdle();
        }
    }

    /**
     * Event time for the ends of sessions: the records' arrival in Kafka, less a bound. It is never
     * ahead of this machine's clock, whatever a producer says, and a silent partition does not hold
     * it back.
     */
    private static WatermarkStrategy<RawRecord> arrivalTime(Settings settings) {
        return WatermarkStrategy.<RawRecord>forBoundedOutOfOrderness(settings.outOfOrderness())
                .withTimestampAssigner(
                        (record, arrived) -> Math.min(arrived, System.currentTimeMillis()))
                .withIdleness(settings.idleness());
    }
}
