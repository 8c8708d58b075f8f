/**
 * Models of the next item that the product is measured against, written from their papers. They
 * keep all that they learn: none has a bound, none is meant for production. Plain Java.
 */
@NullMarked
package io.nextclick.evaluate.baseline;

import org.jspecify.annotations.NullMarked;
