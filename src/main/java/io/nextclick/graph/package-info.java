/**
 * The job graph: which operator reads what, in the order of the data. The only place that knows all
 * capabilities.
 */
@NullMarked
package io.nextclick.graph;

import org.jspecify.annotations.NullMarked;
