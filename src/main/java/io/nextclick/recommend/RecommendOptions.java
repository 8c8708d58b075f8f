package io.nextclick.recommend;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.nextclick.blend.ClickValues;
import io.nextclick.blend.LearningSettings;
import io.nextclick.event.Surface;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.option.OptionValues;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Options of the list making and of the blend. */
public final class RecommendOptions {

    public static final OptionList ALL = new OptionList();

    static final Option<Integer> LIST_SIZE =
            ALL.number("recommend.size", 20, 1, 500, "Items of a list.");
    static final Option<Double> RECENCY_DECAY =
            ALL.of(
                    key("recommend.recency-decay").doubleType().defaultValue(0.75),
                    "above 0 to 1",
                    decay -> decay > 0 && decay <= 1,
                    "Factor by which the candidates of each older recent item count less.");
    static final Option<Duration> DEADLINE =
            ALL.duration(
                    "recommend.deadline",
                    Duration.ofMillis(500),
                    Duration.ofMillis(10),
                    Duration.ofMinutes(10),
                    "Maximum wait for the answers of items; then the list is made of those that"
                            + " came. A list that is late already, as in a job that catches up, waits as"
                            + " long as it is late, at most 20 times this.");
    static final Option<Integer> MAX_IN_FLIGHT =
            ALL.number(
                    "recommend.max-in-flight",
                    8,
                    1,
                    1_000,
                    "Maximum number of unfinished requests of a person. Beyond it the oldest is superseded by"
                            + " a newer one for its surface; if there is none, it is answered with what came.");
    static final Option<Integer> MAX_SCOPES =
            ALL.number(
                    "recommend.max-popularity-lists",
                    20_000,
                    1,
                    10_000_000,
                    "Maximum number of popularity lists of sites, of categories and of segments, that many each,"
                            + " that a subtask keeps; the least recently updated is evicted.");
    static final Option<Integer> MAX_UNAVAILABLE =
            ALL.number(
                    "recommend.max-unavailable-items",
                    1_000_000,
                    1,
                    100_000_000,
                    "Maximum number of unavailable items that a subtask keeps; the least recently updated is"
                            + " evicted.");
    static final Option<Integer> MAX_ITEM_FACTS =
            ALL.number(
                    "recommend.max-item-facts",
                    200_000,
                    1,
                    100_000_000,
                    "Maximum number of items whose category, brand and price a subtask keeps for recommendation"
                            + " rules; the least recently updated is evicted.");
    static final Option<Integer> MAX_TWO_STEP_ITEMS =
            ALL.number(
                    "recommend.max-two-step-items",
                    20_000,
                    0,
                    10_000_000,
                    "Maximum number of items of which a subtask keeps the strongest neighbours, about"
                            + " 1 kB each, to recommend what these lead to; the least recently used is"
                            + " evicted. 0 recommends only what was visited together.");
    static final Option<Integer> MAX_ATTRIBUTE_ITEMS =
            ALL.number(
                    "recommend.max-attribute-items",
                    20_000,
                    0,
                    10_000_000,
                    "Maximum number of items of which a subtask counts the visits by the attributes of"
                            + " events, about 0.7 kB each and at most 2 kB, to rank what people with the same attributes"
                            + " go to; the least recently visited is evicted. 0 leaves attributes out.");
    static final Option<Duration> NEW_FOR =
            ALL.duration(
                    "recommend.new-for",
                    Duration.ofDays(30),
                    Duration.ofMinutes(1),
                    Duration.ofDays(3_650),
                    "How long an item is new in the catalogue after it was known first.");
    static final Option<Boolean> LEARN =
            ALL.flag(
                    "blend.learn",
                    true,
                    "Learns the weights of the blend from where people go. If false the weights"
                            + " stay as they are.");
    static final Option<Double> RATE =
            ALL.of(
                    key("blend.rate").doubleType().defaultValue(0.1),
                    "above 0 to 1",
                    rate -> rate > 0 && rate <= 1,
                    "Largest step of a weight at one example.");
    static final Option<Double> L1 =
            ALL.of(
                    key("blend.l1").doubleType().defaultValue(0.0),
                    "0 to 1",
                    pull -> pull >= 0 && pull <= 1,
                    "Pull of a weight to its initial value, the same for each.");
    static final Option<Double> L2 =
            ALL.of(
                    key("blend.l2").doubleType().defaultValue(1e-6),
                    "0 to 1",
                    pull -> pull >= 0 && pull <= 1,
                    "Pull of a weight to its initial value, in proportion to the difference.");
    static final Option<Double> POSITION_BIAS =
            ALL.of(
                    key("blend.position-bias").doubleType().defaultValue(0.75),
                    "0 to 3",
                    eta -> eta >= 0 && eta <= 3,
                    "How steeply attention falls with the position in a list: position k is looked at"
                            + " with the chance k to the power of minus this. So a click there counts"
                            + " the inverse when the blend learns, at most 10. 0 counts all clicks"
                            + " alike.");
    static final Option<Integer> MAX_PRACTICE =
            ALL.number(
                    "blend.max-practice",
                    10_000,
                    1,
                    1_000_000,
                    "Maximum number of persons whose last list a subtask remembers to learn from, about 6 kB"
                            + " each with the list before; the oldest is evicted.");
    static final Option<Duration> SHARE_INTERVAL =
            ALL.duration(
                    "blend.share-interval",
                    Duration.ofSeconds(1),
                    Duration.ofMillis(10),
                    Duration.ofHours(1),
                    "How often subtasks share what their blends learnt.");

