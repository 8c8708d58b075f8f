package io.nextclick.demo;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * The counters of a Flink in this process, by operator, as Flink itself reports them. A counter
 * that ended with a restarted task keeps counting for its operator.
 */
public final class JobMetrics implements MetricReporter {

    private static final String REPORTER = "demo";
    private static final String OPERATOR = "<operator_name>";
    private static final Map<String, JobMetrics> BY_ID = new ConcurrentHashMap<>();

    /** By the last part of their names: there are many, and sums are asked for often. */
    private final Map<String, Map<Metric, Named>> counters = new ConcurrentHashMap<>();

    private final Map<String, Gauge<?>> gauges = new ConcurrentHashMap<>();

    private JobMetrics() {}

    /** Adds a reporter to a Flink configuration; {@code id} says which of several. */
    public static JobMetrics in(Configuration configuration, String id) {
        configuration.setString("metrics.reporters", REPORTER);
        configuration.setString(
                "metrics.reporter." + REPORTER + ".factory.class", Factory.class.getName());
        configuration.setString("metrics.reporter." + REPORTER + ".id", id);
        return BY_ID.computeIfAbsent(id, ignored -> new JobMetrics());
    }

    /**
     * Sum over all subtasks of an operator, or of a function of one.
     *
     * @param operator its name, or the function's
     * @param counter the counter's name; one of a group is {@code group.name}
     */
    public long sum(String operator, String counter) {
        return named(counter)
                .filter(named -> named.isOf(operator, counter))
                .mapToLong(named -> named.counter.getCount())
                .sum();
    }

    /** Sum over all operators. */
    public long sum(String counter) {
        return named(counter)
                .filter(named -> named.isNamed(counter))
                .mapToLong(named -> named.counter.getCount())
                .sum();
    }

    private Stream<Named> named(String counter) {
        return counters.getOrDefault(lastPart(counter), Map.of()).values().stream();
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The newest gauge of the job itself with that name; 0 if there is none. */
    public long jobGauge(String name) {
        Gauge<?> gauge = gauges.get(name);
        return gauge != null && gauge.getValue() instanceof Number number ? number.longValue() : 0;
    }

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        String operator = group.getAllVariables().get(OPERATOR);
        if (metric instanceof Counter counter && operator != null) {
            Named named = new Named(operator, group.getMetricIdentifier(name), counter);
            counters.computeIfAbsent(lastPart(named.identifier), part -> new ConcurrentHashMap<>())
                    .put(metric, named);
        } else if (metric instanceof Gauge<?> gauge && operator == null) {
            gauges.put(name, gauge);
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        // The last count of an ended task still counts.
    }

    private record Named(String operator, String identifier, Counter counter) {
        private boolean isOf(String operatorOrFunction, String name) {
            return isNamed(operatorOrFunction + '.' + name)
                    || (operator.equals(operatorOrFunction) && isNamed(name));
        }

        private boolean isNamed(String name) {
            return identifier.endsWith('.' + name);
        }
    }

    /** Made by Flink; finds the reporter that waits for it. */
    public static final class Factory implements MetricReporterFactory {
        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            return BY_ID.computeIfAbsent(
                    properties.getProperty("id", ""), ignored -> new JobMetrics());
        }
    }
}
