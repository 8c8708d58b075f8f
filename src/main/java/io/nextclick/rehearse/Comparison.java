package io.nextclick.rehearse;

import io.nextclick.codec.RefusedException;
import io.nextclick.config.Settings;
import io.nextclick.contract.EventContract;
import io.nextclick.contract.RecordDecoder;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.event.Event;
import io.nextclick.event.Surface;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What the rehearsal did differently from the live job with the same events.
 *
 * @param lists by surface
 * @param memberships by segment
 * @param live delays of the live job's lists while both were watched, ms
 * @param rehearsed the same of the rehearsal
 * @param leftOut lists beyond {@link JobOutput#MOST_LISTS}
 */
record Comparison(
        Map<Surface, Lists> lists,
        Map<String, Memberships> memberships,
        Histogram live,
        Histogram rehearsed,
        long leftOut) {

    /** How long before the live job's first list its event may have been written. */
    private static final long EVENT_BEFORE_LIST_MILLIS = 60_000;

    /** Lists of one surface. */
    static final class Lists {
        long live;
        long rehearsed;
        long both;
        long same;
        double overlap;
    }

    /** Persons of one segment of whom a job had to say something. */
    static final class Memberships {
        long agreed;
        long differed;
        long liveOnly;
        long rehearsedOnly;
    }

    /** Reads what both wrote, and compares. */
    static Comparison of(RehearseOptions options) {
        long watched = options.watchedMillis();
        JobOutput live = JobOutput.read(options.live(), options.sinceMillis(), watched);
        JobOutput rehearsed = JobOutput.read(options.rehearsal(), 0, watched);
        Set<String> wanted = new HashSet<>();
        live.lists.keySet().forEach(key -> wanted.add(JobOutput.eventOf(key)));
        rehearsed.lists.keySet().forEach(key -> wanted.add(JobOutput.eventOf(key)));
        Map<String, Surface> surfaces =
                surfaces(options.live(), options.sinceMillis() - EVENT_BEFORE_LIST_MILLIS, wanted);
        return new Comparison(
                lists(live.lists, rehearsed.lists, surfaces),
                memberships(live.memberships, rehearsed.memberships),
                live.delays,
                rehearsed.delays,
                live.leftOut + rehearsed.leftOut);
    }

    private static Map<String, Surface> surfaces(
            Settings settings, long sinceMillis, Set<String> wanted) {
        Map<String, Surface> surfaces = new HashMap<>();
        RecordDecoder<Event> decoder = EventContract.decoder(settings.codec());
        for (Topic<Event> topic : List.of(Topics.EVENTS, Topics.EVENTS_JSON)) {
            TopicTail.read(
                    settings.kafka(),
                    settings.kafka().nameOf(topic),
                    sinceMillis,
                    record -> {
                        try {
                            Event event = decoder.decode(record.value());
                            if (wanted.contains(event.eventId())) {
                                surfaces.put(event.eventId(), event.surface());
                            }
                        } catch (RefusedException e) {
                            // Neither job made a list of it.
                            return;
                        }
                    });
        }
        return surfaces;
    }

    /** Lists of the same person and event, by the surface of the event. */
    static Map<Surface, Lists> lists(
            Map<String, List<String>> live,
            Map<String, List<String>> rehearsed,
            Map<String, Surface> surfaces) {
        Map<Surface, Lists> found = new TreeMap<>();
        Set<String> all = new HashSet<>(live.keySet());
        all.addAll(rehearsed.keySet());
        for (String key : all) {
            Surface surface = surfaces.getOrDefault(JobOutput.eventOf(key), Surface.OTHER);
            Lists of = found.computeIfAbsent(surface, any -> new Lists());
            List<String> one = live.get(key);
            List<String> other = rehearsed.get(key);
            of.live += one == null ? 0 : 1;
            of.rehearsed += other == null ? 0 : 1;
            if (one != null && other != null) {
                of.both++;
                of.same += one.equals(other) ? 1 : 0;
                of.overlap += overlap(one, other);
            }
        }
        return found;
    }

    /** Items that both have, of the longer one's. */
    private static double overlap(List<String> one, List<String> other) {
        Set<String> common = new HashSet<>(one);
        common.retainAll(new HashSet<>(other));
        return common.size() / (double) Math.max(one.size(), other.size());
    }

    /** Who is in which segment at last, of those of whom a job said something. */
    static Map<String, Memberships> memberships(
            Map<String, Boolean> live, Map<String, Boolean> rehearsed) {
        Map<String, Memberships> found = new TreeMap<>();
        Set<String> all = new HashSet<>(live.keySet());
        all.addAll(rehearsed.keySet());
        for (String key : all) {
            Memberships of = found.computeIfAbsent(segment(key), any -> new Memberships());
            Boolean one = live.get(key);
            Boolean other = rehearsed.get(key);
            if (one == null) {
                of.rehearsedOnly++;
            } else if (other == null) {
                of.liveOnly++;
            } else if (one.equals(other)) {
                of.agreed++;
            } else {
                of.differed++;
            }
        }
        return found;
    }

    /** The segment of a key, without the value by which it is parted. */
    private static String segment(String key) {
        String segment = key.substring(key.lastIndexOf('/') + 1);
        int parted = segment.indexOf("%2F");
        return parted < 0 ? segment : segment.substring(0, parted);
    }
}
