/**
 * What travels through the job and the rules that need nothing else: the behaviour event and its
 * checks, the records that one capability sends to another, forward decay. No Flink here, and no
 * state.
 */
@NullMarked
package io.nextclick.event;

import org.jspecify.annotations.NullMarked;
