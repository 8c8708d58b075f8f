/**
 * The demo: a real broker and a real Flink in one process, traffic, and what a person sees of it.
 * Not in the job jar.
 */
@NullMarked
package io.nextclick.demo;

import org.jspecify.annotations.NullMarked;
