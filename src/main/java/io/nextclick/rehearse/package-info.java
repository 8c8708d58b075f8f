/**
 * {@code mvn -Prehearse}: the part of {@code deploy/rehearse.sh} that is at home in Kafka. Makes
 * the topics of a rehearsal, waits until it has read what the live job had, compares what both
 * wrote, and removes the topics again. Keeps nothing. Not in the job jar.
 */
@NullMarked
package io.nextclick.rehearse;

import org.jspecify.annotations.NullMarked;
