package io.nextclick.recommend;

import io.nextclick.event.Candidates;
import io.nextclick.event.Event;
import io.nextclick.event.PersonEvent;
import io.nextclick.event.PopularItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Blends candidates into a list. An item's score is the sum of what each asked item says of it, the
 * older asked items counting less by {@code recencyDecay} each; this is session-kNN with cosine
 * similarity without its nearest-k cut, summed over pairs. Bought and unavailable items are left
 * out. What is missing to a full list is filled with the popular items of the category, then of the
 * site.
 */
final class ListMaker {

    private static final int MAX_REASONS = 3;
    private static final double CATEGORY_SHARE = 0.5;
    private static final double SITE_SHARE = 0.25;

    private static final Comparator<Map.Entry<String, double[]>> BEST_FIRST =
            (a, b) -> {
                int byScore = Double.compare(b.getValue()[0], a.getValue()[0]);
                return byScore != 0 ? byScore : a.getKey().compareTo(b.getKey());
            };

    private final RecommendRules rules;

    ListMaker(RecommendRules rules) {
        this.rules = rules;
    }

    /**
     * The list for a request.
     *
     * @param request the person's event
     * @param answers what the asked items answered, in any order
     * @param shop popularity and availability
     * @return best first; empty if the shop has nothing to recommend
     */
    List<RecommendedItem> make(PersonEvent request, List<Candidates> answers, Shop shop) {
        Event event = request.event();
        String site = event.site();
        String current = event.itemId();
        Set<String> left = new HashSet<>(Arrays.asList(request.ownedItems()));
        if (rules.excludeCurrentItem() && current != null) {
            left.add(current);
        }
        List<RecommendedItem> list = new ArrayList<>(rules.size());
        for (Map.Entry<String, double[]> best : best(answers, left, site, shop)) {
            String item = best.getKey();
            list.add(new RecommendedItem(item, best.getValue()[0], reasons(item, answers)));
        }
        if (list.size() < rules.size()) {
            Set<String> skipped = new HashSet<>(left);
            if (current != null) {
                skipped.add(current);
            }
            for (RecommendedItem item : list) {
                skipped.add(item.itemId());
            }
            fillUp(list, skipped, site, categoryOf(event, answers), shop);
        }
        if (list.isEmpty() && current != null && !left.contains(current)) {
            // The shop's only item: a list with it is better than none.
            Set<String> allButCurrent = new HashSet<>(left);
            fillUp(list, allButCurrent, site, null, shop);
        }
        return list;
    }

    private List<Map.Entry<String, double[]>> best(
            List<Candidates> answers, Set<String> left, String site, Shop shop) {
        Map<String, double[]> scores = new HashMap<>();
        for (Candidates answer : answers) {
            double share = Math.pow(rules.recencyDecay(), answer.slot());
            String[] neighbours = answer.neighbours();
            for (int i = 0; i < neighbours.length; i++) {
                scores.computeIfAbsent(neighbours[i], item -> new double[1])[0] +=
                        share * answer.scores()[i];
            }
        }
        PriorityQueue<Map.Entry<String, double[]>> heap =
                new PriorityQueue<>(rules.size() + 1, BEST_FIRST.reversed());
        for (Map.Entry<String, double[]> candidate : scores.entrySet()) {
            boolean better =
                    heap.size() < rules.size() || BEST_FIRST.compare(candidate, heap.peek()) < 0;
            if (better
                    && !left.contains(candidate.getKey())
                    && !shop.isUnavailable(site, candidate.getKey())) {
                heap.add(candidate);
                if (heap.size() > rules.size()) {
                    heap.poll();
                }
            }
        }
        List<Map.Entry<String, double[]>> best = new ArrayList<>(heap);
        best.sort(BEST_FIRST);
        return best;
    }

    private List<Reason> reasons(String item, List<Candidates> answers) {
        List<Reason> reasons = new ArrayList<>(answers.size());
        for (Candidates answer : answers) {
            String[] neighbours = answer.neighbours();
            for (int i = 0; i < neighbours.length; i++) {
                if (neighbours[i].equals(item)) {
                    double weight =
                            Math.pow(rules.recencyDecay(), answer.slot()) * answer.scores()[i];
                    reasons.add(new Reason(Source.SIMILAR_ITEM, answer.itemId(), weight));
                    break;
                }
            }
        }
        reasons.sort(
                Comparator.comparingDouble(Reason::weight)
                        .reversed()
                        .thenComparing(reason -> String.valueOf(reason.becauseOf())));
        return reasons.size() <= MAX_REASONS
                ? reasons
                : new ArrayList<>(reasons.subList(0, MAX_REASONS));
    }

    private void fillUp(
            List<RecommendedItem> list,
            Set<String> skipped,
            String site,
            @Nullable String category,
            Shop shop) {
        if (category != null) {
            fillFrom(list, skipped, shop.popular(site, category), CATEGORY_SHARE, shop);
        }
        fillFrom(list, skipped, shop.popular(site, null), SITE_SHARE, shop);
    }

    private void fillFrom(
            List<RecommendedItem> list,
            Set<String> skipped,
            @Nullable PopularItems popular,
            double share,
            Shop shop) {
        if (popular == null || popular.items().length == 0) {
            return;
        }
        double floor = list.isEmpty() ? 1 : list.get(list.size() - 1).score();
        double top = Math.max(popular.scores()[0], Float.MIN_NORMAL);
        Source source =
                popular.category() == null ? Source.POPULAR_ON_SITE : Source.POPULAR_IN_CATEGORY;
        for (int i = 0; i < popular.items().length && list.size() < rules.size(); i++) {
            String item = popular.items()[i];
            if (!shop.isUnavailable(popular.site(), item) && skipped.add(item)) {
                double score = floor * share * popular.scores()[i] / top;
                Reason reason = new Reason(source, popular.category(), score);
                list.add(new RecommendedItem(item, score, List.of(reason)));
            }
        }
    }

    private static @Nullable String categoryOf(Event event, List<Candidates> answers) {
        if (event.context().category() != null) {
            return event.context().category();
        }
        Candidates newest = null;
        for (Candidates answer : answers) {
            if (answer.category() != null && (newest == null || answer.slot() < newest.slot())) {
                newest = answer;
            }
        }
        return newest == null ? null : newest.category();
    }
}
