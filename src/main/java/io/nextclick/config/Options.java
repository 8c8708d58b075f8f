package io.nextclick.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.nextclick.wire.KafkaSettings.EventTimestamps;
import io.nextclick.wire.KafkaSettings.StartFrom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.connector.base.DeliveryGuarantee;

/** Every option, in the order of the documentation. */
final class Options {

    /** Keys below it go to every Kafka client as they are. */
    static final String KAFKA_CLIENT_PREFIX = "kafka.client.";

    private static final List<Option<?>> ALL = new ArrayList<>();
    private static final Duration YEARS = Duration.ofDays(3650);

    static final Option<String> BOOTSTRAP_SERVERS =
            text("kafka.bootstrap-servers", "localhost:9092", "Brokers to start with.");
    static final Option<String> GROUP_ID =
            text(
                    "kafka.group-id",
                    "nextclick",
                    "Consumer group, and prefix of client and transactional ids.");
    static final Option<String> EVENTS = text("kafka.topic.events", "events", "Events in Avro.");
    static final Option<String> EVENTS_JSON =
            text("kafka.topic.events-json", "events-json", "Events in JSON.");
    static final Option<String> ITEMS = text("kafka.topic.items", "items", "The catalogue.");
    static final Option<String> IDENTITY_EVENTS =
            text(
                    "kafka.topic.identity-events",
                    "identity-events",
                    "Statements about whose a device is.");
    static final Option<String> RECOMMENDATIONS =
            text("kafka.topic.recommendations", "recommendations", "Output: the lists.");
    static final Option<String> SESSIONS =
            text("kafka.topic.sessions", "sessions", "Output: news of sessions.");
    static final Option<String> SIMILAR_ITEMS =
            text("kafka.topic.similar-items", "similar-items", "Output: neighbours of items.");
    static final Option<String> IDENTITY =
            text("kafka.topic.identity", "identity", "Output: whose each device is.");
    static final Option<String> QUALITY =
            text("kafka.topic.quality", "quality", "Output: findings in the behaviour data.");
    static final Option<String> DEAD_LETTERS =
            text("kafka.topic.dead-letters", "dead-letters", "Output: refused records.");
    static final Option<StartFrom> START_FROM =
            of(
                    key("kafka.start-from")
                            .enumType(StartFrom.class)
                            .defaultValue(StartFrom.EARLIEST),
                    "EARLIEST or LATEST",
                    any -> true,
                    "Where events are read from if there is neither a savepoint nor a committed"
                            + " offset.");
    static final Option<Boolean> CREATE_TOPICS =
            flag("kafka.create-topics", false, "Creates topics that do not exist.");
    static final Option<Duration> START_TIMEOUT =
            duration(
                    "kafka.start-timeout",
                    Duration.ofSeconds(15),
                    Duration.ofMillis(100),
                    Duration.ofMinutes(10),
                    "Longest wait for a broker at the start.");
    static final Option<DeliveryGuarantee> GUARANTEE =
            of(
                    key("kafka.delivery-guarantee")
                            .enumType(DeliveryGuarantee.class)
                            .defaultValue(DeliveryGuarantee.AT_LEAST_ONCE),
                    "AT_LEAST_ONCE or EXACTLY_ONCE",
                    guarantee -> guarantee != DeliveryGuarantee.NONE,
                    "Of the output topics. AT_LEAST_ONCE is visible at once and repeats carry the"
                            + " same ids; EXACTLY_ONCE is visible after the next checkpoint.");
    static final Option<Duration> TRANSACTION_TIMEOUT =
            duration(
                    "kafka.transaction-timeout",
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(1),
                    Duration.ofHours(24),
                    "Of EXACTLY_ONCE output; the broker's transaction.max.timeout.ms must allow"
                            + " it.");
    static final Option<Integer> MAX_RECORD_BYTES =
            number(
                    "kafka.max-record-bytes",
                    1_000_000,
                    100_000,
                    100_000_000,
                    "Largest record that is written, key and value; brokers and topics must allow"
                            + " it. A larger one is dropped and counted.");
    static final Option<EventTimestamps> EVENT_TIMESTAMPS =
            of(
                    key("kafka.event-timestamps")
                            .enumType(EventTimestamps.class)
                            .defaultValue(EventTimestamps.LOG_APPEND_TIME),
                    "LOG_APPEND_TIME or CREATE_TIME",
                    any -> true,
                    "Whose clock the topics of events have, if they are created: the broker's at"
                            + " arrival, or the producer's, for logs that are replayed in their own"
                            + " past.");
    static final Option<String> REGISTRY_URL =
            optionalText(
                    "schema.registry.url",
                    "Schema registry with the Confluent API. If set, its framing is accepted and"
                            + " written.");
    static final Option<String> SCHEMA_DIRECTORY =
            optionalText(
                    "schema.directory",
                    "Folder with further .avsc files, so that producers may be newer than the"
                            + " job.");
    static final Option<Integer> DEAD_LETTER_MAX_BYTES =
            number(
                    "dead-letters.max-bytes",
                    900_000,
                    0,
                    100_000_000,
                    "Most bytes of a refused value that are kept.");

