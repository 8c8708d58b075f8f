package io.nextclick.config;

import io.nextclick.alarm.AlarmOptions;
import io.nextclick.catalogue.CatalogueOptions;
import io.nextclick.codec.CodecOptions;
import io.nextclick.feedback.FeedbackOptions;
import io.nextclick.identity.IdentityOptions;
import io.nextclick.identity.LinkOptions;
import io.nextclick.ingest.IngestOptions;
import io.nextclick.kafka.KafkaOptions;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.popularity.PopularityOptions;
import io.nextclick.quality.QualityOptions;
import io.nextclick.recommend.RecommendOptions;
import io.nextclick.segment.TriggerOptions;
import io.nextclick.session.SessionOptions;
import io.nextclick.similarity.SimilarityOptions;
import io.nextclick.verdict.VerdictOptions;
import java.util.List;
import java.util.stream.Stream;

/** The options of all packages. */
final class Options {

    private static final List<Option<?>> ALL =
            Stream.of(
                            KafkaOptions.ALL,
                            CodecOptions.ALL,
                            IngestOptions.ALL,
                            QualityOptions.ALL,
                            JobOptions.ALL,
                            SessionOptions.ALL,
                            IdentityOptions.ALL,
                            CatalogueOptions.ALL,
                            SimilarityOptions.ALL,
                            PopularityOptions.ALL,
                            RecommendOptions.ALL,
                            LinkOptions.ALL,
                            TriggerOptions.ALL,
                            FeedbackOptions.ALL,
                            VerdictOptions.ALL,
                            AlarmOptions.ALL)
                    .map(OptionList::options)
                    .<Option<?>>flatMap(List::stream)
                    .toList();

    private Options() {}

    /** Every option, in the order of the documentation. */
    static List<Option<?>> all() {
        return ALL;
    }
}
