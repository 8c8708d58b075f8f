/**
 * The job on one machine, for newcomers and tests: a real broker and a real Flink in this process,
 * traffic of a generated shop or of a replayed log, and a status block in the terminal. Keeps its
 * files in one temporary folder, which goes with it. And rules: checked, and tested on a log. Not
 * part of the job jar.
 */
@NullMarked
package io.nextclick.local;

import org.jspecify.annotations.NullMarked;
