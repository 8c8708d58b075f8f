/**
 * Readers of recorded behaviour: formats of public logs, a line at a time, with what was skipped
 * and why. No Flink.
 */
@NullMarked
package io.nextclick.log;

import org.jspecify.annotations.NullMarked;
