package io.nextclick.recommend;

import io.nextclick.blend.Practice;
import io.nextclick.event.Event;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes a list of a request and its answers: gathers the candidates with their {@link
 * io.nextclick.blend.Signal}s, ranks them by a blend, and leaves out what is bought, dismissed, not
 * available or against a rule's filter, and of the visit's own items what the {@link Surface} does
 * not want. A score is the probability that the person goes to the item next. What is missing to a
 * full list is filled with the popular items of the category, then of the person's segments, then
 * of the site, then of what filters keep. At last the other {@link RuleActions} make the list of
 * these candidates.
 */
public final class ListMaker {

    private static final double CATEGORY_SHARE = 0.5;
    private static final double SEGMENT_SHARE = 0.35;
    private static final double SITE_SHARE = 0.25;

    private final RecommendRules rules;
    private final CandidateTable table;
    private Set<String> leftLast = Set.of();

    /**
     * @param rules how lists are made
     */
    public ListMaker(RecommendRules rules) {
        this.rules = rules;
        this.table = new CandidateTable(rules.recencyDecay());
    }

    /**
     * The list for a request.
     *
     * @param request the person's event
     * @param inAnyOrder what the asked items answered; their order changes nothing
     * @param shop popularity, availability and the facts of items
     * @param weights of the blend, by {@link io.nextclick.blend.Signal#place}
     * @return best first; empty if the shop has nothing to recommend or filters leave nothing
     */
    public List<RecommendedItem> make(
            PersonEvent request, List<Candidates> inAnyOrder, Shop shop, float[] weights) {
        List<Candidates> answers = new ArrayList<>(inAnyOrder);
        answers.sort(Comparator.comparingInt(Candidates::slot));
        String site = request.event().site();
        String current = request.event().itemId();
        SurfaceRules surface = rules.surface(Surface.of(request.event().context().pageType()));
        Set<String> unwanted = unwanted(request, surface.repeats());
        RuleActions actions = new RuleActions(request, shop, unwanted);
        Set<String> left = new HashSet<>(unwanted);
        left.addAll(Arrays.asList(request.ownedItems()));
        leftLast = left;
        Predicate<String> eligible =
                item ->
                        !left.contains(item)
                                && !shop.isUnavailable(site, item)
                                && actions.allow(item);
        // A rule may lift what is far down, so with rules every candidate counts.
        int most = actions.isEmpty() ? rules.size() : Integer.MAX_VALUE;
        table.fill(
                request,
                answers,
                shop,
                actions.isEmpty() ? CandidateTable.MOST : Integer.MAX_VALUE);
        var diversity = new Diversity(surface.diversity(), rules.size(), site, shop);
        List<Candidate> list = ranked(weights, diversity.most(most), eligible);
        if (list.size() < rules.size() && table.isCut()) {
            table.fill(request, answers, shop, Integer.MAX_VALUE);
            list = ranked(weights, diversity.most(most), eligible);
        }
        list = diversity.apply(list, most);
        if (list.size() < rules.size()) {
            FillUp fillUp = new FillUp(list, most, eligible);
            if (current != null) {
                fillUp.skip(current);
            }
            fillUp.fromPopular(request, interests(request, answers), shop);
            fillUp.fromKept(actions.kept());
        }
        if (actions.isEmpty()) {
            Exploration.explore(list, rules.size(), surface.exploration(), request, shop, eligible);
        }
        list = actions.apply(list, rules.size(), table::probability);
        if (list.isEmpty() && current != null) {
            // The shop's only item: a list with it is better than none.
            new FillUp(list, rules.size(), eligible).fromPopular(request, List.of(), shop);
        }
        return explained(list);
    }

    /** What a blend can learn from the list that was made last. */
    public Practice practice() {
        return table.practice(leftLast);
    }

    /** What the visit put out of the cart, and its own items that the surface does not want. */
    private static Set<String> unwanted(PersonEvent request, SurfaceRules.Repeats repeats) {
        Set<String> unwanted = new HashSet<>(Arrays.asList(request.dismissedItems()));
        String current = request.event().itemId();
        if (repeats != SurfaceRules.Repeats.LEARNED && current != null) {
            unwanted.add(current);
        }
        if (repeats == SurfaceRules.Repeats.NONE) {
            unwanted.addAll(Arrays.asList(request.recentItems()));
        }
        return unwanted;
    }

    private List<Candidate> ranked(float[] weights, int most, Predicate<String> eligible) {
        List<Candidate> list = new ArrayList<>(Math.min(most, CandidateTable.MOST));
        for (int place : table.rank(weights)) {
            if (list.size() >= most) {
                break;
            }
            if (eligible.test(table.item(place))) {
                list.add(new Candidate(table.item(place), table.probability(place), null));
            }
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

        void fromPopular(PersonEvent request, List<String> categories, Shop shop) {
            String site = request.event().site();
            for (String category : categories) {
                from(shop.popular(site, category), CATEGORY_SHARE, Source.POPULAR_IN_CATEGORY);
            }
            for (String segment : request.segments()) {
                from(shop.popularInSegment(site, segment), SEGMENT_SHARE, Source.SEGMENT);
            }
            from(shop.popular(site, null), SITE_SHARE, Source.POPULAR_ON_SITE);
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

        private void from(@Nullable PopularItems popular, double share, Source source) {
            if (popular == null || popular.items().length == 0) {
                return;
            }
            double floor = list.isEmpty() ? 1 : list.get(list.size() - 1).base;
            double top = Math.max(popular.scores()[0], Float.MIN_NORMAL);
            String scope = source == Source.SEGMENT ? popular.segment() : popular.category();
            for (int i = 0; i < popular.items().length && list.size() < most; i++) {
                String item = popular.items()[i];
                if (eligible.test(item) && skipped.add(item)) {
                    double score = floor * share * popular.scores()[i] / top;
                    list.add(new Candidate(item, score, new Reason(source, scope, score)));
                }
            }
        }
    }

    private List<RecommendedItem> explained(List<Candidate> list) {
        List<RecommendedItem> items = new ArrayList<>(list.size());
        for (Candidate candidate : list) {
            List<Reason> reasons =
                    candidate.origin == null
                            ? table.reasons(candidate.itemId, candidate.base)
                            : new ArrayList<>(List.of(candidate.origin));
            List<Reason> ofRules = candidate.reasonsOfRules();
            if (!ofRules.isEmpty()) {
                reasons.addAll(ofRules);
                reasons.sort(Candidate.STRONGEST_FIRST);
            }
            items.add(new RecommendedItem(candidate.itemId, candidate.score(), reasons));
        }
        return items;
    }

    /** Categories that the list may be filled from, the current item's first. */
    private static List<String> interests(PersonEvent request, List<Candidates> answers) {
        Set<String> interests = new LinkedHashSet<>();
        String current = categoryOf(request.event(), answers);
        if (current != null) {
            interests.add(current);
        }
        interests.addAll(request.interests());
        return List.copyOf(interests);
    }

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
}
