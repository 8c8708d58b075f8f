package io.nextclick.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Figures of all sites for {@code /metrics}: experiments, what became of lists, open alarms. They
 * are a site's business, so they are for whoever shows the key of metrics; in a demo for everybody.
 *
 * <p>What is not known is not there: before the view is read there are neither experiments nor
 * alarms. Series are bounded: {@value ExperimentFigures#MOST_SERIES} of experiments, four of each
 * of {@value ShownLists#MOST_ROWS} surfaces and arms, {@value #MOST_ALARM_SERIES} of alarms.
 */
final class Figures {

    /** Sites and severities; more of them are left out. */
    static final int MOST_ALARM_SERIES = 1_000;

    private final Sites sites;
    private final boolean demo;
    private final BooleanSupplier ready;
    private final Entries entries;
    private final Stats stats;
    private final ExperimentFigures experiments;

    /** How many alarms of a severity are open. */
    private record Open(String site, String severity, long alarms) {}

    /**
     * @param demo true if everybody may see them
     * @param ready whether the view is read
     */
    Figures(
            Sites sites,
            boolean demo,
            BooleanSupplier ready,
            Entries entries,
            Stats stats,
            LongSupplier clock) {
        this.sites = sites;
        this.demo = demo;
        this.ready = ready;
        this.entries = entries;
        this.stats = stats;
        this.experiments = new ExperimentFigures(entries, clock);
    }

    /**
     * Whether the caller may see them.
     *
     * @param key that was shown
     * @throws Problem if it is not the one for metrics, so that a wrong key does not go unseen
     */
    boolean areFor(Optional<String> key) {
        if (key.isPresent() && !sites.isMetricsKey(key.get())) {
            throw new Problem(401, "UNKNOWN_KEY", "not the key of metrics");
        }
        return demo || key.isPresent();
    }

    /** Adds them. */
    void expose(Exposition into) {
        stats.expose(into);
        if (ready.getAsBoolean()) {
            Exposition.Family leftOut =
                    into.gauge(
                            "nextclick_series_left_out",
                            "Series that are not here since there are too many.");
            leftOut.add(experiments.expose(sites.all(), into), "of", "experiments");
            leftOut.add(alarms(into), "of", "alarms");
        }
    }

    /** Counts open alarms of each site that has alarms at all, open or closed. */
    private long alarms(Exposition into) {
        List<Open> all = new ArrayList<>();
        for (String site : Alarms.sites(sites.all())) {
            openOf(site).forEach((severity, alarms) -> all.add(new Open(site, severity, alarms)));
        }
        // Where there are too many, those that say something stay.
        all.sort(Comparator.comparingLong(Open::alarms).reversed());
        Exposition.Family open =
                into.gauge("nextclick_alarms_open", "Series of a site that are not as expected.");
        all.stream()
                .limit(MOST_ALARM_SERIES)
                .forEach(
                        each ->
                                open.add(
                                        each.alarms(),
                                        "site",
                                        each.site(),
                                        "severity",
                                        each.severity()));
        return Math.max(0, all.size() - MOST_ALARM_SERIES);
    }

    private Map<String, Long> openOf(String site) {
        Map<String, Long> open = new TreeMap<>();
        for (byte[] value : entries.below(View.Kind.ALARM, site).values()) {
            if (Json.treeOrNull(value) instanceof ObjectNode alarm) {
                String severity = alarm.path("severity").asText().toLowerCase(Locale.ROOT);
                long isOpen = alarm.path("state").asText().equals("OPEN") ? 1 : 0;
                open.putIfAbsent("critical", 0L);
                open.putIfAbsent("warning", 0L);
                open.merge(severity, isOpen, Long::sum);
            }
        }
        return open;
    }
}
