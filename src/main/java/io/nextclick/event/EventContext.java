package io.nextclick.event;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where and how an event happened; everything may be absent.
 *
 * @param category path from the root, levels separated by '/'
 * @param brand brand of the item
 * @param price price of one piece, in the currency's main unit
 * @param currency ISO 4217 code
 * @param quantity pieces
 * @param query search text as typed
 * @param dwellMillis time spent, ms
 * @param scrollDepth largest share of the page in view, 0 to 1
 * @param rating on the site's own scale
 * @param pageType surface, for example {@code home}, {@code item}, {@code cart}
 * @param campaign what led here
 * @param list the list that the event came from
 * @param attributes free attributes of the site
 */
public record EventContext(
        @Nullable String category,
        @Nullable String brand,
        @Nullable Double price,
        @Nullable String currency,
        @Nullable Integer quantity,
        @Nullable String query,
        @Nullable Long dwellMillis,
        @Nullable Float scrollDepth,
        @Nullable Float rating,
        @Nullable String pageType,
        Campaign campaign,
        ShownList list,
        Map<String, String> attributes) {

    /** So many attributes, the first by name, go on to the list making. */
    static final int MOST_FOR_LIST = 8;

    /** Longer values stay behind, characters. */
    static final int LONGEST_FOR_LIST = 64;

    /** Nothing known. */
    public static final EventContext NONE = builder().build();

    /** Nothing known yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** Nothing known but free attributes of the site. */
    public static EventContext ofAttributes(Map<String, String> attributes) {
        return builder().attributes(attributes).build();
    }

    /** What a catalogue page knows of the item and nothing else. */
    public static EventContext ofItem(
            @Nullable String category, @Nullable String brand, @Nullable Double price) {
        return builder().category(category).brand(brand).price(price).build();
    }

    /** The same with another price and currency. */
    EventContext withPrice(@Nullable Double otherPrice, @Nullable String otherCurrency) {
        return toBuilder().price(otherPrice).currency(otherCurrency).build();
    }

    /** The same as if it said something else of the list that it came from. */
    public EventContext withList(ShownList other) {
        return toBuilder().list(other).build();
    }

    private Builder toBuilder() {
        return builder()
                .category(category)
                .brand(brand)
                .price(price)
                .currency(currency)
                .quantity(quantity)
                .query(query)
                .dwellMillis(dwellMillis)
                .scrollDepth(scrollDepth)
                .rating(rating)
                .pageType(pageType)
                .campaign(campaign)
                .list(list)
                .attributes(attributes);
    }

    /** The same with what the making of a list and learning from it read, and nothing else. */
    EventContext forList(String site) {
        ShownList place = list.isNamed() ? list.place(site) : ShownList.NONE;
        boolean outcome = dwellMillis != null || rating != null || !place.equals(ShownList.NONE);
        Map<String, String> read = attributesForList();
        if (category == null && brand == null && pageType == null && !outcome && read.isEmpty()) {
            return NONE;
        }
        return builder()
                .category(category)
                .brand(brand)
                .pageType(pageType)
                .dwellMillis(dwellMillis)
                .rating(rating)
                .list(place)
                .attributes(read)
                .build();
    }

    /** Those of which there may be groups of people: a longer text is hardly sent twice. */
    private Map<String, String> attributesForList() {
        boolean all =
                attributes.size() <= MOST_FOR_LIST
                        && attributes.values().stream().allMatch(EventContext::isShort);
        if (all) {
            return attributes;
        }
        Map<String, String> read = new HashMap<>();
        attributes.entrySet().stream()
                .filter(each -> isShort(each.getValue()))
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_FOR_LIST)
                .forEach(each -> read.put(each.getKey(), each.getValue()));
        return read;
    }

    private static boolean isShort(String value) {
        return value.length() <= LONGEST_FOR_LIST;
    }

    /** Makes a context field by field; what is not set is not known. */
    public static final class Builder {

        private @Nullable String category;
        private @Nullable String brand;
        private @Nullable Double price;
        private @Nullable String currency;
        private @Nullable Integer quantity;
        private @Nullable String query;
        private @Nullable Long dwellMillis;
        private @Nullable Float scrollDepth;
        private @Nullable Float rating;
        private @Nullable String pageType;
        private Campaign campaign = Campaign.NONE;
        private ShownList list = ShownList.NONE;
        private Map<String, String> attributes = Map.of();

        private Builder() {}

        public Builder category(@Nullable String value) {
            category = value;
            return this;
        }

        public Builder brand(@Nullable String value) {
            brand = value;
            return this;
        }

        public Builder price(@Nullable Double value) {
            price = value;
            return this;
        }

        public Builder currency(@Nullable String value) {
            currency = value;
            return this;
        }

        public Builder quantity(@Nullable Integer value) {
            quantity = value;
            return this;
        }

        public Builder query(@Nullable String value) {
            query = value;
            return this;
        }

        public Builder dwellMillis(@Nullable Long value) {
            dwellMillis = value;
            return this;
        }

        public Builder scrollDepth(@Nullable Float value) {
            scrollDepth = value;
            return this;
        }

        public Builder rating(@Nullable Float value) {
            rating = value;
            return this;
        }

        public Builder pageType(@Nullable String value) {
            pageType = value;
            return this;
        }

        public Builder campaign(Campaign value) {
            campaign = value;
            return this;
        }

        public Builder list(ShownList value) {
            list = value;
            return this;
        }

        public Builder attributes(Map<String, String> value) {
            attributes = value;
            return this;
        }

        public EventContext build() {
            return new EventContext(
                    category,
                    brand,
                    price,
                    currency,
                    quantity,
                    query,
                    dwellMillis,
                    scrollDepth,
                    rating,
                    pageType,
                    campaign,
                    list,
                    attributes);
        }
    }
}
