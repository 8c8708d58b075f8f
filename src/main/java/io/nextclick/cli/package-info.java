/**
 * The commands beside the job: rules are checked and tried on a log, models are tested on logs. Not
 * in the job jar.
 */
@NullMarked
package io.nextclick.cli;

import org.jspecify.annotations.NullMarked;
