package io.nextclick.recommend;

import io.nextclick.blend.LearningSettings;
import io.nextclick.event.Surface;
import java.io.Serializable;
import java.util.Map;

/**
 * How lists are made, and the bounds of what is kept.
 *
 * @param size items of a list
 * @param recencyDecay factor by which the candidates of each older recent item count less, 0 to 1
 * @param deadlineMillis longest wait for answers, ms; then the list is made of those that came
 * @param maxInFlight most unfinished requests of a person; beyond it the oldest is superseded
 * @param maxScopes most popularity lists of sites, of categories and of segments, each, that a
 *     subtask keeps; also most sites whose new items it knows
 * @param maxUnavailable most unavailable items that a subtask keeps
 * @param maxItemFacts most items of which a subtask keeps what rules ask for
 * @param maxTwoStepItems most items of which a subtask knows what their neighbours lead to; 0
 *     leaves two steps out
 * @param maxAttributeItems most items of which a subtask counts the visits by attribute; 0 leaves
 *     attributes out
 * @param newForMillis how long an item is new after it was known first, ms
 * @param surfaces rules of each surface; {@link SurfaceSettings#PLAIN} if there are none
 * @param learning how the blends learn
 * @param maxPractice most persons whose last list a subtask remembers to learn from
 * @param policyIntervalMillis how often subtasks share what their blends learnt, ms
 */
public record RecommendSettings(
        int size,
        double recencyDecay,
        long deadlineMillis,
        int maxInFlight,
        int maxScopes,
        int maxUnavailable,
        int maxItemFacts,
        int maxTwoStepItems,
        int maxAttributeItems,
        long newForMillis,
        Map<Surface, SurfaceSettings> surfaces,
        LearningSettings learning,
        int maxPractice,
        long policyIntervalMillis)
        implements Serializable {

    /** The rules of a surface. */
    SurfaceSettings surface(Surface surface) {
        return surfaces.getOrDefault(surface, SurfaceSettings.PLAIN);
    }
}
