/**
 * What holds of the catalogue. Keyed by item; keeps when an item was known first and how new its
 * newest record is, so that nobody behind it takes an old record for a newer one or a known item
 * for a new one.
 */
@NullMarked
package io.nextclick.catalogue;

import org.jspecify.annotations.NullMarked;
