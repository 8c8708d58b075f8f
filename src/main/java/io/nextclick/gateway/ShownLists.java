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
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What became of the lists that were shown in the last hour, by surface and arm, whoever showed
 * them: the sums of the records of the topic {@code feedback-metrics} since the gateway's start.
 */
final class ShownLists {

    /** Minutes that are summed up. */
    static final int MINUTES = 60;

    /** Surfaces and arms of all sites; more of them are left out. */
    static final int MOST_ROWS = 500;

    private static final Comparator<Row> IN_ORDER =
            Comparator.comparing(Row::site).thenComparing(Row::surface).thenComparing(Row::arm);

    private final LongSupplier clock;
    private final AvroDecoder<FeedbackMetrics> decoder;
    private final Map<Row, Deque<Minute>> rows = new TreeMap<>(IN_ORDER);

    /** What is summed up apart. */
    private record Row(String site, String surface, String arm) {}

    /** By how much it changed in a minute. */
    private record Minute(long minute, long lists, long clicked, long clicks, long orders) {}

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
        Row row = new Row(metrics.getSite(), metrics.getSurface(), arm == null ? "" : arm);
        Minute minute =
                new Minute(
                        TimeUnit.MILLISECONDS.toMinutes(metrics.getMinute().toEpochMilli()),
                        metrics.getListsShown(),
                        metrics.getListsClicked(),
                        metrics.getClicks(),
                        metrics.getOrders());
        synchronized (this) {
            forgetOld();
            if (rows.size() < MOST_ROWS || rows.containsKey(row)) {
                Deque<Minute> minutes = rows.computeIfAbsent(row, none -> new ArrayDeque<>());
                minutes.addLast(minute);
                if (minutes.size() > MINUTES) {
                    minutes.removeFirst();
                }
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
        long oldest = TimeUnit.MILLISECONDS.toMinutes(clock.getAsLong()) - MINUTES;
        for (Iterator<Deque<Minute>> all = rows.values().iterator(); all.hasNext(); ) {
            Deque<Minute> minutes = all.next();
            while (!minutes.isEmpty() && minutes.getFirst().minute() <= oldest) {
                minutes.removeFirst();
            }
            if (minutes.isEmpty()) {
                all.remove();
            }
        }
    }

    /** Writes the rows of a site. */
    synchronized void write(String site, ArrayNode into) {
        forgetOld();
        rows.forEach(
                (row, minutes) -> {
                    if (row.site().equals(site)) {
                        into.add(json(row, minutes));
                    }
                });
    }

    private static ObjectNode json(Row row, Collection<Minute> minutes) {
        ObjectNode json = Json.object().put("surface", row.surface());
        if (!row.arm().isEmpty()) {
            json.put("arm", row.arm());
        }
        return json.put("lists", minutes.stream().mapToLong(Minute::lists).sum())
                .put("clicked", minutes.stream().mapToLong(Minute::clicked).sum())
                .put("clicks", minutes.stream().mapToLong(Minute::clicks).sum())
                .put("orders", minutes.stream().mapToLong(Minute::orders).sum());
    }
}
