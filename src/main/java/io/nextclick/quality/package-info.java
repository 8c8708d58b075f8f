/**
 * Drops repeated deliveries. Keyed by what sent the event (device, else user); keeps the event ids
 * seen within a window, by TTL.
 */
@NullMarked
package io.nextclick.quality;

import org.jspecify.annotations.NullMarked;
