/**
 * Makes the lists. Keyed by person; keeps the requests in flight until every asked item answered or
 * the deadline passed. What is popular and what is out of stock arrives by broadcast.
 */
@NullMarked
package io.nextclick.recommend;

import org.jspecify.annotations.NullMarked;
