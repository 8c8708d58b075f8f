package io.nextclick.event;

/** Why an event or record was refused or set apart; each has a counter of that name. */
public enum ReasonCode {
    /** The bytes are neither of the accepted encodings, or are cut off. */
    UNDECODABLE(true),
    /** Well framed, but the writer's schema is known to neither the bundle nor the registry. */
    UNKNOWN_SCHEMA(true),
    /** No event id, or neither user nor device id. */
    MISSING_ID(true),
    /** An item event without an item id. */
    MISSING_ITEM(true),
    /** The site's name has other characters than letters, digits, '.', '_' and '-'. */
    INVALID_SITE(true),
    /** An identity event without a device or user, or with an action that is unknown. */
    INVALID_IDENTITY(true),
    /** A rule that is not of the language, or does not go with the rules in force. */
    INVALID_RULE(true),
    /** A ranking policy under another's key, or with a number that no policy has. */
    INVALID_POLICY(true),
    /** An experiment that is wrong by itself, or does not go with those in force. */
    INVALID_EXPERIMENT(true),
    /** A result of an experiment under another's key, or with weights that no arms have. */
    INVALID_RESULT(true),
    /** Further ahead of its arrival than allowed. */
    TIMESTAMP_IN_FUTURE(true),
    /** Older at its arrival than allowed, or not after the epoch. */
    TIMESTAMP_TOO_OLD(true),
    /** A price below zero, too high, of too many decimals, or not a number. */
    INVALID_PRICE(true),
    /** A currency that is not three capital letters. */
    INVALID_CURRENCY(true),
    /** A number of pieces that nobody moves, or whose worth is too high. */
    INVALID_QUANTITY(true),
    /** A field or the attributes are longer than allowed. */
    FIELD_TOO_LONG(true),
    /** The event id was seen before from the same source; dropped, not a dead letter. */
    DUPLICATE(false),
    /** More events a minute than a person makes; answered, but nothing is learnt from it. */
    BOT(false);

    /** Metric group under which every operator counts the reasons it finds. */
    public static final String METRIC_GROUP = "rejected";

    private final boolean deadLetter;

    ReasonCode(boolean deadLetter) {
        this.deadLetter = deadLetter;
    }

    /** True if the record goes to the dead-letters topic with its bytes. */
    public boolean isDeadLetter() {
        return deadLetter;
    }
}
