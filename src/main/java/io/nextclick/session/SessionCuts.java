package io.nextclick.session;

import io.nextclick.flow.PastEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the events of a person, in order of time, are cut into sessions, and when these are over.
 * They are those of Flink's event-time session windows with the same gap and lateness, cut where
 * they become too long; a test compares the two on random streams.
 */
final class SessionCuts {

    private static final long MINUTE_MILLIS = 60_000;

    private SessionCuts() {}

    /**
     * Places at which sessions start, and behind them the number of events. A session is cut by a
     * pause longer than the gap, and where it would become longer, or have more deeds, than
     * allowed.
     */
    static int[] starts(List<PastEvent> events, SessionSettings rules) {
        int[] starts = new int[2];
        int count = 0;
        long startMillis = 0;
        long beforeMillis = 0;
        int deeds = 0;
        for (int i = 0; i < events.size(); i++) {
            long millis = events.get(i).occurredAtMillis();
            boolean deed = !events.get(i).type().isPassive();
            boolean cut =
                    i == 0
                            || millis - beforeMillis > rules.gapMillis()
                            || millis - startMillis > rules.maxLengthMillis()
                            || (deed && deeds >= rules.maxEvents());
            if (cut) {
                if (count + 1 == starts.length) {
                    starts = Arrays.copyOf(starts, (count + 1) * 2);
                }
                starts[count++] = i;
                startMillis = millis;
                deeds = 0;
            }
            deeds += deed ? 1 : 0;
            beforeMillis = millis;
        }
        starts[count] = events.size();
        return starts.length == count + 1 ? starts : Arrays.copyOf(starts, count + 1);
    }

    /** Which session an event is in. */
    static int sessionOf(int[] starts, int place) {
        int session = starts.length - 2;
        while (starts[session] > place) {
            session--;
        }
        return session;
    }

    /** True if a person did more in the minute of one of their events than people do. */
    static boolean isBot(List<PastEvent> events, int place, SessionSettings rules) {
        return !events.get(place).type().isPassive()
                && inMinuteOf(events, place) > rules.maxEventsPerMinute();
    }

    /**
     * Number of events in the minute of one of them, up to it, that are passive or deeds, as it is.
     */
    static int inMinuteOf(List<PastEvent> events, int place) {
        long minute = minute(events, place);
        boolean passive = events.get(place).type().isPassive();
        int count = 0;
        for (int i = place; i >= 0 && minute(events, i) == minute; i--) {
            count += events.get(i).type().isPassive() == passive ? 1 : 0;
        }
        return count;
    }

    /** The events of a device without those of a bot. */
    static PastEvent[] withoutBots(PastEvent[] events, SessionSettings rules) {
        List<PastEvent> people = withoutBots(Arrays.asList(events), Long.MIN_VALUE, rules);
        return people.size() == events.length ? events : people.toArray(new PastEvent[0]);
    }

    /** The same of a person's events from a time on. */
    static List<PastEvent> withoutBots(
            List<PastEvent> events, long sinceMillis, SessionSettings rules) {
        int since = events.size();
        while (since > 0 && events.get(since - 1).occurredAtMillis() >= sinceMillis) {
            since--;
        }
        List<PastEvent> people = new ArrayList<>(events.size() - since);
        for (int place = since; place < events.size(); place++) {
            if (!isBot(events, place, rules)) {
                people.add(events.get(place));
            }
        }
        return people;
    }

    private static long minute(List<PastEvent> events, int place) {
        return Math.floorDiv(events.get(place).occurredAtMillis(), MINUTE_MILLIS);
    }

    /** Where the events that follow each other without a pause from a place on end. */
    static int runEnd(List<PastEvent> events, int from, long gapMillis) {
        int end = from + 1;
        while (end < events.size()
                && events.get(end).occurredAtMillis() - events.get(end - 1).occurredAtMillis()
                        <= gapMillis) {
            end++;
        }
        return end;
    }

    /** A session window [start, end + gap) fires when the watermark has its last millisecond. */
    static long overMillis(long endMillis, SessionSettings rules) {
        return endMillis + rules.gapMillis() - 1;
    }

    /** From this watermark on no late event changes a session with that end. */
    static long settledMillis(long endMillis, SessionSettings rules) {
        return overMillis(endMillis, rules) + rules.latenessMillis();
    }
}