    static final Option<Duration> MAX_FUTURE =
            duration(
                    "quality.max-future",
                    Duration.ofMinutes(5),
                    Duration.ZERO,
                    YEARS,
                    "How far an event may be ahead of its arrival.");
    static final Option<Duration> MAX_AGE =
            duration(
                    "quality.max-age",
                    Duration.ofDays(30),
                    Duration.ZERO,
                    YEARS,
                    "How old an event may be at its arrival; 0 allows any age.");
    static final Option<Duration> MAX_CLOCK_SKEW =
            duration(
                    "quality.max-clock-skew",
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(1),
                    Duration.ofDays(1),
                    "How far an event's sent_at may be from its arrival; beyond it the device's"
                            + " clock is wrong, and the event's time is put right by the"
                            + " difference.");
    static final Option<Integer> MAX_ID_LENGTH =
            number("quality.max-id-length", 256, 1, 100_000, "Longest id, in characters.");
    static final Option<Integer> MAX_FIELD_LENGTH =
            number(
                    "quality.max-field-length",
                    4_096,
                    1,
                    10_000_000,
                    "Longest other text field, in characters.");
    static final Option<Integer> MAX_ATTRIBUTES =
            number("quality.max-attributes", 64, 0, 10_000, "Most free attributes of an event.");
    static final Option<Duration> DUPLICATE_WINDOW =
            duration(
                    "quality.duplicate-window",
                    Duration.ofHours(24),
                    Duration.ofSeconds(1),
                    YEARS,
                    "How long an event id is remembered.");
    static final Option<Integer> MAX_EVENTS_PER_MINUTE =
            number(
                    "quality.max-events-per-minute",
                    120,
                    1,
                    Integer.MAX_VALUE,
                    "Above this a person is a bot for the rest of the minute: answered, but nothing"
                            + " is learnt.");

    static final Option<Duration> OUT_OF_ORDERNESS =
            duration(
                    "event-time.out-of-orderness",
                    Duration.ofSeconds(10),
                    Duration.ZERO,
                    Duration.ofDays(7),
                    "How far the watermark stays behind the newest record of a partition.");
    static final Option<Duration> IDLENESS =
            duration(
                    "event-time.idleness",
                    Duration.ofSeconds(15),
                    Duration.ofMillis(10),
                    Duration.ofDays(1),
                    "A partition silent for this long does not hold the watermark back.");

    static final Option<Duration> SESSION_GAP =
            duration(
                    "session.gap",
                    Duration.ofMinutes(30),
                    Duration.ofMillis(1),
                    Duration.ofDays(7),
                    "Events of a person this far apart or nearer belong to one session.");
    static final Option<Duration> SESSION_MAX_LENGTH =
            duration(
                    "session.max-length",
                    Duration.ofHours(12),
                    Duration.ofMillis(1),
                    Duration.ofDays(7),
                    "Longest session, from its first to its last event; what comes after is a new"
                            + " one.");
    static final Option<Integer> SESSION_MAX_EVENTS =
            number(
                    "session.max-events",
                    1_000,
                    1,
                    100_000,
                    "Most events of a session; what comes after is a new one.");
    static final Option<Duration> SESSION_LATENESS =
            duration(
                    "session.allowed-lateness",
                    Duration.ofMinutes(10),
                    Duration.ZERO,
                    Duration.ofDays(7),
                    "So long after its end a session still takes in, or is bridged by, late"
                            + " events.");
    static final Option<Integer> SESSION_MAX_OPEN_EVENTS =
            number(
                    "session.max-open-events",
                    2_000,
                    2,
                    1_000_000,
                    "Most events of a person that are kept one by one; beyond it the oldest session"
                            + " is settled at once.");
    static final Option<Boolean> SESSION_PUBLISH_OPEN =
            flag(
                    "session.publish-open",
                    true,
                    "Tells of sessions when they begin, too, not only when they are over.");
    static final Option<Integer> RECENT_ITEMS =
            number(
                    "session.recent-items",
                    10,
                    1,
                    50,
                    "Most recent items that an event is related to, and that are asked for"
                            + " candidates.");
    static final Option<Integer> MAX_DISTINCT =
            number(
                    "session.max-distinct",
                    200,
                    1,
                    10_000,
                    "Most different items, categories, brands and devices that a session counts.");
    static final Option<Integer> MAX_OWNED =
            number(
                    "session.max-owned",
                    200,
                    0,
                    10_000,
                    "Most bought items of a person, and of each device linked to them, that are"
                            + " kept out of the lists.");
    static final Option<Integer> SESSION_MAX_HISTORY =
            number(
                    "session.max-history",
                    100,
                    1,
                    10_000,
                    "Most settled sessions of a person, and of each device linked to them, that are"
                            + " remembered.");
    static final Option<Duration> SESSION_HISTORY =
            duration(
                    "session.history",
                    Duration.ofDays(31),
                    Duration.ofDays(1),
                    YEARS,
                    "How far back settled sessions are remembered, from the newest on.");
    static final Option<Integer> SESSION_MAX_DEVICES =
            number(
                    "session.max-devices",
                    20,
                    1,
                    1_000,
                    "Most linked devices of a person of which settled sessions are remembered.");
    static final Option<Duration> SESSION_OUTLIER =
            duration(
                    "session.outlier",
                    Duration.ofHours(4),
                    Duration.ofMillis(1),
                    Duration.ofDays(7),
                    "A longer session is flagged as an outlier, and counts as this long in the"
                            + " averages.");
    static final Option<Duration> SESSION_HALF_LIFE =
            duration(
                    "session.half-life",
                    Duration.ofDays(14),
                    Duration.ofMinutes(1),
                    YEARS,
                    "Age at which a session counts half in the averages of behaviour.");
    static final Option<Duration> PERSON_TTL =
            duration(
                    "session.person-ttl",
                    Duration.ofDays(90),
                    Duration.ofMinutes(1),
                    YEARS,
                    "How long a person is remembered after the last event.");

