/**
 * Plays files of records on a broker and the whole job in this process, writes what comes out, and
 * compares it with what the file expects. Keeps nothing beyond a run.
 */
@NullMarked
package io.nextclick.scenario;

import org.jspecify.annotations.NullMarked;
