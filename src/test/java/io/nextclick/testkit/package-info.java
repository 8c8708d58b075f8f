/** Fixtures of the tests: events in words, keyed streams, a shop's records. */
@NullMarked
package io.nextclick.testkit;

import org.jspecify.annotations.NullMarked;
