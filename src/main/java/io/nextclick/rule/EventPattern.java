package io.nextclick.rule;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of events of one person, in the terms of Flink CEP.
 *
 * @param stages in order; at least one
 * @param withinMillis first to last event take less than this, ms; 0 for no bound
 * @param skip which partial matches go after a match
 * @param skipTo stage of {@link Skip#TO_FIRST} and {@link Skip#TO_LAST}, else null
 */
public record EventPattern(
        List<Stage> stages, long withinMillis, Skip skip, @Nullable String skipTo) {

    /** After-match skip strategies. */
    public enum Skip {
        NONE,
        TO_NEXT,
        PAST_LAST_EVENT,
        TO_FIRST,
        TO_LAST
    }

    /** True if events that no condition asks for can change a match. */
    public boolean seesAll() {
        return stages.stream().anyMatch(Stage::seesAll) || closesBehindChoice();
    }

    /**
     * True if an absence is the end and the stage before it can be complete and yet go on: Flink
     * CEP begins to wait for the absence with the next event of whatever kind.
     */
    public boolean closesBehindChoice() {
        int last = stages.size() - 1;
        return last > 0 && stages.get(last).absent() && !stages.get(last - 1).isFixed();
    }

    /**
     * True if the shape is the same, so that partial matches of one mean something to the other.
     */
    boolean hasShapeOf(EventPattern other) {
        if (stages.size() != other.stages.size()
                || skip != other.skip
                || !Objects.equals(skipTo, other.skipTo)) {
            return false;
        }
        for (int i = 0; i < stages.size(); i++) {
            if (!shape(stages.get(i)).equals(shape(other.stages.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static Stage shape(Stage stage) {
        Stage.Times times = stage.times();
        return new Stage(
                stage.name(),
                "",
                stage.contiguity(),
                stage.absent(),
                stage.optional(),
                new Stage.Times(
                        times.from(),
                        times.to(),
                        times.inner(),
                        times.greedy(),
                        times.until() == null ? null : ""),
                stage.withinMillis() == 0 ? 0 : 1,
                stage.distinct());
    }
}
