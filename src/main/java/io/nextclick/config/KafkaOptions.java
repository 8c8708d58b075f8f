package io.nextclick.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.nextclick.kafka.KafkaSettings.EventTimestamps;
import io.nextclick.kafka.KafkaSettings.StartFrom;
import java.time.Duration;
import org.apache.flink.connector.base.DeliveryGuarantee;

/** Options of Kafka, of schemas and of dead letters. */
final class KafkaOptions {

    /** Keys below it go to every Kafka client as they are. */
    static final String CLIENT_PREFIX = "kafka.client.";

    static final OptionList ALL = new OptionList();

    static final Option<String> BOOTSTRAP_SERVERS =
            ALL.text("kafka.bootstrap-servers", "localhost:9092", "Brokers to start with.");
    static final Option<String> GROUP_ID =
            ALL.text(
                    "kafka.group-id",
                    "nextclick",
                    "Consumer group, and prefix of client and transactional ids.");
    static final Option<String> EVENTS =
            ALL.text("kafka.topic.events", "events", "Events in Avro.");
    static final Option<String> EVENTS_JSON =
            ALL.text("kafka.topic.events-json", "events-json", "Events in JSON.");
    static final Option<String> ITEMS = ALL.text("kafka.topic.items", "items", "The catalogue.");
    static final Option<String> IDENTITY_EVENTS =
            ALL.text(
                    "kafka.topic.identity-events",
                    "identity-events",
                    "Statements about whose a device is.");
    static final Option<String> RULES =
            ALL.text("kafka.topic.rules", "rules", "The rules in force.");
    static final Option<String> POLICY =
            ALL.text(
                    "kafka.topic.policy",
                    "policy",
                    "What the ranking learnt; written and read by the job.");
    static final Option<String> RECOMMENDATIONS =
            ALL.text("kafka.topic.recommendations", "recommendations", "Output: the lists.");
    static final Option<String> SESSIONS =
            ALL.text("kafka.topic.sessions", "sessions", "Output: news of sessions.");
    static final Option<String> SIMILAR_ITEMS =
            ALL.text("kafka.topic.similar-items", "similar-items", "Output: neighbours of items.");
    static final Option<String> IDENTITY =
            ALL.text("kafka.topic.identity", "identity", "Output: whose each device is.");
    static final Option<String> QUALITY =
            ALL.text("kafka.topic.quality", "quality", "Output: findings in the behaviour data.");
    static final Option<String> SEGMENTS =
            ALL.text("kafka.topic.segments", "segments", "Output: who is in which segment.");
    static final Option<String> SEGMENT_METRICS =
            ALL.text(
                    "kafka.topic.segment-metrics",
                    "segment-metrics",
                    "Output: sizes of segments by the minute.");
    static final Option<String> DEAD_LETTERS =
            ALL.text("kafka.topic.dead-letters", "dead-letters", "Output: refused records.");
    static final Option<StartFrom> START_FROM =
            ALL.of(
                    key("kafka.start-from")
                            .enumType(StartFrom.class)
                            .defaultValue(StartFrom.EARLIEST),
                    "EARLIEST or LATEST",
                    any -> true,
                    "Where events are read from if there is neither a savepoint nor a committed"
                            + " offset.");
    static final Option<Boolean> CREATE_TOPICS =
            ALL.flag("kafka.create-topics", false, "Creates topics that do not exist.");
    static final Option<Duration> START_TIMEOUT =
            ALL.duration(
                    "kafka.start-timeout",
                    Duration.ofSeconds(15),
                    Duration.ofMillis(100),
                    Duration.ofMinutes(10),
                    "Longest wait for a broker at the start.");
    static final Option<DeliveryGuarantee> GUARANTEE =
            ALL.of(
                    key("kafka.delivery-guarantee")
                            .enumType(DeliveryGuarantee.class)
                            .defaultValue(DeliveryGuarantee.AT_LEAST_ONCE),
                    "AT_LEAST_ONCE or EXACTLY_ONCE",
                    guarantee -> guarantee != DeliveryGuarantee.NONE,
                    "Of the output topics. AT_LEAST_ONCE is visible at once and repeats carry the"
                            + " same ids; EXACTLY_ONCE is visible after the next checkpoint.");
    static final Option<Duration> TRANSACTION_TIMEOUT =
            ALL.duration(
                    "kafka.transaction-timeout",
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(1),
                    Duration.ofHours(24),
                    "Of EXACTLY_ONCE output; the broker's transaction.max.timeout.ms must allow"
                            + " it.");
    static final Option<Integer> MAX_RECORD_BYTES =
            ALL.number(
                    "kafka.max-record-bytes",
                    1_000_000,
                    100_000,
                    100_000_000,
                    "Largest record that is written, key and value; brokers and topics must allow"
                            + " it. A larger one is dropped and counted.");
    static final Option<EventTimestamps> EVENT_TIMESTAMPS =
            ALL.of(
                    key("kafka.event-timestamps")
                            .enumType(EventTimestamps.class)
                            .defaultValue(EventTimestamps.LOG_APPEND_TIME),
                    "LOG_APPEND_TIME or CREATE_TIME",
                    any -> true,
                    "Whose clock the topics of events have, if they are created: the broker's at"
                            + " arrival, or the producer's, for logs that are replayed in their own"
                            + " past.");
    static final Option<String> REGISTRY_URL =
            ALL.optionalText(
                    "schema.registry.url",
                    "Schema registry with the Confluent API. If set, its framing is accepted and"
                            + " written.");
    static final Option<String> SCHEMA_DIRECTORY =
            ALL.optionalText(
                    "schema.directory",
                    "Folder with further .avsc files, so that producers may be newer than the"
                            + " job.");
    static final Option<Integer> DEAD_LETTER_MAX_BYTES =
            ALL.number(
                    "dead-letters.max-bytes",
                    900_000,
                    0,
                    100_000_000,
                    "Most bytes of a refused value that are kept.");

    private KafkaOptions() {}
}
