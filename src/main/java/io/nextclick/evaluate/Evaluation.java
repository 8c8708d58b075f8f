package io.nextclick.evaluate;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Trains models on a log and tests them on another, all in the same way. Deterministic but for the
 * times. Not thread-safe.
 */
public final class Evaluation {

    /** How often batch models of the papers are refitted in production. */
    public static final Duration DAILY = Duration.ofDays(1);

    private static final long MAX_NANOS = TimeUnit.HOURS.toNanos(1);

    /** Lists at the beginning that are not timed, while the JVM still compiles the model. */
    private static final int MAX_WARM_UP = 2_000;

    private final List<Click> train;
    private final List<Click> test;
    private final Protocol protocol;
    private final long refitMillis;

    /** An evaluation that refits daily what needs to be refitted. */
    public Evaluation(List<Click> train, List<Click> test, Protocol protocol) {
        this(train, test, protocol, DAILY);
    }

    /**
     * An evaluation.
     *
     * @param train clicks to train on, in order of time; may be empty in a prequential run
     * @param test clicks to test on, in order of time
     * @param refitEvery event time between two refits of a model that needs them, in a prequential
     *     run; they are at its multiples since the epoch
     */
    public Evaluation(List<Click> train, List<Click> test, Protocol protocol, Duration refitEvery) {
        this.train = List.copyOf(train);
        this.test = List.copyOf(test);
        this.protocol = protocol;
        this.refitMillis = refitEvery.toMillis();
        if (refitMillis <= 0) {
            throw new IllegalArgumentException("must be more than 0: " + refitEvery);
        }
    }

    /** Trains and tests a new model. */
    public EvaluationResult evaluate(NextItemModel model) {
        Run run = new Run(model);
        for (Click click : train) {
            run.learn(click);
        }
        model.endTraining();
        return protocol == Protocol.STATIC ? testStatic(run) : testPrequential(run);
    }

    private EvaluationResult testStatic(Run run) {
        List<TestSession> sessions = TestSession.ofKnownItems(test, run.clicksByItem.keySet());
        run.start(sessions);
        for (int number = 0; number < sessions.size(); number++) {
            TestSession session = sessions.get(number);
            for (int position = 0; position + 1 < session.clicks().size(); position++) {
                run.predict(number, session, position);
            }
        }
        return run.result();
    }

    private EvaluationResult testPrequential(Run run) {
        List<TestSession> sessions = TestSession.of(test);
        Map<String, Integer> numbers = new HashMap<>();
        for (TestSession session : sessions) {
            numbers.put(session.clicks().get(0).sessionId(), numbers.size());
        }
        run.start(sessions);
        int[] seen = new int[sessions.size()];
        long period = train.isEmpty() ? Long.MIN_VALUE : period(train.get(train.size() - 1));
        for (Click click : test) {
            if (period(click) > period) {
                period = period(click);
                if (run.model.needsRefit()) {
                    run.model.endTraining();
                }
            }
            int number = Objects.requireNonNull(numbers.get(click.sessionId()));
            int position = seen[number]++;
            if (position > 0) {
                run.predict(number, sessions.get(number), position - 1);
            }
            run.learn(click);
        }
        return run.result();
    }

    private long period(Click click) {
        return Math.floorDiv(click.atMillis(), refitMillis);
    }

    /** One model under test. */
    private final class Run {
        private final NextItemModel model;
        private final Map<String, Integer> clicksByItem = new HashMap<>();
        private final Set<String> recommended = new HashSet<>();
        private final Histogram nanos = new Histogram(MAX_NANOS, 3);
        private SessionScores scores = new SessionScores(0);
        private int mostClicks;
        private long unknownNext;
        private double popularitySum;
        private long lists;
        private long warmUp;

        Run(NextItemModel model) {
            this.model = model;
        }

        void learn(Click click) {
            mostClicks = Math.max(mostClicks, clicksByItem.merge(click.itemId(), 1, Integer::sum));
            model.learn(click);
        }

        void start(List<TestSession> sessions) {
            scores = new SessionScores(sessions.size());
            long positions =
                    sessions.stream().mapToLong(session -> session.clicks().size() - 1).sum();
            warmUp = Math.min(MAX_WARM_UP, positions / 10);
        }

        void predict(int number, TestSession session, int position) {
            List<Click> prefix = session.clicks().subList(0, position + 1);
            long before = System.nanoTime();
            List<String> list = model.rank(prefix, ListScorer.MAX_SIZE);
            long taken = System.nanoTime() - before;
            if (warmUp > 0) {
                warmUp--;
            } else {
                nanos.recordValue(Math.min(MAX_NANOS, taken));
            }
            ListScorer.addTo(scores.addPosition(number), list, session, position);
            if (!clicksByItem.containsKey(session.clicks().get(position + 1).itemId())) {
                unknownNext++;
            }
            if (!list.isEmpty()) {
                recommended.addAll(list);
                double sum = 0;
                for (String item : list) {
                    sum += clicksByItem.getOrDefault(item, 0);
                }
                popularitySum += sum / list.size() / mostClicks;
                lists++;
            }
        }

        EvaluationResult result() {
            Map<Metric, Double> figures = new EnumMap<>(Metric.class);
            for (Metric metric : Metric.values()) {
                figures.put(metric, scores.mean(metric));
            }
            recommended.retainAll(clicksByItem.keySet());
            return new EvaluationResult(
                    model.name(),
                    protocol,
                    scores.positions(),
                    unknownNext,
                    figures,
                    scores.positions() == 0 || clicksByItem.isEmpty()
                            ? Double.NaN
                            : recommended.size() / (double) clicksByItem.size(),
                    lists == 0 ? Double.NaN : popularitySum / lists,
                    new EvaluationResult.ListMicros(micros(50), micros(90), micros(99)),
                    model.stateBytes(),
                    scores);
        }

        private double micros(double percentile) {
            return nanos.getTotalCount() == 0
                    ? Double.NaN
                    : nanos.getValueAtPercentile(percentile) / 1e3;
        }
    }
}
