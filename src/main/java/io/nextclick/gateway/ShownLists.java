package io.nextclick.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.avro.FeedbackMetrics;
import io.nextclick.codec.AvroDecoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.Topic;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What became of the lists that were shown, by surface and arm, whoever showed them: the sums of
 * the records of the topic {@code feedback-metrics} since the gateway's start, of the last hour and
 * of all of it. Those of a segment are among all lists and apart from them.
 */
final class ShownLists {

    /** Minutes that are summed up. */
    static final int MINUTES = 60;

    /** Surfaces and arms of all sites, and as many of segments; more of them are left out. */
    static final int MOST_ROWS = 500;

    /** Minutes without a record after which a surface's arm is forgotten with its totals. */
    static final int KEPT_MINUTES = 25 * 60;

    private static final Comparator<Row> IN_ORDER =
            Comparator.comparing(Row::site)
                    .thenComparing(Row::surface)
                    .thenComparing(Row::arm)
                    .thenComparing(Row::segment);

    private final LongSupplier clock;
    private final AvroDecoder<FeedbackMetrics> decoder;
    private final Map<Row, Sums> rows = new TreeMap<>(IN_ORDER);
    private final Map<Row, Sums> ofSegments = new TreeMap<>(IN_ORDER);

    private long leftOut;

    /** What is summed up apart; the segment is empty for all lists. */
    private record Row(String site, String surface, String arm, String segment) {}

    /** By how much it changed in a minute. */
    private record Minute(long minute, long lists, long clicked, long clicks, long orders) {}

    /** Of one row. What is taken back is apart, since a counter must never fall. */
    private static final class Sums {

        private final Deque<Minute> minutes = new ArrayDeque<>();
        private final Map<Total, Long> totals = new EnumMap<>(Total.class);
        private long newest;

        void add(Minute minute) {
            minutes.addLast(minute);
            if (minutes.size() > MINUTES) {
                minutes.removeFirst();
            }
            newest = Math.max(newest, minute.minute());
            for (Total total : Total.values()) {
                totals.merge(total, total.of(minute), Long::sum);
            }
        }
    }

    /** What is counted since the gateway's start. */
    private enum Total {
        SHOWN("shown", "Lists that were shown."),
        SHOWN_TAKEN_BACK("shown_taken_back", "Shown lists that count no longer, as by a link."),
        CLICKED("clicked", "Lists that were clicked."),
        CLICKED_TAKEN_BACK(
                "clicked_taken_back", "Clicked lists that count no longer, as by a link.");

        private final String metric;
        private final String help;

        Total(String what, String help) {
            this.metric = "nextclick_lists_" + what + "_total";
            this.help = help;
        }

        /** By how much a minute lets it grow. */
        long of(Minute minute) {
            long change =
                    switch (this) {
                        case SHOWN -> minute.lists();
                        case SHOWN_TAKEN_BACK -> -minute.lists();
                        case CLICKED -> minute.clicked();
                        case CLICKED_TAKEN_BACK -> -minute.clicked();
                    };
            return Math.max(0, change);
        }
    }

    ShownLists(LongSupplier clock, CodecSettings codec) {
        this.clock = clock;
        this.decoder = new AvroDecoder<>(FeedbackMetrics.getClassSchema(), codec);
    }

    /** Takes a record of the topic. */
    void take(Topic<?> topic, ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        FeedbackMetrics metrics = value == null ? null : decoded(value);
        if (metrics == null) {
            return;
        }
        String arm = metrics.getArm();
        String segment = metrics.getSegment();
        Row row =
                new Row(
                        metrics.getSite(),
                        metrics.getSurface(),
                        arm == null ? "" : arm,
                        segment == null ? "" : segment);
        // A site with many segments keeps no surface out.
        Map<Row, Sums> among = segment == null ? rows : ofSegments;
        Minute minute =
                new Minute(
                        TimeUnit.MILLISECONDS.toMinutes(metrics.getMinute().toEpochMilli()),
                        metrics.getListsShown(),
                        metrics.getListsClicked(),
                        metrics.getClicks(),
                        metrics.getOrders());
        synchronized (this) {
            forgetOld();
            if (among.size() < MOST_ROWS || among.containsKey(row)) {
                among.computeIfAbsent(row, none -> new Sums()).add(minute);
            } else {
                leftOut++;
            }
        }
    }

    private @Nullable FeedbackMetrics decoded(byte[] value) {
        try {
            return decoder.decode(value);
        } catch (RefusedException e) {
            // What is not of its contract has no figures.
            return null;
        }
    }

    private void forgetOld() {
        long now = TimeUnit.MILLISECONDS.toMinutes(clock.getAsLong());
        forgetOld(rows, now);
        forgetOld(ofSegments, now);
    }

    private static void forgetOld(Map<Row, Sums> rows, long now) {
        for (Iterator<Sums> all = rows.values().iterator(); all.hasNext(); ) {
            Sums sums = all.next();
            while (!sums.minutes.isEmpty() && sums.minutes.getFirst().minute() <= now - MINUTES) {
                sums.minutes.removeFirst();
            }
            if (sums.newest <= now - KEPT_MINUTES) {
                all.remove();
            }
        }
    }

    /** Writes the rows of a site of which there is something in the last hour. */
    synchronized void write(String site, ArrayNode into) {
        write(site, rows, into);
    }

    /** Writes those of its segments, whose lists are among the others. */
    synchronized void writeSegments(String site, ArrayNode into) {
        write(site, ofSegments, into);
    }

    private void write(String site, Map<Row, Sums> from, ArrayNode into) {
        forgetOld();
        from.forEach(
                (row, sums) -> {
                    if (row.site().equals(site) && !sums.minutes.isEmpty()) {
                        into.add(json(row, sums.minutes));
                    }
                });
    }

    /**
     * Adds the totals of some sites' rows. They are counters and no sums of an hour: so any time
     * may be asked for, and a restart of the gateway is seen as one.
     */
    synchronized void expose(Set<String> sites, Exposition into) {
        forgetOld();
        for (Total total : Total.values()) {
            Exposition.Family family = into.counter(total.metric, total.help);
            rows.forEach(
                    (row, sums) -> {
                        if (sites.contains(row.site())) {
                            family.add(
                                    sums.totals.getOrDefault(total, 0L),
                                    "site",
                                    row.site(),
                                    "surface",
                                    row.surface(),
                                    "arm",
                                    row.arm());
                        }
                    });
        }
        into.counter(
                        "nextclick_feedback_records_left_out_total",
                        "Records of surfaces, arms and segments beyond the bound.")
                .add(leftOut);
    }

    private static ObjectNode json(Row row, Collection<Minute> minutes) {
        ObjectNode json = Json.object().put("surface", row.surface());
        if (!row.arm().isEmpty()) {
            json.put("arm", row.arm());
        }
        if (!row.segment().isEmpty()) {
            json.put("segment", row.segment());
        }
        return json.put("lists", minutes.stream().mapToLong(Minute::lists).sum())
                .put("clicked", minutes.stream().mapToLong(Minute::clicked).sum())
                .put("clicks", minutes.stream().mapToLong(Minute::clicks).sum())
                .put("orders", minutes.stream().mapToLong(Minute::orders).sum());
    }
}
