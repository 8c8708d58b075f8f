package io.nextclick.graph;

import io.nextclick.config.Settings;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;
import io.nextclick.event.IdentityEvent;
import io.nextclick.experiment.ExperimentUpdate;
import io.nextclick.feedback.AttributeFeedback;
import io.nextclick.feedback.Feedback;
import io.nextclick.feedback.FeedbackDelta;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.ListOutcome;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonInput;
import io.nextclick.flow.PopularItems;
import io.nextclick.flow.PopularityChange;
import io.nextclick.message.Batch;
import io.nextclick.popularity.RankPopular;
import io.nextclick.recommend.AddressRequest;
import io.nextclick.recommend.PersonMessage;
import io.nextclick.recommend.Recommend;
import io.nextclick.recommend.RecommendationList;
import io.nextclick.recommend.ShopUpdate;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.segment.MatchTriggers;
import io.nextclick.segment.SegmentChange;
import io.nextclick.session.SessionStatus;
import io.nextclick.session.SessionSummary;
import io.nextclick.session.StitchSession;
import io.nextclick.similarity.ItemMessage;
import io.nextclick.similarity.UpdateSimilarity;
import io.nextclick.testkit.Harness;
import io.nextclick.verdict.MeasureUnits;
import io.nextclick.verdict.UnitChange;
import io.nextclick.writeback.StageOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** The stages of the job from an event to its list, one behind the other, and its topics. */
final class JobInMemory implements AutoCloseable {

    private final KeyedTwoInputStreamOperatorTestHarness<String, Event, IdentityEvent, PersonInput>
            devices;
    private final KeyedTwoInputStreamOperatorTestHarness<
                    String, PersonInput, RuleUpdate, PersonEvent>
            persons;
    private final KeyedTwoInputStreamOperatorTestHarness<
                    String, ItemMessage, CatalogItem, Candidates>
            items;
    private final KeyedOneInputStreamOperatorTestHarness<String, PopularityChange, PopularItems>
            popular;
    private final KeyedTwoInputStreamOperatorTestHarness<
                    String, PersonMessage, ShopUpdate, RecommendationList>
            lists;

    private final KeyedTwoInputStreamOperatorTestHarness<
                    String, ListOutcome, ExperimentUpdate, UnitChange>
            units;

    /** The compacted topics. */
    final Map<String, SegmentChange> segments = new TreeMap<>();

    final Map<String, SessionSummary> sessions = new TreeMap<>();
    final Map<String, RecommendationList> recommendations = new TreeMap<>();
    final Map<String, PopularItems> popularItems = new TreeMap<>();

    /** The newest feedback of each list and person. */
    final Map<String, Feedback> feedback = new TreeMap<>();

    /** All changes of counts. */
    final List<FeedbackDelta> feedbackDeltas = new ArrayList<>();

    /** All changes of the experiments' sums. */
    final List<UnitChange> unitChanges = new ArrayList<>();

    /** The newest answer of each item. */
    final Map<String, Candidates> answers = new TreeMap<>();

    /** What items were told without an event. */
    int corrections;

    private final boolean makesLists;
    private long nowMillis = 1;

    JobInMemory(Settings settings) throws Exception {
        this(settings, true);
    }

    /** Without items and lists, of which a test asks nothing. */
    static JobInMemory ofPeople(Settings settings) throws Exception {
        return new JobInMemory(settings, false);
    }

