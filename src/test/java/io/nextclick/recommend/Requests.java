package io.nextclick.recommend;

import static io.nextclick.testkit.Events.view;

import io.nextclick.event.Candidates;
import io.nextclick.event.PersonEvent;
import io.nextclick.event.PopularItems;
import io.nextclick.testkit.Events;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Requests, answers and shops of the list tests. */
final class Requests {

    static final RecommendRules RULES = new RecommendRules(5, 0.5, false, 500, 3, 100, 100);

    private Requests() {}

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
        return new Candidates("ann", sequence, slot, item, null, names, scores);
    }

    static PersonEvent viewing(String item) {
        return request(1, view(item));
    }

    static final class FixedShop implements Shop {
        private final Map<String, PopularItems> popular = new HashMap<>();
        private final Set<String> unavailable = new HashSet<>();

        FixedShop selling(String category, String... items) {
            float[] scores = new float[items.length];
            for (int i = 0; i < items.length; i++) {
                scores[i] = items.length - i;
            }
            PopularItems list = new PopularItems("default", category, items, scores);
            popular.put(list.scopeKey(), list);
            return this;
        }

        FixedShop without(String item) {
            unavailable.add(item);
            return this;
        }

        @Override
        public PopularItems popular(String site, String category) {
            return popular.get(PopularItems.scopeKey(site, category));
        }

        @Override
        public boolean isUnavailable(String site, String itemId) {
            return unavailable.contains(itemId);
        }
    }
}
