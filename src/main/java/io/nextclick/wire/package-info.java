/**
 * The edge: Kafka records, Avro and JSON on the outside, the job's own records on the inside. The
 * only place that knows the contracts' generated classes. Stateless; bad input becomes a dead
 * letter and never an exception.
 */
@NullMarked
package io.nextclick.wire;

import org.jspecify.annotations.NullMarked;
