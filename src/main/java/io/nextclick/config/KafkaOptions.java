package io.nextclick.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.kafka.KafkaSettings.EventTimestamps;
import io.nextclick.kafka.KafkaSettings.StartFrom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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

    /** The name of each topic, by its default name. */
    static final Map<String, Option<String>> TOPICS = new LinkedHashMap<>();

    static {
        for (Topic<?> topic : Topics.all()) {
            TOPICS.put(topic.name(), ALL.text(topic.optionKey(), topic.name(), topic.option()));
        }
    }

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
