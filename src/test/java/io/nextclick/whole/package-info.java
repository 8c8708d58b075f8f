/**
 * The job as a whole, on a real broker and from its jar. Failsafe begins at the end of the
 * alphabet: these take longest.
 */
@NullMarked
package io.nextclick.whole;

import org.jspecify.annotations.NullMarked;
