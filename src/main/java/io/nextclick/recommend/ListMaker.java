package io.nextclick.recommend;

import io.nextclick.event.Event;
import io.nextclick.event.Surface;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes a list of a request and its answers: gathers the candidates with their {@link
 * io.nextclick.blend.Signal}s, ranks them by a blend, and leaves out what is bought, dismissed, not
 * available or against a rule's filter, and of the visit's own items what the {@link Surface} does
 * not want. A score is the probability that the person goes to the item next. A list that is too
 * short is filled with the popular items of the category, then of the person's segments, then of
 * the site, then with what filters keep. At last the other {@link RuleActions} make the list of
 * these candidates.
 */
public final class ListMaker {

    private final RecommendSettings rules;
    private final CandidateTable table;
    private final TwoStepNeighbours twoSteps;
    private final AttributeVisits attributes;

    /** The first of the ranked candidates, reused from list to list. */
    private final Candidate[] reused;

    private final List<Candidate> ranked = new ArrayList<>();

    /**
     * @param rules how lists are made
     */
    public ListMaker(RecommendSettings rules) {
        this.rules = rules;
        this.table = new CandidateTable(rules.recencyDecay());
        this.twoSteps = new TwoStepNeighbours(rules.maxTwoStepItems());
        this.attributes = new AttributeVisits(rules.maxAttributeItems());
        this.reused = new Candidate[rules.size()];
        for (int i = 0; i < reused.length; i++) {
            reused[i] = new Candidate("", 0, null);
        }
    }

    /**
     * Learns what lists are made with and nobody is asked for: where two steps from an item lead
     * to, and what people with its attributes go to.
     *
     * @param request the person's event
     * @param answers what the asked items answered; their order changes nothing
     */
    public void learn(PersonEvent request, List<Candidates> answers) {
        for (Candidates answer : inOrder(answers)) {
            twoSteps.take(request.event().site(), answer);
        }
        attributes.count(request);
    }

    /**
     * The list for a request.
     *
     * @param request the person's event
     * @param inAnyOrder what the asked items answered; their order changes nothing
     * @param shop popularity, availability and the facts of items
     * @param weights of the blend, by {@link io.nextclick.blend.Signal#place}
     */
    public MadeList make(
            PersonEvent request, List<Candidates> inAnyOrder, Shop shop, float[] weights) {
        Surface surface = request.event().surface();
        return make(request, inAnyOrder, shop, weights, rules.surface(surface));
    }

    /** The same by the settings of a surface or of an experiment's arm. */
    MadeList make(
            PersonEvent request,
            List<Candidates> inAnyOrder,
            Shop shop,
            float[] weights,
            SurfaceSettings surface) {
        List<Candidates> answers = inOrder(inAnyOrder);
        Followed followed = followed(request, answers);
        Set<String> unwanted = unwanted(request, surface.repeats());
        RuleActions actions =
                request.actions().length == 0 || !surface.rules()
                        ? null
                        : new RuleActions(request, shop, unwanted);
        Set<String> left = unwanted;
        if (request.ownedItems().length > 0) {
            left = new HashSet<>(unwanted);
            left.addAll(Arrays.asList(request.ownedItems()));
        }
        Predicate<String> eligible = new Eligible(left, shop, request.event(), actions);
        List<Candidate> list =
                candidates(request, answers, followed, shop, weights, surface, actions, eligible);
        if (actions != null) {
            list = actions.apply(list, rules.size(), table::probability);
        }
        if (list.isEmpty() && request.event().currentItem() != null) {
            // The shop's only item: a list with it is better than none.
            new FillUp(list, rules.size(), eligible).fromPopular(request, Set.of(), shop);
        }
        boolean ranked = surface.ranking() == SurfaceSettings.Ranking.BLEND;
        boolean learnt = ranked && request.learn() && !list.isEmpty();
        List<RecommendedItem> items = explained(list);
        // Rules say what stands where.
        double swaps = ranked && actions == null ? surface.swaps() : 0;
        int drawnPlace = NeighbourSwap.draw(items, swaps, request.event());
        return new MadeList(
                items, learnt ? table.example(left) : null, surface.later(), drawnPlace);
    }

    private Followed followed(PersonEvent request, List<Candidates> answers) {
        TwoStepNeighbours.Ends ends =
                answers.isEmpty()
                        ? TwoStepNeighbours.Ends.NONE
                        : twoSteps.from(request.event().site(), answers.get(0).itemId());
        return new Followed(ends, attributes.of(request));
    }

    /** Which items a list may have. */
    private record Eligible(
            Set<String> left, Shop shop, Event request, @Nullable RuleActions actions)
            implements Predicate<String> {
        @Override
        public boolean test(String item) {
            return (left.isEmpty() || !left.contains(item))
                    && !shop.isUnavailable(request.site(), item, request.occurredAtMillis())
                    && (actions == null || actions.allow(item));
        }
    }

