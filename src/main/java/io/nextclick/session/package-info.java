/**
 * Stitches the events of a person into visits. Keyed by person; keeps one value a person: its open
 * sessions with their recent items, the items it bought, and its events of the running minute.
 */
@NullMarked
package io.nextclick.session;

import org.jspecify.annotations.NullMarked;
