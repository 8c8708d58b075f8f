package io.nextclick.kafka;

import static java.util.Objects.requireNonNull;
import static org.apache.flink.configuration.ConfigOptions.key;

import io.nextclick.contract.Topic;
import io.nextclick.contract.Topic.Direction;
import io.nextclick.contract.Topics;
import io.nextclick.kafka.KafkaSettings.EventTimestamps;
import io.nextclick.kafka.KafkaSettings.StartFrom;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.option.OptionValues;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.kafka.common.IsolationLevel;

/** Options of Kafka. */
public final class KafkaOptions {

    /** Keys below it go to every Kafka client as they are. */
    public static final String CLIENT_PREFIX = "kafka.client.";

    public static final OptionList ALL = new OptionList();

    public static final Option<String> BOOTSTRAP_SERVERS =
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

    static final Option<String> OUTPUT_PREFIX =
            ALL.optionalText(
                    "kafka.output-prefix",
                    "Stands before the names of all topics that the job writes, policy among them:"
                            + " a job with a prefix of its own, such as a rehearsal, writes to no"
                            + " topic of another one.");
    static final Option<StartFrom> START_FROM =
            ALL.of(
                    key("kafka.start-from")
                            .enumType(StartFrom.class)
                            .defaultValue(StartFrom.EARLIEST),
                    "EARLIEST or LATEST",
                    any -> true,
                    "Where events are read from if there is neither a savepoint nor a committed"
                            + " offset.");
    static final Option<IsolationLevel> ISOLATION_LEVEL =
            ALL.of(
                    key("kafka.isolation.level")
                            .enumType(IsolationLevel.class)
                            .defaultValue(IsolationLevel.READ_COMMITTED),
                    "READ_COMMITTED or READ_UNCOMMITTED",
                    any -> true,
                    "READ_COMMITTED reads no record of an aborted transaction, and waits for the"
                            + " end of open ones; records without a transaction behind them wait,"
                            + " too. READ_UNCOMMITTED reads all at once.");
    static final Option<Boolean> CREATE_TOPICS =
            ALL.flag("kafka.create-topics", false, "Creates topics that do not exist.");
    static final Option<Duration> START_TIMEOUT =
            ALL.duration(
                    "kafka.start-timeout",
                    Duration.ofSeconds(15),
                    Duration.ofMillis(100),
                    Duration.ofMinutes(10),
                    "Maximum wait for a broker at the start.");
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
                            + " it. Above Flink's execution.checkpointing.interval and timeout"
                            + " together.");
    static final Option<Duration> MAX_PAUSE =
            ALL.duration(
                    "kafka.max-pause",
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    Duration.ofHours(1),
                    "A process that stood still for longer writes no more, and a record of"
                            + " AT_LEAST_ONCE output that the broker did not take within it fails"
                            + " the job: another process may have its work. Keep it below Flink's"
                            + " heartbeat.timeout less heartbeat.interval.");
    static final Option<Integer> MAX_RECORD_BYTES =
            ALL.number(
                    "kafka.max-record-bytes",
                    1_000_000,
                    100_000,
                    100_000_000,
                    "Maximum size of a record that is written, key and value; brokers and topics must allow"
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
                            + " past. With the producer's, inputs are created with"
                            + " retention.ms=-1.");

    private KafkaOptions() {}

    public static KafkaSettings settings(OptionValues given) {
        Map<String, String> topics = new TreeMap<>();
        String prefix = given.optional(OUTPUT_PREFIX).orElse("");
        for (Topic<?> topic : Topics.all()) {
            String named = given.get(requireNonNull(TOPICS.get(topic.name())));
            topics.put(topic.name(), topic.direction() == Direction.INPUT ? named : prefix + named);
        }
        if (new HashSet<>(topics.values()).size() < topics.size()) {
            given.fault(
                    "Invalid value '%s' for 'kafka.topic.*': must be a name of its own each"
                            .formatted(topics));
        }
        return new KafkaSettings(
                given.get(BOOTSTRAP_SERVERS),
                given.get(GROUP_ID),
                topics,
                given.get(START_FROM),
                given.get(ISOLATION_LEVEL),
                given.get(CREATE_TOPICS),
                given.get(START_TIMEOUT),
                given.get(GUARANTEE),
                given.get(TRANSACTION_TIMEOUT),
                given.get(MAX_PAUSE),
                given.get(MAX_RECORD_BYTES),
                given.get(EVENT_TIMESTAMPS),
                given.startingWith(CLIENT_PREFIX));
    }
}
