/**
 * Typed options: what an option is, the values given for a list of them, and every fault at once.
 * Capabilities declare theirs beside what obeys them.
 */
@NullMarked
package io.nextclick.option;

import org.jspecify.annotations.NullMarked;
