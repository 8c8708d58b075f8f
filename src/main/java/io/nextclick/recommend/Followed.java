package io.nextclick.recommend;

/** What the lists before it say of a request's candidates. */
public final class Followed {

    /** Nothing. */
    public static final Followed NOTHING =
            new Followed(TwoStepNeighbours.Ends.NONE, AttributeInterest.NONE);

    private final TwoStepNeighbours.Ends ends;
    private final AttributeInterest interest;

    /**
     * @param ends where two steps from the current item lead to
     * @param interest of people with the request's attributes
     */
    Followed(TwoStepNeighbours.Ends ends, AttributeInterest interest) {
        this.ends = ends;
        this.interest = interest;
    }

    TwoStepNeighbours.Ends ends() {
        return ends;
    }

    AttributeInterest interest() {
        return interest;
    }
}
