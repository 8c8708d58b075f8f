package io.nextclick.demo;

import io.nextclick.alarm.AlarmSettings;
import io.nextclick.contract.AlarmReader;
import io.nextclick.contract.AlarmReader.ReadAlarm;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds the open alarms of the compacted topic; bounded by the series that the job watches. */
final class AlarmWatcher implements BiConsumer<String, byte @Nullable []> {

    private static final int NAMED = 3;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    private final AlarmReader reader = new AlarmReader();
    private final Map<String, ReadAlarm> open = new LinkedHashMap<>();
    private final long judgedFromMillis;
    private final ZoneId zone;
    private final Consumer<String> changes;

    /**
     * @param judgedFromMillis from when on series can have been learnt, ms since the epoch; {@link
     *     Long#MAX_VALUE} if they are not watched
     * @param zone of the clock times that are shown
     * @param changes takes a line for each alarm that opens, grows worse or closes
     */
    AlarmWatcher(long judgedFromMillis, ZoneId zone, Consumer<String> changes) {
        this.judgedFromMillis = judgedFromMillis;
        this.zone = zone;
        this.changes = changes;
    }

    /** Alarms of a job that starts now. */
    static AlarmWatcher of(
            AlarmSettings settings, long nowMillis, ZoneId zone, Consumer<String> changes) {
        long learn = Duration.ofMinutes(settings.learnMinutes()).toMillis();
        return new AlarmWatcher(
                settings.enabled() ? nowMillis + learn : Long.MAX_VALUE, zone, changes);
    }

    @Override
    public void accept(String key, byte @Nullable [] value) {
        String line = take(key, value);
        if (line != null) {
            changes.accept(line);
        }
    }

    private synchronized @Nullable String take(String key, byte @Nullable [] value) {
        open.remove(key);
        if (value == null) {
            return null;
        }
        ReadAlarm alarm = reader.read(value);
        if (!alarm.open()) {
            return "alarm closed: %s, %s".formatted(alarm.series(), alarm.cause());
        }
        open.put(key, alarm);
        return "alarm: " + inWords(alarm);
    }

    /** The open alarms in a line, as of a time. */
    synchronized String inWords(long nowMillis) {
        if (judgedFromMillis == Long.MAX_VALUE) {
            return Figures.NOT_MEASURED + "  (series are not watched)";
        }
        if (open.isEmpty()) {
            return nowMillis < judgedFromMillis
                    ? "%s  (series are learnt until %s)"
                            .formatted(Figures.NOT_MEASURED, clock(judgedFromMillis))
                    : "none open";
        }
        List<ReadAlarm> alarms = List.copyOf(open.values());
        String named =
                alarms.stream().limit(NAMED).map(this::inWords).collect(Collectors.joining("; "));
        return alarms.size() > NAMED ? named + "; …" : named;
    }

    private String inWords(ReadAlarm alarm) {
        double change = alarm.observed() / alarm.expected() - 1;
        return Figures.format(
                "%s %,.0f %% %s expected since %s%s",
                alarm.series(),
                100 * Math.abs(change),
                change < 0 ? "below" : "above",
                clock(alarm.sinceMillis()),
                alarm.cause().isEmpty() ? "" : " (" + alarm.cause() + ")");
    }

    private String clock(long millis) {
        return CLOCK.format(Instant.ofEpochMilli(millis).atZone(zone));
    }
}
