/**
 * The first operators of the job: each turns the raw records of a topic into the job's own, checks
 * them one by one, and sends what it refuses to the dead letters. No key; state only for the rules
 * in force, which are checked against each other.
 */
@NullMarked
package io.nextclick.ingest;

import org.jspecify.annotations.NullMarked;
