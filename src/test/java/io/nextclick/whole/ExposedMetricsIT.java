package io.nextclick.whole;

import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.EventType;
import io.nextclick.testkit.JobBesideKafka;
import io.nextclick.testkit.MetricNames;
import io.nextclick.testkit.Patience;
import io.nextclick.testkit.Scrape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a running job exposes through Flink's reporter with the shipped filter. */
class ExposedMetricsIT extends JobBesideKafka {

    @RegisterExtension
    static final MiniClusterExtension FLINK = flink(Scrape.reported(new Configuration()));

    private static final int MOST_SERIES = 400;
    private static final String OPERATOR = "flink_taskmanager_job_task_operator_";

    @Test
    void what_is_documented_is_exposed_and_nothing_else_within_the_bound_of_series(
            @InjectMiniCluster MiniCluster flink, TestReporter reporter) throws Exception {
        JobClient job = start(Map.of("recommend.deadline", Patience.OPTION));
        awaitTasks(flink, job);
        long now = System.currentTimeMillis();
        send("events", view("tea").by("ann").at(now).named("e1").event());
        send("events", view("cup").by("ann").at(now + 10).named("e2").event());
        client.read("recommendations", 2);
        send("events", of(EventType.LOGIN, null).by("new").at(now + 20).named("e3").event());
        client.read("recommendations", 3);
        checkpoint(flink, job);
        Set<String> documented = MetricNames.documented(MetricNames.JOB);
        Patience.await("all that is documented")
                .until(() -> MetricNames.unused(documented, names(Scrape.samples())).isEmpty());

        List<String> samples = Scrape.samples();
        assertThat(MetricNames.without(documented, names(samples))).isEmpty();
        long filtered = ofTaskManager(samples);
        reporter.publishEntry(
                "series of the TaskManager",
                "%d of %d".formatted(filtered, ofTaskManager(Scrape.unfiltered())));
        assertThat(filtered).isLessThanOrEqualTo(MOST_SERIES);
        assertThat(filtered).isLessThan(ofTaskManager(Scrape.unfiltered()) / 10);
        theLabelsOfQueriesAreThere(samples);
        theListsAreMeasured(samples, now);
    }

    private static void theLabelsOfQueriesAreThere(List<String> samples) {
        assertThat(samples)
                .filteredOn(sample -> sample.startsWith(OPERATOR))
                .allMatch(sample -> sample.contains("operator_name=\""))
                .allMatch(sample -> sample.contains("task_name=\""))
                .allMatch(sample -> sample.contains("subtask_index=\""))
                .allMatch(sample -> sample.contains("tm_id=\""))
                .noneMatch(sample -> sample.contains("task_attempt"));
        assertThat(samples)
                .anyMatch(sample -> has(sample, "eventToListMillis", "quantile=\"0.95\""))
                .anyMatch(sample -> has(sample, "column_family_", "column_family=\"seen-events\""))
                .anyMatch(sample -> has(sample, "Kafka", "operator_name=\"Source: read-events\""));
    }

    private static boolean has(String sample, String metric, String label) {
        return sample.startsWith(OPERATOR + metric) && sample.contains(label);
    }

    private static void theListsAreMeasured(List<String> samples, long sentMillis) {
        assertThat(sum(samples, "eventToListMillis_count")).isEqualTo(3);
        assertThat(sum(samples, "lists")).isEqualTo(3);
        assertThat(sum(samples, "fallbackLists")).isEqualTo(1);
        assertThat(sum(samples, "newestLearntMillis")).isGreaterThanOrEqualTo((double) sentMillis);
    }

    private static double sum(List<String> samples, String metric) {
        return samples.stream()
                .filter(sample -> sample.startsWith(OPERATOR + metric + "{"))
                .mapToDouble(sample -> Double.parseDouble(sample.replaceFirst(".*} ", "")))
                .sum();
    }

    private static long ofTaskManager(List<String> samples) {
        return samples.stream().filter(sample -> sample.startsWith("flink_taskmanager_")).count();
    }

    private static Set<String> names(List<String> samples) {
        return samples.stream()
                .map(sample -> sample.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toSet());
    }
}
