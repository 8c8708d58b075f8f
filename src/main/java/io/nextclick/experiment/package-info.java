/**
 * Experiments: how one is written, read and checked, which are in force together, and which arm a
 * person, device or list gets. An arm is a way of making lists. No key, no state of its own; the
 * job keeps an {@link io.nextclick.experiment.ExperimentBook} in operator state and {@link
 * io.nextclick.experiment.Experiments} in broadcast state.
 */
@NullMarked
package io.nextclick.experiment;

import org.jspecify.annotations.NullMarked;
