package io.nextclick.recommend;

import java.io.Serializable;

/**
 * How lists of one surface are made.
 *
 * @param repeats which items of the visit may be in the list
 * @param diversity how much a list avoids items of the same category: 0 not at all, below 1
 * @param exploration share of the list that is kept for items which are new on the site, 0 to 0.5
 * @param later what the click after the next one counts when the blend learns; 0 learns the next
 *     click alone, 1 makes no difference between them
 */
public record SurfaceSettings(Repeats repeats, double diversity, double exploration, double later)
        implements Serializable {

    /** A surface whose blend learns the next click alone. */
    public SurfaceSettings(Repeats repeats, double diversity, double exploration) {
        this(repeats, diversity, exploration, 0);
    }

    /** Which items of the visit may be in a list. */
    public enum Repeats {
        /** All of them; the blend learns where people come back to. */
        LEARNED,
        /** All but the one that the person is at. */
        NOT_CURRENT,
        /** None. */
        NONE
    }

    /** A surface without any rule. */
    public static final SurfaceSettings PLAIN = new SurfaceSettings(Repeats.LEARNED, 0, 0);
}
