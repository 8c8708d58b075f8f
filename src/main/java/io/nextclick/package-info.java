/** The job: its entry point, its graph on one screen, and the names of its operators. */
@NullMarked
package io.nextclick;

import org.jspecify.annotations.NullMarked;
