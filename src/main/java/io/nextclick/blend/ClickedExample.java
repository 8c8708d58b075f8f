package io.nextclick.blend;

/** The list that a person came from to the item they turned to last from any, and what followed. */
final class ClickedExample {

    private final TrainingExample example = new TrainingExample();
    private final PendingList list;
    private final String itemId;

    /** How many clicks it stands for. */
    private final double weight;

    private long spentMillis;
    private boolean left;
    private boolean carted;
    private boolean ordered;

    ClickedExample(PendingList list, TrainingExample example, String itemId, double weight) {
        this.list = list;
        this.example.fill(example);
        this.itemId = itemId;
        this.weight = weight;
    }

    /** The blend of the list. */
    String policyKey() {
        return list.policyKey();
    }

    TrainingExample example() {
        return example;
    }

    /** True if the item is this one. */
    boolean isOf(String item) {
        return itemId.equals(item);
    }

    /** True if the list is this one. */
    boolean isOfList(String recommendationId) {
        return list.recommendationId().equals(recommendationId);
    }

    /**
     * The person turned to another item. A click that bounced was worth nothing: what was learnt of
     * it is taken back.
     */
    void leaveTo(String item, BlendModel model, LearningSettings rules) {
        if (left || itemId.equals(item)) {
            return;
        }
        left = true;
        ClickValues values = rules.clicks();
        if (spentMillis > 0 && spentMillis < values.bounceMillis() && !carted && !ordered) {
            model.teach(example, itemId, -weight * values.click(), rules);
        }
    }

    /**
     * Learns what came of the click; of repeated carts and orders the first.
     *
     * @param standing of a rating, what {@link RatingScale} makes of it
     * @return true if the weights changed
     */
    boolean learn(Outcome outcome, double standing, BlendModel model, LearningSettings rules) {
        ClickValues values = rules.clicks();
        switch (outcome.kind()) {
            case TIME_SPENT -> spentMillis += Math.max((long) outcome.amount(), 0);
            case CART -> {
                boolean first = !carted;
                carted = true;
                return first && model.teach(example, itemId, weight * values.cart(), rules);
            }
            case ORDER -> {
                boolean first = !ordered;
                ordered = true;
                return first && model.teach(example, itemId, weight * values.order(), rules);
            }
            case RATING -> {
                double share = weight * values.click() * Math.abs(standing);
                return standing < 0
                        ? model.reject(example, itemId, share, rules)
                        : standing > 0 && model.teach(example, itemId, share, rules);
            }
        }
        return false;
    }
}
