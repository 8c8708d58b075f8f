package io.nextclick.graph;

import static io.nextclick.graph.OperatorIds.ANNOUNCE_SEGMENT_VISITS;
import static io.nextclick.graph.OperatorIds.GATHER_SEGMENT_VISITS;
import static io.nextclick.graph.OperatorIds.GATHER_VISITS;
import static io.nextclick.graph.OperatorIds.RANK_POPULAR;
import static io.nextclick.graph.OperatorIds.SCATTER_EVENT;
import static io.nextclick.graph.OperatorIds.UPDATE_CATALOGUE;
import static io.nextclick.graph.OperatorIds.UPDATE_SIMILARITY;
import static io.nextclick.graph.RelaxedEdges.gather;
import static io.nextclick.graph.RelaxedEdges.relax;

import io.nextclick.catalogue.UpdateCatalogue;
import io.nextclick.config.Settings;
import io.nextclick.contract.Topics;
import io.nextclick.event.CatalogItem;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularItems;
import io.nextclick.flow.PopularityChange;
import io.nextclick.message.Batch;
import io.nextclick.popularity.RankPopular;
import io.nextclick.popularity.SegmentVisits;
import io.nextclick.similarity.ItemMessage;
import io.nextclick.similarity.ScatterEvent;
import io.nextclick.similarity.UpdateSimilarity;
import io.nextclick.writeback.Stage;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The stage that teaches items and asks them.
 *
 * @param catalogue what holds of the catalogue
 * @param answers the items' candidates for each event that asks for a list
 * @param popular what is popular on a site, in a category, in a segment
 */
record Items(
        DataStream<CatalogItem> catalogue,
        DataStream<Batch<Candidates>> answers,
        DataStream<PopularItems> popular) {

    static Items of(
            DataStream<PersonEvent> events,
            DataStream<CatalogItem> records,
            Sinks sinks,
            Settings settings) {
        DataStream<CatalogItem> catalogue = catalogue(records, settings);
        DataStream<Batch<ItemMessage>> questions =
                events.flatMap(new ScatterEvent(), Messages.QUESTIONS)
                        .uid(SCATTER_EVENT)
                        .name(SCATTER_EVENT);
        SingleOutputStreamOperator<Batch<Candidates>> answers =
                Stage.of(
                                UPDATE_SIMILARITY,
                                new UpdateSimilarity(
                                        settings.similarity(),
                                        settings.similarityTtl(),
                                        settings.cache()))
                        .processBatches(
                                UPDATE_SIMILARITY,
                                questions,
                                ItemMessage::itemKey,
                                catalogue,
                                Messages.ANSWERS);
        DataStream<PopularItems> popular =
                popular(events, answers.getSideOutput(UpdateSimilarity.POPULARITY), settings);

        sinks.write(Topics.SIMILAR_ITEMS, answers.getSideOutput(UpdateSimilarity.SIMILAR_ITEMS));
        sinks.write(Topics.POPULAR, popular);
        return new Items(catalogue, answers, popular);
    }

    /** The records of the catalogue that hold. */
    private static DataStream<CatalogItem> catalogue(
            DataStream<CatalogItem> records, Settings settings) {
        return relax(
                Stage.of(
                                UPDATE_CATALOGUE,
                                new UpdateCatalogue(settings.catalogueTtl(), settings.cache()))
                        .process(
                                UPDATE_CATALOGUE,
                                records.keyBy(CatalogItem::itemKey),
                                TypeInformation.of(CatalogItem.class)),
                settings);
    }

    private static DataStream<PopularItems> popular(
            DataStream<PersonEvent> events,
            DataStream<PopularityChange> visits,
            Settings settings) {
        SingleOutputStreamOperator<PopularityChange> ofSegments =
                events.flatMap(new SegmentVisits())
                        .uid(ANNOUNCE_SEGMENT_VISITS)
                        .name(ANNOUNCE_SEGMENT_VISITS);
        return relax(
                Stage.of(
                                RANK_POPULAR,
                                new RankPopular(
                                        settings.popularity(),
                                        settings.popularityTtl(),
                                        settings.cache()))
                        .processBatches(
                                RANK_POPULAR,
                                gathered(GATHER_VISITS, visits, settings)
                                        .union(
                                                gathered(
                                                        GATHER_SEGMENT_VISITS,
                                                        ofSegments,
                                                        settings)),
                                PopularityChange::scopeKey,
                                TypeInformation.of(PopularItems.class)),
                settings);
    }

    private static DataStream<Batch<PopularityChange>> gathered(
            String id, DataStream<PopularityChange> changes, Settings settings) {
        return gather(
                id, changes, PopularityChange::scopeKey, Messages.POPULARITY_CHANGES, settings);
    }
}
