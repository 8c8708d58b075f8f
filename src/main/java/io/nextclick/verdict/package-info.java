/**
 * Experiments: what each arm is worth beside the control. The statistics are plain Java, values in
 * and out, and hold at any number of looks; they keep sums over units, never the units.
 */
@NullMarked
package io.nextclick.verdict;

import org.jspecify.annotations.NullMarked;
