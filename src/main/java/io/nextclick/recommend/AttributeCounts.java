package io.nextclick.recommend;

import java.util.Arrays;

/** Visits of a site or of an item, by the attributes that they have and by the values of these. */
final class AttributeCounts {

    /** By the number of the attribute. */
    private final float[] all = new float[SiteAttributes.MOST_ATTRIBUTES];

    /** By the place of the value, see {@link SiteAttributes}. */
    private float[] ofValue = {};

    /** Lets all visits so far count less, and makes room for so many places. */
    void decay(float kept, int places) {
        if (ofValue.length < places) {
            ofValue = Arrays.copyOf(ofValue, SiteAttributes.roundedUp(places));
        }
        for (int attribute = 0; attribute < all.length; attribute++) {
            all[attribute] *= kept;
        }
        for (int place = 0; place < ofValue.length; place++) {
            ofValue[place] *= kept;
        }
    }

    /** Adds a visit's value of one attribute. */
    void add(int attribute, int place) {
        all[attribute]++;
        ofValue[place]++;
    }

    /** Visits that have an attribute. */
    float all(int attribute) {
        return all[attribute];
    }

    /** Visits that have a value. */
    float ofValue(int place) {
        return ofValue[place];
    }
}
