package io.nextclick.flow;

/**
 * What a rule does to a list.
 *
 * @param verb what is done
 * @param ruleId the rule, named in the reason of the items
 * @param priority of two actions that disagree the higher one wins
 * @param selector to which items
 * @param factor of boost and bury: the score is multiplied by it
 * @param position of pin: place in the list, from 1
 * @param count of add: most items
 * @param keepOnly of filter: true keeps the selected items and nothing else
 * @param fallback of add and pin: items to take if nothing that is selected can be had
 */
public record ItemAction(
        Verb verb,
        String ruleId,
        int priority,
        ItemSelector selector,
        double factor,
        int position,
        int count,
        boolean keepOnly,
        String[] fallback) {

    /** What is done with the selected items. */
    public enum Verb {
        /** They join the candidates. */
        ADD,
        /** Their score grows. */
        BOOST,
        /** Their score shrinks. */
        BURY,
        /** They stand at a fixed place. */
        PIN,
        /** They are left out, or are all that is left. */
        FILTER
    }
}