    static final Option<Duration> LOOK_BACK =
            duration(
                    "identity.look-back",
                    Duration.ofDays(30),
                    Duration.ZERO,
                    YEARS,
                    "Anonymous events of a device up to this long before its first login become the"
                            + " user's.");
    static final Option<Integer> IDENTITY_MAX_HISTORY =
            number(
                    "identity.max-history",
                    200,
                    1,
                    100_000,
                    "Most anonymous events of a device that are kept to be moved, the newest.");
    static final Option<Integer> SHARED_USERS =
            number(
                    "identity.shared-users",
                    3,
                    1,
                    1_000,
                    "A device with more users than this in identity.shared-window is shared: its"
                            + " anonymous events are its own.");
    static final Option<Duration> SHARED_WINDOW =
            duration(
                    "identity.shared-window",
                    Duration.ofDays(30),
                    Duration.ofMinutes(1),
                    YEARS,
                    "Window in which the users of a device are counted.");
    static final Option<Duration> DEVICE_TTL =
            duration(
                    "identity.device-ttl",
                    Duration.ofDays(90),
                    Duration.ofMinutes(1),
                    YEARS,
                    "How long a device is remembered after the last event.");

    static final Option<Duration> SIMILARITY_HALF_LIFE =
            duration(
                    "similarity.half-life",
                    Duration.ofDays(30),
                    Duration.ofMinutes(1),
                    YEARS,
                    "Time in which the weight of a pair halves.");
    static final Option<Integer> MAX_NEIGHBOURS =
            number("similarity.max-neighbours", 100, 1, 1_000, "Most neighbours of an item.");
    static final Option<Integer> CANDIDATES =
            number("similarity.candidates", 50, 1, 1_000, "Most candidates of an answer.");
    static final Option<Duration> SIMILARITY_TTL =
            duration(
                    "similarity.ttl",
                    Duration.ofDays(90),
                    Duration.ofMinutes(1),
                    YEARS,
                    "How long an item is remembered after the last event.");
    static final Option<Duration> SIMILARITY_PUBLISH =
            duration(
                    "similarity.publish-interval",
                    Duration.ofMinutes(1),
                    Duration.ZERO,
                    Duration.ofDays(1),
                    "Shortest time between two publications of an item's list; 0 publishes none.");

    static final Option<Duration> POPULARITY_HALF_LIFE =
            duration(
                    "popularity.half-life",
                    Duration.ofDays(1),
                    Duration.ofMinutes(1),
                    YEARS,
                    "Time in which the weight of a visit halves.");
    static final Option<Integer> POPULAR_ITEMS =
            number("popularity.max-items", 200, 1, 10_000, "Most items of a popularity list.");
    static final Option<Integer> POPULAR_PUBLISHED =
            number(
                    "popularity.published",
                    100,
                    1,
                    10_000,
                    "Most items of a popularity list that the list making sees.");
    static final Option<Duration> POPULARITY_PUBLISH =
            duration(
                    "popularity.publish-interval",
                    Duration.ofSeconds(1),
                    Duration.ofMillis(10),
                    Duration.ofDays(1),
                    "Shortest time between two publications of a popularity list.");
    static final Option<Duration> POPULARITY_TTL =
            duration(
                    "popularity.ttl",
                    Duration.ofDays(90),
                    Duration.ofMinutes(1),
                    YEARS,
                    "How long a popularity list is kept after the last visit.");

