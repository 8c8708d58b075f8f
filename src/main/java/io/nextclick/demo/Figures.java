package io.nextclick.demo;

import io.nextclick.evaluate.NextClickHits;
import io.nextclick.event.ReasonCode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The demo's figures, for the block and for the last line. */
final class Figures {

    private final Accounts accounts;
    private final ListWatcher watcher;
    private final NextClickHits hits;
    private final Latencies latencies;
    private final LocalFlink flink;
    private final SegmentWatcher segments;

    private final long startNanos = System.nanoTime();
    private long endNanos;
    private long lastNanos = startNanos;
    private long lastRead;
    private double rate;

    Figures(
            Accounts accounts,
            ListWatcher watcher,
            NextClickHits hits,
            Latencies latencies,
            LocalFlink flink,
            SegmentWatcher segments) {
        this.accounts = accounts;
        this.watcher = watcher;
        this.hits = hits;
        this.latencies = latencies;
        this.flink = flink;
        this.segments = segments;
    }

    /** Takes the rate since the last call. */
    void tick() {
        long now = System.nanoTime();
        long read = accounts.read();
        rate = (read - lastRead) / seconds(now - lastNanos);
        lastNanos = now;
        lastRead = read;
    }

    /** What comes after does not count in the rate. */
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
                format("  events in            %,12d    %,.0f/s now", accounts.read(), rate),
                format(
                        "  recommendations out  %,12d    superseded %,d",
                        watcher.lists(), accounts.superseded()),
                format(
                        "  event to list        p50 %.1f ms, p99 %.1f ms",
                        latencies.millisAt(50), latencies.millisAt(99)),
                format(
                        "  next clicks hit      %.1f %% of %,d in the last list's top 20 (lately %.1f %%)",
                        100 * hits.hitRate(), hits.nextClicks(), 100 * hits.recentHitRate()),
                format("  in segments          %s", segments.inWords()),
                format("  rejected             %s; bots %,d", reasons, accounts.bots()),
                format(
                        "  last checkpoint      %s",
                        age == null ? "none yet" : age.toSeconds() + " s ago"));
    }

    /** The line that the demo always ends with. */
    String lastLine(SessionWatcher.SessionFigures people) {
        long end = endNanos == 0 ? System.nanoTime() : endNanos;
        return format(
                "demo: events=%d recommendations=%d rejected=%d hit20=%.4f p50_ms=%.1f p99_ms=%.1f"
                        + " events_per_s=%.0f messages_per_event=%.2f state_accesses_per_event=%.2f"
                        + " persons=%d sessions=%d sessions_matched=%.4f memberships=%d",
                accounts.read(),
                watcher.lists(),
                accounts.rejectedSum(),
                hits.hitRate(),
                latencies.millisAt(50),
                latencies.millisAt(99),
                accounts.read() / seconds(end - startNanos),
                accounts.messagesPerEvent(),
                accounts.stateAccessesPerEvent(),
                people.persons(),
                people.sessions(),
                people.own().share(),
                segments.memberships());
    }

    private static double seconds(long nanos) {
        return Math.max(nanos, 1) / 1e9;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
