package io.nextclick.cli;

import io.nextclick.config.Settings;
import io.nextclick.evaluate.NextItemModel;
import io.nextclick.evaluate.NextclickModel;
import io.nextclick.evaluate.baseline.ItemCf;
import io.nextclick.evaluate.baseline.Popularity;
import io.nextclick.evaluate.baseline.SequentialRules;
import io.nextclick.evaluate.baseline.VmisKnn;
import io.nextclick.evaluate.baseline.Vstan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The models that {@code mvn -Pevaluate} knows, by name. */
final class EvaluatedModels {

    /** The product's own; it is always evaluated, and the others are compared with it. */
    static final String PRODUCT = "nextclick";

    private static final Map<String, Function<Settings, NextItemModel>> BY_NAME = byName();

    private EvaluatedModels() {}

    private static Map<String, Function<Settings, NextItemModel>> byName() {
        Map<String, Function<Settings, NextItemModel>> models = new LinkedHashMap<>();
        models.put(PRODUCT, EvaluatedModels::product);
        models.put("popularity", settings -> new Popularity());
        models.put("sequential-rules", settings -> new SequentialRules());
        models.put("item-cf", settings -> new ItemCf());
        models.put("vstan", settings -> new Vstan());
        models.put("vmis", settings -> new VmisKnn());
        return models;
    }

    private static NextItemModel product(Settings settings) {
        return new NextclickModel(
                new NextclickModel.Rules(
                        settings.session(),
                        settings.similarity(),
                        settings.popularity(),
                        settings.recommend()));
    }

    /** All names. */
    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /**
     * Names of the models to evaluate: the product's own, and then others.
     *
     * @param others names of {@link #names}
     */
    static List<String> withProduct(List<String> others) {
        List<String> names = new ArrayList<>();
        names.add(PRODUCT);
        others.stream().filter(name -> !names.contains(name)).forEach(names::add);
        return names;
    }

    /**
     * A new model.
     *
     * @param settings what the product's own is to obey
     * @throws IllegalArgumentException if there is none of the name
     */
    static NextItemModel create(String name, Settings settings) {
        Function<Settings, NextItemModel> model = BY_NAME.get(name);
        if (model == null) {
            throw new IllegalArgumentException(
                    "unknown model '%s', allowed are %s"
                            .formatted(name, String.join(", ", BY_NAME.keySet())));
        }
        return model.apply(settings);
    }
}
