/**
 * Keyed state held as objects between messages and written back later: on eviction, when too many
 * are changed, and before every snapshot. Key and state are those of the operator that uses it;
 * this package keeps nothing of its own, and what is in memory is in every checkpoint and
 * savepoint.
 */
@NullMarked
package io.nextclick.writeback;

import org.jspecify.annotations.NullMarked;
