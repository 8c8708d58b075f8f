package io.nextclick.recommend;

/**
 * What the lists before it say of a request's candidates.
 *
 * @param ends where two steps from the current item lead to
 * @param interest of people with the request's attributes
 */
record Followed(TwoStepNeighbours.Ends ends, AttributeInterest interest) {

    /** Nothing. */
    static final Followed NOTHING =
            new Followed(TwoStepNeighbours.Ends.NONE, AttributeInterest.NONE);
}
