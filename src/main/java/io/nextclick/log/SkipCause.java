package io.nextclick.log;

/** Why a line of a log gave no event. */
public enum SkipCause {
    /** Nothing on the line. */
    EMPTY_LINE,
    /** A quote that is not closed, or text after a closing quote. */
    MALFORMED_QUOTES,
    /** No JSON, or a value that is not of the contract. */
    MALFORMED_JSON,
    /** A comment, or a record of another topic. */
    NO_EVENT,
    /** More or fewer fields than columns. */
    WRONG_FIELD_COUNT,
    /** A field without which there is no event is empty. */
    MISSING_FIELD,
    /** A time that is not in the format's notation, or not between 1970 and 2100. */
    INVALID_TIME,
    /** A price that is not a number of zero or more. */
    INVALID_PRICE,
    /** A behaviour that the format does not describe. */
    UNKNOWN_TYPE
}
