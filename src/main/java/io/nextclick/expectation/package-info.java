/**
 * What a site expects of its events: how it is written, read and checked, how events are held
 * against it, and the same as a suite of Great Expectations. Not in the job jar: the job holds no
 * event against it. No Flink, no key; a check has a few numbers an expectation.
 */
@NullMarked
package io.nextclick.expectation;

import org.jspecify.annotations.NullMarked;
