/**
 * {@code mvn -Pfaults}: breaks parts of a cluster of real processes while the job runs on it, and
 * compares what consumers have in the end with a run that nothing disturbed. Not a test of the
 * build: it takes minutes and a Flink distribution.
 */
@NullMarked
package io.nextclick.faults;

import org.jspecify.annotations.NullMarked;
