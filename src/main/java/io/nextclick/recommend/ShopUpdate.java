package io.nextclick.recommend;

import io.nextclick.blend.Policy;
import io.nextclick.event.CatalogItem;
import io.nextclick.experiment.ArmWeights;
import io.nextclick.experiment.ExperimentUpdate;
import io.nextclick.flow.PopularItems;
import org.jspecify.annotations.Nullable;

/**
 * An update of the shop's facts, of a policy or of experiments, for every subtask that makes lists.
 *
 * @param popular a popularity list, or null
 * @param itemKey an item of the catalogue, or null
 * @param availableFromMillis when that item may be recommended, ms since the epoch; 0 if always,
 *     {@link #NEVER} if it is out of stock or gone
 * @param newSinceMillis when that item was known first, ms since the epoch; 0 if it is gone
 * @param facts what rules may ask of that item, or null if nothing is known
 * @param policy the merged policy of a site and surface, or null
 * @param experiment a change of the experiments in force, or null
 * @param weights learnt weights of an experiment's arms, or null
 */
public record ShopUpdate(
        @Nullable PopularItems popular,
        @Nullable String itemKey,
        long availableFromMillis,
        long newSinceMillis,
        @Nullable ItemFacts facts,
        @Nullable Policy policy,
        @Nullable ExperimentUpdate experiment,
        @Nullable ArmWeights weights) {

    /** Of an item that is out of stock or gone. */
    static final long NEVER = Long.MAX_VALUE;

    /** An update of a popularity list. */
    public static ShopUpdate of(PopularItems popular) {
        return new ShopUpdate(popular, null, 0, 0, null, null, null, null);
    }

    /** An update of the catalogue. */
    public static ShopUpdate of(CatalogItem item) {
        return new ShopUpdate(
                null,
                item.itemKey(),
                item.isAvailable() ? item.availableFromMillis() : NEVER,
                item.removed() ? 0 : item.firstSeenMillis(),
                ItemFacts.of(item),
                null,
                null,
                null);
    }

    /** An update of a policy. */
    public static ShopUpdate of(Policy policy) {
        return new ShopUpdate(null, null, 0, 0, null, policy, null, null);
    }

    /** An update of the experiments. */
    public static ShopUpdate of(ExperimentUpdate experiment) {
        return new ShopUpdate(null, null, 0, 0, null, null, experiment, null);
    }

    /** An update of how arms are drawn. */
    public static ShopUpdate of(ArmWeights weights) {
        return new ShopUpdate(null, null, 0, 0, null, null, null, weights);
    }
}
