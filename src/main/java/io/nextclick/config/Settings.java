package io.nextclick.config;

import io.nextclick.alarm.AlarmSettings;
import io.nextclick.codec.CodecSettings;
import io.nextclick.event.EventChecks;
import io.nextclick.feedback.FeedbackSettings;
import io.nextclick.identity.IdentitySettings;
import io.nextclick.identity.LinkSettings;
import io.nextclick.kafka.KafkaSettings;
import io.nextclick.option.OptionList;
import io.nextclick.option.SettingsException;
import io.nextclick.popularity.PopularitySettings;
import io.nextclick.recommend.RecommendSettings;
import io.nextclick.segment.TriggerSettings;
import io.nextclick.session.SessionSettings;
import io.nextclick.similarity.SimilaritySettings;
import io.nextclick.verdict.VerdictSettings;
import io.nextclick.writeback.WriteBackState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All settings of the job, validated.
 *
 * @param kafka where Kafka is and which topics are used
 * @param codec where schemas come from, and how much is kept of a refused record
 * @param eventChecks what a valid event is
 * @param defaultCurrency of prices and rules that state none
 * @param duplicateWindow how long an event id is remembered
 * @param outOfOrderness how far the watermark stays behind
 * @param idleness when a silent partition stops holding the watermark back
 * @param session how visits are made
 * @param personTtl how long a person is remembered
 * @param identity how devices are given to users
 * @param deviceTtl how long a device is remembered
 * @param probabilistic true if devices are linked by probability, too
 * @param links when they are
 * @param feedback how what people do is given to the lists that they saw
 * @param verdict how experiments are judged
 * @param alarms when a series is not as expected
 * @param triggers how rules are matched, and the bounds of what is kept for them
 * @param catalogueTtl how long an item of the catalogue is remembered
 * @param similarity how pairs are learnt
 * @param similarityTtl how long an item is remembered
 * @param popularity how popularity is counted
 * @param popularityTtl how long a popularity list is kept
 * @param recommend how lists are made
 * @param cache state objects in memory
 * @param maxParallelism number of key groups
 * @param bufferTimeout longest wait of a record for its network buffer
 */
public record Settings(
        KafkaSettings kafka,
        CodecSettings codec,
        EventChecks eventChecks,
        String defaultCurrency,
        Duration duplicateWindow,
        Duration outOfOrderness,
        Duration idleness,
        SessionSettings session,
        Duration personTtl,
        IdentitySettings identity,
        Duration deviceTtl,
        boolean probabilistic,
        LinkSettings links,
        FeedbackSettings feedback,
        VerdictSettings verdict,
        AlarmSettings alarms,
        TriggerSettings triggers,
        Duration catalogueTtl,
        SimilaritySettings similarity,
        Duration similarityTtl,
        PopularitySettings popularity,
        Duration popularityTtl,
        RecommendSettings recommend,
        WriteBackState.Limits cache,
        int maxParallelism,
        Duration bufferTimeout) {

    /** True if time passes for a silent topic of events: its clock is the broker's. */
    public boolean silenceIsTime() {
        return kafka.eventTimestamps() == KafkaSettings.EventTimestamps.LOG_APPEND_TIME;
    }

    /** The defaults. */
    public static Settings defaults() {
        return of(Map.of());
    }

    /**
     * Settings from options given in code.
     *
     * @throws SettingsException with all faults
     */
    public static Settings of(Map<String, String> options) {
        return SettingsReader.read(options);
    }

    /**
     * Settings from options given in code, overridden by those of a properties file.
     *
     * @throws SettingsException with all faults
     */
    public static Settings of(Map<String, String> options, Path file) {
        Map<String, String> merged = new HashMap<>(options);
        merged.putAll(OptionSources.ofFile(file.toString()));
        return of(merged);
    }

    /**
     * The texts of options, from the same sources as {@link #load}.
     *
     * @param more options of a program that has its own beside those of the job
     * @throws SettingsException if a source cannot be read
     */
    public static Map<String, String> texts(
            String[] args, Map<String, String> environment, OptionList more) {
        return OptionSources.merge(args, environment, more.options());
    }

    /**
     * Settings from a file named by {@code --config}, then the arguments, then the environment;
     * each overrides the one before.
     *
     * @param args {@code --key value} pairs
     * @param environment variables; {@code NEXTCLICK_KAFKA_GROUP_ID} is {@code kafka.group-id}
     * @throws SettingsException with all faults
     */
    public static Settings load(String[] args, Map<String, String> environment) {
        return of(OptionSources.merge(args, environment, List.of()));
    }
}
