package io.nextclick.local;

import io.nextclick.evaluate.NextItemModel;
import io.nextclick.evaluate.baseline.ItemCf;
import io.nextclick.evaluate.baseline.Popularity;
import io.nextclick.evaluate.baseline.SequentialRules;
import io.nextclick.evaluate.baseline.VmisKnn;
import io.nextclick.evaluate.baseline.Vstan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The models that {@code mvn -Pevaluate} knows, by name. */
final class EvaluatedModels {

    /** The product's own; it is always evaluated, and the others are compared with it. */
    static final String PRODUCT = "nextclick";

    private static final Map<String, Supplier<NextItemModel>> BY_NAME = byName();

    private EvaluatedModels() {}

    /** Add the product's own model here, as {@link #PRODUCT}; nothing else has to change. */
    private static Map<String, Supplier<NextItemModel>> byName() {
        Map<String, Supplier<NextItemModel>> models = new LinkedHashMap<>();
        models.put("popularity", Popularity::new);
        models.put("sequential-rules", SequentialRules::new);
        models.put("item-cf", ItemCf::new);
        models.put("vstan", Vstan::new);
        models.put("vmis", VmisKnn::new);
        return models;
    }

    /** All names. */
    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /**
     * Names of the models to evaluate: the product's own, as soon as there is one, and then others.
     *
     * @param others names of {@link #names}
     */
    static List<String> withProduct(List<String> others) {
        List<String> names = new ArrayList<>();
        if (BY_NAME.containsKey(PRODUCT)) {
            names.add(PRODUCT);
        }
        others.stream().filter(name -> !names.contains(name)).forEach(names::add);
        return names;
    }

    /**
     * A new model.
     *
     * @throws IllegalArgumentException if there is none of the name
     */
    static NextItemModel create(String name) {
        Supplier<NextItemModel> model = BY_NAME.get(name);
        if (model == null) {
            throw new IllegalArgumentException(
                    "unknown model '%s', allowed are %s"
                            .formatted(name, String.join(", ", BY_NAME.keySet())));
        }
        return model.get();
    }
}
