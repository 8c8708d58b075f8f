package io.nextclick.rule;

/**
 * What is wrong with a rule.
 *
 * @param place JSON pointer into the rule, for example {@code /pattern/stages/0/when}; a condition
 *     adds line and column
 * @param reason what is wrong there, and what is allowed
 */
public record RuleFault(String place, String reason) {

    @Override
    public String toString() {
        return (place.isEmpty() ? "/" : place) + ": " + reason;
    }
}
