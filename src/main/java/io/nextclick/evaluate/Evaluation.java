package io.nextclick.evaluate;

import java.time.Duration;
import java.util.List;

/**
 * Trains models on a log and tests them on another, all in the same way. Deterministic but for the
 * times. The logs are read once to find where sessions end, and again for every model, so that they
 * may be larger than memory. Not thread-safe.
 */
public final class Evaluation {

    /** How often batch models of the papers are refitted in production. */
    public static final Duration DAILY = Duration.ofDays(1);

    private final ClickLog train;
    private final ClickLog test;
    private final Protocol protocol;
    private final long refitMillis;
    private final LogIndex index;

    /** An evaluation of clicks in memory that refits daily what needs to be refitted. */
    public Evaluation(List<Click> train, List<Click> test, Protocol protocol) {
        this(ClickLog.of(train), ClickLog.of(test), protocol, DAILY);
    }

    /**
     * An evaluation; reads both logs.
     *
     * @param train clicks to train on; may be empty in a prequential run
     * @param test clicks to test on
     * @param refitEvery event time between two refits of a model that needs them, in a prequential
     *     run; they are at its multiples since the epoch
     */
    public Evaluation(ClickLog train, ClickLog test, Protocol protocol, Duration refitEvery) {
        if (refitEvery.toMillis() <= 0) {
            throw new IllegalArgumentException("must be more than 0: " + refitEvery);
        }
        this.train = train;
        this.test = test;
        this.protocol = protocol;
        this.refitMillis = refitEvery.toMillis();
        this.index = LogIndex.of(train, test, protocol);
    }

    /** Trains and tests a new model. */
    public EvaluationResult evaluate(NextItemModel model) {
        EvaluationRun run = new EvaluationRun(model, protocol, index, refitMillis);
        train.forEach(run::train);
        model.endTraining();
        test.forEach(run::test);
        return run.result();
    }
}
