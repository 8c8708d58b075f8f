/**
 * The language of rules: how a rule is written, read and checked, its conditions in CEL, its
 * pattern as one of Flink CEP, and which rules are in force together. No key, no state of its own;
 * the job keeps a {@link io.nextclick.rule.RuleBook} in operator state.
 */
@NullMarked
package io.nextclick.rule;

import org.jspecify.annotations.NullMarked;
