package io.nextclick.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Options of what the job does with events, and, by {@link #all()}, every option. */
final class Options {

    private static final OptionList ALL = new OptionList();
    private static final Duration YEARS = Duration.ofDays(3650);

    static final Option<Duration> MAX_FUTURE =
            ALL.duration(
                    "quality.max-future",
                    Duration.ofMinutes(5),
                    Duration.ZERO,
                    YEARS,
                    "How far an event may be ahead of its arrival.");
    static final Option<Duration> MAX_AGE =
            ALL.duration(
                    "quality.max-age",
                    Duration.ofDays(30),
                    Duration.ZERO,
                    YEARS,
                    "How old an event may be at its arrival; 0 allows any age.");
    static final Option<Duration> MAX_CLOCK_SKEW =
            ALL.duration(
                    "quality.max-clock-skew",
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(1),
                    Duration.ofDays(1),
                    "How far an event's sent_at may be from its arrival; beyond it the device's"
                            + " clock is wrong, and the event's time is put right by the"
                            + " difference.");
    static final Option<Integer> MAX_ID_LENGTH =
            ALL.number("quality.max-id-length", 256, 1, 100_000, "Longest id, in characters.");
    static final Option<Integer> MAX_FIELD_LENGTH =
            ALL.number(
                    "quality.max-field-length",
                    4_096,
                    1,
                    10_000_000,
                    "Longest other text field, in characters.");
    static final Option<Integer> MAX_ATTRIBUTES =
            ALL.number(
                    "quality.max-attributes", 64, 0, 10_000, "Most free attributes of an event.");
    static final Option<Duration> DUPLICATE_WINDOW =
            ALL.duration(
                    "quality.duplicate-window",
                    Duration.ofHours(24),
                    Duration.ofSeconds(1),
                    YEARS,
                    "How long an event id is remembered.");
    static final Option<Integer> MAX_EVENTS_PER_MINUTE =
            ALL.number(
                    "quality.max-events-per-minute",
                    120,
                    1,
                    Integer.MAX_VALUE,
                    "Above this a person is a bot for the rest of the minute: answered, but nothing"
                            + " is learnt.");

    static final Option<Duration> OUT_OF_ORDERNESS =
            ALL.duration(
                    "event-time.out-of-orderness",
                    Duration.ofSeconds(10),
                    Duration.ZERO,
                    Duration.ofDays(7),
                    "How far the watermark stays behind the newest record of a partition.");
    static final Option<Duration> IDLENESS =
            ALL.duration(
                    "event-time.idleness",
                    Duration.ofSeconds(15),
                    Duration.ofMillis(10),
                    Duration.ofDays(1),
                    "A partition silent for this long does not hold the watermark back.");

    static final Option<Duration> SESSION_GAP =
            ALL.duration(
                    "session.gap",
                    Duration.ofMinutes(30),
                    Duration.ofMillis(1),
                    Duration.ofDays(7),
                    "Events of a person this far apart or nearer belong to one session.");
    static final Option<Duration> SESSION_MAX_LENGTH =
            ALL.duration(
                    "session.max-length",
                    Duration.ofHours(12),
                    Duration.ofMillis(1),
                    Duration.ofDays(7),
                    "Longest session, from its first to its last event; what comes after is a new"
                            + " one.");
    static final Option<Integer> SESSION_MAX_EVENTS =
            ALL.number(
                    "session.max-events",
                    1_000,
                    1,
                    100_000,
                    "Most events of a session; what comes after is a new one.");
    static final Option<Duration> SESSION_LATENESS =
            ALL.duration(
                    "session.allowed-lateness",
                    Duration.ofMinutes(10),
                    Duration.ZERO,
                    Duration.ofDays(7),
                    "So long after its end a session still takes in, or is bridged by, late"
                            + " events.");
    static final Option<Integer> SESSION_MAX_OPEN_EVENTS =
            ALL.number(
                    "session.max-open-events",
                    2_000,
                    2,
                    1_000_000,
                    "Most events of a person that are kept one by one; beyond it the oldest session"
                            + " is settled at once.");
    static final Option<Boolean> SESSION_PUBLISH_OPEN =
            ALL.flag(
                    "session.publish-open",
                    true,
                    "Tells of sessions when they begin, too, not only when they are over.");
    static final Option<Integer> RECENT_ITEMS =
            ALL.number(
                    "session.recent-items",
                    10,
                    1,
                    50,
                    "Most recent items that an event is related to, and that are asked for"
                            + " candidates.");
    static final Option<Integer> MAX_DISTINCT =
            ALL.number(
                    "session.max-distinct",
                    200,
                    1,
                    10_000,
                    "Most different items, categories, brands and devices that a session counts.");
    static final Option<Integer> MAX_OWNED =
            ALL.number(
                    "session.max-owned",
                    200,
                    0,
                    10_000,
                    "Most bought items of a person, and of each device linked to them, that are"
                            + " kept out of the lists.");
    static final Option<Integer> SESSION_MAX_HISTORY =
            ALL.number(
                    "session.max-history",
                    100,
                    1,
                    10_000,
                    "Most settled sessions of a person, and of each device linked to them, that are"
                            + " remembered.");
    static final Option<Duration> SESSION_HISTORY =
            ALL.duration(
                    "session.history",
                    Duration.ofDays(31),
                    Duration.ofDays(1),
                    YEARS,
                    "How far back settled sessions are remembered, from the newest on.");
    static final Option<Integer> SESSION_MAX_DEVICES =
            ALL.number(
                    "session.max-devices",
                    20,
                    1,
                    1_000,
                    "Most linked devices of a person of which settled sessions are remembered.");
    static final Option<Duration> SESSION_OUTLIER =
            ALL.duration(
                    "session.outlier",
                    Duration.ofHours(4),
                    Duration.ofMillis(1),
                    Duration.ofDays(7),
                    "A longer session is flagged as an outlier, and counts as this long in the"
                            + " averages.");
    static final Option<Duration> SESSION_HALF_LIFE =
            ALL.duration(
                    "session.half-life",
                    Duration.ofDays(14),
                    Duration.ofMinutes(1),
                    YEARS,
                    "Age at which a session counts half in the averages of behaviour.");
    static final Option<Duration> PERSON_TTL =
            ALL.duration(
                    "session.person-ttl",
                    Duration.ofDays(90),
                    Duration.ofMinutes(1),
                    YEARS,
                    "How long a person is remembered after the last event.");

    static final Option<Duration> LOOK_BACK =
            ALL.duration(
                    "identity.look-back",
                    Duration.ofDays(30),
                    Duration.ZERO,
                    YEARS,
                    "Anonymous events of a device up to this long before its first login become the"
                            + " user's.");
    static final Option<Integer> IDENTITY_MAX_HISTORY =
            ALL.number(
                    "identity.max-history",
                    500,
                    1,
                    100_000,
                    "Most anonymous events of a device that are kept to be moved, the newest.");
    static final Option<Integer> SHARED_USERS =
            ALL.number(
                    "identity.shared-users",
                    3,
                    1,
                    1_000,
                    "A device with more users than this in identity.shared-window is shared: its"
                            + " anonymous events are its own.");
    static final Option<Duration> SHARED_WINDOW =
            ALL.duration(
                    "identity.shared-window",
                    Duration.ofDays(30),
                    Duration.ofMinutes(1),
                    YEARS,
                    "Window in which the users of a device are counted.");
    static final Option<Duration> DEVICE_TTL =
            ALL.duration(
                    "identity.device-ttl",
                    Duration.ofDays(90),
                    Duration.ofMinutes(1),
                    YEARS,
                    "How long a device is remembered after the last event.");

    static final Option<Duration> SIMILARITY_HALF_LIFE =
            ALL.duration(
                    "similarity.half-life",
                    Duration.ofDays(30),
                    Duration.ofMinutes(1),
                    YEARS,
                    "Time in which the weight of a pair halves.");
    static final Option<Integer> MAX_NEIGHBOURS =
            ALL.number("similarity.max-neighbours", 100, 1, 1_000, "Most neighbours of an item.");
    static final Option<Integer> TREND_VISITS =
            ALL.number(
                    "similarity.trend-visits",
                    50,
                    1,
                    100_000,
                    "Visits of an item in which the weight of what was in vogue halves.");
    static final Option<Integer> CANDIDATES =
            ALL.number("similarity.candidates", 50, 1, 1_000, "Most candidates of an answer.");
    static final Option<Duration> SIMILARITY_TTL =
            ALL.duration(
                    "similarity.ttl",
                    Duration.ofDays(90),
                    Duration.ofMinutes(1),
                    YEARS,
                    "How long an item is remembered after the last event.");
    static final Option<Duration> SIMILARITY_PUBLISH =
            ALL.duration(
                    "similarity.publish-interval",
                    Duration.ofMinutes(1),
                    Duration.ZERO,
                    Duration.ofDays(1),
                    "Shortest time between two publications of an item's list; 0 publishes none.");

    static final Option<Duration> POPULARITY_HALF_LIFE =
            ALL.duration(
                    "popularity.half-life",
                    Duration.ofDays(1),
                    Duration.ofMinutes(1),
                    YEARS,
                    "Time in which the weight of a visit halves.");
    static final Option<Integer> POPULAR_ITEMS =
            ALL.number("popularity.max-items", 200, 1, 10_000, "Most items of a popularity list.");
    static final Option<Integer> POPULAR_PUBLISHED =
            ALL.number(
                    "popularity.published",
                    100,
                    1,
                    10_000,
                    "Most items of a popularity list that the list making sees.");
    static final Option<Duration> POPULARITY_PUBLISH =
            ALL.duration(
                    "popularity.publish-interval",
                    Duration.ofSeconds(1),
                    Duration.ofMillis(10),
                    Duration.ofDays(1),
                    "Shortest time between two publications of a popularity list.");
    static final Option<Duration> POPULARITY_TTL =
            ALL.duration(
                    "popularity.ttl",
                    Duration.ofDays(90),
                    Duration.ofMinutes(1),
                    YEARS,
                    "How long a popularity list is kept after the last visit.");

    static final Option<Integer> CACHED_OBJECTS =
            ALL.number(
                    "state.cached-objects",
                    20_000,
                    1,
                    100_000_000,
                    "Most state objects that an operator's subtask keeps in memory.");
    static final Option<Integer> UNWRITTEN_OBJECTS =
            ALL.number(
                    "state.unwritten-objects",
                    2_000,
                    1,
                    100_000_000,
                    "Most of them that are changed and not yet written; a checkpoint writes them"
                            + " first.");
    static final Option<Integer> MAX_PARALLELISM =
            ALL.number(
                    "job.max-parallelism",
                    128,
                    1,
                    32_768,
                    "Number of key groups. Can never change once there is a savepoint.");
    static final Option<Duration> BUFFER_TIMEOUT =
            ALL.duration(
                    "job.buffer-timeout",
                    Duration.ofMillis(1),
                    Duration.ZERO,
                    Duration.ofSeconds(10),
                    "Longest time that a record waits for a network buffer to fill; 0 sends each at"
                            + " once.");

    private Options() {}

    /** Every option, in the order of the documentation. */
    static List<Option<?>> all() {
        List<Option<?>> all = new ArrayList<>(KafkaOptions.ALL.options());
        all.addAll(ALL.options());
        all.addAll(RecommendOptions.ALL.options());
        all.addAll(LinkOptions.ALL.options());
        all.addAll(TriggerOptions.ALL.options());
        return all;
    }
}
