package io.nextclick.graph;

import static io.nextclick.graph.OperatorIds.ADDRESS_ANSWERS;
import static io.nextclick.graph.OperatorIds.ADDRESS_REQUESTS;
import static io.nextclick.graph.OperatorIds.ANNOUNCE_EXPERIMENTS;
import static io.nextclick.graph.OperatorIds.ANNOUNCE_ITEMS;
import static io.nextclick.graph.OperatorIds.ANNOUNCE_POLICY;
import static io.nextclick.graph.OperatorIds.ANNOUNCE_POPULAR;
import static io.nextclick.graph.OperatorIds.ANNOUNCE_WEIGHTS;
import static io.nextclick.graph.OperatorIds.MERGE_POLICIES;
import static io.nextclick.graph.OperatorIds.RECOMMEND;
import static io.nextclick.graph.RelaxedEdges.relax;

import io.nextclick.blend.Policy;
import io.nextclick.config.Settings;
import io.nextclick.contract.Topics;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.message.Batch;
import io.nextclick.recommend.AddressRequest;
import io.nextclick.recommend.MergePolicies;
import io.nextclick.recommend.PersonMessage;
import io.nextclick.recommend.Recommend;
import io.nextclick.recommend.RecommendationList;
import io.nextclick.recommend.ShopUpdate;
import io.nextclick.writeback.Stage;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The stage that gathers answers, ranks, and learns from where the person goes next. */
final class Lists {

    private Lists() {}

    static void of(
            DataStream<PersonEvent> events,
            Items items,
            Inputs inputs,
            Sinks sinks,
            Settings settings) {
        // The lists do not wait: their writer is chained to the operator that makes them.
        SingleOutputStreamOperator<RecommendationList> lists =
                relax(
                        Stage.of(RECOMMEND, new Recommend(settings.recommend(), settings.cache()))
                                .process(
                                        RECOMMEND,
                                        messages(events, items.answers())
                                                .keyBy(PersonMessage::personKey)
                                                .connect(shop(items, inputs, settings).broadcast()),
                                        TypeInformation.of(RecommendationList.class)),
                        settings);

        sinks.write(Topics.RECOMMENDATIONS, lists);
        sinks.write(
                Topics.POLICY,
                learnt(lists.getSideOutput(Recommend.CONTRIBUTIONS), inputs, settings));
    }

    private static DataStream<PersonMessage> messages(
            DataStream<PersonEvent> requests, DataStream<Batch<Candidates>> answers) {
        return requests.flatMap(new AddressRequest(), Messages.PERSON_MESSAGE)
                .uid(ADDRESS_REQUESTS)
                .name(ADDRESS_REQUESTS)
                .union(
                        answers.map(PersonMessage::of, Messages.PERSON_MESSAGE)
                                .uid(ADDRESS_ANSWERS)
                                .name(ADDRESS_ANSWERS));
    }

    private static DataStream<ShopUpdate> shop(Items items, Inputs inputs, Settings settings) {
        return announce(ANNOUNCE_POPULAR, items.popular(), ShopUpdate::of, settings)
                .union(
                        announce(ANNOUNCE_ITEMS, items.catalogue(), ShopUpdate::of, settings),
                        announce(ANNOUNCE_POLICY, inputs.policies(), ShopUpdate::of, settings),
                        // Decoded by one subtask at any parallelism: in one chain with it, this
                        // would be bound to one, too, where the parallelism is 1.
                        announce(
                                        ANNOUNCE_EXPERIMENTS,
                                        inputs.experiments(),
                                        ShopUpdate::of,
                                        settings)
                                .startNewChain(),
                        announce(ANNOUNCE_WEIGHTS, inputs.weights(), ShopUpdate::of, settings));
    }

    private static <T> SingleOutputStreamOperator<ShopUpdate> announce(
            String id,
            DataStream<T> changes,
            MapFunction<T, ShopUpdate> toUpdate,
            Settings settings) {
        return relax(
                changes.map(toUpdate, TypeInformation.of(ShopUpdate.class)).uid(id).name(id),
                settings);
    }

    /** What the subtasks learnt goes out as one policy, and comes back through its topic. */
    private static DataStream<Policy> learnt(
            DataStream<Policy> contributions, Inputs inputs, Settings settings) {
        return relax(
                Stage.of(
                                MERGE_POLICIES,
                                new MergePolicies(
                                        settings.recommend().policyIntervalMillis(),
                                        settings.cache()))
                        .process(
                                MERGE_POLICIES,
                                contributions.union(inputs.resets()).keyBy(Policy::policyKey),
                                TypeInformation.of(Policy.class)),
                settings);
    }
}
