package io.nextclick.expectation;

import org.jspecify.annotations.Nullable;

/**
 * What came of holding events against an expectation.
 *
 * @param expectation what was expected
 * @param verdict whether it is so
 * @param observed what was measured, in words; why not, if nothing was
 * @param example id of the first event that is not as expected, or null
 */
public record Outcome(
        Expectation expectation, Verdict verdict, String observed, @Nullable String example) {

    /** Whether an expectation holds. */
    public enum Verdict {
        /** It does. */
        PASS,
        /** It does not. */
        FAIL,
        /** There was nothing to measure. */
        NOT_MEASURED
    }
}
