package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextclick.avro.Alarm;
import io.nextclick.avro.AlarmDirection;
import io.nextclick.avro.AlarmSeverity;
import io.nextclick.avro.AlarmState;
import io.nextclick.avro.ArmMetric;
import io.nextclick.avro.ArmResult;
import io.nextclick.avro.ExperimentResult;
import io.nextclick.avro.FeedbackMetrics;
import io.nextclick.avro.Verdict;
import io.nextclick.codec.AvroEncoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.event.SiteKey;
import io.nextclick.testkit.ExpositionFormat;
import io.nextclick.testkit.GatewayClient;
import io.nextclick.testkit.MetricNames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus gets of experiments, lists and alarms. */
class FiguresTest {

    private static final String OF = "{site=\"default\",experiment=\"layout\"";

    @TempDir private Path folder;

    private Sites sites;
    private ViewWriter writer;
    private Stats stats;
    private Entries entries;
    private boolean ready = true;
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");

    @BeforeEach
    void make() throws Exception {
        sites = Sites.read(GatewayClient.sites(folder));
        entries = new Entries(new HeapView());
        writer =
                new ViewWriter(
                        entries, CodecSettings.DEFAULT, new BenchRecords.Nobody(), new Counts());
        Lists lists = new Lists(entries, now::toEpochMilli);
        stats = new Stats(sites, () -> now.toEpochMilli(), lists, CodecSettings.DEFAULT);
    }

    private Figures figures(boolean demo) {
        return new Figures(sites, demo, () -> ready, entries, stats, () -> now.toEpochMilli());
    }

    private String text() {
        Exposition into = new Exposition();
        figures(false).expose(into);
        return into.text();
    }

    private Map<String, Double> samples() {
        return ExpositionFormat.samples(text());
    }

    private static <T extends SpecificRecord> ConsumerRecord<byte[], byte[]> record(
            Topic<?> topic, String key, @Nullable T value) {
        byte[] bytes =
                value == null
                        ? null
                        : new AvroEncoder<T>(value.getSchema(), topic.name(), CodecSettings.DEFAULT)
                                .encode(value);
        return new ConsumerRecord<>(
                topic.name(), 0, 0, key.getBytes(StandardCharsets.UTF_8), bytes);
    }

    private void put(ExperimentResult result) {
        String key = SiteKey.of(result.getSite(), result.getExperimentId());
        writer.put(Topics.EXPERIMENT_RESULTS, record(Topics.EXPERIMENT_RESULTS, key, result));
    }

    private static ArmResult arm(String id, long units, @Nullable Double loss, ArmMetric metric) {
        return new ArmResult(id, units, 0.5, 0.75, loss, List.of(metric));
    }

    private static ArmMetric metric(
            double difference, @Nullable Double low, @Nullable Double high) {
        return new ArmMetric("clicks", 0.5, difference, low, high, 0.01, 0.99, false);
    }

    private ExperimentResult.Builder result(String id) {
        return ExperimentResult.newBuilder()
                .setExperimentId(id)
                .setSite("default")
                .setVersion(3)
                .setNumber(1)
                .setAsOf(now)
                .setVerdict(Verdict.BETTER)
                .setVerdictArm("bold")
                .setWords("'bold' is better")
                .setDaysLeft(2.5)
                .setCrossovers(4)
                .setSampleRatioE(1_200)
                .setArms(
                        List.of(
                                arm("control", 100, 0.1, metric(0, 0.0, 0.0)),
                                arm("bold", 90, 0.01, metric(0.2, 0.1, 0.3))));
    }

    private void alarm(String site, String series, AlarmState state, AlarmSeverity severity) {
        Alarm alarm =
                Alarm.newBuilder()
                        .setSite(site)
                        .setSeries(series)
                        .setState(state)
                        .setDirection(AlarmDirection.DROP)
                        .setSeverity(severity)
                        .setSince(now)
                        .setAsOf(now)
                        .setWindowMinutes(1)
                        .setExpected(10)
                        .setObserved(1)
                        .setRatio(0.1)
                        .setChance(0)
                        .build();
        writer.put(Topics.ALARMS, record(Topics.ALARMS, site + '/' + series, alarm));
    }

