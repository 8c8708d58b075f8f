/**
 * The contracts: each topic's records between Avro or JSON and the job's own records, field by
 * field, in both directions. No Flink, so that a consumer, a gateway or a lake can stand on it.
 * Keeps nothing.
 */
@NullMarked
package io.nextclick.contract;

import org.jspecify.annotations.NullMarked;
