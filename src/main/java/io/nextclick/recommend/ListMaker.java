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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Blends candidates into a list. An item's score is the sum of what each asked item says of it, the
 * older asked items counting less by {@code recencyDecay} each; this is session-kNN with cosine
 * similarity without its nearest-k cut, summed over pairs. Bought and unavailable items are left
 * out, and what a rule's filter is against. What is missing to a full list is filled with the
 * popular items of the category, then of the site, then of what filters keep. At last the other
 * {@link RuleActions} make the list of these candidates.
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
     * @param inAnyOrder what the asked items answered; their order changes nothing
     * @param shop popularity, availability and the facts of items
     * @return best first; empty if the shop has nothing to recommend or filters leave nothing
     */
    List<RecommendedItem> make(PersonEvent request, List<Candidates> inAnyOrder, Shop shop) {
        List<Candidates> answers = new ArrayList<>(inAnyOrder);
        answers.sort(Comparator.comparingInt(Candidates::slot));
        String site = request.event().site();
        String current = request.event().itemId();
        RuleActions actions = new RuleActions(request, shop, rules.excludeCurrentItem());
        Set<String> left = new HashSet<>(Arrays.asList(request.ownedItems()));
        if (rules.excludeCurrentItem() && current != null) {
            left.add(current);
        }
        Predicate<String> eligible =
                item ->
                        !left.contains(item)
                                && !shop.isUnavailable(site, item)
                                && actions.allow(item);
        Map<String, double[]> scores = scores(answers);
        // A rule may lift what is far down, so with rules every candidate counts.
        int most = actions.isEmpty() ? rules.size() : Integer.MAX_VALUE;
        List<Candidate> list = best(scores, most, eligible);
        if (list.size() < rules.size()) {
            FillUp fillUp = new FillUp(list, most, eligible);
            if (current != null) {
                fillUp.skip(current);
            }
            fillUp.fromPopular(site, categoryOf(request.event(), answers), shop);
            fillUp.fromKept(actions.kept());
        }
        list = actions.apply(list, rules.size(), item -> scoreOf(item, scores));
        if (list.isEmpty() && current != null) {
            // The shop's only item: a list with it is better than none.
            new FillUp(list, rules.size(), eligible).fromPopular(site, null, shop);
        }
        return explained(list, answers);
    }

    private Map<String, double[]> scores(List<Candidates> answers) {
        Map<String, double[]> scores = new HashMap<>();
        for (Candidates answer : answers) {
            double share = Math.pow(rules.recencyDecay(), answer.slot());
            String[] neighbours = answer.neighbours();
            for (int i = 0; i < neighbours.length; i++) {
                scores.computeIfAbsent(neighbours[i], item -> new double[1])[0] +=
                        share * answer.scores()[i];
            }
        }
        return scores;
    }

    private static double scoreOf(String item, Map<String, double[]> scores) {
        double[] score = scores.get(item);
        return score == null ? 0 : score[0];
    }

    private static List<Candidate> best(
            Map<String, double[]> scores, int most, Predicate<String> eligible) {
        PriorityQueue<Map.Entry<String, double[]>> heap =
                new PriorityQueue<>(Math.min(scores.size(), most) + 1, BEST_FIRST.reversed());
        for (Map.Entry<String, double[]> candidate : scores.entrySet()) {
            boolean better = heap.size() < most || BEST_FIRST.compare(candidate, heap.peek()) < 0;
            if (better && eligible.test(candidate.getKey())) {
                heap.add(candidate);
                if (heap.size() > most) {
                    heap.poll();
                }
            }
        }
        List<Map.Entry<String, double[]>> best = new ArrayList<>(heap);
        best.sort(BEST_FIRST);
        List<Candidate> list = new ArrayList<>(best.size());
        for (Map.Entry<String, double[]> each : best) {
            list.add(new Candidate(each.getKey(), each.getValue()[0], null));
        }
        return list;
    }

    /** What is popular, behind what there is. */
    private static final class FillUp {
        private final List<Candidate> list;
        private final int most;
        private final Predicate<String> eligible;
        private final Set<String> skipped = new HashSet<>();

        FillUp(List<Candidate> list, int most, Predicate<String> eligible) {
            this.list = list;
            this.most = most;
            this.eligible = eligible;
            list.forEach(candidate -> skipped.add(candidate.itemId));
        }

        void skip(String item) {
            skipped.add(item);
        }

        void fromPopular(String site, @Nullable String category, Shop shop) {
            if (category != null) {
                from(shop.popular(site, category), CATEGORY_SHARE);
            }
            from(shop.popular(site, null), SITE_SHARE);
        }

        /** Items with the rules that keep them. */
        void fromKept(Map<String, String> kept) {
            double score = (list.isEmpty() ? 1 : list.get(list.size() - 1).base) * SITE_SHARE;
            for (Map.Entry<String, String> each : kept.entrySet()) {
                String item = each.getKey();
                if (list.size() < most && eligible.test(item) && skipped.add(item)) {
                    Candidate candidate = new Candidate(item, 0, null);
                    candidate.move(each.getValue(), score);
                    list.add(candidate);
                    score /= 2;
                }
            }
        }

        private void from(@Nullable PopularItems popular, double share) {
            if (popular == null || popular.items().length == 0) {
                return;
            }
            double floor = list.isEmpty() ? 1 : list.get(list.size() - 1).base;
            double top = Math.max(popular.scores()[0], Float.MIN_NORMAL);
            Source source =
                    popular.category() == null
                            ? Source.POPULAR_ON_SITE
                            : Source.POPULAR_IN_CATEGORY;
            for (int i = 0; i < popular.items().length && list.size() < most; i++) {
                String item = popular.items()[i];
                if (eligible.test(item) && skipped.add(item)) {
                    double score = floor * share * popular.scores()[i] / top;
                    list.add(
                            new Candidate(
                                    item, score, new Reason(source, popular.category(), score)));
                }
            }
        }
    }

    private List<RecommendedItem> explained(List<Candidate> list, List<Candidates> answers) {
        List<RecommendedItem> items = new ArrayList<>(list.size());
        for (Candidate candidate : list) {
            List<Reason> reasons = similarities(candidate.itemId, answers);
            if (candidate.popular != null) {
                reasons.add(candidate.popular);
            }
            reasons.addAll(candidate.reasonsOfRules());
            reasons.sort(Candidate.STRONGEST_FIRST);
            items.add(new RecommendedItem(candidate.itemId, candidate.score(), reasons));
        }
        return items;
    }

    private List<Reason> similarities(String item, List<Candidates> answers) {
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
        reasons.sort(Candidate.STRONGEST_FIRST);
        return reasons.size() <= MAX_REASONS
                ? reasons
                : new ArrayList<>(reasons.subList(0, MAX_REASONS));
    }

    private static @Nullable String categoryOf(Event event, List<Candidates> answers) {
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
}