    private void shown(String surface, @Nullable String arm, long lists, long clicked) {
        FeedbackMetrics metrics =
                FeedbackMetrics.newBuilder()
                        .setSite("default")
                        .setSurface(surface)
                        .setArm(arm)
                        .setMinute(now)
                        .setListsShown(lists)
                        .setListsClicked(clicked)
                        .build();
        stats.feedback(Topics.FEEDBACK_METRICS, record(Topics.FEEDBACK_METRICS, "", metrics));
    }

    private void fill() {
        put(result("layout").build());
        alarm("default", "events", AlarmState.OPEN, AlarmSeverity.CRITICAL);
        shown("home", "layout:bold", 10, 2);
    }

    @Test
    void an_experiment_is_there_with_what_is_known_of_it() {
        put(result("layout").build());

        assertThat(samples())
                .containsEntry(
                        "nextclick_experiment_info"
                                + OF
                                + ",version=\"3\",state=\"decided\",verdict=\"better\","
                                + "verdict_arm=\"bold\"}",
                        1.0)
                .containsEntry("nextclick_experiment_crossovers" + OF + '}', 4.0)
                .containsEntry("nextclick_experiment_sample_ratio_e_value" + OF + '}', 1_200.0)
                .containsEntry("nextclick_experiment_remaining_seconds" + OF + '}', 216_000.0)
                .containsEntry(
                        "nextclick_experiment_result_timestamp_seconds" + OF + '}',
                        (double) now.getEpochSecond())
                .containsEntry("nextclick_experiment_units" + OF + ",arm=\"control\"}", 100.0)
                .containsEntry("nextclick_experiment_units" + OF + ",arm=\"bold\"}", 90.0)
                .containsEntry(
                        "nextclick_experiment_best_probability" + OF + ",arm=\"bold\"}", 0.75)
                .containsEntry("nextclick_experiment_expected_loss" + OF + ",arm=\"bold\"}", 0.01)
                .containsEntry(
                        "nextclick_experiment_mean" + OF + ",arm=\"control\",metric=\"clicks\"}",
                        0.5)
                .containsEntry(
                        "nextclick_experiment_difference" + OF + ",arm=\"bold\",metric=\"clicks\"}",
                        0.2)
                .containsEntry(
                        "nextclick_experiment_difference_low"
                                + OF
                                + ",arm=\"bold\",metric=\"clicks\"}",
                        0.1)
                .containsEntry(
                        "nextclick_experiment_difference_high"
                                + OF
                                + ",arm=\"bold\",metric=\"clicks\"}",
                        0.3)
                .containsEntry("nextclick_series_left_out{of=\"experiments\"}", 0.0);
    }

    @Test
    void what_is_not_known_is_absent_and_not_zero() {
        put(
                result("layout")
                        .setVerdict(Verdict.UNKNOWN)
                        .setDaysLeft(null)
                        .setSampleRatioE(Double.POSITIVE_INFINITY)
                        .setArms(
                                List.of(
                                        arm("control", 1, null, metric(0, 0.0, 0.0)),
                                        arm("bold", 0, null, metric(0, null, null)),
                                        arm("thin", 1, null, metric(0.1, null, null))))
                        .build());

        String text = text();
        assertThat(text)
                .doesNotContain("info", "remaining", "loss", "best", "_low", "_high")
                .doesNotContain("mean" + OF + ",arm=\"bold\"")
                .doesNotContain("difference" + OF + ",arm=\"control\"")
                .doesNotContain("difference" + OF + ",arm=\"bold\"");
        assertThat(ExpositionFormat.samples(text))
                .containsEntry("nextclick_experiment_units" + OF + ",arm=\"bold\"}", 0.0)
                .containsEntry(
                        "nextclick_experiment_sample_ratio_e_value" + OF + '}',
                        Double.POSITIVE_INFINITY)
                .containsEntry(
                        "nextclick_experiment_difference" + OF + ",arm=\"thin\",metric=\"clicks\"}",
                        0.1);
    }

    @Test
    void a_control_without_units_is_not_compared_with() {
        put(
                result("layout")
                        .setArms(
                                List.of(
                                        arm("control", 0, null, metric(0, 0.0, 0.0)),
                                        arm("bold", 9, null, metric(0.5, null, null))))
                        .build());

        assertThat(text()).doesNotContain("nextclick_experiment_difference");
    }

