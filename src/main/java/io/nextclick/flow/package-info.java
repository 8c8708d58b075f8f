/**
 * What travels between capabilities, and the pure rules that several of them share. No Flink, no
 * state.
 */
@NullMarked
package io.nextclick.flow;

import org.jspecify.annotations.NullMarked;
