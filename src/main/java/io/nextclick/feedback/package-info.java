/**
 * Feedback: what became of the lists that people were shown. A function of the person stage gives
 * clicks, time, carts and orders to the list that they came from. For each person it keeps the
 * events that this needs. Counts of each minute are kept by site, surface and arm, of all lists and
 * of those of each segment.
 */
@NullMarked
package io.nextclick.feedback;

import org.jspecify.annotations.NullMarked;
