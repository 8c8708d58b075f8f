/**
 * Feedback: what became of the lists that people were shown. A step of the person stage gives
 * clicks, time, carts and orders to the list that they came from; it keeps the events by which it
 * does so, a person. Counts of each minute are kept by site, surface and arm.
 */
@NullMarked
package io.nextclick.feedback;

import org.jspecify.annotations.NullMarked;
