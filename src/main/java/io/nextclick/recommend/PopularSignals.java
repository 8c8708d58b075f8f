package io.nextclick.recommend;

import io.nextclick.blend.Signal;
import io.nextclick.blend.SignalTable;
import io.nextclick.bound.BoundedMap;
import io.nextclick.flow.PopularItems;
import io.nextclick.flow.VisitPairs;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the popularity of a candidate says. In memory only: at most {@value #MOST_SITES} sites, the
 * least recently used evicted.
 */
final class PopularSignals {

    static final int MOST_SITES = 256;

    /** So little next to strengths, and to two steps, that they are left out before. */
    private static final float NEXT_TO_STRENGTH = 1e-5f;

    private final Map<String, PopularSite> sites = BoundedMap.byLastUse(MOST_SITES);
    private PopularSite site = PopularSite.NONE;

    /** The place of a popular item in the site's list and 1, by row of the candidates; else 0. */
    private int[] places = new int[0];

    /** Turns to the site of a list of popular items; null if there is none. */
    void use(@Nullable PopularItems popular) {
        if (popular == null || popular.items().length == 0) {
            site = PopularSite.NONE;
            return;
        }
        site = sites.computeIfAbsent(popular.site(), name -> new PopularSite());
        site.use(popular);
    }

    /** Adds the items that so many visit that anybody may be the next: they become candidates. */
    void addLikely(ItemRows candidates) {
        for (int i = 0; i < site.likely(); i++) {
            candidates.rowOf(site.item(i));
        }
    }

    /**
     * Finds the popular items among all candidates: they are fewer than these, so it is cheaper.
     */
    void find(ItemRows candidates) {
        int count = candidates.count();
        if (places.length < count) {
            places = new int[count];
        }
        Arrays.fill(places, 0, count, 0);
        for (int i = 0; i < site.count(); i++) {
            int row = candidates.find(site.item(i), site.hash(i));
            if (row >= 0) {
                places[row] = i + 1;
            }
        }
    }

    /**
     * What a candidate that so many visit is worth next to the strength of others; 0 for others.
     */
    float worth(int row) {
        int place = places[row] - 1;
        return place < 0 || place >= site.likely()
                ? 0
                : NEXT_TO_STRENGTH * (site.value(place) - site.value(-1));
    }

    /**
     * Sets the signal of candidates, whose rows are given by row of the signals; the first are the
     * asked items.
     *
     * @param own what the visit taught: its own visits say nothing of what others want
     * @param asked how many items are asked
     */
    void setAll(SignalTable signals, int[] kept, int count, VisitPairs own, int asked) {
        float[] column = signals.column(Signal.POPULAR, count);
        float[] rising = signals.column(Signal.RISING, count);
        for (int i = 0; i < count; i++) {
            int place = places[kept[i]] - 1;
            boolean ofVisit = i < asked;
            column[i] =
                    ofVisit && place >= 0
                            ? site.valueWithout(place, own.visits(i))
                            : site.value(place);
            rising[i] = ofVisit ? 0 : site.rise(place);
        }
    }
}
