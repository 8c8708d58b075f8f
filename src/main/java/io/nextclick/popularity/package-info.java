/**
 * What is popular on a site and in each of its categories. Keyed by site or category; keeps one
 * bounded list of decayed visits a key, by two half-lives, and publishes its head when it changed.
 */
@NullMarked
package io.nextclick.popularity;

import org.jspecify.annotations.NullMarked;