    private static List<Candidates> inOrder(List<Candidates> answers) {
        for (int i = 1; i < answers.size(); i++) {
            if (answers.get(i).slot() < answers.get(i - 1).slot()) {
                List<Candidates> sorted = new ArrayList<>(answers);
                sorted.sort(Comparator.comparingInt(Candidates::slot));
                return sorted;
            }
        }
        return answers;
    }

    /** What the visit put out of the cart, and its own items that the surface does not want. */
    private static Set<String> unwanted(PersonEvent request, SurfaceSettings.Repeats repeats) {
        if (repeats == SurfaceSettings.Repeats.LEARNED && request.dismissedItems().length == 0) {
            return Set.of();
        }
        Set<String> unwanted = new HashSet<>(Arrays.asList(request.dismissedItems()));
        String current = request.event().currentItem();
        if (repeats != SurfaceSettings.Repeats.LEARNED && current != null) {
            unwanted.add(current);
        }
        if (repeats == SurfaceSettings.Repeats.NONE) {
            unwanted.addAll(Arrays.asList(request.recentItems()));
        }
        return unwanted;
    }

    /** The list before boosts, adds and pins. */
    private List<Candidate> candidates(
            PersonEvent request,
            List<Candidates> answers,
            Followed followed,
            Shop shop,
            float[] weights,
            SurfaceSettings surface,
            @Nullable RuleActions actions,
            Predicate<String> eligible) {
        boolean plain = actions == null;
        // A rule may lift a candidate of any rank, so with rules every one counts.
        int most = plain ? rules.size() : Integer.MAX_VALUE;
        String site = request.event().site();
        var diversity = new Diversity(surface.diversity(), rules.size(), site, shop);
        List<Candidate> list;
        if (surface.ranking() == SurfaceSettings.Ranking.POPULAR) {
            // Nothing of the list before is left that rules could ask for.
            table.fill(request, List.of(), Followed.NOTHING, shop, CandidateTable.MOST);
            table.rank(weights);
            ranked.clear();
            list = ranked;
        } else {
            list =
                    ranked(
                            request,
                            answers,
                            followed,
                            shop,
                            weights,
                            diversity.most(most),
                            eligible);
        }
        list = diversity.apply(list, most);
        if (list.size() < rules.size()) {
            FillUp fillUp = new FillUp(list, most, eligible);
            String current = request.event().currentItem();
            if (current != null) {
                fillUp.skip(current);
            }
            fillUp.fromPopular(request, FillUp.categories(request, answers), shop);
            if (actions != null) {
                fillUp.fromKept(actions.kept());
            }
        }
        if (plain) {
            Exploration.explore(list, rules.size(), surface.exploration(), request, shop, eligible);
        }
        return list;
    }

    private List<Candidate> ranked(
            PersonEvent request,
            List<Candidates> answers,
            Followed followed,
            Shop shop,
            float[] weights,
            int most,
            Predicate<String> eligible) {
        boolean all = most == Integer.MAX_VALUE;
        // The visit's own items are candidates, too, which may not be wanted.
        int room = all ? most : most + request.recentItems().length + 1;
        int wanted = Math.max(CandidateTable.MOST, room);
        table.fill(request, answers, followed, shop, wanted);
        List<Candidate> list = ranked(weights, most, eligible);
        if (list.size() < rules.size() && table.isCut()) {
            table.fill(request, answers, followed, shop, Integer.MAX_VALUE);
            list = ranked(weights, most, eligible);
        }
        return list;
    }

    /** The best candidates; valid until the next call. */
    private List<Candidate> ranked(float[] weights, int most, Predicate<String> eligible) {
        table.rank(weights);
        int candidates = table.size();
        ranked.clear();
        for (int place = 0; place < candidates && ranked.size() < most; place++) {
            int candidate = table.ranked(place);
            String item = table.item(candidate);
            if (eligible.test(item)) {
                ranked.add(candidate(ranked.size(), item, table.probability(candidate)));
            }
        }
        return ranked;
    }

    private Candidate candidate(int place, String item, double probability) {
        if (place >= reused.length) {
            return new Candidate(item, probability, null);
        }
        reused[place].become(item, probability);
        return reused[place];
    }

    private List<RecommendedItem> explained(List<Candidate> list) {
        List<RecommendedItem> items = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            Candidate candidate = list.get(i);
            List<Reason> reasons =
                    candidate.origin == null
                            ? table.reasons(candidate.itemId, candidate.base)
                            : List.of(candidate.origin);
            List<Reason> ofRules = candidate.reasonsOfRules();
            if (!ofRules.isEmpty()) {
                reasons = new ArrayList<>(reasons);
                reasons.addAll(ofRules);
                reasons.sort(Candidate.STRONGEST_FIRST);
            }
            items.add(
                    new RecommendedItem(
                            candidate.itemId, candidate.score(), candidate.chance, reasons));
        }
        return items;
    }
}
