package io.nextclick.rehearse;

import io.nextclick.config.Settings;
import io.nextclick.contract.ListReader;
import io.nextclick.contract.ListReader.ReadList;
import io.nextclick.contract.SegmentReader;
import io.nextclick.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What one of the two jobs wrote: its lists, its memberships, and how long its lists took. */
final class JobOutput {

    /** More lists are counted only. */
    static final int MOST_LISTS = 500_000;

    private static final int TOP = 20;
    private static final long MOST_MILLIS = 86_400_000;

    /** The items at the top of the list of a person and an event, by both. */
    final Map<String, List<String>> lists = new HashMap<>();

    /** Whether a person is in a segment, by the record's key: the newest word. */
    final Map<String, Boolean> memberships = new HashMap<>();

    /** From the event to its list, ms, of events after the watching began. */
    final Histogram delays = new Histogram(MOST_MILLIS, 3);

    long leftOut;

    private final ListReader listReader;
    private final SegmentReader segmentReader;
    private final long watchedSinceMillis;

    private JobOutput(Settings settings, long watchedSinceMillis) {
        listReader = new ListReader(settings.codec());
        segmentReader = new SegmentReader(settings.codec());
        this.watchedSinceMillis = watchedSinceMillis;
    }

    /**
     * Reads it.
     *
     * @param sinceMillis from when on
     * @param watchedSinceMillis delays count of events from then on
     */
    static JobOutput read(Settings settings, long sinceMillis, long watchedSinceMillis) {
        JobOutput output = new JobOutput(settings, watchedSinceMillis);
        TopicTail.read(
                settings.kafka(),
                settings.kafka().nameOf(Topics.RECOMMENDATIONS),
                sinceMillis,
                output::list);
        TopicTail.read(
                settings.kafka(),
                settings.kafka().nameOf(Topics.SEGMENTS),
                sinceMillis,
                output::membership);
        return output;
    }

    /** Of a list's key the event. */
    static String eventOf(String listKey) {
        return listKey.substring(listKey.indexOf('\n') + 1);
    }

    private void list(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        ReadList list = listReader.read(record.value());
        String key = text(record.key()) + '\n' + list.triggerEventId();
        if (lists.size() < MOST_LISTS || lists.containsKey(key)) {
            lists.put(key, list.items().stream().limit(TOP).toList());
        } else {
            leftOut++;
        }
        if (list.triggerOccurredAtMillis() >= watchedSinceMillis) {
            long taken = list.generatedAtMillis() - list.triggerOccurredAtMillis();
            delays.recordValue(Math.min(Math.max(taken, 0), MOST_MILLIS));
        }
    }

    private void membership(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value != null) {
            // A record that is none would be of a job that does not keep its contract.
            segmentReader.read(value);
        }
        memberships.put(text(record.key()), value != null);
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
