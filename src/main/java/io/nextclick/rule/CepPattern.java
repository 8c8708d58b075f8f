package io.nextclick.rule;

import java.time.Duration;
import java.util.function.Function;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.WithinType;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.jspecify.annotations.Nullable;

/** A rule's pattern as one of Flink CEP, which defines what it means. */
public final class CepPattern {

    private CepPattern() {}

    /**
     * The pattern in Flink CEP's terms.
     *
     * @param conditions gives the condition of a text
     * @throws RuntimeException from Flink CEP, if it does not take such a pattern
     */
    public static <T> Pattern<T, T> of(
            EventPattern pattern, Function<String, IterativeCondition<T>> conditions) {
        AfterMatchSkipStrategy skip = skip(pattern);
        Pattern<T, T> built = null;
        for (Stage stage : pattern.stages()) {
            built = quantified(stage, follow(built, stage, skip), conditions);
        }
        if (built == null) {
            throw new IllegalArgumentException("a pattern has at least one stage");
        }
        return pattern.withinMillis() == 0
                ? built
                : built.within(Duration.ofMillis(pattern.withinMillis()));
    }

    private static AfterMatchSkipStrategy skip(EventPattern pattern) {
        return switch (pattern.skip()) {
            case NONE -> AfterMatchSkipStrategy.noSkip();
            case TO_NEXT -> AfterMatchSkipStrategy.skipToNext();
            case PAST_LAST_EVENT -> AfterMatchSkipStrategy.skipPastLastEvent();
            case TO_FIRST -> AfterMatchSkipStrategy.skipToFirst(pattern.skipTo());
            case TO_LAST -> AfterMatchSkipStrategy.skipToLast(pattern.skipTo());
        };
    }

    private static <T> Pattern<T, T> follow(
            @Nullable Pattern<T, T> before, Stage stage, AfterMatchSkipStrategy skip) {
        if (before == null) {
            return Pattern.begin(stage.name(), skip);
        }
        return switch (stage.contiguity()) {
            case STRICT ->
                    stage.absent() ? before.notNext(stage.name()) : before.next(stage.name());
            case RELAXED ->
                    stage.absent()
                            ? before.notFollowedBy(stage.name())
                            : before.followedBy(stage.name());
            case ANY -> before.followedByAny(stage.name());
        };
    }

    private static <T> Pattern<T, T> quantified(
            Stage stage, Pattern<T, T> named, Function<String, IterativeCondition<T>> conditions) {
        Stage.Times times = stage.times();
        Pattern<T, T> pattern = named.where(conditions.apply(stage.when()));
        if (stage.isRepeated()) {
            if (times.to() == Stage.UNBOUNDED) {
                pattern =
                        times.from() == 1 ? pattern.oneOrMore() : pattern.timesOrMore(times.from());
            } else if (times.from() == times.to()) {
                pattern = pattern.times(times.from());
            } else {
                pattern = pattern.times(times.from(), times.to());
            }
            switch (times.inner()) {
                case STRICT -> pattern = pattern.consecutive();
                case ANY -> pattern = pattern.allowCombinations();
                case RELAXED -> {
                    // Flink CEP's own default.
                }
            }
        }
        if (times.greedy()) {
            pattern = pattern.greedy();
        }
        if (stage.optional()) {
            pattern = pattern.optional();
        }
        String until = times.until();
        if (until != null) {
            pattern = pattern.until(conditions.apply(until));
        }
        return stage.withinMillis() == 0
                ? pattern
                : pattern.within(
                        Duration.ofMillis(stage.withinMillis()), WithinType.PREVIOUS_AND_CURRENT);
    }
}
