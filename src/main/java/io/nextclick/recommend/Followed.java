package io.nextclick.recommend;

import java.util.HashMap;
import java.util.Map;

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

    /** The same as it is now, for a list that is made later. */
    public Followed frozen(Iterable<String> candidates) {
        if (interest.equals(AttributeInterest.NONE)) {
            return this;
        }
        Map<String, Float> now = new HashMap<>();
        candidates.forEach(item -> now.put(item, interest.of(item)));
        for (String item : ends.items()) {
            now.put(item, interest.of(item));
        }
        return new Followed(ends, item -> now.getOrDefault(item, 0f));
    }
}
