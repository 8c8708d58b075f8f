/**
 * Item similarity that learns from every event: directed, decayed pair weights. Keyed by item;
 * keeps one bounded list of neighbours an item, with the item's own weight and category. The same
 * message carries a pair to learn and asks for candidates.
 */
@NullMarked
package io.nextclick.similarity;

import org.jspecify.annotations.NullMarked;
