package io.nextclick.generate;

import io.nextclick.event.CatalogItem;
import io.nextclick.event.EventContext;
import io.nextclick.event.SiteKey;

/** An item of the shop, with the items that tend to follow it. */
final class ShopItem {

    /** Followers of each kind. */
    static final int FOLLOWERS = 3;

    final String id;
    final String title;
    final int leaf;
    final int brand;
    final String brandName;

    /** 0 cheap, 1 usual, 2 dear, within the leaf. */
    final int priceBand;

    final double price;

    /** Context of a visit to the item, shared by all its events. */
    final EventContext page;

    /** Alternatives of the same leaf, the likeliest first. */
    final int[] substitutes = new int[FOLLOWERS];

    /** Items of another leaf that go with it, the likeliest first. */
    final int[] complements = new int[FOLLOWERS];

    boolean inStock;

    ShopItem(int number, int leaf, int brand, String brandName, int priceBand, double price) {
        this.id = "i" + number;
        this.title = brandName + ' ' + CategoryTree.name(leaf) + ' ' + number;
        this.leaf = leaf;
        this.brand = brand;
        this.brandName = brandName;
        this.priceBand = priceBand;
        this.price = price;
        this.page = Contexts.page(this);
    }

    /** True if people tend to go on from here to the other item. */
    boolean isFollowedBy(int other) {
        for (int i = 0; i < FOLLOWERS; i++) {
            if (substitutes[i] == other || complements[i] == other) {
                return true;
            }
        }
        return false;
    }

    CatalogItem toCatalogItem() {
        return new CatalogItem(
                SiteKey.DEFAULT_SITE,
                id,
                title,
                CategoryTree.path(leaf),
                brandName,
                price,
                inStock,
                false);
    }
}
