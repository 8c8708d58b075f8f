package io.nextclick.verdict;

import org.jspecify.annotations.Nullable;

/**
 * What can be said of an experiment.
 *
 * @param kind what kind of statement it is
 * @param arm that it is about; null for none
 * @param words the same in plain words
 */
public record Verdict(Kind kind, @Nullable String arm, String words) {

    /** What can be said; each is a symbol of the contract. */
    public enum Kind {
        /** Nothing for sure. */
        NOT_YET,
        /** An arm is better than the control. */
        BETTER,
        /** All arms are worse than the control. */
        WORSE,
        /** No arm differs from the control by what is worth knowing. */
        NO_DIFFERENCE,
        /** An arm breaks a guardrail. */
        HARMFUL,
        /** Units are not divided as declared: nothing else holds. */
        UNFAIR
    }
}
