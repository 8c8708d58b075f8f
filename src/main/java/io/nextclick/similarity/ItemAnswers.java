package io.nextclick.similarity;

import io.nextclick.event.SiteKey;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.ForwardDecay;
import io.nextclick.message.Floats;
import java.util.Arrays;

/** What an item answers of its neighbours, with weights as they count at its newest event. */
public final class ItemAnswers {

    private static final float[] NONE = {};
    private static final int[] NOWHERE = {};

    /** Most neighbours that the item before the current one names, and that older ones name. */
    static final int SECOND = 30;

    static final int OLDER = 20;

    private final SimilaritySettings rules;
    private final ForwardDecay decay;

    /**
     * @param rules how pairs are learnt
     */
    public ItemAnswers(SimilaritySettings rules) {
        this.rules = rules;
        this.decay = rules.decay();
    }

    /** The item's best neighbours for a person. */
    public Candidates answer(ItemMessage message, ItemNeighbours item) {
        int count = NeighbourOrder.strongestFirst(item, most(message.slot()));
        double newest = newest(item);
        float byTime = (float) (1 / newest);
        float byVisits = (float) (1 / item.trendScale());
        boolean first = message.slot() == 0;
        return new Candidates(
                message.personKey(),
                message.sequence(),
                message.slot(),
                message.itemId(),
                message.category() != null ? message.category() : item.category,
                (float) (item.weight / newest),
                (float) (item.recentWeight / item.trendScale()),
                Arrays.copyOf(item.items, count),
                strengths(item, count, byTime),
                first ? times(item.forward, count, byTime) : NONE,
                first ? times(item.next, count, byTime) : NONE,
                first ? times(item.trend, count, byVisits) : NONE,
                first ? times(item.intent, count, byTime) : NONE);
    }

    /** Items that the person was at before count less in a list, so they name fewer. */
    private int most(int slot) {
        return slot == 0
                ? rules.candidates()
                : Math.min(rules.candidates(), slot == 1 ? SECOND : OLDER);
    }

    /** The item's best neighbours for the topic of that name, without removed ones. */
    SimilarItems published(String itemKey, ItemNeighbours item, RemovedItemsState removed) {
        int[] best = removed.contains(itemKey) ? NOWHERE : best(itemKey, item, removed);
        if (best.length == 0) {
            return SimilarItems.none(itemKey);
        }
        double newest = newest(item);
        String[] neighbours = new String[best.length];
        float[] scores = new float[best.length];
        float[] forward = new float[best.length];
        float[] backward = new float[best.length];
        for (int i = 0; i < best.length; i++) {
            int place = best[i];
            neighbours[i] = item.items[place];
            scores[i] = score(item, place);
            forward[i] = (float) (item.forward[place] / newest);
            backward[i] = (float) (item.backward[place] / newest);
        }
        return new SimilarItems(
                itemKey,
                item.updatedAtMillis,
                item.weight / newest,
                neighbours,
                scores,
                forward,
                backward);
    }

    /** The item itself is none: that people come back to it is for their lists to say. */
    private int[] best(String itemKey, ItemNeighbours item, RemovedItemsState removed) {
        String site = SiteKey.site(itemKey);
        String own = SiteKey.id(itemKey);
        int most = removed.isEmpty() ? rules.candidates() + 1 : item.size;
        int[] all = NeighbourOrder.best(item, most);
        int kept = 0;
        for (int i = 0; i < all.length && kept < rules.candidates(); i++) {
            String neighbour = item.items[all[i]];
            if (!neighbour.equals(own) && !removed.contains(site, neighbour)) {
                all[kept++] = all[i];
            }
        }
        return Arrays.copyOf(all, kept);
    }

    /** A neighbour's strength over the root of the item's own visits. */
    float score(ItemNeighbours item, int place) {
        double newest = newest(item);
        double visits = Math.max(item.weight / newest, 1);
        return (float) (item.strength(place) / newest / Math.sqrt(visits));
    }

    /** The scale of weights that are added at the newest event. */
    private double newest(ItemNeighbours item) {
        return decay.factor(item.updatedAtMillis, item.landmarkMillis);
    }

    private static float[] strengths(ItemNeighbours item, int count, float factor) {
        float[] strengths = new float[count];
        for (int i = 0; i < count; i++) {
            strengths[i] = Floats.rounded(item.strength(i) * factor);
        }
        return strengths;
    }

    private static float[] times(float[] scaled, int count, float factor) {
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = Floats.rounded(scaled[i] * factor);
        }
        return weights;
    }
}
