package io.nextclick.graph;

/**
 * The operators' uids, which are also their names, and the names of the functions in a stage, under
 * which state and timers are stored. They are part of every savepoint: none may change, and a
 * retired one is never used again. Those of sinks are {@code write-} and the topic.
 */
public final class OperatorIds {

    public static final String READ_EVENTS = "read-events";
    public static final String PASS_TIME = "pass-time";
    public static final String READ_ITEMS = "read-items";
    public static final String DECODE_EVENTS = "decode-events";
    public static final String DECODE_ITEMS = "decode-items";
    public static final String READ_IDENTITY_EVENTS = "read-identity-events";
    public static final String DECODE_IDENTITY_EVENTS = "decode-identity-events";
    public static final String RESOLVE_LINKS = "resolve-links";
    public static final String READ_RULES = "read-rules";
    public static final String DECODE_RULES = "decode-rules";
    public static final String READ_POLICY = "read-policy";
    public static final String DECODE_POLICY = "decode-policy";
    public static final String READ_EXPERIMENTS = "read-experiments";
    public static final String DECODE_EXPERIMENTS = "decode-experiments";
    public static final String READ_RESULTS = "read-results";
    public static final String DECODE_RESULTS = "decode-results";
    public static final String DEVICE_STAGE = "device-stage";
    public static final String PERSON_STAGE = "person-stage";
    public static final String CHECK_QUALITY = "check-quality";
    public static final String CHECK_OFFERS = "check-offers";
    public static final String OFFER_SIGNALS = "offer-signals";
    public static final String MATCH_DEVICES = "match-devices";
    public static final String IDENTIFY = "identify";
    public static final String STITCH_SESSION = "stitch-session";
    public static final String MATCH_TRIGGERS = "match-triggers";
    public static final String ATTRIBUTE_FEEDBACK = "attribute-feedback";
    public static final String GATHER_FEEDBACK = "gather-feedback";
    public static final String GATHER_OUTCOMES = "gather-outcomes";
    public static final String COUNT_FEEDBACK = "count-feedback";
    public static final String MEASURE_UNITS = "measure-units";
    public static final String JUDGE_EXPERIMENTS = "judge-experiments";
    public static final String SELECT_SEGMENTS = "select-segments";
    public static final String GATHER_SEGMENT_CHANGES = "gather-segment-changes";
    public static final String COUNT_SEGMENTS = "count-segments";
    public static final String UPDATE_CATALOGUE = "update-catalogue";
    public static final String SCATTER_EVENT = "scatter-event";
    public static final String UPDATE_SIMILARITY = "update-similarity";
    public static final String ANNOUNCE_SEGMENT_VISITS = "announce-segment-visits";
    public static final String GATHER_VISITS = "gather-visits";
    public static final String GATHER_SEGMENT_VISITS = "gather-segment-visits";
    public static final String RANK_POPULAR = "rank-popular";
    public static final String ADDRESS_REQUESTS = "address-requests";
    public static final String ADDRESS_ANSWERS = "address-answers";
    public static final String ANNOUNCE_POPULAR = "announce-popular";
    public static final String ANNOUNCE_ITEMS = "announce-items";
    public static final String ANNOUNCE_POLICY = "announce-policy";
    public static final String ANNOUNCE_EXPERIMENTS = "announce-experiments";
    public static final String ANNOUNCE_WEIGHTS = "announce-weights";
    public static final String RECOMMEND = "recommend";
    public static final String MERGE_POLICIES = "merge-policies";

    public static final String COUNT_EVENTS = "count-events";
    public static final String COUNT_REJECTS = "count-rejects";
    public static final String COUNT_CLICKS = "count-clicks";
    public static final String WATCH_SERIES = "watch-series";

    private OperatorIds() {}
}
