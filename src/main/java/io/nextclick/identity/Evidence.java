package io.nextclick.identity;

/**
 * Why a device is taken for somebody's. The names are those of the {@code IdentityLink} contract.
 * New ones are last: the place is a number in stored bytes.
 */
public enum Evidence {
    /** Nothing says whose it is; it is a person of its own. */
    NONE,
    /** An event of the device carried the user's id. */
    LOGIN,
    /** An identity event linked it. */
    LINK,
    /** It was guessed from coarse signals. */
    PROBABILISTIC,
    /** More users than a private device has. */
    SHARED
}
