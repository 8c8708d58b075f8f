package io.nextclick.recommend;

import static io.nextclick.testkit.Events.view;

import io.nextclick.blend.LearningSettings;
import io.nextclick.blend.Signal;
import io.nextclick.blend.Weights;
import io.nextclick.event.Surface;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.ItemAction;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularItems;
import io.nextclick.testkit.Answers;
import io.nextclick.testkit.Events;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Requests, answers and shops of the list tests. */
final class Requests {

    static final RecommendSettings RULES = rules(SurfaceSettings.Repeats.NONE);

    /** Weights that rank by what the asked items say, so scores are shares of the sum. */
    static final float[] BY_STRENGTH = byStrength();

    private Requests() {}

    private static float[] byStrength() {
        float[] weights = new float[Weights.COUNT];
        weights[Weights.place(Signal.STRENGTH)] = 1;
        return weights;
    }

    static RecommendSettings rules(SurfaceSettings.Repeats repeats) {
        return rules(5, new SurfaceSettings(repeats, 0, 0));
    }

    static RecommendSettings rules(int size, SurfaceSettings surface) {
        return new RecommendSettings(
                size,
                0.5,
                500,
                3,
                100,
                100,
                100,
                0,
                100,
                1_000_000,
                Map.of(Surface.OTHER, surface),
                LearningSettings.DEFAULT,
                100,
                1_000);
    }

    static PersonEvent request(long sequence, Events event, String... recent) {
        return owning(sequence, event, new String[0], recent);
    }

    static PersonEvent owning(long sequence, Events event, String[] owned, String... recent) {
        return new PersonEvent(
                "ann", sequence, event.event(), new String[0], recent, 1, true, true, owned);
    }

    static Candidates answer(long sequence, int slot, String item, Object... neighbours) {
        String[] names = new String[neighbours.length / 2];
        float[] scores = new float[names.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = (String) neighbours[2 * i];
            scores[i] = ((Number) neighbours[2 * i + 1]).floatValue();
        }
        return Answers.of("ann", sequence, slot, item, null, names, scores);
    }

    /** The request of a visit that took items out of the cart. */
    static PersonEvent dismissing(PersonEvent request, String... items) {
        return new PersonEvent(
                request.personKey(),
                request.sequence(),
                request.event(),
                new PersonEvent.Visit(
                        request.recentItems(),
                        request.path(),
                        request.steps(),
                        request.step(),
                        request.learn(),
                        items,
                        new String[0]),
                request.person());
    }

    static PersonEvent viewing(String item) {
        return request(1, view(item));
    }

    /** The request with actions in the order in which they come from the matching of rules. */
    static PersonEvent guided(PersonEvent request, List<Action> actions) {
        List<ItemAction> strongestFirst = new ArrayList<>();
        actions.forEach(action -> strongestFirst.add(action.build()));
        strongestFirst.sort(
                Comparator.comparingInt(ItemAction::priority)
                        .reversed()
                        .thenComparing(ItemAction::ruleId));
        return request.guided(List.of(), strongestFirst);
    }

    static final class FixedShop implements Shop {
        private final Map<String, PopularItems> popular = new HashMap<>();
        private final Set<String> unavailable = new HashSet<>();
        private final Map<String, ItemFacts> facts = new HashMap<>();
        private final List<String> fresh = new ArrayList<>();

        FixedShop selling(String category, String... items) {
            float[] scores = new float[items.length];
            for (int i = 0; i < items.length; i++) {
                scores[i] = items.length - i;
            }
            PopularItems list = new PopularItems("default", category, items, scores);
            popular.put(list.scopeKey(), list);
            return this;
        }

        FixedShop selling(PopularItems list) {
            popular.put(list.scopeKey(), list);
            return this;
        }

        FixedShop without(String... items) {
            unavailable.addAll(List.of(items));
            return this;
        }

        FixedShop knowing(String item, String category, String brand, Double price) {
            facts.put(item, new ItemFacts(category, brand, price, price == null ? null : "EUR"));
            return this;
        }

        FixedShop knowing(String item, ItemFacts known) {
            facts.put(item, known);
            return this;
        }

        /** What the catalogue says of several items of a category. */
        FixedShop listing(String category, String... items) {
            for (String item : items) {
                knowing(item, category, null, null);
            }
            return this;
        }

        FixedShop sellingIn(String segment, String... items) {
            PopularItems list =
                    new PopularItems("default", null, segment, 1, items, new float[items.length]);
            popular.put(list.scopeKey(), list);
            return this;
        }

        @Override
        public PopularItems popularInSegment(String site, String segment) {
            return popular.get(PopularItems.scopeKey(site, null, segment));
        }

        FixedShop fresh(String... items) {
            fresh.addAll(List.of(items));
            return this;
        }

        @Override
        public List<String> newItems(String site, long atMillis) {
            return fresh;
        }

        @Override
        public PopularItems popular(String site, String category) {
            return popular.get(PopularItems.scopeKey(site, category));
        }

        @Override
        public PopularItems popularWithin(String site, String category) {
            List<PopularItems> within = new ArrayList<>();
            for (PopularItems list : popular.values()) {
                if (list.category() != null && (list.category() + '/').startsWith(category + '/')) {
                    within.add(list);
                }
            }
            return Shop.together(site, category, within);
        }

        @Override
        public boolean isUnavailable(String site, String itemId, long atMillis) {
            return unavailable.contains(itemId);
        }

        @Override
        public ItemFacts facts(String site, String itemId) {
            return facts.get(itemId);
        }
    }
}