    static final Option<Integer> LIST_SIZE =
            number("recommend.size", 20, 1, 500, "Items of a list.");
    static final Option<Double> RECENCY_DECAY =
            of(
                    key("recommend.recency-decay").doubleType().defaultValue(0.75),
                    "above 0 to 1",
                    decay -> decay > 0 && decay <= 1,
                    "Factor by which the candidates of each older recent item count less.");
    static final Option<Boolean> EXCLUDE_CURRENT =
            flag(
                    "recommend.exclude-current-item",
                    false,
                    "Keeps the item that the person is looking at out of the list, for example on"
                            + " item pages. If false it is in the list where people come back to"
                            + " it.");
    static final Option<Duration> DEADLINE =
            duration(
                    "recommend.deadline",
                    Duration.ofMillis(500),
                    Duration.ofMillis(10),
                    Duration.ofMinutes(10),
                    "Longest wait for the answers of items; then the list is made of those that"
                            + " came.");
    static final Option<Integer> MAX_IN_FLIGHT =
            number(
                    "recommend.max-in-flight",
                    8,
                    1,
                    1_000,
                    "Most unfinished requests of a person; beyond it the oldest is superseded.");
    static final Option<Integer> MAX_SCOPES =
            number(
                    "recommend.max-popularity-lists",
                    20_000,
                    1,
                    10_000_000,
                    "Most popularity lists of sites, and of categories, that a subtask keeps; the"
                            + " one in the news longest ago leaves.");
    static final Option<Integer> MAX_UNAVAILABLE =
            number(
                    "recommend.max-unavailable-items",
                    1_000_000,
                    1,
                    100_000_000,
                    "Most unavailable items that a subtask keeps; the one in the news longest ago"
                            + " leaves.");

    static final Option<Integer> CACHED_OBJECTS =
            number(
                    "state.cached-objects",
                    20_000,
                    1,
                    100_000_000,
                    "Most state objects that an operator's subtask keeps in memory.");
    static final Option<Integer> UNWRITTEN_OBJECTS =
            number(
                    "state.unwritten-objects",
                    2_000,
                    1,
                    100_000_000,
                    "Most of them that are changed and not yet written; a checkpoint writes them"
                            + " first.");
    static final Option<Integer> MAX_PARALLELISM =
            number(
                    "job.max-parallelism",
                    128,
                    1,
                    32_768,
                    "Number of key groups. Can never change once there is a savepoint.");
    static final Option<Duration> BUFFER_TIMEOUT =
            duration(
                    "job.buffer-timeout",
                    Duration.ofMillis(1),
                    Duration.ZERO,
                    Duration.ofSeconds(10),
                    "Longest time that a record waits for a network buffer to fill; 0 sends each at"
                            + " once.");

    private Options() {}

    static List<Option<?>> all() {
        return List.copyOf(ALL);
    }

    private static Option<String> text(String key, String otherwise, String description) {
        return of(
                key(key).stringType().defaultValue(otherwise),
                "text, not empty",
                text -> !text.isBlank(),
                description);
    }

    private static Option<String> optionalText(String key, String description) {
        return of(
                key(key).stringType().noDefaultValue(),
                "text, not empty",
                text -> !text.isBlank(),
                description);
    }

    private static Option<Boolean> flag(String key, boolean otherwise, String description) {
        return of(
                key(key).booleanType().defaultValue(otherwise),
                "true or false",
                any -> true,
                description);
    }

    private static Option<Integer> number(
            String key, int otherwise, int least, int most, String description) {
        return of(
                key(key).intType().defaultValue(otherwise),
                "a whole number from %d to %d".formatted(least, most),
                number -> number >= least && number <= most,
                description);
    }

    private static Option<Duration> duration(
            String key, Duration otherwise, Duration least, Duration most, String description) {
        return of(
                key(key).durationType().defaultValue(otherwise),
                "a duration from %s to %s".formatted(Durations.text(least), Durations.text(most)),
                duration -> duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0,
                description);
    }

    private static <T> Option<T> of(
            ConfigOption<T> option, String allowed, Predicate<T> isAllowed, String description) {
        Option<T> made = new Option<>(option, allowed, isAllowed, description);
        ALL.add(made);
        return made;
    }
}