    @Test
    void of_nothing_there_is_nothing_but_that_nothing_was_left_out() {
        assertThat(samples().keySet())
                .containsExactly(
                        "nextclick_feedback_records_left_out_total",
                        "nextclick_series_left_out{of=\"experiments\"}",
                        "nextclick_series_left_out{of=\"alarms\"}");
    }

    @Test
    void before_the_view_is_read_there_are_neither_experiments_nor_alarms() {
        fill();
        ready = false;

        assertThat(text())
                .contains("nextclick_lists_shown_total")
                .doesNotContain("nextclick_experiment", "nextclick_alarms", "series_left_out");
    }

    @Test
    void an_experiment_that_ended_is_left_out_after_a_week_and_one_whose_result_is_gone_at_once() {
        put(result("old").build());
        now = now.plus(Duration.ofDays(7));
        put(result("layout").build());
        put(result("gone").build());
        writer.put(Topics.EXPERIMENT_RESULTS, record(Topics.EXPERIMENT_RESULTS, "gone", null));

        assertThat(text()).contains("layout").doesNotContain("\"old\"", "\"gone\"");
    }

    @Test
    void experiments_of_sites_of_other_gateways_are_not_there() {
        put(result("here").setSite("north").build());
        put(result("elsewhere").setSite("south").build());

        assertThat(text()).contains("site=\"north\"").doesNotContain("elsewhere");
    }

    @Test
    void ids_that_would_end_their_line_are_written_so_that_they_do_not() {
        String id = "a\"} 1\nup\\ 2/3%";
        put(result(id).build());
        shown("home\"", "x\\:\n", 1, 0);

        assertThat(text())
                .contains("experiment=\"a\\\"} 1\\nup\\\\ 2/3%\"")
                .contains("surface=\"home\\\"\",arm=\"x\\\\:\\n\"");
        assertThat(samples()).isNotEmpty();
    }

    @Test
    void an_arm_that_is_there_twice_is_a_series_once() {
        ArmResult arm = arm("bold", 90, 0.01, metric(0.2, 0.1, 0.3));
        put(result("layout").setArms(List.of(arm, arm)).build());

        assertThat(samples()).isNotEmpty();
    }

    @Test
    void of_too_many_experiments_the_newest_are_there_whole_and_the_rest_is_counted() {
        int each = 16;
        int most = ExperimentFigures.MOST_SERIES / each;
        for (int i = 0; i < most + 10; i++) {
            now = now.plusMillis(1);
            put(result("e" + i).build());
        }

        Map<String, Double> samples = samples();
        assertThat(samples.keySet().stream().filter(name -> name.contains("_experiment_")).count())
                .isEqualTo((long) most * each)
                .isLessThanOrEqualTo(ExperimentFigures.MOST_SERIES);
        assertThat(samples)
                .containsEntry("nextclick_series_left_out{of=\"experiments\"}", 10.0 * each);
        assertThat(text()).contains("\"e" + (most + 9) + '"').doesNotContain("\"e9\"");
    }

    @Test
    void open_alarms_are_counted_by_site_and_severity() {
        alarm("default", "events", AlarmState.OPEN, AlarmSeverity.CRITICAL);
        alarm("default", "events:VIEW", AlarmState.OPEN, AlarmSeverity.CRITICAL);
        alarm("default", "ctr:home", AlarmState.CLOSED, AlarmSeverity.WARNING);
        alarm("*", "rejects:TOO_OLD", AlarmState.OPEN, AlarmSeverity.WARNING);

        assertThat(samples())
                .containsEntry(alarms("default", "critical"), 2.0)
                .containsEntry(alarms("default", "warning"), 0.0)
                .containsEntry(alarms("*", "critical"), 0.0)
                .containsEntry(alarms("*", "warning"), 1.0)
                .doesNotContainKey(alarms("north", "critical"));
    }

    private static String alarms(String site, String severity) {
        return "nextclick_alarms_open{site=\"%s\",severity=\"%s\"}".formatted(site, severity);
    }

