package io.nextclick.graph;

import static io.nextclick.graph.OperatorIds.COUNT_CLICKS;
import static io.nextclick.graph.OperatorIds.COUNT_EVENTS;
import static io.nextclick.graph.OperatorIds.COUNT_REJECTS;
import static io.nextclick.graph.OperatorIds.WATCH_SERIES;
import static io.nextclick.graph.RelaxedEdges.relax;

import io.nextclick.alarm.Alarm;
import io.nextclick.alarm.AlarmSettings;
import io.nextclick.alarm.CountEvents;
import io.nextclick.alarm.CountSeries;
import io.nextclick.alarm.SeriesCount;
import io.nextclick.alarm.SeriesReader;
import io.nextclick.alarm.Tallies;
import io.nextclick.alarm.WatchSeries;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.config.Settings;
import io.nextclick.contract.Topics;
import io.nextclick.event.SiteKey;
import io.nextclick.feedback.FeedbackCount;
import io.nextclick.feedback.FeedbackMetrics;
import io.nextclick.message.SendCounts;
import io.nextclick.writeback.Stage;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The stage that watches the others: how many events of each type there are, how many records are
 * refused, which share of the lists is clicked, which share of the events is handled late.
 */
final class Alarms {

    private Alarms() {}

    static void of(
            Inputs inputs, Devices devices, Persons persons, Sinks sinks, Settings settings) {
        CountEvents events = new CountEvents(settings.alarms().lagMillis());
        DataStream<SeriesCount> counts =
                count(COUNT_EVENTS, devices.identified(), events, false, settings)
                        .union(
                                // Of all inputs, also of those that have no part in event time.
                                count(
                                        COUNT_REJECTS,
                                        inputs.rejected(),
                                        Alarms::countReject,
                                        true,
                                        settings),
                                count(
                                        COUNT_CLICKS,
                                        persons.feedback(),
                                        Alarms::countClicks,
                                        false,
                                        settings));
        sinks.write(
                Topics.ALARMS,
                Stage.of(WATCH_SERIES, new WatchSeries(settings.alarms(), settings.cache()))
                        .process(
                                WATCH_SERIES,
                                counts.keyBy(SeriesCount::key),
                                TypeInformation.of(Alarm.class)));
    }

    private static <T> DataStream<SeriesCount> count(
            String id,
            DataStream<T> elements,
            SeriesReader<T> reader,
            boolean timeless,
            Settings settings) {
        AlarmSettings alarms = settings.alarms();
        return relax(
                elements.transform(
                                id,
                                Messages.SERIES_COUNT,
                                new SendCounts<>(() -> new CountSeries<>(reader, alarms), timeless))
                        .uid(id),
                settings);
    }

    private static void countReject(
            RejectedRecord rejected, long arrivedMillis, long nowMillis, Tallies into) {
        into.reject(arrivedMillis, rejected.reason().name(), "topic=" + rejected.record().topic());
    }

    /** Of a surface; its arms are what it is made of. Segments have the same lists once more. */
    static void countClicks(
            FeedbackMetrics metrics, long arrivedMillis, long nowMillis, Tallies into) {
        if (!metrics.isOfAll()) {
            return;
        }
        String[] names = metrics.key().split("/", -1);
        into.share(
                names[0],
                "ctr:" + names[1],
                names.length == 2 ? "" : "arm=" + SiteKey.text(names[2]),
                metrics.minuteMillis(),
                metrics.count(FeedbackCount.LISTS_CLICKED),
                metrics.count(FeedbackCount.LISTS_SHOWN));
    }
}
