package io.nextclick.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How experiments stand, for {@code /metrics}. Results stay on their topic when an experiment has
 * ended, so old ones are left out here. An experiment is there with all its series or with none.
 */
final class ExperimentFigures {

    /** Series of all experiments; those with older results are left out beyond it. */
    static final int MOST_SERIES = 5_000;

    /** Age of a result from which on it is left out. */
    static final long MOST_AGE_MILLIS = TimeUnit.DAYS.toMillis(7);

    private static final double DAY_SECONDS = TimeUnit.DAYS.toSeconds(1);
    private static final double SECOND_MILLIS = 1_000;

    /** What is said of an experiment, by its verdict; nothing of verdicts of newer versions. */
    private static final Map<String, String> STATES =
            Map.of(
                    "NOT_YET", "running",
                    "BETTER", "decided",
                    "WORSE", "decided",
                    "NO_DIFFERENCE", "decided",
                    "HARMFUL", "harmful",
                    "UNFAIR", "unfair");

    private final Entries entries;
    private final LongSupplier clock;

    /** A result of a site's experiment. */
    private record Result(String site, long asOfMillis, ObjectNode json) {

        String id() {
            return json.path("experiment_id").asText();
        }
    }

    ExperimentFigures(Entries entries, LongSupplier clock) {
        this.entries = entries;
        this.clock = clock;
    }

    /**
     * Adds the newest results.
     *
     * @return how many series were left out
     */
    long expose(List<Site> sites, Exposition into) {
        long series = 0;
        long leftOut = 0;
        for (Result result : newest(sites)) {
            Samples samples = samples(result);
            if (leftOut > 0 || series + samples.all.size() > MOST_SERIES) {
                leftOut += samples.all.size();
            } else {
                series += samples.all.size();
                samples.addTo(into);
            }
        }
        return leftOut;
    }

    private List<Result> newest(List<Site> sites) {
        long oldest = clock.getAsLong() - MOST_AGE_MILLIS;
        List<Result> results = new ArrayList<>();
        for (Site site : sites) {
            for (byte[] value : entries.below(View.Kind.EXPERIMENT, site.name()).values()) {
                if (Json.treeOrNull(value) instanceof ObjectNode json) {
                    long asOf = Instant.parse(json.path("as_of").asText()).toEpochMilli();
                    if (asOf > oldest) {
                        results.add(new Result(site.name(), asOf, json));
                    }
                }
            }
        }
        results.sort(
                Comparator.comparingLong(Result::asOfMillis)
                        .reversed()
                        .thenComparing(Result::site)
                        .thenComparing(Result::id));
        return results;
    }

    private static Samples samples(Result result) {
        ObjectNode json = result.json();
        Samples samples = new Samples(result.site(), result.id());
        String verdict = json.path("verdict").asText();
        String state = STATES.get(verdict);
        if (state != null) {
            samples.add(
                    "info",
                    "What can be said: the state, and the verdict that it comes from.",
                    1,
                    "version",
                    json.path("version").asText(),
                    "state",
                    state,
                    "verdict",
                    verdict.toLowerCase(Locale.ROOT),
                    "verdict_arm",
                    json.path("verdict_arm").asText());
        }
        samples.add(
                "result_timestamp_seconds",
                "When the result was found.",
                result.asOfMillis() / SECOND_MILLIS);
        samples.add(
                "crossovers",
                "Units that saw lists of several arms and count in none.",
                number(json, "crossovers"));
        samples.add(
                "sample_ratio_e_value",
                "Evidence against the declared shares; from 1000 on believe no other figure.",
                number(json, "sample_ratio_e"));
        samples.add(
                "remaining_seconds",
                "Until the smallest difference that matters would be found.",
                number(json, "days_left") * DAY_SECONDS);
        JsonNode arms = json.path("arms");
        boolean controlled = hasUnits(arms.path(0));
        for (int i = 0; i < arms.size(); i++) {
            arm(arms.get(i), i > 0 && controlled, samples);
        }
        return samples;
    }

    private static void arm(JsonNode json, boolean compared, Samples samples) {
        String arm = json.path("arm").asText();
        samples.add("units", "Units of the arm.", number(json, "units"), "arm", arm);
        double loss = number(json, "expected_loss");
        samples.add(
                "expected_loss",
                "What choosing the arm costs if another one is better, of the primary metric.",
                loss,
                "arm",
                arm);
        // Without a loss nothing is known of an arm, and who is best is a matter of convention.
        samples.add(
                "best_probability",
                "Probability that the arm is the best in the primary metric.",
                Double.isNaN(loss) ? Double.NaN : number(json, "best"),
                "arm",
                arm);
        if (!hasUnits(json)) {
            return;
        }
        for (JsonNode metric : json.path("metrics")) {
            String[] labels = {"arm", arm, "metric", metric.path("metric").asText()};
            samples.add("mean", "Mean of the arm's units.", number(metric, "mean"), labels);
            if (compared) {
                samples.add(
                        "difference",
                        "The arm's mean less the control's.",
                        number(metric, "difference"),
                        labels);
                samples.add(
                        "difference_low",
                        "Lower end of the difference's always-valid interval.",
                        number(metric, "low"),
                        labels);
                samples.add(
                        "difference_high",
                        "Upper end of the difference's always-valid interval.",
                        number(metric, "high"),
                        labels);
            }
        }
    }

    private static boolean hasUnits(JsonNode arm) {
        return arm.path("units").asLong() > 0;
    }

    /** A number; none if it is not there. JSON has what is infinite as a text. */
    private static double number(JsonNode json, String field) {
        return json.path(field).asDouble(Double.NaN);
    }

    /** Samples of one experiment. */
    private static final class Samples {

        private final String site;
        private final String experiment;
        private final List<Sample> all = new ArrayList<>();

        private record Sample(String name, String help, double value, String[] labels) {}

        Samples(String site, String experiment) {
            this.site = site;
            this.experiment = experiment;
        }

        /** Adds one, if it is known. */
        void add(String name, String help, double value, String... more) {
            if (!Double.isNaN(value)) {
                List<String> labels = new ArrayList<>();
                labels.addAll(List.of("site", site, "experiment", experiment));
                labels.addAll(List.of(more));
                all.add(new Sample(name, help, value, labels.toArray(String[]::new)));
            }
        }

        void addTo(Exposition into) {
            for (Sample each : all) {
                into.gauge("nextclick_experiment_" + each.name(), each.help())
                        .add(each.value(), each.labels());
            }
        }
    }
}
