package io.nextclick.identity;

import java.io.Serializable;

/**
 * How devices are given to users, and the bounds of what is kept.
 *
 * @param lookBackMillis anonymous events of a device up to this long before its first login become
 *     the user's
 * @param maxHistory most anonymous events of a device that are kept to be moved, the newest; and of
 *     passive ones as many besides
 * @param gapMillis pause between two visits; the oldest events are forgotten by whole visits
 * @param sharedUsers a device with more users than this in the window is a shared one
 * @param sharedWindowMillis the window
 * @param skewMillis events that are further than this from their arrival show a wrong clock
 */
public record IdentitySettings(
        long lookBackMillis,
        int maxHistory,
        long gapMillis,
        int sharedUsers,
        long sharedWindowMillis,
        long skewMillis)
        implements Serializable {}
