package io.nextclick.config;

import io.nextclick.alarm.AlarmOptions;
import io.nextclick.blend.ClickValues;
import io.nextclick.catalogue.CatalogueOptions;
import io.nextclick.codec.CodecOptions;
import io.nextclick.event.EventChecks;
import io.nextclick.event.Money;
import io.nextclick.feedback.FeedbackOptions;
import io.nextclick.feedback.FeedbackSettings;
import io.nextclick.identity.IdentityOptions;
import io.nextclick.identity.LinkOptions;
import io.nextclick.ingest.IngestOptions;
import io.nextclick.kafka.KafkaOptions;
import io.nextclick.kafka.KafkaSettings;
import io.nextclick.option.OptionValues;
import io.nextclick.option.SettingsException;
import io.nextclick.popularity.PopularityOptions;
import io.nextclick.quality.QualityOptions;
import io.nextclick.recommend.RecommendOptions;
import io.nextclick.segment.TriggerOptions;
import io.nextclick.session.SessionOptions;
import io.nextclick.session.SessionSettings;
import io.nextclick.similarity.SimilarityOptions;
import io.nextclick.verdict.VerdictOptions;
import java.time.Duration;
import java.util.Map;

/** Makes {@link Settings} of option texts and collects every fault on the way. */
final class SettingsReader {

    private SettingsReader() {}

    /**
     * The settings.
     *
     * @throws SettingsException with all faults; what options must be beside others shows only when
     *     each is right by itself
     */
    static Settings read(Map<String, String> texts) {
        OptionValues given = new OptionValues(texts, Options.all());
        given.faultUnknown(KafkaOptions.CLIENT_PREFIX);
        throwFaults(given);
        Duration outOfOrderness = given.get(JobOptions.OUT_OF_ORDERNESS);
        KafkaSettings kafka = KafkaOptions.settings(given);
        EventChecks eventChecks = IngestOptions.settings(given);
        SessionSettings session = SessionOptions.settings(given, outOfOrderness);
        FeedbackSettings feedback =
                FeedbackOptions.settings(
                        given,
                        eventChecks.maxClockSkewMillis(),
                        given.get(IngestOptions.DEFAULT_CURRENCY));
        Settings settings =
                new Settings(
                        kafka,
                        CodecOptions.settings(given, kafka.maxRecordBytes()),
                        eventChecks,
                        given.get(IngestOptions.DEFAULT_CURRENCY),
                        QualityOptions.settings(given),
                        outOfOrderness,
                        given.get(JobOptions.IDLENESS),
                        session,
                        given.get(SessionOptions.PERSON_TTL),
                        IdentityOptions.settings(
                                given, session.gapMillis(), eventChecks.maxClockSkewMillis()),
                        given.get(IdentityOptions.DEVICE_TTL),
                        given.get(LinkOptions.PROBABILISTIC),
                        LinkOptions.settings(given, session.gapMillis()),
                        feedback,
                        VerdictOptions.settings(given),
                        AlarmOptions.settings(given, outOfOrderness),
                        TriggerOptions.settings(given, given.get(IngestOptions.DEFAULT_CURRENCY)),
                        given.get(CatalogueOptions.TTL),
                        SimilarityOptions.settings(given),
                        given.get(SimilarityOptions.TTL),
                        PopularityOptions.settings(given),
                        given.get(PopularityOptions.TTL),
                        RecommendOptions.settings(given, clickValues(feedback)),
                        JobOptions.cache(given),
                        given.get(JobOptions.MAX_PARALLELISM),
                        given.get(JobOptions.BUFFER_TIMEOUT));
        throwFaults(given);
        return settings;
    }

    /** What feedback counts for people to read is what the blend learns from. */
    private static ClickValues clickValues(FeedbackSettings feedback) {
        return new ClickValues(
                0,
                feedback.clickMicros() / (double) Money.MICROS,
                feedback.cartMicros() / (double) Money.MICROS,
                feedback.orderMicros() / (double) Money.MICROS,
                feedback.bounceMillis());
    }

    private static void throwFaults(OptionValues given) {
        if (!given.faults().isEmpty()) {
            throw new SettingsException(given.faults());
        }
    }
}
