package io.nextclick.recommend;

import io.nextclick.flow.ItemAction;
import io.nextclick.flow.ItemAction.Verb;
import io.nextclick.flow.ItemSelector;

/** Actions of rules in words: {@code Action.pin("tea").at(3).priority(7)}. */
final class Action {

    private final Verb verb;
    private final String[] items;
    private String rule;
    private int priority;
    private double factor = 1;
    private int position = 1;
    private int count = 5;
    private boolean keepOnly;
    private String[] fallback = {};
    private String category;
    private String brand;
    private double priceFrom = -1;
    private double priceTo = Double.MAX_VALUE;
    private String currency = "EUR";
    private Boolean inStock;
    private Boolean bought;

    private Action(Verb verb, String... items) {
        this.verb = verb;
        this.items = items;
        this.rule = verb.name().toLowerCase(java.util.Locale.ROOT);
    }

    static Action add(String... items) {
        return new Action(Verb.ADD, items);
    }

    static Action boost(double factor, String... items) {
        Action action = new Action(Verb.BOOST, items);
        action.factor = factor;
        return action;
    }

    static Action bury(double factor, String... items) {
        Action action = new Action(Verb.BURY, items);
        action.factor = factor;
        return action;
    }

    static Action pin(String... items) {
        return new Action(Verb.PIN, items);
    }

    static Action filter(String... items) {
        return new Action(Verb.FILTER, items);
    }

    static Action keepOnly(String... items) {
        Action action = new Action(Verb.FILTER, items);
        action.keepOnly = true;
        return action;
    }

    Action by(String ruleId) {
        rule = ruleId;
        return this;
    }

    Action priority(int value) {
        priority = value;
        return this;
    }

    Action at(int place) {
        position = place;
        return this;
    }

    Action upTo(int items) {
        count = items;
        return this;
    }

    Action orElse(String... items) {
        fallback = items;
        return this;
    }

    Action in(String path) {
        category = path;
        return this;
    }

    Action of(String name) {
        brand = name;
        return this;
    }

    Action priced(double from, double to) {
        priceFrom = from;
        priceTo = to;
        return this;
    }

    Action inCurrency(String code) {
        currency = code;
        return this;
    }

    Action inStock(boolean value) {
        inStock = value;
        return this;
    }

    Action bought(boolean value) {
        bought = value;
        return this;
    }

    ItemSelector selector() {
        return new ItemSelector(
                items, category, brand, priceFrom, priceTo, currency, inStock, bought);
    }

    ItemAction build() {
        return new ItemAction(
                verb, rule, priority, selector(), factor, position, count, keepOnly, fallback);
    }
}
