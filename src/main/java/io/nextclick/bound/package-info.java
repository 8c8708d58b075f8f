/** Collections that cannot outgrow their bound. Plain Java, for one thread; nothing is stored. */
@NullMarked
package io.nextclick.bound;

import org.jspecify.annotations.NullMarked;
