package io.nextclick.recommend;

import io.nextclick.blend.Logarithm;
import io.nextclick.blend.Signal;
import io.nextclick.blend.SignalTable;
import io.nextclick.event.Event;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue says of candidates next to the current item and the person's interests. Most
 * texts differ from those that they are compared with, which their hashes say without reading them.
 */
final class FactSignals {

    /** Logarithm of the ratio from which on two prices have nothing in common. */
    private static final float FAR = Logarithm.of(2);

    private final Shop shop;
    private final String site;
    private final @Nullable String category;
    private final @Nullable String brand;
    private final int categoryHash;
    private final int brandHash;

    /** Logarithm of the current item's price; NaN if that is not known. */
    private final float price;

    private final @Nullable String currency;
    private final List<String> interests;
    private final int[] interestHashes;

    /**
     * @param current the item that the person is at, else the newest of the visit; null if none
     */
    FactSignals(
            PersonEvent request, @Nullable String current, List<Candidates> answers, Shop shop) {
        Event event = request.event();
        ItemFacts own = current == null ? null : shop.facts(event.site(), current);
        String ofEvent = event.context().category();
        String ofItem = ofEvent == null && own != null ? own.category() : ofEvent;
        String brandOfEvent = event.context().brand();
        this.shop = shop;
        this.site = event.site();
        this.category = ofItem == null ? categoryOf(event, answers) : ofItem;
        this.brand = brandOfEvent == null && own != null ? own.brand() : brandOfEvent;
        this.price = own == null ? Float.NaN : logarithm(own.price());
        this.currency = own == null ? null : own.currency();
        this.interests = request.interests();
        this.categoryHash = hash(category);
        this.brandHash = hash(brand);
        this.interestHashes = new int[interests.size()];
        for (int i = 0; i < interestHashes.length; i++) {
            interestHashes[i] = interests.get(i).hashCode();
        }
    }

    /** The hash of a text; 0 if there is none. */
    static int hash(@Nullable String text) {
        return text == null ? 0 : text.hashCode();
    }

    /** Logarithm of a price; NaN if there is none. */
    static float logarithm(@Nullable Double price) {
        return price == null || price < Float.MIN_NORMAL
                ? Float.NaN
                : Logarithm.of(price.floatValue());
    }

    /** The category that the current item is in; null if none is known. */
    @Nullable String category() {
        return category;
    }

    /**
     * How alike an item is to the current one: by brand and by price, 0 to 1 each.
     *
     * @param hashOfBrand {@link #hash} of its brand
     * @param logPrice {@link #logarithm} of its price
     */
    float likeness(@Nullable ItemFacts facts, int hashOfBrand, float logPrice) {
        if (facts == null) {
            return 0;
        }
        boolean ofBrand = hashOfBrand == brandHash && isOfBrand(facts);
        return (ofBrand ? 1 : 0) + nearness(facts, logPrice);
    }

    private boolean isInCategory(ItemFacts facts) {
        return category != null
                && hash(facts.category()) == categoryHash
                && category.equals(facts.category());
    }

    private boolean isOfBrand(ItemFacts facts) {
        return brand != null && hash(facts.brand()) == brandHash && brand.equals(facts.brand());
    }

    /** 1 for the category that the person is most interested in, less for the next ones. */
    private float affinity(@Nullable String theirs) {
        int hash = hash(theirs);
        for (int i = 0; i < interestHashes.length; i++) {
            if (interestHashes[i] == hash && interests.get(i).equals(theirs)) {
                return 1f / (i + 1);
            }
        }
        return 0;
    }

    private float nearness(ItemFacts facts, float logPrice) {
        float apart = Math.abs(logPrice - price);
        // Not true if either is not known.
        return apart < FAR && Objects.equals(currency, facts.currency()) ? 1 - apart / FAR : 0;
    }

    /** The category of an event; if it has none, of the first item that answers one; else null. */
    static @Nullable String categoryOf(Event event, List<Candidates> answers) {
        if (event.context().category() != null) {
            return event.context().category();
        }
        for (Candidates answer : answers) {
            if (answer.category() != null) {
                return answer.category();
            }
        }
        return null;
    }

    /**
     * Sets the signals of candidates, whose ids are given by row.
     *
     * @param ofCategory knows of some without a look-up
     * @param kept their rows there
     */
    void setAll(
            SignalTable signals,
            String[] items,
            CategoryCandidates ofCategory,
            int[] kept,
            int count) {
        boolean priced = !Float.isNaN(price);
        if (category == null && brand == null && !priced && interests.isEmpty()) {
            return;
        }
        float[] alike = signals.column(Signal.CATEGORY, count);
        float[] branded = signals.column(Signal.BRAND, count);
        float[] near = signals.column(Signal.PRICE, count);
        float[] liked = signals.column(Signal.AFFINITY, count);
        for (int i = 0; i < count; i++) {
            ItemFacts known = ofCategory.facts(kept[i]);
            ItemFacts facts = known == null ? shop.facts(site, items[i]) : known;
            alike[i] = facts != null && isInCategory(facts) ? 1 : 0;
            branded[i] = facts != null && isOfBrand(facts) ? 1 : 0;
            near[i] = facts == null ? 0 : nearness(facts, logarithm(facts.price()));
            liked[i] = facts == null ? 0 : affinity(facts.category());
        }
    }
}
