/**
 * Measures on recorded behaviour: readers that turn public logs into events in order of time, and
 * the prequential next-click figure of a running job. Plain Java; keeps nothing beyond a run.
 */
@NullMarked
package io.nextclick.evaluate;

import org.jspecify.annotations.NullMarked;
