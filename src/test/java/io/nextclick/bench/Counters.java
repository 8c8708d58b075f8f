package io.nextclick.bench;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** The counters of the job that runs in this JVM; those of a job that ended are gone. */
public final class Counters implements MetricReporter {

    static final Counters HERE = new Counters();

    /** The source of events, in the job and in every graph beside it. */
    private static final String SOURCE = "Source: read-events";

    private final Map<Metric, Named> counters = new ConcurrentHashMap<>();

    private Counters() {}

    /**
     * A counter.
     *
     * @param operator the operator's name, or "" if it is the task's own
     */
    private record Named(String name, String task, String operator, Counter counter) {

        boolean isOfReceivingTask(String wanted) {
            return operator.isEmpty() && name.equals(wanted) && !task.startsWith("Source: ");
        }
    }

    /** Events that the source has handed on. */
    long events() {
        return sum(each -> each.operator.equals(SOURCE) && each.name.equals("numRecordsOut"));
    }

    /** Records that tasks got from tasks. */
    long records() {
        return sum(each -> each.isOfReceivingTask("numRecordsIn"));
    }

    /** Their bytes by the task that gets them. */
    Map<String, Long> bytes() {
        Map<String, Long> sums = new TreeMap<>();
        counters.values().stream()
                .filter(each -> each.isOfReceivingTask("numBytesIn"))
                .forEach(each -> sums.merge(each.task, each.counter.getCount(), Long::sum));
        return sums;
    }

    /** Reads and writes of keyed state, as the job counts them. */
    long stateAccesses() {
        return sum(each -> each.name.equals("stateReads") || each.name.equals("stateWrites"));
    }

    private long sum(Predicate<Named> wanted) {
        return counters.values().stream()
                .filter(wanted)
                .mapToLong(each -> each.counter.getCount())
                .sum();
    }

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        if (metric instanceof Counter counter) {
            Map<String, String> where = group.getAllVariables();
            String task = where.get("<task_name>");
            if (task != null) {
                String operator = where.getOrDefault("<operator_name>", "");
                counters.put(metric, new Named(name, task, operator, counter));
            }
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        counters.remove(metric);
    }

    /** Made by Flink, which finds it as a service. */
    public static final class Factory implements MetricReporterFactory {
        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            return HERE;
        }
    }
}
