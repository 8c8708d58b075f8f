package io.nextclick.generate;

import io.nextclick.event.CatalogItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The catalogue with what shoppers know of it: popularity, brands of a category, followers. */
final class Shop {

    private static final int BRANDS_PER_LEAF = 6;
    private static final int MAX_TRIES = 20;
    private static final List<String> STEMS =
            List.of(
                    "Vel", "Nor", "Kai", "Bro", "Lum", "Tar", "Sel", "Quin", "Mar", "Fen", "Dov",
                    "Hal");
    private static final List<String> ENDINGS = List.of("ra", "mo", "tec", "lund", "ia", "co");

    final ShopItem[] items;
    final Popularity popularity;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final int[][] brandsOfLeaf;
    private final int brands;

    Shop(ShopProfile profile, SplittableRandom random) {
        int leaves = profile.leafCategories();
        brands = profile.brands();
        brandsOfLeaf = new int[leaves][BRANDS_PER_LEAF];
        double[] priceOfLeaf = new double[leaves];
        for (int leaf = 0; leaf < leaves; leaf++) {
            priceOfLeaf[leaf] = Math.exp(random.nextDouble(Math.log(8), Math.log(800)));
            for (int i = 0; i < BRANDS_PER_LEAF; i++) {
                brandsOfLeaf[leaf][i] = random.nextInt(brands);
            }
        }
        items = new ShopItem[profile.items()];
        int[] leafOfItem = new int[items.length];
        for (int item = 0; item < items.length; item++) {
            boolean seed = item < leaves * (2 + ShopItem.FOLLOWERS);
            leafOfItem[item] = seed ? item % leaves : random.nextInt(leaves);
            items[item] = item(item, leafOfItem[item], priceOfLeaf, random);
            numbers.put(items[item].id, item);
            items[item].inStock = !Draw.chance(profile.outOfStockShare(), random);
        }
        popularity =
                new Popularity(
                        leafOfItem,
                        leaves,
                        profile.popularityExponent(),
                        profile.startMillis(),
                        random);
        for (int item = 0; item < items.length; item++) {
            int leaf = leafOfItem[item];
            int partner = CategoryTree.partner(leaf, leaves);
            chooseFollowers(items[item].substitutes, item, leaf, random);
            chooseFollowers(items[item].complements, item, partner, random);
        }
    }

    List<CatalogItem> catalog() {
        List<CatalogItem> catalog = new ArrayList<>(items.length);
        for (ShopItem item : items) {
            catalog.add(item.toCatalogItem());
        }
        return List.copyOf(catalog);
    }

    /** Number of an item by its id, or {@link Visit#NONE} if the shop has none of that id. */
    int number(String itemId) {
        return numbers.getOrDefault(itemId, Visit.NONE);
    }

    int leaves() {
        return brandsOfLeaf.length;
    }

    int drawBrand(int leaf, SplittableRandom random) {
        return brandsOfLeaf[leaf][random.nextInt(BRANDS_PER_LEAF)];
    }

    String brandName(int brand) {
        int stem = brand % STEMS.size();
        int rest = brand / STEMS.size();
        int round = rest / ENDINGS.size();
        String name = STEMS.get(stem) + ENDINGS.get(rest % ENDINGS.size());
        return round == 0 ? name : name + ' ' + round;
    }

    private ShopItem item(int number, int leaf, double[] priceOfLeaf, SplittableRandom random) {
        int brand = drawBrand(leaf, random);
        double bell = Draw.bell(random);
        int band = bell < -0.45 ? 0 : bell > 0.45 ? 2 : 1;
        double price = Math.max(1, Math.round(priceOfLeaf[leaf] * Math.exp(0.4 * bell))) - 0.01;
        return new ShopItem(number, leaf, brand, brandName(brand), band, price);
    }

    /** Distinct items of a leaf, by popularity, of the item's own price band where possible. */
    private void chooseFollowers(int[] followers, int item, int leaf, SplittableRandom random) {
        int count = 0;
        for (int tries = 0; count < followers.length; tries++) {
            int follower = popularity.drawItem(leaf, random);
            boolean known = follower == item;
            for (int i = 0; i < count; i++) {
                known |= followers[i] == follower;
            }
            boolean fits = tries > MAX_TRIES || items[follower].priceBand == items[item].priceBand;
            if (!known && fits) {
                followers[count++] = follower;
            }
        }
    }
}
