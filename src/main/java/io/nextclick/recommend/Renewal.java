package io.nextclick.recommend;

import io.nextclick.flow.PopularItems;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When what is prepared of a popularity list is prepared anew of a newer one: after so many lists
 * for people that each pays for a few of its items, or once it is old.
 */
final class Renewal {

    /** So many items are prepared anew for each list that is made with them. */
    private static final int A_LIST = 8;

    /** A difference of the newest visits, ms. */
    private static final long OLD_MILLIS = 60_000;

    private @Nullable PopularItems of;
    private int lists;

    /** True if it is to be prepared of this one, which it then counts as. */
    boolean isDue(PopularItems now) {
        lists++;
        PopularItems before = of;
        boolean early =
                before != null
                        && lists * A_LIST < before.items().length
                        && now.updatedAtMillis() - before.updatedAtMillis() < OLD_MILLIS;
        // A record's arrays are equal if they are the same.
        if (early || Objects.equals(now, before)) {
            return false;
        }
        of = now;
        lists = 0;
        return true;
    }
}
