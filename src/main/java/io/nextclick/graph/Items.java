package io.nextclick.graph;

import static io.nextclick.graph.OperatorIds.ANNOUNCE_SEGMENT_VISITS;
import static io.nextclick.graph.OperatorIds.RANK_POPULAR;
import static io.nextclick.graph.OperatorIds.SCATTER_EVENT;
import static io.nextclick.graph.OperatorIds.UPDATE_SIMILARITY;
import static io.nextclick.graph.RelaxedEdges.relax;

import io.nextclick.config.Settings;
import io.nextclick.contract.Topics;
import io.nextclick.event.CatalogItem;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularItems;
import io.nextclick.flow.PopularityChange;
import io.nextclick.popularity.RankPopular;
import io.nextclick.popularity.SegmentVisits;
import io.nextclick.similarity.ItemMessage;
import io.nextclick.similarity.ScatterEvent;
import io.nextclick.similarity.UpdateSimilarity;
import io.nextclick.writeback.WriteBackCoOperator;
import io.nextclick.writeback.WriteBackOperator;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The stage that teaches items and asks them.
 *
 * @param answers the items' candidates for each event that asks for a list
 * @param popular what is popular on a site, in a category, in a segment
 */
record Items(DataStream<Candidates> answers, DataStream<PopularItems> popular) {

    static Items of(
            DataStream<PersonEvent> visits,
            Segments segments,
            DataStream<CatalogItem> catalogue,
            Sinks sinks,
            Settings settings) {
        DataStream<ItemMessage> questions =
                visits.union(segments.reminders())
                        .flatMap(new ScatterEvent())
                        .uid(SCATTER_EVENT)
                        .name(SCATTER_EVENT);
        SingleOutputStreamOperator<Candidates> answers =
                relax(
                        WriteBackCoOperator.process(
                                UPDATE_SIMILARITY,
                                questions
                                        .keyBy(ItemMessage::itemKey)
                                        .connect(catalogue.keyBy(CatalogItem::itemKey)),
                                new UpdateSimilarity(
                                        settings.similarity(),
                                        settings.similarityTtl(),
                                        settings.cache()),
                                Candidates.class),
                        settings);
        SingleOutputStreamOperator<PopularityChange> ofSegments =
                segments.guided()
                        .flatMap(new SegmentVisits())
                        .uid(ANNOUNCE_SEGMENT_VISITS)
                        .name(ANNOUNCE_SEGMENT_VISITS);
        SingleOutputStreamOperator<PopularItems> popular =
                relax(
                        WriteBackOperator.process(
                                RANK_POPULAR,
                                answers.getSideOutput(UpdateSimilarity.POPULARITY)
                                        .union(relax(ofSegments, settings))
                                        .keyBy(PopularityChange::scopeKey),
                                new RankPopular(
                                        settings.popularity(),
                                        settings.popularityTtl(),
                                        settings.cache()),
                                PopularItems.class),
                        settings);

        sinks.write(Topics.SIMILAR_ITEMS, answers.getSideOutput(UpdateSimilarity.SIMILAR_ITEMS));
        return new Items(answers, popular);
    }
}
