/**
 * The blend: what is known of each candidate, as a few signals, weighed by a small model that
 * learns from what was clicked next. Plain Java, no key, no state of its own; {@code recommend}
 * keeps the models and shares them.
 */
@NullMarked
package io.nextclick.blend;

import org.jspecify.annotations.NullMarked;
