/**
 * Makes the lists. Keyed by person; keeps the requests in flight until every asked item answered or
 * the deadline passed. What is popular, what is out of stock and what the catalogue says of items
 * arrives by broadcast. Every request says what recommendation rules do to its list.
 */
@NullMarked
package io.nextclick.recommend;

import org.jspecify.annotations.NullMarked;
