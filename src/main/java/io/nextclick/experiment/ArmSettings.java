package io.nextclick.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How an arm makes lists; what is null is as the surface's settings say.
 *
 * @param ranking {@code blend}, or {@code popular} for what is popular in the category, the
 *     person's segments and the site
 * @param repeats which items of the visit may be in a list, as {@code recommend.SURFACE.repeats}
 * @param diversity as {@code recommend.SURFACE.diversity}
 * @param exploration as {@code recommend.SURFACE.exploration}
 * @param rules false makes the list without recommendation rules
 */
public record ArmSettings(
        @Nullable String ranking,
        @Nullable String repeats,
        @Nullable Double diversity,
        @Nullable Double exploration,
        @JsonProperty("rules") @Nullable Boolean rules) {

    /** The ranking by what is popular. */
    public static final String POPULAR = "popular";

    /** Nothing is different. */
    public static final ArmSettings NONE = new ArmSettings(null, null, null, null, null);

    /** Both together; what the other one says is said. */
    ArmSettings and(ArmSettings other) {
        if (equals(NONE)) {
            return other;
        }
        return new ArmSettings(
                other.ranking == null ? ranking : other.ranking,
                other.repeats == null ? repeats : other.repeats,
                other.diversity == null ? diversity : other.diversity,
                other.exploration == null ? exploration : other.exploration,
                other.rules == null ? rules : other.rules);
    }

    /** True if both say something of one setting, so only one of them would be obeyed. */
    boolean disagrees(ArmSettings other) {
        return (ranking != null && other.ranking != null)
                || (repeats != null && other.repeats != null)
                || (diversity != null && other.diversity != null)
                || (exploration != null && other.exploration != null)
                || (rules != null && other.rules != null);
    }
}
