/**
 * Alarms on the job's own input and output: an expectation of each series by the hour of the week,
 * and a test of each minute against it. Key: site and series. State: one expectation a series with
 * the last hour of minutes. {@code docs/alarms.md} says what is tested and what it cannot see.
 */
@NullMarked
package io.nextclick.alarm;

import org.jspecify.annotations.NullMarked;
