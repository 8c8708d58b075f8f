package io.nextclick.recommend;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maximal marginal relevance (Carbonell and Goldstein: The Use of MMR, SIGIR 1998): each place goes
 * to the candidate with the best mix of its own score and of being unlike what stands above it. Two
 * items are alike if they are of one category, and half so if their categories have one parent.
 */
final class Diversity {

    /** So many times more candidates than places of a list are looked at. */
    private static final int POOL = 3;

    private static final double SIBLINGS = 0.5;

    private final double share;
    private final int places;
    private final String site;
    private final Shop shop;

    /**
     * @param share what being unlike counts against the score, 0 to below 1
     * @param places of a list
     */
    Diversity(double share, int places, String site, Shop shop) {
        this.share = share;
        this.places = places;
        this.site = site;
        this.shop = shop;
    }

    /** How many candidates are needed for a list of so many. */
    int most(int size) {
        return share == 0 || size > Integer.MAX_VALUE / POOL ? size : size * POOL;
    }

    /**
     * The candidates in their new order, at most so many; scores never rise down the list. Where
     * rules want every candidate, those far down keep their order: choosing among all of them would
     * take the square of their number.
     */
    List<Candidate> apply(List<Candidate> bestFirst, int most) {
        if (share == 0 || bestFirst.size() < 2) {
            return bestFirst;
        }
        int pool = Math.min(bestFirst.size(), POOL * places);
        List<Candidate> rest = new ArrayList<>(bestFirst.subList(0, pool));
        List<@Nullable String> categories = new ArrayList<>();
        for (Candidate candidate : rest) {
            ItemFacts facts = shop.facts(site, candidate.itemId);
            categories.add(facts == null ? null : facts.category());
        }
        double top = Math.max(rest.get(0).base, Double.MIN_NORMAL);
        double[] alike = new double[rest.size()];
        List<Candidate> list = new ArrayList<>();
        double last = top;
        while (!rest.isEmpty() && list.size() < most) {
            int best = 0;
            double bestValue = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < rest.size(); i++) {
                double value = (1 - share) * rest.get(i).base / top - share * alike[i];
                if (value > bestValue) {
                    bestValue = value;
                    best = i;
                }
            }
            Candidate chosen = rest.remove(best);
            String category = categories.remove(best);
            System.arraycopy(alike, best + 1, alike, best, alike.length - best - 1);
            last = Math.min(last, chosen.base);
            list.add(new Candidate(chosen.itemId, last, chosen.origin));
            for (int i = 0; i < rest.size(); i++) {
                alike[i] = Math.max(alike[i], likeness(category, categories.get(i)));
            }
        }
        for (int i = pool; i < bestFirst.size() && list.size() < most; i++) {
            Candidate next = bestFirst.get(i);
            last = Math.min(last, next.base);
            list.add(new Candidate(next.itemId, last, next.origin));
        }
        return list;
    }

    private static double likeness(@Nullable String a, @Nullable String b) {
        if (a == null || b == null) {
            return 0;
        }
        if (a.equals(b)) {
            return 1;
        }
        int end = a.lastIndexOf('/');
        return end > 0 && end == b.lastIndexOf('/') && a.regionMatches(0, b, 0, end) ? SIBLINGS : 0;
    }
}
