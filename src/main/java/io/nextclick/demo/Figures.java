package io.nextclick.demo;

import io.nextclick.evaluate.NextClickHits;
import io.nextclick.event.ReasonCode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The demo's figures, for the block and for the last line. None is a 0 that was not measured:
 * {@link #NOT_MEASURED} stands for it.
 */
final class Figures {

    /** Stands for a figure of which nothing was measured. */
    static final String NOT_MEASURED = "-";

    private final Accounts accounts;
    private final ListWatcher watcher;
    private final NextClickHits hits;
    private final Latencies latencies;
    private final LocalFlink flink;
    private final SegmentWatcher segments;
    private final Onlookers onlookers;
    private final FeedbackWatcher feedback;
    private final AlarmWatcher alarms;

    private long startNanos;
    private long endNanos;
    private long lastNanos;
    private long lastRead;
    private OptionalDouble rate = OptionalDouble.empty();

    Figures(
            Accounts accounts,
            ListWatcher watcher,
            NextClickHits hits,
            Latencies latencies,
            LocalFlink flink,
            SegmentWatcher segments,
            Onlookers onlookers,
            FeedbackWatcher feedback,
            AlarmWatcher alarms) {
        this.accounts = accounts;
        this.watcher = watcher;
        this.hits = hits;
        this.latencies = latencies;
        this.flink = flink;
        this.segments = segments;
        this.onlookers = onlookers;
        this.feedback = feedback;
        this.alarms = alarms;
    }

    /** Begins to measure rates. */
    void startClock() {
        startNanos = System.nanoTime();
        lastNanos = startNanos;
    }

    /** Takes the rate since the last call. */
    void tick() {
        long now = System.nanoTime();
        long read = accounts.read();
        rate = OptionalDouble.of((read - lastRead) / seconds(now - lastNanos));
        lastNanos = now;
        lastRead = read;
    }

    /** Time after this does not count in the rate. */
    void stopClock() {
        endNanos = System.nanoTime();
    }

    List<String> block() {
        Map<ReasonCode, Long> rejected = accounts.rejected();
        String reasons =
                rejected.isEmpty()
                        ? "none"
                        : rejected.entrySet().stream()
                                .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
                                .collect(Collectors.joining(", "));
        Duration age = flink.checkpointAge();
        return List.of(
                format(
                        "  events in            %,12d    %s/s now",
                        accounts.read(), number("%,.0f", rate)),
                format(
                        "  recommendations out  %,12d    superseded %,d",
                        watcher.lists(), accounts.superseded()),
                "  event to list        " + latencies.inWords(),
                "  next clicks hit      " + hitsInWords(),
                format("  in segments          %s", segments.inWords()),
                "  lists shown          " + shownInWords(),
                "  CTR, by the job      " + feedback.inWords(),
                "  alarms               " + alarms.inWords(System.currentTimeMillis()),
                format("  rejected             %s; bots %,d", reasons, accounts.bots()),
                format(
                        "  last checkpoint      %s",
                        age == null ? "none yet" : age.toSeconds() + " s ago"));
    }

    /** The line that the demo always ends with. */
    String lastLine(SessionWatcher.SessionFigures people) {
        Onlookers.Figures seen = onlookers.figures();
        long end = endNanos == 0 ? System.nanoTime() : endNanos;
        return format(
                "demo: events=%d recommendations=%d rejected=%d hit20=%s p50_ms=%s p99_ms=%s"
                        + " events_per_s=%.0f messages_per_event=%s state_accesses_per_event=%s"
                        + " persons=%d sessions=%d sessions_matched=%s memberships=%d"
                        + " lists_shown=%d ctr=%s ctr_expected=%s",
                accounts.read(),
                watcher.lists(),
                accounts.rejectedSum(),
                number("%.4f", hits.hitRate()),
                number("%.1f", latencies.millisAt(50)),
                number("%.1f", latencies.millisAt(99)),
                accounts.read() / seconds(end - startNanos),
                number("%.2f", accounts.messagesPerEvent()),
                number("%.2f", accounts.stateAccessesPerEvent()),
                people.persons(),
                people.sessions(),
                number("%.4f", people.own().share()),
                segments.memberships(),
                seen.shown(),
                number("%.4f", seen.rate()),
                number("%.4f", seen.expected()));
    }

    /** What visitors did with the lists that they saw, and what the click model says of it. */
    private String shownInWords() {
        Onlookers.Figures seen = onlookers.figures();
        return seen.shown() == 0
                ? NOT_MEASURED + "  (nobody has seen a list yet)"
                : format(
                        "%,12d    CTR %s %%, expected %s %%",
                        seen.shown(), percent(seen.rate()), percent(seen.expected()));
    }

    private String hitsInWords() {
        OptionalDouble recent = hits.recentHitRate();
        return hits.nextClicks() == 0
                ? NOT_MEASURED + "  (nobody has clicked after a list yet)"
                : format(
                        "%s %% of %,d in the last list's top %d%s",
                        percent(hits.hitRate()),
                        hits.nextClicks(),
                        NextClickHits.LIST_LENGTH,
                        recent.isEmpty() ? "" : " (recently " + percent(recent) + " %)");
    }

    /** A share in per cent as text. */
    static String percent(OptionalDouble share) {
        return share.isEmpty() ? NOT_MEASURED : format("%.1f", 100 * share.getAsDouble());
    }

    /** A figure as text. */
    static String number(String format, OptionalDouble figure) {
        return figure.isEmpty() ? NOT_MEASURED : format(format, figure.getAsDouble());
    }

    private static double seconds(long nanos) {
        return Math.max(nanos, 1) / 1e9;
    }

    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
