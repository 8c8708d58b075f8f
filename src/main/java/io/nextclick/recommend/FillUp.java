package io.nextclick.recommend;

import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularItems;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Fills a list that is too short, below the candidates that it has. */
final class FillUp {

    private static final double CATEGORY_SHARE = 0.5;
    private static final double SEGMENT_SHARE = 0.35;
    private static final double SITE_SHARE = 0.25;

    private final List<Candidate> list;
    private final int most;
    private final Predicate<String> eligible;
    private final Set<String> skipped = new HashSet<>();

    /**
     * @param list what there is, which is added to
     * @param most most items of the list
     * @param eligible which items may be added
     */
    FillUp(List<Candidate> list, int most, Predicate<String> eligible) {
        this.list = list;
        this.most = most;
        this.eligible = eligible;
        list.forEach(candidate -> skipped.add(candidate.itemId));
    }

    /** Leaves an item out. */
    void skip(String item) {
        skipped.add(item);
    }

    /**
     * Adds the popular items of the categories, then of the person's segments, then of the site.
     */
    void fromPopular(PersonEvent request, Set<String> categories, Shop shop) {
        String site = request.event().site();
        for (String category : categories) {
            from(shop.popular(site, category), CATEGORY_SHARE, Source.POPULAR_IN_CATEGORY);
        }
        for (String segment : request.segments()) {
            from(shop.popularInSegment(site, segment), SEGMENT_SHARE, Source.SEGMENT);
        }
        from(shop.popular(site, null), SITE_SHARE, Source.POPULAR_ON_SITE);
    }

    /** Adds items with the rules that keep them. */
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

    /** Categories that a list may be filled from, the current item's first. */
    static Set<String> categories(PersonEvent request, List<Candidates> answers) {
        Set<String> categories = new LinkedHashSet<>();
        String current = FactSignals.categoryOf(request.event(), answers);
        if (current != null) {
            categories.add(current);
        }
        categories.addAll(request.interests());
        return categories;
    }
}
