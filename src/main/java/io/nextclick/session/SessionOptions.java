package io.nextclick.session;

import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.option.OptionValues;
import java.time.Duration;

/** Options of sessions and of what is kept of a person. */
public final class SessionOptions {

    public static final OptionList ALL = new OptionList();

    private static final Duration YEARS = Duration.ofDays(3_650);

    static final Option<Duration> GAP =
            ALL.duration(
                    "session.gap",
                    Duration.ofMinutes(30),
                    Duration.ofMillis(1),
                    Duration.ofDays(7),
                    "Events of a person this far apart or nearer belong to one session.");
    static final Option<Duration> MAX_LENGTH =
            ALL.duration(
                    "session.max-length",
                    Duration.ofHours(12),
                    Duration.ofMillis(1),
                    Duration.ofDays(7),
                    "Maximum length of a session, from its first to its last event; what comes after is a new"
                            + " one.");
    static final Option<Integer> MAX_EVENTS =
            ALL.number(
                    "session.max-events",
                    1_000,
                    1,
                    100_000,
                    "Maximum number of events of a session but impressions and pings; what comes"
                            + " after is a new one.");
    static final Option<Duration> LATENESS =
            ALL.duration(
                    "session.allowed-lateness",
                    Duration.ofMinutes(10),
                    Duration.ZERO,
                    Duration.ofDays(7),
                    "So long after its end a session still takes in, or is bridged by, late"
                            + " events.");
    static final Option<Integer> MAX_OPEN_EVENTS =
            ALL.number(
                    "session.max-open-events",
                    2_000,
                    2,
                    1_000_000,
                    "Maximum number of events of a person, but impressions and pings, that are kept"
                            + " one by one; beyond it the oldest session is settled at once.");
    static final Option<Integer> MAX_PASSIVE_EVENTS =
            ALL.number(
                    "session.max-passive-events",
                    1_000,
                    2,
                    1_000_000,
                    "Maximum number of impressions, pings and events of unknown type of a person"
                            + " that are kept one by one; beyond it the oldest are forgotten and"
                            + " not counted.");
    static final Option<Boolean> PUBLISH_OPEN =
            ALL.flag(
                    "session.publish-open",
                    true,
                    "Emits sessions when they begin, too, not only when they are over.");
    static final Option<Integer> RECENT_ITEMS =
            ALL.number(
                    "session.recent-items",
                    10,
                    1,
                    50,
                    "Maximum number of recent items that an event is related to, and that are asked for"
                            + " candidates.");
    static final Option<Integer> MAX_DISTINCT =
            ALL.number(
                    "session.max-distinct",
                    200,
                    1,
                    10_000,
                    "Maximum number of different items, categories, brands and devices that a session counts.");
    static final Option<Integer> MAX_OWNED =
            ALL.number(
                    "session.max-owned",
                    200,
                    0,
                    10_000,
                    "Maximum number of items that a person, and each device linked to them, bought or was"
                            + " not interested in, which are kept out of the lists.");
    static final Option<Integer> MAX_EVENTS_PER_MINUTE =
            ALL.number(
                    "quality.max-events-per-minute",
                    120,
                    1,
                    Integer.MAX_VALUE,
                    "Above this many events but impressions and pings a person is a bot for the"
                            + " rest of the minute: answered, but nothing is learnt.");
    static final Option<Integer> MAX_PASSIVE_PER_MINUTE =
            ALL.number(
                    "quality.max-passive-events-per-minute",
                    600,
                    1,
                    Integer.MAX_VALUE,
                    "Above this many impressions and pings of a person in a minute there is a"
                            + " finding; at most session.max-passive-events.");
    static final Option<Boolean> DUPLICATES_ACROSS_SOURCES =
            ALL.flag(
                    "quality.duplicates-across-sources",
                    true,
                    "A cart event, checkout, purchase, rating, wish or share of a person is a"
                            + " repetition if another source, such as the shop's server, has"
                            + " reported the same of the item under the same event_id.");
    static final Option<Integer> MAX_USER_DEVICES =
            ALL.number(
                    "quality.max-user-devices",
                    20,
                    1,
                    1_000,
                    "A user who was seen on more devices in what is remembered of the sessions is a"
                            + " finding: the id may be several people's.");
    static final Option<Integer> MAX_HISTORY =
            ALL.number(
                    "session.max-history",
                    100,
                    1,
                    10_000,
                    "Maximum number of settled sessions of a person, and of each device linked to them, that are"
                            + " remembered.");
    static final Option<Duration> HISTORY =
            ALL.duration(
                    "session.history",
                    Duration.ofDays(31),
                    Duration.ofDays(1),
                    YEARS,
                    "How far back settled sessions are remembered, from the newest on.");
    static final Option<Integer> MAX_DEVICES =
            ALL.number(
                    "session.max-devices",
                    20,
                    1,
                    1_000,
                    "Maximum number of linked devices of a person of which settled sessions are remembered.");
    static final Option<Duration> OUTLIER =
            ALL.duration(
                    "session.outlier",
                    Duration.ofHours(4),
                    Duration.ofMillis(1),
                    Duration.ofDays(7),
                    "A longer session is flagged as an outlier, and counts as this long in the"
                            + " averages.");
    static final Option<Duration> HALF_LIFE =
            ALL.duration(
                    "session.half-life",
                    Duration.ofDays(14),
                    Duration.ofMinutes(1),
                    YEARS,
                    "Age at which a session counts half in the averages of behaviour.");
    public static final Option<Duration> PERSON_TTL =
            ALL.duration(
                    "session.person-ttl",
                    Duration.ofDays(90),
                    Duration.ofMinutes(1),
                    YEARS,
                    "How long a person is remembered after the last event.");

    private SessionOptions() {}

    /**
     * The settings.
     *
     * @param outOfOrderness how far the watermark stays behind
     */
    public static SessionSettings settings(OptionValues given, Duration outOfOrderness) {
        Duration settled = given.get(GAP).plus(outOfOrderness).plus(given.get(LATENESS));
        given.require(
                given.get(PERSON_TTL).compareTo(settled) > 0,
                PERSON_TTL,
                "more than session.gap, event-time.out-of-orderness and session.allowed-lateness"
                        + " together");
        given.require(
                given.get(MAX_OPEN_EVENTS) > given.get(MAX_EVENTS),
                MAX_OPEN_EVENTS,
                "more than session.max-events=" + given.get(MAX_EVENTS));
        given.require(
                given.get(MAX_PASSIVE_PER_MINUTE) <= given.get(MAX_PASSIVE_EVENTS),
                MAX_PASSIVE_PER_MINUTE,
                "at most session.max-passive-events=" + given.get(MAX_PASSIVE_EVENTS));
        return new SessionSettings(
                given.millis(GAP),
                given.millis(MAX_LENGTH),
                given.get(MAX_EVENTS),
                given.millis(LATENESS),
                given.get(MAX_OPEN_EVENTS),
                given.get(RECENT_ITEMS),
                given.get(MAX_DISTINCT),
                given.get(MAX_OWNED),
                given.get(MAX_EVENTS_PER_MINUTE),
                given.get(MAX_HISTORY),
                given.millis(HISTORY),
                given.get(MAX_DEVICES),
                given.millis(OUTLIER),
                given.millis(HALF_LIFE),
                given.get(PUBLISH_OPEN),
                given.get(MAX_PASSIVE_EVENTS),
                given.get(MAX_PASSIVE_PER_MINUTE),
                given.get(DUPLICATES_ACROSS_SOURCES),
                given.get(MAX_USER_DEVICES));
    }
}
