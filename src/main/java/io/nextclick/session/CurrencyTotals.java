package io.nextclick.session;

/** What a session adds up to in one currency. */
final class CurrencyTotals {

    final String currency;

    /** Worth of what was put into the cart less what was taken out. */
    final ExactSum cart = new ExactSum();

    /** Worth of what was bought. */
    final ExactSum revenue = new ExactSum();

    /** Prices of the items turned to. */
    final ExactSum prices = new ExactSum();

    /** The number of these. */
    int priced;

    CurrencyTotals(String currency) {
        this.currency = currency;
    }

    void add(CurrencyTotals other) {
        cart.add(other.cart);
        revenue.add(other.revenue);
        prices.add(other.prices);
        priced += other.priced;
    }

    boolean hasWorth() {
        return !cart.isZero() || !revenue.isZero();
    }
}
