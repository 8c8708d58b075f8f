/**
 * Whose a device is. Keyed by device; keeps the users seen on it, the times at which each of them
 * had it, and its anonymous events of the look-back, so that these can be given to the person whose
 * they turn out to be, and be taken back. Probabilistic links are keyed by site and network; kept
 * is what the devices of a network did last.
 */
@NullMarked
package io.nextclick.identity;

import org.jspecify.annotations.NullMarked;
