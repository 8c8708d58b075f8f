package io.nextclick.session;

import io.nextclick.flow.PersonMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person is like, from their sessions of the last 30 days. An average weighs each session by
 * {@code 2^(−age / halfLife)}, its age counted from the newest one: an exponentially weighted
 * average in event time (the half-life is {@code session.half-life}).
 *
 * @param sessions7 sessions that ended in the 7 days up to the newest one
 * @param sessions30 in 30 days
 * @param days7 different days (UTC) on which these began
 * @param days30 in 30 days
 * @param durationMillis average length, ms; outliers count as the longest allowed
 * @param pages average pages of a session
 * @param conversion average share of sessions with a purchase, 0 to 1
 * @param daysBetween average days between the ends of neighbouring sessions, 0 with one session
 * @param lastMillis end of the newest session, ms since the epoch; recency counts from it
 * @param categories names of the categories turned to most, best first
 * @param categoryShares their shares of all weighed events, 0 to 1
 * @param brands names of the brands turned to most, best first
 * @param brandShares their shares
 * @param priceLow average price of the items turned to, less its deviation between sessions; 0 if
 *     none is known
 * @param priceHigh the same and its deviation
 * @param priceCurrency their currency, the one of most prices; null if none is known
 */
public record BehaviorMetrics(
        int sessions7,
        int sessions30,
        int days7,
        int days30,
        double durationMillis,
        double pages,
        double conversion,
        double daysBetween,
        long lastMillis,
        String[] categories,
        float[] categoryShares,
        String[] brands,
        float[] brandShares,
        double priceLow,
        double priceHigh,
        @Nullable String priceCurrency) {

    private static final long DAY_MILLIS = 86_400_000;
    private static final int WEEK = 7;
    private static final int MONTH = 30;
    private static final int MAX_AFFINITIES = 5;
    private static final String[] NO_NAMES = {};
    private static final Map<String, Double> NONE = Map.of();

    /**
     * The metrics of a person.
     *
     * @param sessions closed sessions, in order of their start; at least one
     */
    static BehaviorMetrics of(List<SessionTotals> sessions, SessionSettings rules) {
        long newest = newestMillis(sessions);
        Average duration = new Average();
        Average pages = new Average();
        Average conversion = new Average();
        Average between = new Average();
        Average price = new Average();
        String currency = mostPriced(sessions);
        Map<String, Double> categories = NONE;
        Map<String, Double> brands = NONE;
        Recent week = new Recent(newest - WEEK * DAY_MILLIS);
        Recent month = new Recent(newest - MONTH * DAY_MILLIS);
        SessionTotals before = null;
        for (SessionTotals session : sessions) {
            double weight =
                    Math.pow(2, -(double) (newest - session.endMillis) / rules.halfLifeMillis());
            week.count(session);
            month.count(session);
            duration.add((double) session.countedMillis(rules.outlierMillis()), weight);
            pages.add(session.pages, weight);
            conversion.add(session.converted ? 1 : 0, weight);
            if (before != null) {
                between.add((double) (session.endMillis - before.endMillis) / DAY_MILLIS, weight);
            }
            add(price, session, currency, weight);
            categories = weighed(categories, session.categories, weight);
            brands = weighed(brands, session.brands, weight);
            before = session;
        }
        List<String> bestCategories = best(categories);
        List<String> bestBrands = best(brands);
        return new BehaviorMetrics(
                week.sessions,
                month.sessions,
                week.days,
                month.days,
                duration.mean(),
                pages.mean(),
                conversion.mean(),
                between.mean(),
                newest,
                bestCategories.toArray(NO_NAMES),
                shares(bestCategories, categories),
                bestBrands.toArray(NO_NAMES),
                shares(bestBrands, brands),
                Math.max(price.mean() - price.deviation(), 0),
                price.mean() + price.deviation(),
                currency);
    }

    private static void add(
            Average price, SessionTotals session, @Nullable String currency, double weight) {
        CurrencyTotals prices = currency == null ? null : session.amounts.find(currency);
        if (prices != null && prices.priced > 0) {
            price.add(prices.prices.value().doubleValue() / prices.priced, weight);
        }
    }

    /** The currency of most prices, of equals the first in order of the codes; null without any. */
    private static @Nullable String mostPriced(List<SessionTotals> sessions) {
        Amounts all = new Amounts();
        for (SessionTotals session : sessions) {
            all.addAll(session.amounts);
        }
        CurrencyTotals most = null;
        for (int i = 0; i < all.size(); i++) {
            boolean more = most == null ? all.get(i).priced > 0 : all.get(i).priced > most.priced;
            most = more ? all.get(i) : most;
        }
        return most == null ? null : most.currency;
    }

    /** What rules can ask about. */
    PersonMetrics forRules() {
        return new PersonMetrics(
                sessions7,
                sessions30,
                days7,
                days30,
                durationMillis,
                pages,
                conversion,
                daysBetween,
                lastMillis,
                List.of(
                        categories.length <= PersonMetrics.MOST_CATEGORIES
                                ? categories
                                : Arrays.copyOf(categories, PersonMetrics.MOST_CATEGORIES)));
    }

    private static long newestMillis(List<SessionTotals> sessions) {
        long newest = Long.MIN_VALUE;
        for (SessionTotals session : sessions) {
            newest = Math.max(newest, session.endMillis);
        }
        return newest;
    }

    private static Map<String, Double> weighed(
            Map<String, Double> weights, NameCounts counts, double weight) {
        if (counts.size() == 0) {
            return weights;
        }
        Map<String, Double> more = weights.isEmpty() ? new HashMap<>() : weights;
        for (int i = 0; i < counts.size(); i++) {
            more.merge(counts.name(i), counts.count(i) * weight, Double::sum);
        }
        return more;
    }

    private static List<String> best(Map<String, Double> weights) {
        if (weights.isEmpty()) {
            return List.of();
        }
        List<String> names = new ArrayList<>(weights.keySet());
        names.sort(
                Comparator.comparingDouble((String name) -> -weights.getOrDefault(name, 0.0))
                        .thenComparing(Comparator.naturalOrder()));
        return names.subList(0, Math.min(MAX_AFFINITIES, names.size()));
    }

    private static float[] shares(List<String> names, Map<String, Double> weights) {
        double sum = 0;
        for (double weight : weights.values()) {
            sum += weight;
        }
        float[] shares = new float[names.size()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = sum == 0 ? 0 : (float) (weights.getOrDefault(names.get(i), 0.0) / sum);
        }
        return shares;
    }

    private static final class Average {
        private double weights;
        private double sum;
        private double squares;

        void add(double value, double weight) {
            weights += weight;
            sum += weight * value;
            squares += weight * value * value;
        }

        double mean() {
            return weights == 0 ? 0 : sum / weights;
        }

        double deviation() {
            double mean = mean();
            return weights == 0 ? 0 : Math.sqrt(Math.max(squares / weights - mean * mean, 0));
        }
    }

    private static final class Recent {
        private final long fromMillis;
        private int sessions;
        private int days;
        private long lastDay = Long.MIN_VALUE;

        private Recent(long fromMillis) {
            this.fromMillis = fromMillis;
        }

        /** Counts a session that starts no earlier than those before. */
        void count(SessionTotals session) {
            if (session.endMillis > fromMillis) {
                sessions++;
                long day = Math.floorDiv(session.startMillis, DAY_MILLIS);
                days += day == lastDay ? 0 : 1;
                lastDay = day;
            }
        }
    }
}
