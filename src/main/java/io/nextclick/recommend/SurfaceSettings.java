package io.nextclick.recommend;

import io.nextclick.experiment.ArmSettings;
import java.io.Serializable;
import java.util.Locale;

/**
 * How lists of one surface are made.
 *
 * @param repeats which items of the visit may be in the list
 * @param diversity how much a list avoids items of the same category: 0 not at all, below 1
 * @param exploration share of the list that is kept for items which are new on the site, 0 to 0.5
 * @param swaps share of the lists in which the order of two neighbours is drawn, 0 to 1
 * @param later what the click after the next one counts when the blend learns; 0 learns the next
 *     click alone, 1 makes no difference between them
 * @param ranking what ranks
 * @param rules false if recommendation rules are not obeyed
 */
public record SurfaceSettings(
        Repeats repeats,
        double diversity,
        double exploration,
        double swaps,
        double later,
        Ranking ranking,
        boolean rules)
        implements Serializable {

    /** Lists ranked by the blend, by the rules, in their order. */
    public SurfaceSettings(Repeats repeats, double diversity, double exploration, double later) {
        this(repeats, diversity, exploration, 0, later, Ranking.BLEND, true);
    }

    /** A surface whose blend learns the next click alone. */
    public SurfaceSettings(Repeats repeats, double diversity, double exploration) {
        this(repeats, diversity, exploration, 0);
    }

    /** Which items of the visit may be in a list. */
    public enum Repeats {
        /** All of them; the blend learns where people come back to. */
        LEARNED,
        /** All but the one that the person is at. */
        NOT_CURRENT,
        /** None. */
        NONE
    }

    /** What ranks. */
    public enum Ranking {
        /** The blend of all signals. */
        BLEND,
        /** What is popular in the category, the person's segments and the site. */
        POPULAR
    }

    /** A surface without any rule. */
    public static final SurfaceSettings PLAIN = new SurfaceSettings(Repeats.LEARNED, 0, 0);

    /** The same with another share of swaps. */
    public SurfaceSettings withSwaps(double share) {
        return new SurfaceSettings(repeats, diversity, exploration, share, later, ranking, rules);
    }

    /** The same with what an experiment's arm makes different. */
    SurfaceSettings with(ArmSettings arm) {
        if (arm.equals(ArmSettings.NONE)) {
            return this;
        }
        String itsRepeats = arm.repeats();
        String itsRanking = arm.ranking();
        return new SurfaceSettings(
                itsRepeats == null ? repeats : Repeats.valueOf(itsRepeats.toUpperCase(Locale.ROOT)),
                arm.diversity() == null ? diversity : arm.diversity(),
                arm.exploration() == null ? exploration : arm.exploration(),
                swaps,
                later,
                itsRanking == null ? ranking : Ranking.valueOf(itsRanking.toUpperCase(Locale.ROOT)),
                arm.rules() == null ? rules : arm.rules());
    }
}