    private JobInMemory(Settings settings, boolean makesLists) throws Exception {
        this.makesLists = makesLists;
        devices =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new StageOperator.TwoInput<>(Devices.stage(settings)),
                        Event::sourceKey,
                        IdentityEvent::deviceKey,
                        Types.STRING);
        persons =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new StageOperator.TwoInput<>(Persons.stage(settings)),
                        PersonInput::personKey,
                        null,
                        Types.STRING);
        items =
                Harness.of(
                        new UpdateSimilarity(
                                settings.similarity(), settings.similarityTtl(), settings.cache()),
                        ItemMessage::itemKey,
                        null);
        popular =
                Harness.of(
                        new RankPopular(
                                settings.popularity(), settings.popularityTtl(), settings.cache()),
                        PopularityChange::scopeKey);
        lists =
                Harness.of(
                        new Recommend(settings.recommend(), settings.cache()),
                        PersonMessage::personKey,
                        null);
        units =
                Harness.of(
                        new MeasureUnits(settings.verdict(), settings.cache()),
                        ListOutcome::personKey,
                        null);
        for (AbstractStreamOperatorTestHarness<?> each :
                List.of(devices, persons, items, popular, lists, units)) {
            each.open();
            each.setProcessingTime(nowMillis);
        }
    }

    void rule(RuleUpdate rule) throws Exception {
        persons.processElement2(rule, 0);
    }

    void experiment(ExperimentUpdate experiment) throws Exception {
        units.processElement2(experiment, 0);
    }

    void send(Event event) throws Exception {
        devices.processElement1(event, event.occurredAtMillis());
        passOn();
    }

    void send(IdentityEvent event) throws Exception {
        devices.processElement2(event, event.occurredAtMillis());
        passOn();
    }

    /** Moves event time. */
    void watermark(long millis) throws Exception {
        devices.processBothWatermarks(new Watermark(millis));
        devices.getOutput().clear();
        persons.processBothWatermarks(new Watermark(millis));
        persons.getOutput().removeIf(each -> each instanceof Watermark);
        passOn();
    }

    private void passOn() throws Exception {
        for (PersonInput input : Harness.take(devices)) {
            persons.processElement1(input, 0);
        }
        Harness.take(persons, MatchTriggers.CHANGES).forEach(this::take);
        Harness.take(persons, StitchSession.SESSIONS).forEach(this::take);
        Harness.take(persons, AttributeFeedback.FEEDBACK).forEach(this::take);
        feedbackDeltas.addAll(Harness.take(persons, AttributeFeedback.DELTAS));
        for (ListOutcome outcome : Harness.take(persons, AttributeFeedback.OUTCOMES)) {
            units.processElement1(outcome, 0);
        }
        unitChanges.addAll(Harness.take(units));
        List<PersonEvent> events = Harness.take(persons);
        if (!makesLists) {
            return;
        }
        for (PersonEvent event : events) {
            passOn(event);
        }
        // Popular items are published, and a request that waits for more is answered.
        nowMillis += 60_000;
        popular.setProcessingTime(nowMillis);
        for (PopularItems each : Harness.take(popular)) {
            popularItems.put(each.scopeKey(), each);
            lists.processElement2(ShopUpdate.of(each), 0);
        }
        lists.setProcessingTime(nowMillis);
        takeLists();
    }

    private void passOn(PersonEvent event) throws Exception {
        corrections += event.occasion().isOfItems() ? 1 : 0;
        List<Candidates> gathered = new ArrayList<>();
        for (ItemMessage message : ItemMessage.allOf(event)) {
            items.processElement1(message, 0);
            gathered.addAll(Harness.take(items));
        }
        for (PopularityChange change : Harness.take(items, UpdateSimilarity.POPULARITY)) {
            popular.processElement(change, 0);
        }
        List<PersonMessage> requests = new ArrayList<>();
        new AddressRequest().flatMap(event, new ListCollector<>(requests));
        for (PersonMessage request : requests) {
            lists.processElement1(request, 0);
        }
        if (!gathered.isEmpty()) {
            gathered.forEach(answer -> answers.put(answer.itemId(), answer));
            lists.processElement1(PersonMessage.of(new Batch<>(gathered)), 0);
        }
        takeLists();
    }

    private void takeLists() {
        for (RecommendationList list : Harness.take(lists)) {
            if (list.isWithdrawn()) {
                recommendations.remove(list.listKey());
            } else {
                recommendations.put(list.listKey(), list);
            }
        }
    }

    private void take(SegmentChange change) {
        if (change.kind() == SegmentChange.Kind.EXIT) {
            segments.remove(change.membershipKey());
        } else {
            segments.put(change.membershipKey(), change);
        }
    }

    private void take(SessionSummary session) {
        if (session.status() == SessionStatus.SUPERSEDED) {
            sessions.remove(session.sessionId());
        } else {
            sessions.put(session.sessionId(), session);
        }
    }

    private void take(Feedback each) {
        if (each.retracted()) {
            feedback.remove(each.feedbackId());
        } else {
            feedback.put(each.feedbackId(), each);
        }
    }

    /** What is left of items, lists in the making and popularity, by values that are stored. */
    int storedItems() throws Exception {
        Harness.checkpoint(items);
        return items.numKeyedStateEntries();
    }

    @Override
    public void close() throws Exception {
        for (AbstractStreamOperatorTestHarness<?> each :
                List.of(devices, persons, items, popular, lists, units)) {
            each.close();
        }
    }
}
