/**
 * The options of all packages, where they are given, and the validated settings made of them.
 * Options come from a file, then the command line, then the environment; each overrides the one
 * before.
 */
@NullMarked
package io.nextclick.config;

import org.jspecify.annotations.NullMarked;
