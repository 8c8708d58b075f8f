/**
 * Measures on recorded behaviour: models of the next item by the protocols of the field, and the
 * prequential next-click figure of a running job. Plain Java; keeps nothing beyond a run.
 */
@NullMarked
package io.nextclick.evaluate;

import org.jspecify.annotations.NullMarked;