    /** Options of one surface. */
    private record OfSurface(
            Surface surface,
            Option<SurfaceSettings.Repeats> repeats,
            Option<Double> diversity,
            Option<Double> exploration,
            Option<Double> swaps,
            Option<Double> later) {}

    private static final List<OfSurface> SURFACES =
            Arrays.stream(Surface.values()).map(RecommendOptions::ofSurface).toList();

    private RecommendOptions() {}

    private static OfSurface ofSurface(Surface surface) {
        String name = surface.label();
        Option<SurfaceSettings.Repeats> repeats =
                ALL.of(
                        key("recommend.%s.repeats".formatted(name))
                                .enumType(SurfaceSettings.Repeats.class)
                                .defaultValue(repeats(surface)),
                        "LEARNED, NOT_CURRENT or NONE",
                        given -> true,
                        "Which items of the visit may be in a list for the page type %s: all, as far"
                                        .formatted(name)
                                + " as the blend wants them; all but the current one; or none.");
        Option<Double> diversity =
                ALL.of(
                        key("recommend.%s.diversity".formatted(name))
                                .doubleType()
                                .defaultValue(0.0),
                        "0 to 0.9",
                        share -> share >= 0 && share <= 0.9,
                        "How much such a list avoids items of the same category.");
        Option<Double> exploration =
                ALL.of(
                        key("recommend.%s.exploration".formatted(name))
                                .doubleType()
                                .defaultValue(surface == Surface.OTHER ? 0.0 : 0.05),
                        "0 to 0.5",
                        share -> share >= 0 && share <= 0.5,
                        "Share of such a list that is kept for items which are new in the"
                                + " catalogue.");
        Option<Double> swaps =
                ALL.of(
                        key("recommend.%s.swaps".formatted(name)).doubleType().defaultValue(0.0),
                        "0 to 1",
                        share -> share >= 0 && share <= 1,
                        "Share of such lists in which the order of two neighbours is drawn, to learn"
                                + " how steeply attention falls with the position.");
        Option<Double> later =
                ALL.of(
                        key("recommend.%s.later-clicks".formatted(name))
                                .doubleType()
                                .defaultValue(0.1),
                        "0 to 1",
                        share -> share >= 0 && share <= 1,
                        "What the click after the next one counts when such a list is learnt from.");
        return new OfSurface(surface, repeats, diversity, exploration, swaps, later);
    }

    private static SurfaceSettings.Repeats repeats(Surface surface) {
        return switch (surface) {
            case ITEM -> SurfaceSettings.Repeats.NOT_CURRENT;
            case CART -> SurfaceSettings.Repeats.NONE;
            case HOME, OTHER -> SurfaceSettings.Repeats.LEARNED;
        };
    }

    /**
     * The rules that options give.
     *
     * @param clicks what clicks in lists are worth, where every position counts alike
     */
    public static RecommendSettings settings(OptionValues given, ClickValues clicks) {
        Map<Surface, SurfaceSettings> surfaces = new EnumMap<>(Surface.class);
        for (OfSurface each : SURFACES) {
            surfaces.put(
                    each.surface(),
                    new SurfaceSettings(
                                    given.get(each.repeats()),
                                    given.get(each.diversity()),
                                    given.get(each.exploration()),
                                    given.get(each.later()))
                            .withSwaps(given.get(each.swaps())));
        }
        return new RecommendSettings(
                given.get(LIST_SIZE),
                given.get(RECENCY_DECAY),
                given.millis(DEADLINE),
                given.get(MAX_IN_FLIGHT),
                given.get(MAX_SCOPES),
                given.get(MAX_UNAVAILABLE),
                given.get(MAX_ITEM_FACTS),
                given.get(MAX_TWO_STEP_ITEMS),
                given.get(MAX_ATTRIBUTE_ITEMS),
                given.millis(NEW_FOR),
                surfaces,
                new LearningSettings(
                        given.get(LEARN),
                        given.get(RATE),
                        given.get(L1),
                        given.get(L2),
                        clicks.withPositionBias(given.get(POSITION_BIAS))),
                given.get(MAX_PRACTICE),
                given.millis(SHARE_INTERVAL));
    }
}
