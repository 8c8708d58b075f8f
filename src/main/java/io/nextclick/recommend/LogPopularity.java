package io.nextclick.recommend;

import io.nextclick.blend.Logarithm;

/** The logarithm of what each item of a list is visited next to its most popular one. */
final class LogPopularity {

    private final float floor;

    /** That of an item that is not in the list. */
    final float least;

    private float[] scores = {};
    private float[] values = {};

    /**
     * @param floor what is added to each share, so that there is a logarithm of none
     */
    LogPopularity(float floor) {
        this.floor = floor;
        this.least = Logarithm.of(floor);
    }

    /** Takes in a list's decayed visits, largest first. */
    void take(float[] visits) {
        scores = visits;
        if (values.length < visits.length) {
            values = new float[visits.length];
        }
        for (int i = 0; i < visits.length; i++) {
            values[i] = Logarithm.of(floor + visits[i] / top());
        }
    }

    private float top() {
        return Math.max(scores[0], Float.MIN_NORMAL);
    }

    /** That of the item at a place of the list. */
    float of(int place) {
        return values[place];
    }

    /** The same without some visits. */
    float without(int place, float visits) {
        return visits == 0
                ? values[place]
                : Logarithm.of(floor + Math.max(scores[place] - visits, 0) / top());
    }
}
