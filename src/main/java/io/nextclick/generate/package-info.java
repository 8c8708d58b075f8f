/**
 * A synthetic shop for the demo, benchmarks and tests: a catalogue and endless traffic whose
 * structure can be learnt, with the true person behind every event, and a click model of what
 * somebody before a page does with a list. Plain Java; all state is that of one generator, and a
 * seed gives the same log every time.
 */
@NullMarked
package io.nextclick.generate;

import org.jspecify.annotations.NullMarked;
