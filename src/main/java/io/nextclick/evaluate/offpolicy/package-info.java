/**
 * What a policy would be worth, from a log of what another one chose: off-policy evaluation. Plain
 * Java; keeps sums by action and position, and for the job's own records one entry a list.
 */
@NullMarked
package io.nextclick.evaluate.offpolicy;

import org.jspecify.annotations.NullMarked;
