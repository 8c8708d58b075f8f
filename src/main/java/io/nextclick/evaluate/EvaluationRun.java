package io.nextclick.evaluate;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One model under test. Keeps the sessions that are open and what it knows of the items, and so
 * grows with neither the clicks nor the sessions of a log.
 */
final class EvaluationRun {

    private static final long MAX_NANOS = TimeUnit.HOURS.toNanos(1);

    /** Lists at the beginning that are not timed, while the JVM still compiles the model. */
    private static final int MAX_WARM_UP = 2_000;

    private final NextItemModel model;
    private final Protocol protocol;
    private final LogIndex index;
    private final long refitMillis;

    private final Map<String, Item> items = new HashMap<>();
    private final Map<String, Numbered> open = new HashMap<>();
    private final Set<String> recommended = new HashSet<>();
    private final Histogram nanos = new Histogram(MAX_NANOS, 3);
    private final SessionScores bySession = new SessionScores();
    private final SliceScores bySlice = new SliceScores();
    private int clicks;
    private long sessions;
    private long period;
    private int mostClicks;
    private long positions;
    private long unknownNext;
    private double popularitySum;
    private long lists;
    private long warmUp;

    private static final class Item {
        private final long firstMillis;
        private int clicks;

        Item(long firstMillis) {
            this.firstMillis = firstMillis;
        }
    }

    private record Numbered(long number, TestSession session) {}

    EvaluationRun(NextItemModel model, Protocol protocol, LogIndex index, long refitMillis) {
        this.model = model;
        this.protocol = protocol;
        this.index = index;
        this.refitMillis = refitMillis;
        this.period = Math.floorDiv(index.trainedUntilMillis(), refitMillis);
        this.warmUp = Math.min(MAX_WARM_UP, index.positions() / 10);
    }

    /** Takes the next click of the training. */
    void train(Click click) {
        learn(click);
        if (index.isEnd(clicks++)) {
            model.endSession(click.sessionId());
        }
    }

    /** Takes the next click of the test. */
    void test(Click click) {
        if (!index.isTested(click)) {
            return;
        }
        boolean end = index.isEnd(clicks++);
        refitWhenDue(click);
        Numbered numbered = open.get(click.sessionId());
        if (numbered == null && !end) {
            numbered = new Numbered(sessions++, new TestSession());
            open.put(click.sessionId(), numbered);
        } else if (numbered != null) {
            predict(numbered.session(), click);
        }
        if (numbered != null) {
            numbered.session().add(click);
        }
        if (protocol == Protocol.PREQUENTIAL) {
            learn(click);
        }
        if (end) {
            over(click.sessionId());
        }
    }

    private void refitWhenDue(Click click) {
        long now = Math.floorDiv(click.atMillis(), refitMillis);
        if (protocol == Protocol.PREQUENTIAL && now > period) {
            period = now;
            if (model.needsRefit()) {
                model.endTraining();
            }
        }
    }

    private void learn(Click click) {
        Item item = items.computeIfAbsent(click.itemId(), id -> new Item(click.atMillis()));
        item.clicks++;
        mostClicks = Math.max(mostClicks, item.clicks);
        model.learn(click);
    }

    private void predict(TestSession session, Click next) {
        List<Click> prefix = session.clicks();
        long before = System.nanoTime();
        List<String> list = model.rank(prefix, ListScorer.MAX_SIZE);
        long taken = System.nanoTime() - before + model.nanosBefore();
        if (warmUp > 0) {
            warmUp--;
        } else {
            nanos.recordValue(Math.min(MAX_NANOS, taken));
        }
        positions++;
        Item item = items.get(next.itemId());
        unknownNext += item == null ? 1 : 0;
        session.predicted(
                list,
                new Slice.Next(
                        prefix.size(),
                        item == null ? -1 : Math.max(0, next.atMillis() - item.firstMillis),
                        item == null ? 0 : item.clicks,
                        session.has(next.itemId())));
        if (!list.isEmpty()) {
            recommended.addAll(list);
            popularitySum += popularity(list);
            lists++;
        }
    }

    private double popularity(List<String> list) {
        double sum = 0;
        for (String each : list) {
            Item item = items.get(each);
            sum += item == null ? 0 : item.clicks;
        }
        return sum / list.size() / mostClicks;
    }

    private void over(String sessionId) {
        Numbered numbered = open.remove(sessionId);
        if (numbered != null) {
            numbered.session().score((next, figures) -> add(numbered.number(), next, figures));
        }
        if (protocol == Protocol.PREQUENTIAL) {
            model.endSession(sessionId);
        }
    }

    private void add(long session, Slice.Next next, double[] figures) {
        bySession.add(session, figures);
        bySlice.add(next, figures);
    }

    EvaluationResult result() {
        Map<Metric, Double> figures = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            figures.put(metric, bySession.mean(metric));
        }
        recommended.retainAll(items.keySet());
        return new EvaluationResult(
                model.name(),
                protocol,
                positions,
                unknownNext,
                figures,
                positions == 0 || items.isEmpty()
                        ? Double.NaN
                        : recommended.size() / (double) items.size(),
                lists == 0 ? Double.NaN : popularitySum / lists,
                new EvaluationResult.ListMicros(micros(50), micros(90), micros(99)),
                model.stateBytes(),
                bySession,
                bySlice);
    }

    private double micros(double percentile) {
        return nanos.getTotalCount() == 0
                ? Double.NaN
                : nanos.getValueAtPercentile(percentile) / 1e3;
    }
}
