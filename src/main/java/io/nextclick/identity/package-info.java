/**
 * Whose a device is. Probabilistic links are keyed by site and network; kept is what the devices of
 * a network did lately.
 */
@NullMarked
package io.nextclick.identity;

import org.jspecify.annotations.NullMarked;
