/**
 * The connectors: sources and sinks of the topics, and the check of the broker at the start. Keeps
 * offsets and, in exactly-once mode, transactions.
 */
@NullMarked
package io.nextclick.kafka;

import org.jspecify.annotations.NullMarked;