    @Test
    void of_too_many_sites_those_with_open_alarms_are_there() throws Exception {
        StringBuilder file = new StringBuilder("sites:\n");
        int all = Figures.MOST_ALARM_SERIES / 2 + 10;
        for (int i = 0; i < all; i++) {
            file.append(
                    """
                      - site: s%1$d
                        public_key: pk_s%1$d_0123456789
                        secret_key: sk_s%1$d_0123456789
                        hmac: {current: s67890123456789012345678901234567890123456789}
                    """
                            .formatted(i));
            AlarmState state = i == all - 1 ? AlarmState.OPEN : AlarmState.CLOSED;
            alarm("s" + i, "events", state, AlarmSeverity.CRITICAL);
        }
        sites = Sites.read(Files.writeString(folder.resolve("many.yaml"), file));

        Map<String, Double> samples = samples();
        assertThat(samples)
                .containsEntry(alarms("s" + (all - 1), "critical"), 1.0)
                .containsEntry("nextclick_series_left_out{of=\"alarms\"}", 20.0);
        assertThat(samples.keySet().stream().filter(name -> name.contains("alarms_open")).count())
                .isEqualTo(Figures.MOST_ALARM_SERIES);
    }

    @Test
    void lists_are_counters_and_what_is_taken_back_is_one_too() {
        shown("home", "layout:bold", 10, 2);
        now = now.plus(Duration.ofHours(2));
        shown("home", "layout:bold", -1, -2);
        shown("home", "layout:bold", 5, 1);
        shown("item", null, 7, 0);
        String bold = "{site=\"default\",surface=\"home\",arm=\"layout:bold\"}";

        assertThat(samples())
                .containsEntry("nextclick_lists_shown_total" + bold, 15.0)
                .containsEntry("nextclick_lists_shown_taken_back_total" + bold, 1.0)
                .containsEntry("nextclick_lists_clicked_total" + bold, 3.0)
                .containsEntry("nextclick_lists_clicked_taken_back_total" + bold, 2.0)
                .containsEntry(
                        "nextclick_lists_shown_total{site=\"default\",surface=\"item\",arm=\"\"}",
                        7.0);
    }

    @Test
    void a_row_without_a_record_for_a_day_is_forgotten() {
        shown("home", null, 10, 2);
        now = now.plus(Duration.ofMinutes(ShownLists.KEPT_MINUTES - 1L));
        assertThat(text()).contains("nextclick_lists_shown_total");
        now = now.plus(Duration.ofMinutes(1));
        assertThat(text()).doesNotContain("nextclick_lists_shown_total");
    }

    @Test
    void records_of_too_many_rows_are_counted() {
        for (int i = 0; i < ShownLists.MOST_ROWS + 10; i++) {
            shown("home", "x:" + i, 1, 0);
        }

        Map<String, Double> samples = samples();
        assertThat(samples).containsEntry("nextclick_feedback_records_left_out_total", 10.0);
        assertThat(samples.keySet().stream().filter(name -> name.contains("_lists_")).count())
                .isEqualTo(4L * ShownLists.MOST_ROWS);
    }

    @Test
    void they_are_for_the_key_of_metrics_and_in_a_demo_for_everybody() {
        assertThat(figures(false).areFor(Optional.of(GatewayClient.METRICS))).isTrue();
        assertThat(figures(false).areFor(Optional.empty())).isFalse();
        assertThat(figures(true).areFor(Optional.empty())).isTrue();
        for (String other : List.of("", "mk_0123456789abcdee", GatewayClient.SECRET)) {
            assertThatThrownBy(() -> figures(true).areFor(Optional.of(other)))
                    .isInstanceOf(Problem.class);
        }
    }

    @Test
    void what_is_documented_is_exposed_and_nothing_else() throws Exception {
        fill();

        assertThat(
                        samples().keySet().stream()
                                .map(series -> series.replaceFirst("\\{.*", ""))
                                .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(MetricNames.documented(MetricNames.GATEWAY));
    }

    @Test
    void promtool_finds_nothing_to_say() throws Exception {
        fill();
        put(result("a\"} 1\nup\\ 2").build());
        ExpositionFormat.checkByPromtool(folder, text());
    }
}
